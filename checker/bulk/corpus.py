"""From the paths of a corpus to its facts: those of fact files, and those in tables beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from checker.bulk.files import FoundFiles, find_tables
from checker.bulk.stores import Address, Place, Stores, mixed, unread
from checker.bulk.tables import NO_BULK_FACTS, AnyTable, BulkFacts
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.facts import Corpus, load_corpus
from checker.facts.references import Elsewhere


def read_bulk(
    places: Sequence[Place], *, root: Path, stores: Callable[[], Stores | None] = lambda: None
) -> tuple[Corpus, BulkFacts]:
    """The facts of files and folders: ``NAME.csv``, ``NAME.parquet`` and ``NAME.ndjson`` hold rows
    of the relation NAME, all other files are fact files. See :func:`checker.facts.load_corpus`.
    Tables at addresses are read and checked by what ``stores`` gives, which is asked where there
    are any.

    Raises :class:`DiagnosticError` with all that is wrong with all files.
    """
    paths = [place for place in places if isinstance(place, Path)]
    addresses = [place for place in places if not isinstance(place, Path)]
    found = find_tables(paths, root)
    if addresses:
        return _read_stored(addresses, found, root, stores)
    if not found.tables and not found.faults:
        return load_corpus(paths, root=root), NO_BULK_FACTS
    from checker.bulk.local import validate_files

    with _told_with(found.faults):
        corpus, checked = validate_files(found.tables, partial(_rest, found, root))
    return corpus, BulkFacts(_by_relation(checked))


def _read_stored(
    addresses: Sequence[Address],
    found: FoundFiles,
    root: Path,
    stores: Callable[[], Stores | None],
) -> tuple[Corpus, BulkFacts]:
    """The facts of fact files here, and of tables at addresses."""
    opened = stores()
    if opened is None:
        raise DiagnosticError(unread(map(str, addresses)))
    from checker.bulk.validation import validate

    tables, faults = opened.found(addresses)
    with _told_with([*found.faults, *mixed(found.tables), *faults]):
        corpus, checked = validate(tables, opened.database(), partial(_rest, found, root))
    return corpus, BulkFacts(_by_relation(checked), opened)


def _rest(found: FoundFiles, root: Path, elsewhere: Elsewhere) -> Corpus:
    """The facts of the files that are no tables."""
    return load_corpus(found.rest, root=root, elsewhere=elsewhere)


@contextmanager
def _told_with(faults: Sequence[Diagnostic]) -> Iterator[None]:
    """Raises these faults as well as those that come up, together."""
    try:
        yield
    except DiagnosticError as error:
        raise DiagnosticError([*faults, *error.diagnostics]) from None
    if faults:
        raise DiagnosticError(faults)


def _by_relation(checked: Sequence[AnyTable]) -> Mapping[str, tuple[AnyTable, ...]]:
    tables: dict[str, tuple[AnyTable, ...]] = {}
    for table in checked:
        tables[table.relation] = (*tables.get(table.relation, ()), table)
    return tables


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
