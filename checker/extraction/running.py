"""From documents to fact files: read, extracted, validated, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.documents import SourceDocument, find_documents, read_document
from checker.extraction import errors
from checker.extraction.protocol import Extractor, Record
from checker.extraction.sharing import Told, share
from checker.extraction.validation import Dropped, validate
from checker.extraction.writing import files
from checker.facts.files import shown
from checker.files import write_files

Step: TypeAlias = Callable[[int, int, str], None]
"""Called before each document with its number, their count, and its name."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document's facts: records by section, what was dropped, and the files that hold them.

    ``shared`` are the agents that stand in another file, of this run or one that was there, by
    the ids that they would have in this one.
    """

    document: SourceDocument
    sections: Mapping[str, tuple[Record, ...]]
    dropped: tuple[Dropped, ...]
    shared: Mapping[str, str]
    files: Mapping[Path, bytes]


def extract(
    paths: Iterable[Path],
    extractor: Extractor,
    folder: Path,
    *,
    root: Path,
    encoding: str | None = None,
    step: Step | None = None,
) -> list[Extracted]:
    """The facts of documents, and of folders of them, for a folder of fact files. Writes nothing.

    An agent of several documents, or of facts that the folder has, has one id where that it is
    one is beyond doubt (:mod:`checker.extraction.sharing`).

    Raises :class:`DiagnosticError` with what is wrong with all documents.
    """
    found = find_documents(paths, root)
    told: list[Told] = []
    dropped: list[tuple[Dropped, ...]] = []
    faults: list[Diagnostic] = []
    for number, path in enumerate(found):
        if step is not None:
            step(number, len(found), shown(path, root))
        try:
            document = read_document(path, root, encoding)
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
            continue
        validated = validate(document, extractor.propose(document), root)
        told.append(Told(document, validated.sections))
        dropped.append(validated.dropped)
    if faults:
        raise DiagnosticError(faults)
    return [
        Extracted(
            each.document,
            shared.sections,
            left_out,
            shared.ids,
            files(each.document, shared.sections, folder, root, shared.ids, shared.beside),
        )
        for each, left_out, shared in zip(told, dropped, share(told, folder, root), strict=True)
    ]


def write(extracted: Iterable[Extracted], *, replacing: bool) -> None:
    """Write the facts of all documents, or none.

    ``replacing`` is whether a file with other content may be overwritten.
    Raises :class:`DiagnosticError`.
    """
    wanted = {path: content for each in extracted for path, content in each.files.items()}
    if not replacing and (there := [path for path in wanted if _differs(path, wanted)]):
        raise DiagnosticError(_exists(path) for path in there)
    try:
        write_files(wanted)
    except OSError as error:
        name = str(error.filename or "the facts")
        reason = (error.strerror or str(error)).lower()
        raise DiagnosticError(
            [
                errors.NOT_WRITTEN.at(
                    Span(Source(name, ""), 0, 0),
                    f"`{name}` cannot be written: {reason}",
                    help="check the path and the permissions",
                )
            ]
        ) from None


def _differs(path: Path, wanted: Mapping[Path, bytes]) -> bool:
    """Whether another file is there."""
    try:
        return path.read_bytes() != wanted[path]
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _exists(path: Path) -> Diagnostic:
    name = str(path)
    return errors.EXISTS.at(
        Span(Source(name, ""), 0, 0),
        f"`{name}` is there already, with other content",
        help="write to another folder with --output, or replace it with --force",
    )
