"""Which files of a corpus are bulk tables, and what their headers say."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.bulk.errors import BROKEN_TABLE, UNKNOWN_TABLE
from checker.bulk.tables import Format
from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span, closest
from checker.facts.files import SUFFIXES, shown
from checker.facts.relations import SECTIONS, Relation

FORMATS = {f".{format_}": format_ for format_ in Format}
"""By the suffixes of files."""

_LONGEST_HEADER = 1 << 20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A file whose name says that it holds rows of a relation; not yet opened."""

    relation: Relation
    path: Path
    name: str
    format: Format


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """Bulk tables by name, and the paths that are left for fact files."""

    tables: tuple[FoundTable, ...]
    rest: tuple[Path, ...]
    faults: tuple[Diagnostic, ...]


def find_tables(paths: Sequence[Path], root: Path) -> FoundFiles:
    """The tables among the paths, and those directly in the folders among them.

    A folder that holds tables and no fact files is not left for fact files.
    """
    tables: dict[str, FoundTable] = {}
    rest: list[Path] = []
    faults: list[Diagnostic] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - pathlib's raises for a name that is too long
            candidates, others = _inside(path)
        else:
            candidates = [path] if path.suffix in FORMATS else []
            others = not candidates
        if others or not candidates:
            rest.append(path)
        for candidate in candidates:
            found = _table(candidate, shown(candidate, root))
            if isinstance(found, Diagnostic):
                faults.append(found)
            else:
                tables.setdefault(str(found.path), found)
    by_name = sorted(tables.values(), key=lambda table: table.name)
    return FoundFiles(tuple(by_name), tuple(rest), tuple(faults))


def _inside(folder: Path) -> tuple[list[Path], bool]:
    """The tables directly in a folder, and whether fact files are in it."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return [], True  # whoever reads the fact files says so
    return (
        [entry for entry in entries if entry.suffix in FORMATS],
        any(entry.suffix in SUFFIXES for entry in entries),
    )


def _table(path: Path, name: str) -> FoundTable | Diagnostic:
    relation = relation_of(path.name, name)
    if isinstance(relation, Diagnostic):
        return relation
    return FoundTable(relation, Path(os.path.realpath(path)), name, FORMATS[path.suffix])


def relation_of(file_name: str, name: str) -> Relation | Diagnostic:
    """The relation whose rows a file of this name holds, shown as ``name``."""
    relations = {relation.name: relation for section in SECTIONS for relation in section.relations}
    stem, _, suffix = file_name.rpartition(".")
    relation = relations.get(stem)
    if relation is not None:
        return relation
    near = closest(stem, relations)
    return UNKNOWN_TABLE.at(
        Span(Source(name, ""), 0, 0),
        f"`{stem}` is no relation of the schema",
        help=f"did you mean `{near}.{suffix}`?"
        if near
        else "name it after the relation whose rows it holds (docs/facts.md lists them), put "
        "it into another folder, or make facts of it with `checker import`",
    )


# --- headers ---------------------------------------------------------------------------------


def csv_header(path: Path, name: str, delimiter: str = ",") -> tuple[str, ...]:
    """The names in the first row of a CSV file. Raises :class:`DiagnosticError`."""
    try:
        if not path.is_file():
            raise DiagnosticError([broken(name, "it is no regular file")])
        with path.open("rb") as file:
            start = file.read(_LONGEST_HEADER)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DiagnosticError([broken(name, reason, "check the path and permissions")]) from None
    text = start.decode("utf-8-sig", errors="replace")
    try:
        row = next(_rows(text, delimiter), [])
    except csv.Error as error:
        raise DiagnosticError([broken(name, f"its header cannot be read: {error}")]) from None
    if not any(row):
        raise DiagnosticError(
            [broken(name, "it has no header", "write the names of the columns into the first row")]
        )
    return tuple(row)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def broken(name: str, reason: str, mend: str = "") -> Diagnostic:
    """The diagnostic for a table that cannot be read at all."""
    return BROKEN_TABLE.at(
        Span(Source(name, ""), 0, 0),
        f"`{name}` cannot be read: {reason}",
        help=mend or "write it anew: CSV after RFC 4180 in UTF-8 with a header, or Parquet",
    )
