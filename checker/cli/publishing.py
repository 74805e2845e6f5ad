"""Reports to the terminal and into files: everything is rendered before anything is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.ending import in_colour
from checker.cli.usage import UsageError
from checker.dataclasses import dataclass
from checker.report import FORMATS

if TYPE_CHECKING:
    from checker.findings import Report
    from checker.report import Sources


@dataclass(frozen=True, slots=True)
class Wanted:
    """The report to print, None for none, the format of each file to write, and whether those
    that fold ``proofs`` away shall unfold them."""

    printed: str | None
    files: tuple[tuple[Path, str], ...]
    proofs: bool

    @property
    def shows_sources(self) -> bool:
        """Whether a report of these shows what it was made from."""
        names = [name for _, name in self.files]
        printed = [] if self.printed is None else [self.printed]
        return any(map(self.unfolds, (*names, *printed)))

    def unfolds(self, format: str) -> bool:  # noqa: A002 - the option's name
        """Whether a report of this format shows what it was made from."""
        return self.proofs or FORMATS[format].shows_sources


def wanted(
    format: str,  # noqa: A002 - the option's name
    outputs: Sequence[str],
    *,
    quiet: bool,
    proofs: bool,
) -> Wanted:
    """What ``--format``, ``--output``, ``--quiet`` and ``--proofs`` ask for.

    ``FORMAT=FILE`` is written besides what is printed; a plain ``FILE`` takes its place.
    """
    files = tuple(_file(text, format) for text in outputs)
    _check(files)
    plain = any(not _is_prefixed(text) for text in outputs)
    return Wanted(None if quiet or plain else format, files, proofs)


def publish(report: Report, wanted: Wanted, sources: Sources | None, arguments: str) -> None:
    """Render everything, write the files, print. ``arguments`` are those under which
    ``checker why`` looks at the same facts and rules."""
    seen = {name: sources if wanted.unfolds(name) else None for name in FORMATS}
    printed = (
        None
        if wanted.printed is None
        else for_terminal(report, wanted.printed, seen[wanted.printed], arguments)
    )
    texts = {path: FORMATS[name].render(report, seen[name]) for path, name in wanted.files}
    if texts:
        write(texts)
    if printed is not None:
        sys.stdout.write(printed)


def write(texts: dict[Path, str]) -> None:
    """Write all files or none; a usage error where that cannot be."""
    from checker.report import write_reports

    try:
        write_reports(texts)
    except OSError as error:
        raise UsageError(
            f"{error.filename} cannot be written: {error.strerror or error}", param_hint="--output"
        ) from error


def _file(text: str, format: str) -> tuple[Path, str]:  # noqa: A002
    if _is_prefixed(text):
        name, _, path = text.partition("=")
        return Path(path), name
    return Path(text), format


def _is_prefixed(text: str) -> bool:
    """A file of such a name is written as ``./json=x``."""
    return text.partition("=")[0] in FORMATS and "=" in text


def _check(files: Sequence[tuple[Path, str]]) -> None:
    for fault in _faults(files):
        raise UsageError(fault, param_hint="--output")


def _faults(files: Sequence[tuple[Path, str]]) -> Iterator[str]:
    seen: set[Path] = set()
    for path, name in files:
        if path == Path():
            yield f"name a file: --output {name}=FILE"
        if path.is_dir():
            yield f"{path} is a folder"
        if path.resolve() in seen:
            yield f"two reports cannot both be {path}"
        seen.add(path.resolve())


def for_terminal(report: Report, name: str, sources: Sources | None, arguments: str) -> str:
    """A report as it is printed: of the terminal's width and in its colours."""
    if name != "text":
        return FORMATS[name].render(report, sources)
    from checker.report import render_text

    return render_text(
        report, sources, width=terminal_width(), color=in_colour(sys.stdout), arguments=arguments
    )


def terminal_width() -> int:
    """The terminal's columns, 60 at the least; what goes to a pipe is the same everywhere."""
    if not sys.stdout.isatty():
        from checker.report.text import DEFAULT_WIDTH

        return DEFAULT_WIDTH
    from shutil import get_terminal_size

    return max(60, get_terminal_size().columns)
