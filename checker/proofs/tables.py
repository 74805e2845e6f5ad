"""Looks rows up in DuckDB's tables: by parameters, in order, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from duckdb import DuckDBPyConnection
from sqlglot import exp

from checker.analysis.program import Row, Value
from checker.proofs.lookup import Fixed

_PAGES = (16, 256, 4_096)
"""Rows of the first page, of the second, and of every further one."""


class TableLookup:
    """:class:`checker.proofs.Lookup` in the tables of a database.

    What has been read of an answer is kept, since proofs come back to the same rows.
    """

    def __init__(self, connection: DuckDBPyConnection, tables: Mapping[str, str]) -> None:
        self._cursor = connection.cursor()
        self._tables = tables
        self._answers: dict[tuple[str, Fixed], _Answer] = {}

    def rows(self, relation: str, fixed: Fixed) -> Iterable[Row]:
        answer = self._answers.get((relation, fixed))
        if answer is None:
            answer = _Answer(self._cursor, self._tables[relation], fixed)
            self._answers[relation, fixed] = answer
        return answer


class _Answer:
    """The rows of one query, read as far as somebody has asked for them."""

    def __init__(self, cursor: DuckDBPyConnection, table: str, fixed: Fixed) -> None:
        self._cursor = cursor
        self._table = table
        self._columns = tuple(column for column, _ in fixed)
        self._values = [value for _, value in fixed]
        self._rows: list[Row] = []
        self._pages = 0
        self._complete = not all(map(_is_storable, self._values))

    def __iter__(self) -> Iterator[Row]:
        at = 0
        while True:
            while at < len(self._rows):
                yield self._rows[at]
                at += 1
            if self._complete:
                return
            self._read_page()

    def _read_page(self) -> None:
        size = _PAGES[min(self._pages, len(_PAGES) - 1)]
        query = _query(self._table, self._columns, size)
        found = self._cursor.execute(query, [*self._values, len(self._rows)]).fetchall()
        # The one row of a relation without columns is a truth value in the table.
        self._rows += [()] if found and found[0][0] is True else found
        self._pages += 1
        self._complete = len(found) < size


@cache
def _query(table: str, columns: tuple[int, ...], size: int) -> str:
    """A page of a table's rows with parameters for the values of some columns, then for how many
    rows to leave out."""
    same = [
        exp.EQ(this=exp.column(f"c{column}"), expression=exp.Placeholder()) for column in columns
    ]
    # To order by all columns is to order by those that differ.
    order = exp.Order(expressions=[exp.Ordered(this=exp.var("ALL"))])
    query = exp.select(exp.Star()).from_(exp.to_table(table), copy=False)
    query.set("order", order)
    return (
        query.where(*same, copy=False)
        .limit(size, copy=False)
        .offset(exp.Placeholder(), copy=False)
        .sql(dialect="duckdb")
    )


def _is_storable(value: Value) -> bool:
    """Whether a row of the database may hold the value: half of a surrogate pair is no UTF-8."""
    return not isinstance(value, str) or value.isascii() or not _has_surrogate(value)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
