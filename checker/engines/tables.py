"""Rows of bulk tables for the relations of a program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from checker.analysis.program import Primitive, Program, Relation, Row
from checker.bulk.stores import masked, unread
from checker.bulk.tables import AnyTable, BulkTable, ColumnType, StoredTable
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.engines.errors import TOO_LARGE_TO_FETCH, UNREADABLE_TABLE, WRONG_FACT

Tables = Mapping[str, Sequence[AnyTable]]
"""The bulk tables of each relation."""

FETCHED_ROWS: Final = 100_000
"""How many rows of bulk tables an engine takes that keeps rows in Python."""

_TYPES: Mapping[Primitive, ColumnType] = {
    Primitive.NUMBER: ColumnType.NUMBER,
    Primitive.FLOAT: ColumnType.FLOAT,
    Primitive.SYMBOL: ColumnType.SYMBOL,
}


def tables_of(program: Program, tables: Tables) -> dict[str, Sequence[AnyTable]]:
    """The tables of the program's relations; those of others are of no use to it.

    Raises :class:`DiagnosticError` where a table has other columns than the relation.
    """
    used = {name: tables[name] for name in program.relations if tables.get(name)}
    misfits = [
        _misfit(program.relations[name], table)
        for name, several in used.items()
        for table in several
        if table.types != tuple(_TYPES.get(c.primitive) for c in program.relations[name].columns)
    ]
    if misfits:
        raise DiagnosticError(misfits)
    return used


def files_of(program: Program, tables: Tables) -> dict[str, Sequence[BulkTable]]:
    """As :func:`tables_of`, for an engine that reads files of this machine.

    Raises :class:`DiagnosticError` also where a table lies on a store.
    """
    used = tables_of(program, tables)
    files: dict[str, Sequence[BulkTable]] = {
        name: [table for table in several if isinstance(table, BulkTable)]
        for name, several in used.items()
    }
    elsewhere = [
        table.name
        for several in used.values()
        for table in several
        if isinstance(table, StoredTable)
    ]
    if elsewhere:
        raise DiagnosticError(unread(elsewhere))
    return files


def _misfit(relation: Relation, table: AnyTable) -> Diagnostic:
    columns = ", ".join(
        f"{name}: {type_}" for name, type_ in zip(table.columns, table.types, strict=True)
    )
    return WRONG_FACT.at(
        relation.span,
        f"the table {table.name} does not fit `{relation.name}`",
        label="declared here",
        note=f"the table has {columns}",
    )


def with_fetched(
    program: Program, facts: Mapping[str, Collection[Row]], tables: Tables
) -> Mapping[str, Collection[Row]]:
    """The facts, and the rows of the tables with them, for an engine that works on Python rows.

    Raises :class:`DiagnosticError` where there are more than :data:`FETCHED_ROWS`.
    """
    used = files_of(program, tables)
    if not used:
        return facts
    several = [table for same in used.values() for table in same]
    rows = sum(table.rows for table in several)
    if rows > FETCHED_ROWS:
        largest = max(several, key=lambda table: table.rows)
        raise DiagnosticError(
            [
                TOO_LARGE_TO_FETCH.at(
                    Span(Source(largest.name, ""), 0, 0),
                    f"{rows:,} rows of tables are too many for this engine, which takes"
                    f" {FETCHED_ROWS:,}",
                    note=f"`{largest.name}` alone has {largest.rows:,}",
                    help="run it with `--engine duckdb`",
                )
            ]
        )
    return {**facts, **{name: _together(facts.get(name, ()), used[name]) for name in used}}


def _together(given: Collection[Row], tables: Sequence[BulkTable]) -> Collection[Row]:
    return {*given, *(row for table in tables for row in _fetched(table))}


def _fetched(table: BulkTable) -> Iterator[Row]:
    import duckdb

    from checker.bulk.reading import database, typed_rows

    with database([table.path]) as connection:
        try:
            yield from connection.execute(typed_rows(table).sql(dialect="duckdb")).fetchall()
        except duckdb.Error as error:
            raise DiagnosticError([unreadable(table, error)]) from None


def unreadable(table: AnyTable, error: Exception) -> Diagnostic:
    """The diagnostic for a table that was in order before and cannot be read now."""
    return UNREADABLE_TABLE.at(
        Span(Source(table.name, ""), 0, 0),
        f"`{table.name}` cannot be read any more: {masked(str(error).splitlines()[0])}",
        help="leave the file alone while it is read",
    )
