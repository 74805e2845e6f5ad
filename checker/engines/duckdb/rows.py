"""Rows on their way into DuckDB's tables and out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection
from sqlglot import exp

from checker.analysis.program import Relation, Row
from checker.bulk.reading import typed_rows
from checker.bulk.tables import BulkTable
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.engines.duckdb.bounds import handed_out
from checker.engines.duckdb.texts import write_text
from checker.engines.errors import WRONG_FACT
from checker.engines.sql import column_names, column_type, list_type
from checker.engines.tables import unreadable


def create_table(connection: DuckDBPyConnection, table: str, relation: Relation) -> None:
    """An empty table for the relation's rows."""
    types = [column_type(column.primitive) for column in relation.columns] or [
        exp.DataType(this=exp.DataType.Type.BOOLEAN)
    ]
    columns = [
        exp.ColumnDef(this=exp.to_identifier(name), kind=type_)
        for name, type_ in zip(column_names(len(relation.columns)), types, strict=True)
    ]
    schema = exp.Schema(this=exp.to_table(table), expressions=columns)
    connection.execute(exp.Create(this=schema, kind="TABLE").sql(dialect="duckdb"))


def insert_rows(
    connection: DuckDBPyConnection, table: str, relation: Relation, rows: Collection[Row]
) -> None:
    """Puts the rows into the table, column by column."""
    if not rows:
        return
    if not relation.columns:
        connection.execute(exp.insert(exp.select(exp.true()), table).sql(dialect="duckdb"))
        return
    names = column_names(len(relation.columns))
    lists = [
        exp.Explode(this=exp.cast(exp.Placeholder(this=name), list_type(column.primitive)))
        for name, column in zip(names, relation.columns, strict=True)
    ]
    values = {
        name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }
    try:
        connection.execute(exp.insert(exp.select(*lists), table).sql(dialect="duckdb"), values)
    except duckdb.InvalidInputException as error:
        if "UTF-8" not in str(error):
            raise
        raise DiagnosticError([_no_text(relation)]) from None


def insert_tables(
    connection: DuckDBPyConnection, table: str, files: Sequence[BulkTable], given: int
) -> None:
    """Puts the rows of bulk tables into the table, each once; ``given`` rows are there already."""
    rows: exp.Query = typed_rows(files[0])
    for more in files[1:]:
        rows = exp.union(rows, typed_rows(more), distinct=False)
    if not all(file.distinct for file in files):
        rows = (
            exp.except_(rows, exp.select("*").from_(table))
            if given
            else exp.select("*").distinct().from_(exp.Subquery(this=rows).as_("h"))
        )
    try:
        connection.execute(exp.insert(rows, table).sql(dialect="duckdb"))
    except duckdb.Error as error:
        raise DiagnosticError([unreadable(files[0], error)]) from None


def make_set(connection: DuckDBPyConnection, table: str) -> None:
    """Leaves each row of a table in it once."""
    once = exp.select("*").distinct().from_(table)
    other = exp.Create(this=exp.to_table(_ONCE), kind="TABLE", expression=once)
    connection.execute(other.sql(dialect="duckdb"))
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
    of ``bags`` may have a row twice.
    """

    def __init__(
        self,
        connection: DuckDBPyConnection,
        relations: Mapping[str, Relation],
        tables: Mapping[str, str],
        given: Mapping[str, frozenset[Row]],
        bags: frozenset[str] = frozenset(),
    ) -> None:
        self.connection = connection
        self.tables = tables
        self._bags = set(bags)
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
        with handed_out(self._relations[name]):
            return count_rows(self.connection, self._set(name))

    def write_text(self, name: str, path: Path, delimiter: str) -> bool:
        """See :meth:`checker.engines.texts.WritesText.write_text`."""
        relation = self._relations[name]
        with handed_out(relation):
            return write_text(self.connection, self._set(name), relation, path, delimiter)

    def _set(self, name: str) -> str:
        """The relation's table, with each row once."""
        table = self.tables[name]
        if name in self._bags:
            make_set(self.connection, table)
            self._bags.remove(name)
        return table

    def _fetch(self, relation: Relation) -> frozenset[Row]:
        names = column_names(len(relation.columns))
        query = exp.select(*names).from_(self.tables[relation.name])
        with handed_out(relation):
            found = self.connection.execute(query.sql(dialect="duckdb")).fetchall()
        return frozenset(found if relation.columns else [()] if found else [])
