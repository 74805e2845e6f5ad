"""Looks rows up in DuckDB's tables: by parameters, in order, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from duckdb import DuckDBPyConnection
from sqlglot import exp

from checker.analysis.program import Row, Value
from checker.proofs.lookup import Fixed, MemoryLookup

_PAGES = (16, 256, 4_096)
"""Rows of the first page, of the second, and of every further one."""


_OFTEN = 24
"""Queries of a table, or of its rows with one value in a column, before these are read as a whole:
to look one row up costs as much as to read a thousand."""

_FEW = 8
"""Answers for which it is not worth while to ask together."""

_MOST_KEPT = 20_000
"""Rows of a table, or with one value in a column, that are read as a whole."""

_ALL_KEPT = 1_000_000
"""Rows that are kept of all tables together."""

_Part: TypeAlias = tuple[str, Fixed]
"""A table's rows with one value in a column, or all of them."""


class TableLookup:
    """:class:`checker.proofs.Lookup` in the tables of a database.

    What has been read of an answer is kept, since proofs come back to the same rows. Where they
    come back to the same part of a table, that is read into memory.
    """

    def __init__(self, connection: DuckDBPyConnection, tables: Mapping[str, str]) -> None:
        self._cursor = connection.cursor()
        self._tables = tables
        self._answers: dict[_Part, _Answer] = {}
        self._asked: Counter[_Part] = Counter()
        self._parts: dict[_Part, MemoryLookup] = {}
        self._room = _ALL_KEPT

    def rows(self, relation: str, fixed: Fixed) -> Iterable[Row]:
        parts: list[_Part] = [(relation, ()), *((relation, (one,)) for one in fixed)]
        for part in parts:
            if part in self._parts:
                return self._parts[part].rows(relation, fixed)
        answer = self._answers.get((relation, fixed))
        if answer is None:
            answer = _Answer(self._cursor, self._tables[relation], fixed)
            self._answers[relation, fixed] = answer
            self._count(parts)
        return answer

    def expect(self, relation: str, wanted: Collection[Fixed]) -> None:
        """Reads the rows that will be asked for in one query. ``wanted`` are values of the same
        columns."""
        new = [
            fixed
            for fixed in dict.fromkeys(wanted)
            if (relation, fixed) not in self._answers
            and fixed
            and all(_is_storable(value) for _, value in fixed)
        ]
        if len(new) < _FEW or (relation, ()) in self._parts:
            return
        table = self._tables[relation]
        columns = tuple(column for column, _ in new[0])
        values = [[fixed[place][1] for fixed in new] for place in range(len(columns))]
        found: dict[Fixed, list[Row]] = {fixed: [] for fixed in new}
        arity = len(self._cursor.execute(_query(table, (), 0), [0]).description)
        for row in self._cursor.execute(_joined(table, arity, columns), values).fetchall():
            found[tuple((column, row[column]) for column in columns)].append(row)
        for fixed, rows in found.items():
            self._answers[relation, fixed] = _Answer(self._cursor, table, fixed, rows)

    def _count(self, parts: Sequence[_Part]) -> None:
        """Reads the largest part that has been asked for often and is small enough."""
        self._asked.update(parts)
        for part in parts:
            # Once is enough: a part that is too large stays so.
            if self._asked[part] == _OFTEN and self._keep(*part):
                return

    def _keep(self, relation: str, fixed: Fixed) -> bool:
        most = min(_MOST_KEPT, self._room)
        query = _selected(self._tables[relation], tuple(column for column, _ in fixed))
        values = [value for _, value in fixed]
        if not all(map(_is_storable, values)):
            return False
        sql = query.limit(most + 1, copy=False).sql(dialect="duckdb")
        rows = self._cursor.execute(sql, values).fetchall()
        if len(rows) > most:
            return False
        self._room -= len(rows)
        self._parts[relation, fixed] = MemoryLookup({relation: rows})
        return True


class _Answer:
    """The rows of one query, read as far as somebody has asked for them."""

    def __init__(
        self,
        cursor: DuckDBPyConnection,
        table: str,
        fixed: Fixed,
        first: Sequence[Row] | None = None,
    ) -> None:
        """``first`` are the first rows, up to a page of them, where they have been read."""
        self._cursor = cursor
        self._table = table
        self._columns = tuple(column for column, _ in fixed)
        self._values = [value for _, value in fixed]
        self._rows: list[Row] = list(first or ())
        self._pages = 0 if first is None else 1
        self._complete = (
            not all(map(_is_storable, self._values)) if first is None else len(first) < _PAGES[0]
        )

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
    query = _selected(table, columns)
    # To order by all columns is to order by those that differ.
    query.set("order", exp.Order(expressions=[exp.Ordered(this=exp.var("ALL"))]))
    paged = query.limit(size, copy=False).offset(exp.Placeholder(), copy=False)
    return paged.sql(dialect="duckdb")


@cache
def _joined(table: str, arity: int, columns: tuple[int, ...]) -> str:
    """The first page of a table's rows for each of many values of some columns, whose lists are
    the parameters."""
    lists = [
        exp.alias_(exp.Unnest(expressions=[exp.Placeholder()]), f"k{column}") for column in columns
    ]
    keys = [exp.column(f"c{column}", table="stored") for column in columns]
    same = [
        exp.EQ(this=key.copy(), expression=exp.column(f"k{column}", table="wanted"))
        for key, column in zip(keys, columns, strict=True)
    ]
    order = exp.Order(
        expressions=[
            exp.Ordered(this=exp.column(f"c{column}", table="stored")) for column in range(arity)
        ]
    )
    number = exp.Window(this=exp.RowNumber(), partition_by=keys, order=order)
    query = (
        exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("stored")))
        .from_(exp.select(*lists).subquery("wanted"), copy=False)
        .join(exp.alias_(exp.to_table(table), "stored", table=True), on=exp.and_(*same))
    )
    query.set("qualify", exp.Qualify(this=exp.LTE(this=number, expression=exp.convert(_PAGES[0]))))
    query.set("order", order.copy())
    return query.sql(dialect="duckdb")


def _selected(table: str, columns: tuple[int, ...]) -> exp.Select:
    """A table's rows with parameters for the values of some columns."""
    same = [
        exp.EQ(this=exp.column(f"c{column}"), expression=exp.Placeholder()) for column in columns
    ]
    return exp.select(exp.Star()).from_(exp.to_table(table), copy=False).where(*same, copy=False)


def _is_storable(value: Value) -> bool:
    """Whether a row of the database may hold the value: half of a surrogate pair is no UTF-8."""
    return not isinstance(value, str) or value.isascii() or not _has_surrogate(value)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
