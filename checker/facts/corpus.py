"""From fact files to a corpus: everything that an audit knows of documents and claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Source
from checker.facts.desk import check_desk
from checker.facts.documents import Document, read_documents
from checker.facts.entities import Entities, Entity
from checker.facts.facts import Facts
from checker.facts.files import FactFile, bundle, find_files, read_file
from checker.facts.guards import Guarded, guard
from checker.facts.records import Records, gather
from checker.facts.references import Elsewhere, check_references, nowhere
from checker.facts.relations import SECTIONS, Row
from checker.facts.suppressions import Suppressed, suppressions
from checker.facts.validation import CheckedFile, check_file
from checker.facts.yaml_reader import read_yaml


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents, relations for an engine, and what to show of each entity.

    ``relations`` has every relation of the schema; its rows are in ascending order, each once.
    ``entities`` is keyed by kind and id. ``suppressions`` are in no relation: no rule sees them.
    """

    documents: tuple[Document, ...]
    relations: Mapping[str, tuple[Row, ...]]
    entities: Mapping[tuple[str, str], Entity]
    suppressions: tuple[Suppressed, ...] = ()


def load_corpus(paths: Sequence[Path], *, root: Path, elsewhere: Elsewhere = nowhere) -> Corpus:
    """The corpus of some fact files, or of the fact files directly in some folders.

    The same whatever the order of files and of the records in them. ``root`` is the project's
    folder: no document's text is read from outside of it. ``elsewhere`` knows further entities to
    which records may refer.

    Raises :class:`DiagnosticError` with all that is wrong with all files.
    """
    found, faults = find_files(paths, root)
    files = []
    for path in found:
        try:
            files.append(read_file(path, root))
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
    return _corpus(files, faults, root, elsewhere)


def corpus_from_bundle(text: str, name: str, *, root: Path) -> Corpus:
    """The corpus of one YAML bundle that stands inside of another file, named ``name``.

    Paths of documents start at the root. Raises :class:`DiagnosticError`.
    """
    source = Source(name, text)
    return _corpus([bundle(source, root, *read_yaml(source))], [], root)


def _corpus(
    files: Iterable[FactFile],
    faults: list[Diagnostic],
    root: Path,
    elsewhere: Elsewhere = nowhere,
) -> Corpus:
    """Check everything, and go on only when nothing is wrong."""
    inspected = inspect(files, faults, root, elsewhere)
    if inspected.faults:
        raise DiagnosticError(inspected.faults)
    return inspected.corpus()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What fact files hold, and everything that is wrong with them.

    ``records`` are those that could be read; ``documents`` are by id. ``called`` says what the
    entities are called that records refer to and no fact file has.
    """

    records: Records
    documents: Mapping[str, Document]
    guarded: Guarded
    faults: tuple[Diagnostic, ...]
    called: Mapping[str, str]

    def corpus(self) -> Corpus:
        """The corpus of files without faults."""
        guarded = self.guarded
        facts = Facts(self.records, self.documents, guarded.anchors, guarded.named, self.called)
        relations = {
            relation.name: tuple(sorted(set(relation.rows(facts))))
            for section in SECTIONS
            for relation in section.relations
        }
        suppressed = tuple(suppressions(self.records))
        return Corpus(tuple(self.documents.values()), relations, Entities(facts), suppressed)


def inspect(
    files: Iterable[FactFile],
    faults: Iterable[Diagnostic],
    root: Path,
    elsewhere: Elsewhere = nowhere,
) -> Inspection:
    """Check files together. ``faults`` are of those that could not be read."""
    files = list(files)
    found = [*faults, *(fault for file in files for fault in file.faults)]
    unread = bool(found)
    checked: list[CheckedFile] = []
    for file in files:
        valid, wrong = check_file(file)
        checked.append(valid)
        found.extend(wrong)
    records, twice = gather(checked)
    found.extend(twice)
    called: Mapping[str, str] = {}
    if not unread:  # a file that could not be read may hold what is referred to
        wrong, called = check_references(records, elsewhere)
        found.extend(wrong)
    documents, unreadable = read_documents(records.documents, root)
    found.extend(unreadable)
    found.extend(check_desk(records))
    guarded, invented = guard(records, documents)
    found.extend(invented)
    return Inspection(records, documents, guarded, tuple(found), called)
