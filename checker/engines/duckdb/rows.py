"""Rows on their way into DuckDB's tables and out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from checker.analysis.program import Relation, Row
from checker.bulk.tables import BulkTable
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.engines.duckdb.bounds import handed_out
from checker.engines.duckdb.texts import write_text
from checker.engines.errors import WRONG_FACT
from checker.engines.sql import column_names, primitives_of
from checker.engines.statements import Statement, Statements
from checker.engines.tables import unreadable


def create_table(
    connection: DuckDBPyConnection, statements: Statements, table: str, relation: Relation
) -> None:
    """An empty table for the relation's rows."""
    primitives = primitives_of(relation)

    def make() -> Statement:
        from checker.engines.duckdb.queries import creation

        return creation(table, primitives)

    creating = statements.get(("create", table, *map(str, primitives)), make)
    connection.execute(creating.text)


def insert_rows(
    connection: DuckDBPyConnection,
    statements: Statements,
    table: str,
    relation: Relation,
    rows: Collection[Row],
) -> None:
    """Puts the rows into the table, column by column."""
    if not rows:
        return
    primitives = primitives_of(relation)

    def make() -> Statement:
        from checker.engines.duckdb.queries import insertion_of_values

        return insertion_of_values(table, primitives)

    insertion = statements.get(("values", table, *map(str, primitives)), make)
    columns = zip(column_names(len(primitives)), zip(*rows, strict=True), strict=False)
    values = {name: list(column) for name, column in columns}
    try:
        connection.execute(insertion.text, values or None)
    except duckdb.InvalidInputException as error:
        if "UTF-8" not in str(error):
            raise
        raise DiagnosticError([_no_text(relation)]) from None


def insert_tables(
    connection: DuckDBPyConnection, table: str, files: Sequence[BulkTable], given: int
) -> None:
    """Puts the rows of bulk tables into the table, each once; ``given`` rows are there already."""
    from checker.engines.duckdb.queries import insertion_of_tables

    insertion = insertion_of_tables(table, files, into_empty=not given)
    try:
        connection.execute(insertion.text)
    except duckdb.Error as error:
        raise DiagnosticError([unreadable(files[0], error)]) from None


def make_set(connection: DuckDBPyConnection, statements: Statements, table: str) -> None:
    """Leaves each row of a table in it once."""

    def make() -> Statement:
        from checker.engines.duckdb.queries import copy_as_set

        return copy_as_set(table, _ONCE)

    connection.execute(statements.get(("set", table), make).text)
    replace_table(connection, table, _ONCE)


_ONCE = "once"


def replace_table(connection: DuckDBPyConnection, table: str, other: str) -> None:
    """Puts the other table into the place of the table."""
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE {other} RENAME TO {table}")


def count_rows(connection: DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _no_text(relation: Relation) -> Diagnostic:
    return WRONG_FACT.at(
        relation.span,
        f"a row given for `{relation.name}` does not fit: half of a surrogate pair is no text",
        label="declared here",
        note="DuckDB keeps texts as UTF-8, which has no code for it",
        help="mend the text, or use `--engine pydatalog`",
    )


class StoredRows(Mapping[str, frozenset[Row]]):
    """The rows of every relation, fetched from the database when they are first looked at.

    ``connection`` and ``tables`` (by relation) are for those who look single rows up. The tables
    of ``bags`` may have a row twice. No symbol holds one of ``delimiters``, or a line break where
    there are any.
    """

    def __init__(
        self,
        connection: DuckDBPyConnection,
        statements: Statements,
        relations: Mapping[str, Relation],
        tables: Mapping[str, str],
        given: Mapping[str, frozenset[Row]],
        bags: frozenset[str] = frozenset(),
        delimiters: frozenset[str] = frozenset(),
    ) -> None:
        self.connection = connection
        self.tables = tables
        self._statements = statements
        self._bags = set(bags)
        self._delimiters = delimiters
        self._relations = relations
        self._fetched = dict(given)

    def __getitem__(self, name: str) -> frozenset[Row]:
        rows = self._fetched.get(name)
        if rows is None:
            rows = self._fetched[name] = self._fetch(self._relations[name])
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._relations)

    def __len__(self) -> int:
        return len(self._relations)

    def count(self, name: str) -> int:
        """See :meth:`checker.engines.texts.WritesText.count`."""
        with handed_out(self.connection, self._relations[name]):
            return count_rows(self.connection, self._set(name))

    def write_text(self, name: str, path: Path, delimiter: str) -> bool:
        """See :meth:`checker.engines.texts.WritesText.write_text`."""
        relation = self._relations[name]
        with handed_out(self.connection, relation):
            return write_text(
                self.connection,
                self._statements,
                self._set(name),
                relation,
                path,
                delimiter,
                plain=delimiter in self._delimiters,
            )

    def _set(self, name: str) -> str:
        """The relation's table, with each row once."""
        table = self.tables[name]
        if name in self._bags:
            make_set(self.connection, self._statements, table)
            self._bags.remove(name)
        return table

    def _fetch(self, relation: Relation) -> frozenset[Row]:
        table, arity = self.tables[relation.name], len(relation.columns)

        def make() -> Statement:
            from checker.engines.duckdb.queries import selection

            return selection(table, arity)

        fetching = self._statements.get(("fetch", table, arity), make)
        with handed_out(self.connection, relation):
            found = self.connection.execute(fetching.text).fetchall()
        return frozenset(found if relation.columns else [()] if found else [])
