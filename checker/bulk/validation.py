"""Bulk tables checked by columns, inside a database: no row passes through Python but those of
which an error tells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.bulk.checks import Check, checks_of
from checker.bulk.crossing import Tables, dangling, duplicates, misquotes
from checker.bulk.database import Database, FoundT, Loaded, Queries, TableT
from checker.bulk.places import counted_rows
from checker.bulk.shown import column_name, first_rows, further
from checker.bulk.tables import AnyTable
from checker.diagnostics import Diagnostic, DiagnosticError

if TYPE_CHECKING:
    from checker.facts import Corpus
    from checker.facts.references import Elsewhere


def validate(
    found: Sequence[FoundT],
    database: Database[FoundT, TableT],
    read: Callable[[Elsewhere], Corpus],
) -> tuple[Corpus, tuple[TableT, ...]]:
    """The facts of fact files, which ``read`` gives, and the tables, each proved to hold what its
    relation takes.

    Both may refer to entities of each other. Where the fact files cannot be read, references of
    tables are not looked at.
    Raises :class:`DiagnosticError` with everything that is wrong: for each column of a table and
    each kind of fault how many rows have it, and the first few of them.
    """
    faults: list[Diagnostic] = []
    loaded: list[Loaded[TableT]] = []
    unread: set[str] = set()
    for number, table in enumerate(found):
        try:
            one = database.load(table, f"b{number}")
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
            unread.add(table.relation.name)
        else:
            loaded.append(one)
            faults.extend(one.faults)
            if one.faults:
                unread.add(table.relation.name)
            faults.extend(_wrong_cells(database, one))
    try:
        corpus = read(partial(_known, database, loaded, unread))
    except DiagnosticError as error:
        corpus = None
        faults[:0] = error.diagnostics
    tables = Tables(database, loaded, {} if corpus is None else corpus.relations)
    for relation in dict.fromkeys(table.relation for table in loaded):
        faults.extend(duplicates(tables, relation))
    if corpus is not None:
        for one in loaded:
            faults.extend(dangling(tables, one, unread))
        faults.extend(misquotes(tables, corpus))
    if faults or corpus is None:
        raise DiagnosticError(faults)
    return corpus, tuple(one.table for one in loaded)


def _known(
    database: Queries,
    loaded: Sequence[Loaded[AnyTable]],
    unread: Collection[str],
    kind: str,
    ids: Collection[str],
) -> Mapping[str, str]:
    """See :data:`checker.facts.references.Elsewhere`. A table that could not be read may have
    whatever is referred to."""
    if kind in unread:
        return {name: name for name in ids}
    known: dict[str, str] = {}
    for one in loaded:
        if one.relation.name == kind:
            database.give("asked", {"id": sorted(ids)})
            called = "c1" if "name" in one.columns[1:2] else "c0"
            query = (
                exp.select("c0", called).from_(one.sql_name).where("c0 IN (SELECT id FROM asked)")
            )
            known |= {str(name): str(shown) for name, shown in database.ask(query)}
    return known


def _wrong_cells(database: Queries, one: Loaded[AnyTable]) -> Iterator[Diagnostic]:
    """The faults of single cells: one pass counts them all, a second one finds the first few."""
    checks = tuple(checks_of(one.relation, one.format))
    if not checks or not one.table.rows:
        return
    counting = exp.select(
        *(
            exp.Filter(
                this=exp.Count(this=exp.Star()), expression=exp.Where(this=check.wrong.copy())
            )
            for check in checks
        )
    ).from_(one.sql_name)
    (counts,) = database.ask(counting)
    for check, count in zip(checks, counts, strict=True):
        if count:
            assert isinstance(count, int)
            yield _wrong(database, one, check, count)


def _wrong(database: Queries, one: Loaded[AnyTable], check: Check, count: int) -> Diagnostic:
    """The diagnostic for all rows with one fault in one column."""
    first, *more = first_rows(database, one, check.wrong)
    column = column_name(one, check.index)
    value = f"`{first.short(check.index)}`" if first.cells[check.index] else "an empty cell"
    return check.kind.at(
        first.cell(check.index),
        f"{column}: {counted_rows(count)} without {check.expected}; {value} in {first.place}"
        if count > 1
        else f"{column}: {value} in {first.place} is not {check.expected}",
        label=f"{check.expected} is due",
        related=further(more, check.index),
        help=check.mend,
    )
