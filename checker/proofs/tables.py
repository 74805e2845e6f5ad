"""Looks rows up in DuckDB's tables: by parameters, in order, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from duckdb import DuckDBPyConnection
from sqlglot import exp

from checker.analysis.program import Row, Value
from checker.engines.sql import PRESENT
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
        self._columns: dict[str, tuple[str, ...]] = {}
        self._queries: dict[tuple[str, tuple[int, ...]], str] = {}
        self._answers: dict[tuple[str, Fixed], _Answer] = {}

    def rows(self, relation: str, fixed: Fixed) -> Iterable[Row]:
        answer = self._answers.get((relation, fixed))
        if answer is None:
            answer = self._answers[relation, fixed] = self._ask(relation, fixed)
        return answer

    def _ask(self, relation: str, fixed: Fixed) -> _Answer:
        values = [value for _, value in fixed]
        if not all(map(_is_storable, values)):
            return _Answer(self._cursor, "", values, 0)
        columns = tuple(column for column, _ in fixed)
        query = self._queries.get((relation, columns))
        if query is None:
            query = self._queries[relation, columns] = self._query(relation, columns)
        names = self._names(relation)
        most = 1 if len(fixed) == len(names) or names == (PRESENT,) else None
        return _Answer(self._cursor, query, values, most)

    def _query(self, relation: str, columns: tuple[int, ...]) -> str:
        names = self._names(relation)
        free = [name for index, name in enumerate(names) if index not in columns]
        query = exp.select(*names).from_(exp.to_table(self._tables[relation]))
        for column in columns:
            query = query.where(exp.EQ(this=exp.column(names[column]), expression=_PARAMETER))
        if free and names != (PRESENT,):
            query = query.order_by(*free)
        return query.limit(_PARAMETER).offset(_PARAMETER).sql(dialect="duckdb")

    def _names(self, relation: str) -> tuple[str, ...]:
        names = self._columns.get(relation)
        if names is None:
            nothing = exp.select("*").from_(exp.to_table(self._tables[relation])).limit(0)
            described = self._cursor.execute(nothing.sql(dialect="duckdb")).description
            names = self._columns[relation] = tuple(column[0] for column in described or ())
        return names


_PARAMETER = exp.Placeholder()


def _is_storable(value: Value) -> bool:
    """Whether a row of the database may hold the value: half of a surrogate pair is no UTF-8."""
    return not isinstance(value, str) or value.isascii() or not _has_surrogate(value)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


class _Answer:
    """The rows of one query, read as far as somebody has asked for them; ``most`` is how many
    there can be, where that is known."""

    def __init__(
        self, cursor: DuckDBPyConnection, query: str, values: list[Value], most: int | None
    ) -> None:
        self._cursor = cursor
        self._query = query
        self._values = values
        self._rows: list[Row] = []
        self._pages = iter(_PAGES)
        self._page = 0
        self._most = most
        self._complete = most == 0

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
        self._page = next(self._pages, self._page) if self._most is None else self._most
        parameters = [*self._values, self._page, len(self._rows)]
        found = self._cursor.execute(self._query, parameters).fetchall()
        empty_row = self._most == 1 and not self._values and found == [(True,)]
        self._rows += [()] if empty_row else found
        self._complete = len(found) < self._page or self._most is not None
