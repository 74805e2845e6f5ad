"""Rows of a table as a diagnostic shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from checker.bulk.checks import column_type
from checker.bulk.database import Cell, Loaded, Position, Queries
from checker.bulk.places import cell, member
from checker.bulk.tables import AnyTable, ColumnType, Format
from checker.diagnostics import Label, Span

SHOWN = 3
"""Of the rows with one fault, those that a diagnostic shows."""

_NULL = "NULL"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table: where it stands, and its cells as texts in the relation's order."""

    table: Loaded[AnyTable]
    position: Position
    cells: tuple[str, ...]

    @property
    def place(self) -> str:
        """Which row it is."""
        return f"row {self.position.row:,}"

    def cell(self, index: int) -> Span:
        """The place of a cell, by the relation's columns."""
        table, name, line = self.table, self.position.name, self.position.line
        if table.format is Format.JSON_LINES:
            return member(name, line, self._members(), index)
        by_name = dict(zip(table.columns, self.cells, strict=True))
        cells = [by_name.get(column, "") for column in table.header]
        return cell(name, line, cells, table.header.index(table.columns[index]))

    def short(self, index: int) -> str:
        """What stands in a cell, cut where it is long."""
        plain = " ".join(self.cells[index].split())
        return plain if len(plain) <= 40 else f"{plain[:39]}…"

    def _members(self) -> Iterator[tuple[str, str]]:
        """The columns with their values as JSON."""
        for column, value in zip(self.table.relation.columns, self.cells, strict=True):
            if value == _NULL:
                yield column.name, "null"
            elif column_type(column) is ColumnType.SYMBOL:
                yield column.name, json.dumps(value, ensure_ascii=False)
            else:
                yield column.name, value


def first_rows(database: Queries, table: Loaded[AnyTable], condition: exp.Expr) -> list[ShownRow]:
    """The first rows under a condition."""
    query = (
        exp.select("rowid", *(f"c{index}" for index in range(len(table.columns))))
        .from_(table.sql_name)
        .where(condition.copy())
        .order_by("rowid")
        .limit(SHOWN)
    )
    return [
        ShownRow(table, table.place(rowid), tuple(map(_text, cells)))
        for rowid, *cells in database.ask(query)
    ]


def _text(value: Cell) -> str:
    return _NULL if value is None else str(value)


def further(rows: Sequence[ShownRow], index: int) -> list[Label]:
    """Labels at the same cell of further rows."""
    return [Label(row.cell(index), row.place) for row in rows]


def column_name(table: Loaded[AnyTable], index: int) -> str:
    """A column as messages name it."""
    return f"`{table.relation.name}.{table.columns[index]}`"
