"""The fact files that belong together, as they stand in the editor and on the disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from checker.bulk.files import find_tables
from checker.bulk.tables import BulkTable
from checker.config import Project
from checker.diagnostics import Diagnostic, DiagnosticError, Source
from checker.facts import Corpus
from checker.facts.corpus import Inspection, inspect
from checker.facts.files import (
    FactFile,
    find_files,
    parse_file,
    plain_line_ends,
    read_text,
    shown,
)
from checker.facts.references import Elsewhere
from checker.lsp.facts.records import FileRecords, Record, records_of

YAML = (".yaml", ".yml")
TESTS = ".test.yaml"


def project_paths(project: Project, overlay: Mapping[Path, str]) -> tuple[Path, ...]:
    """The fact files of a project, those that are open and not saved yet included. Tables of rows
    are left out."""
    given = find_tables(project.facts, project.root).rest
    listed, _ = find_files(given, project.root)
    opened = [each for each in overlay if each.suffix in YAML and each.parent in project.facts]
    found = (*(each.resolve() for each in listed), *opened)
    return tuple(each for each in dict.fromkeys(found) if not each.name.endswith(TESTS))


def fact_paths(path: Path, project: Project, overlay: Mapping[Path, str]) -> tuple[Path, ...]:
    """The files of the corpus that a fact file belongs to: the project's facts where it is one of
    them, else those in its folder."""
    own = project_paths(project, overlay)
    if path in own:
        return own
    beside, _ = find_files([path.parent], project.root)
    rest = (each.resolve() for each in beside if not each.name.endswith(TESTS))
    return tuple(dict.fromkeys((*rest, path)))


@dataclass(frozen=True)
class FactCorpus:
    """Fact files together: what each holds, and what is wrong with them.

    ``files`` are those that could be read; ``faults`` are of all of them. Of those that cannot be
    read as they are now, ``earlier`` has what could be read before, so that their ids stay known
    while they are being written.
    """

    root: Path
    files: Mapping[Path, FactFile]
    earlier: Mapping[Path, FactFile]
    inspection: Inspection

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        return self.inspection.faults

    def faults_in(self, path: Path) -> tuple[Diagnostic, ...]:
        """What is wrong with one file."""
        name = shown(path, self.root)
        own = (each for each in self.faults if each.primary.span.source.name == name)
        return tuple(sorted(own, key=lambda each: each.sort_key))

    @cached_property
    def records(self) -> dict[Path, FileRecords]:
        """The records and references of each file."""
        return {path: records_of(file) for path, file in self.files.items()}

    @cached_property
    def by_id(self) -> Mapping[tuple[str, str], tuple[Path, Record]]:
        """The records by kind and id; of two that share one the first."""
        found: dict[tuple[str, str], tuple[Path, Record]] = {}
        earlier = {path: records_of(file) for path, file in self.earlier.items()}
        for path, held in (self.records | earlier).items():
            for record in held.records:
                found.setdefault((record.kind, record.id), (path, record))
        return found

    @cached_property
    def ids(self) -> Mapping[str, tuple[Record, ...]]:
        """The records of each kind, in the order of their ids."""
        found: dict[str, list[Record]] = defaultdict(list)
        for (kind, _), (_, record) in sorted(self.by_id.items()):
            found[kind].append(record)
        return {kind: tuple(records) for kind, records in found.items()}

    @cached_property
    def corpus(self) -> Corpus | None:
        """What an audit would work on; None where something is wrong."""
        return None if self.faults else self.inspection.corpus()


def read_corpus(
    paths: tuple[Path, ...],
    project: Project,
    overlay: Mapping[Path, str],
    readable: dict[Path, FactFile],
) -> FactCorpus:
    """The files at these paths in a project, together. ``readable`` keeps each file as it could
    last be read."""
    root = project.root
    files: dict[Path, FactFile] = {}
    earlier: dict[Path, FactFile] = {}
    faults: list[Diagnostic] = []
    for path in paths:
        read = _read(path, root, overlay.get(path))
        if isinstance(read, FactFile):
            files[path] = readable[path] = read
            continue
        faults += read
        before = readable.get(path) or _read(path, root, None)
        if isinstance(before, FactFile):
            earlier[path] = before
    inspection = inspect(files.values(), faults, root, _beside(paths, project))
    return FactCorpus(root, files, earlier, inspection)


def _beside(paths: tuple[Path, ...], project: Project) -> Elsewhere:
    """What tables beside fact files have. An editor cannot wait until they are read: whatever is
    of a kind that has a table counts as there, and audits look. On a store may be any table."""
    if project.stores:
        return lambda _, ids: {name: name for name in ids}
    folders = sorted({path.parent for path in paths})
    kinds = {table.relation.name for table in find_tables(folders, project.root).tables}
    return lambda kind, ids: {name: name for name in ids} if kind in kinds else {}


def _read(path: Path, root: Path, text: str | None) -> FactFile | tuple[Diagnostic, ...]:
    """A file by its text in the editor, or by that on the disk where it has none."""
    name = shown(path, root)
    if text is not None:
        return _parse(Source(name, plain_line_ends(text)), path)
    try:
        return _parse(read_text(path, name), path)
    except DiagnosticError as error:
        return error.diagnostics


@lru_cache(maxsize=256)
def _parse(source: Source, path: Path) -> FactFile | tuple[Diagnostic, ...]:
    """A file, or what keeps it from being read; kept for the next question."""
    try:
        return parse_file(source, path)
    except DiagnosticError as error:
        return error.diagnostics


def tables_of(project: Project, corpus: Corpus) -> dict[str, tuple[BulkTable, ...]]:
    """The tables of rows among a project's facts, by relation; none where one has a fault."""
    found = find_tables(project.facts, project.root)
    if not found.tables or found.faults:
        return {}
    from checker.bulk.local import validate_files

    try:
        _, checked = validate_files(found.tables, lambda _: corpus)
    except DiagnosticError:
        return {}
    tables: dict[str, tuple[BulkTable, ...]] = {}
    for table in checked:
        tables[table.relation] = (*tables.get(table.relation, ()), table)
    return tables
