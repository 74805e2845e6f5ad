"""Documents' texts: read, confined to the project, and checked against their hash."""

# Paths come from fact files: os.path's questions about them answer False where pathlib's raise.
# ruff: noqa: PTH112, PTH113

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.facts import errors
from checker.facts.files import read_text, shown
from checker.facts.models import DocumentRecord
from checker.facts.records import Placed


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text. Spans of it are counted in code points of ``text``.

    ``source`` is the file as read, front matter included; ``text`` begins ``offset`` code
    points into it.
    """

    id: str
    title: str
    text: str
    source: Source
    offset: int

    def span(self, start: int, end: int) -> Span:
        """The place of a passage of the text in the document's file."""
        return Span(self.source, self.offset + start, self.offset + end)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a document: ``text[start:end]`` of the one with the id ``document``."""

    document: str
    start: int
    end: int


def read_documents(
    records: Mapping[str, Placed[DocumentRecord]], root: Path
) -> tuple[dict[str, Document], list[Diagnostic]]:
    """The texts of all documents that can be read, and what is wrong with the others."""
    found = {}
    faults: list[Diagnostic] = []
    for name, placed in records.items():
        try:
            found[name] = document = _read(placed, root)
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
        else:
            faults.extend(_hash_mismatch(placed, document.text))
    return found, faults


def _read(placed: Placed[DocumentRecord], root: Path) -> Document:
    record = placed.record
    if record.content is not None:
        source = Source(f"<{record.id}>", record.content)
        return Document(record.id, record.title, record.content, source, 0)
    source = _file(placed, root)
    start = text_start(source.text)
    return Document(record.id, record.title, source.text[start:], source, start)


def _file(placed: Placed[DocumentRecord], root: Path) -> Source:
    """The file that a document names, which must lie inside of the root, links followed."""
    written = placed.record.text or ""
    if "\0" in written:
        raise DiagnosticError([_unreadable(placed, "no such file")])
    target = os.path.realpath(placed.file.folder / written)
    base = os.path.realpath(root)
    if not Path(target).is_relative_to(base):
        raise DiagnosticError(
            [
                errors.OUTSIDE_ROOT.at(
                    placed.at("text"),
                    f"`{written}` leads out of the project",
                    help="keep texts inside of the project's folder; "
                    "paths start at the fact file's own folder",
                )
            ]
        )
    if not os.path.isfile(target):
        reason = "a folder, not a file" if os.path.isdir(target) else "no such file"
        raise DiagnosticError([_unreadable(placed, reason)])
    return read_text(Path(target), shown(Path(target), Path(base)))


def _unreadable(placed: Placed[DocumentRecord], reason: str) -> Diagnostic:
    return errors.UNREADABLE.at(
        placed.at("text"),
        f"the text of document `{placed.record.id}` cannot be read: {reason}",
        label=reason,
        help="paths start at the fact file's own folder: ../seeds/name.txt",
    )


def text_start(text: str) -> int:
    """Where the text begins: after front matter between two lines ``---``, if it has one."""
    if not text.startswith("---\n"):
        return 0
    end = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, 4)
    if end is None:
        return 0
    start = end.end()
    return start + 1 if text.startswith("\n", start) else start


def _hash_mismatch(placed: Placed[DocumentRecord], text: str) -> Iterator[Diagnostic]:
    expected = placed.record.sha256
    if expected is None:
        return
    from hashlib import sha256

    found = sha256(text.encode("utf-8")).hexdigest()
    if found != expected:
        yield errors.HASH_MISMATCH.at(
            placed.at("sha256"),
            f"the text of document `{placed.record.id}` is not the one that was hashed",
            label="the text's SHA-256 is another one",
            help=f"check the spans against the text, then write sha256: {found}",
        )
