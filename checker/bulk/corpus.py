"""From the paths of a corpus to its facts: those of fact files, and those in tables beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from checker.bulk.files import find_tables
from checker.bulk.tables import NO_BULK_FACTS, BulkFacts, BulkTable
from checker.diagnostics import DiagnosticError
from checker.facts import Corpus, load_corpus
from checker.facts.references import Elsewhere


def read_bulk(paths: Sequence[Path], *, root: Path) -> tuple[Corpus, BulkFacts]:
    """The facts of files and folders: ``NAME.csv``, ``NAME.parquet`` and ``NAME.ndjson`` hold rows
    of the relation NAME, all other files are fact files. See :func:`checker.facts.load_corpus`.

    Raises :class:`DiagnosticError` with all that is wrong with all files.
    """
    found = find_tables(paths, root)
    if not found.tables and not found.faults:
        return load_corpus(paths, root=root), NO_BULK_FACTS
    from checker.bulk.validation import validate

    def read(elsewhere: Elsewhere) -> Corpus:
        return load_corpus(found.rest, root=root, elsewhere=elsewhere)

    try:
        corpus, checked = validate(found.tables, read)
    except DiagnosticError as error:
        raise DiagnosticError([*found.faults, *error.diagnostics]) from None
    if found.faults:
        raise DiagnosticError(found.faults)
    tables: dict[str, tuple[BulkTable, ...]] = {}
    for table in checked:
        tables[table.relation] = (*tables.get(table.relation, ()), table)
    return corpus, BulkFacts(tables)


def with_entities(corpus: Corpus, bulk: BulkFacts, shown: Mapping[str, Iterable[str]]) -> Corpus:
    """The corpus with what is to be shown of some entities of the tables: ``shown`` gives ids by
    kind. They are looked up by their ids; the tables' other rows stay where they are."""
    from collections import ChainMap

    from checker.bulk.entities import look_up

    wanted = {
        kind: sorted({name for name in names if (kind, name) not in corpus.entities})
        for kind, names in shown.items()
    }
    found = look_up(bulk, corpus, wanted)
    if corpus.entities:
        # A ChainMap reads only; its type asks for mappings that could be written.
        found = ChainMap(dict(found), corpus.entities)  # type: ignore[arg-type]
    return replace(corpus, entities=found)
