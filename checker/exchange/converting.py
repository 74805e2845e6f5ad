"""From other tools' files to one fact file, and from fact files to other tools' formats."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.exchange.errors import NOTHING_TO_EXPORT
from checker.exchange.formats import SourceFormat, TargetFormat
from checker.exchange.reading import Outcome
from checker.facts.corpus import Inspection, inspect
from checker.facts.files import find_files, read_file, read_text, shown
from checker.facts.models import Bundle
from checker.facts.tree import Value
from checker.proposing.draft import slug
from checker.proposing.holding import hold


@dataclass(frozen=True, slots=True)
class Converted:
    """A bundle that loads, how many records were given, and warnings of what is not in it."""

    sections: Mapping[str, Value]
    left_out: tuple[Diagnostic, ...]
    not_mapped: tuple[Diagnostic, ...]

    def count(self, section: str) -> int:
        records = self.sections.get(section)
        return len(records) if isinstance(records, list) else 0


def convert(
    paths: Sequence[Path],
    format: SourceFormat,  # noqa: A002 - the option's name
    folder: Path,
    *,
    root: Path,
    texts: Mapping[str, Path] | None = None,
) -> Converted:
    """The facts of files, for a fact file that will stand in ``folder``. Writes nothing.

    ``texts`` are the texts that annotations may point into, by their documents' ids. Raises
    :class:`DiagnosticError` with everything that is malformed in all files; what is well formed
    and invented (not in its text to the letter) is left out and named.
    """
    outcome = Outcome()
    named = {name: _from(folder, path) for name, path in (texts or {}).items()}
    for path in paths:
        try:
            source = read_text(path, shown(path, root))
            _read(source, path, format, folder, named, outcome)
        except DiagnosticError as error:
            outcome.faults.extend(error.diagnostics)
    if outcome.faults:
        raise DiagnosticError(outcome.faults)
    held = hold(outcome.draft, folder, root)
    head: dict[str, Value] = {
        "checker": 1,
        "extraction": {"by": f"{format} file", "tool": f"checker convert --from {format}"},
    }
    ordered = {name: held.sections[name] for name in Bundle.model_fields if name in held.sections}
    return Converted(head | ordered, held.left_out, tuple(outcome.leftovers()))


def _read(
    source: Source,
    path: Path,
    format_: SourceFormat,
    folder: Path,
    texts: Mapping[str, str],
    outcome: Outcome,
) -> None:
    if format_ is SourceFormat.LANGEXTRACT:
        from checker.exchange.langextract import read_langextract

        read_langextract(source, outcome)
    elif format_ is SourceFormat.BRAT:
        from checker.exchange.brat import read_brat

        read_brat(source, path, _from(folder, path.with_suffix(".txt")), outcome)
    elif format_ is SourceFormat.CLAIMREVIEW:
        from checker.exchange.claimreview import read_claimreview

        read_claimreview(source, outcome)
    else:
        from checker.exchange.annotations import read_annotations

        read_annotations(source, texts, outcome)


def document_of(path: Path) -> str:
    """The id of the document whose text stands in a file."""
    return slug(path.stem)


def _from(folder: Path, path: Path) -> str:
    return Path(os.path.relpath(os.path.realpath(path), os.path.realpath(folder))).as_posix()


# --- out -----------------------------------------------------------------------------------------


def export(
    paths: Sequence[Path],
    format: TargetFormat,  # noqa: A002 - the option's name
    *,
    root: Path,
) -> str:
    """Facts as a text of another format.

    Raises :class:`DiagnosticError` with everything that is wrong with the facts.
    """
    facts = _facts(paths, root)
    if format is TargetFormat.CLAIMREVIEW:
        from checker.exchange.claimreview import has_claims, write_claimreview

        if not has_claims(facts):
            raise _nothing(paths, root, "no claim is attributed to a source")
        return write_claimreview(facts)
    from checker.exchange.annotations import write_annotations

    if not facts.guarded.anchors:
        raise _nothing(paths, root, "there is no claim, wording or date")
    return write_annotations(facts)


def export_brat(paths: Sequence[Path], *, root: Path) -> dict[str, str]:
    """Facts as brat's standoff: the files of a folder by their names.

    Raises :class:`DiagnosticError` with everything that is wrong with the facts.
    """
    from checker.exchange.brat_writing import write_brat

    files = write_brat(_facts(paths, root))
    if not files:
        raise _nothing(paths, root, "there is no claim")
    return files


def _facts(paths: Sequence[Path], root: Path) -> Inspection:
    found, faults = find_files(paths, root)
    files = []
    for path in found:
        try:
            files.append(read_file(path, root))
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
    facts = inspect(files, faults, root)
    if facts.faults:
        raise DiagnosticError(facts.faults)
    return facts


def _nothing(paths: Sequence[Path], root: Path, reason: str) -> DiagnosticError:
    name = ", ".join(shown(path, root) for path in paths)
    return DiagnosticError(
        [
            NOTHING_TO_EXPORT.at(
                Span(Source(name, ""), 0, 0),
                f"nothing to export: {reason}",
                help="docs/exchange.md says what each format has a place for",
            )
        ]
    )
