"""From the rows of a case to rows of a program's relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from checker.analysis.program import Column, Primitive, Program, Relation, Row, Value
from checker.authoring.cases import Cell, Given, GivenRow
from checker.authoring.errors import MISFIT, UNKNOWN_NAME
from checker.diagnostics import Diagnostic, Span
from checker.diagnostics.suggestion import closest
from checker.facts.edtf import EdtfError, period
from checker.facts.plain import Plain

_LARGEST = 1.7976931348623157e308  # the largest double: a bound that is none
_UNBOUNDED = {"low": -_LARGEST, "high": _LARGEST}
_RANGES = {
    Primitive.NUMBER: range(-(2**63), 2**63),
    Primitive.UNSIGNED: range(2**64),
}
_EXPECTED = {
    Primitive.NUMBER: "a whole number or a date",
    Primitive.UNSIGNED: "a whole number from 0",
    Primitive.FLOAT: "a number",
    Primitive.SYMBOL: "a text",
}


@dataclass(slots=True)
class RowBuilder:
    """Turns given rows into rows; what does not fit becomes a fault and is passed over."""

    program: Program
    faults: list[Diagnostic] = field(default_factory=list)
    _left_out: Iterator[int] = field(default_factory=lambda: count(1))

    def row(self, given: GivenRow) -> Row | None:
        """The row, with what it leaves out filled in: a symbol that nothing else has, or zero."""
        relation = self.relation(given.relation, given.name_span)
        if relation is None:
            return None
        if isinstance(given.cells, Mapping):
            return self._from_mapping(relation, given.cells)
        if len(given.cells) != len(relation.columns):
            columns = ", ".join(column.name for column in relation.columns)
            self.faults.append(
                MISFIT.at(
                    given.span,
                    f"`{relation.name}` has {len(relation.columns)} columns, the row has "
                    f"{len(given.cells)} values",
                    help=f"write a value for each of {columns}, or a mapping that names them",
                )
            )
            return None
        pairs = zip(relation.columns, given.cells, strict=True)
        return _complete([self.value(column, cell) for column, cell in pairs])

    def relation(self, name: str, span: Span) -> Relation | None:
        """The relation of a name; a fault and None where there is none."""
        relation = self.program.relations.get(name)
        if relation is None:
            self._unknown("relation", name, self.program.relations, span)
        return relation

    def columns(self, relation: Relation, cells: Mapping[str, Given]) -> dict[str, Value]:
        """Some columns' values, by name."""
        known = {column.name: column for column in relation.columns}
        values = {}
        for name, cell in cells.items():
            if name not in known:
                self._unknown(f"column of `{relation.name}`", name, known, cell.span)
                continue
            value = self.value(known[name], cell)
            if value is not None:
                values[name] = value
        return values

    def value(self, column: Column, cell: Given) -> Value | None:
        """The value that a cell has in a column; a fault and None where it has none."""
        value = _typed(column, cell.value)
        if value is None:
            self.faults.append(
                MISFIT.at(
                    cell.span,
                    f"column `{column.name}` takes {_EXPECTED[column.primitive]}",
                    label=f"expected {_EXPECTED[column.primitive]}",
                )
            )
        return value

    def _from_mapping(self, relation: Relation, cells: Mapping[str, Given]) -> Row | None:
        before = len(self.faults)
        values = self.columns(relation, cells)
        if len(self.faults) > before:
            return None
        return tuple(
            values[column.name] if column.name in values else self._filler(column)
            for column in relation.columns
        )

    def _filler(self, column: Column) -> Value:
        if column.primitive is Primitive.SYMBOL:
            return f"{column.name}#{next(self._left_out)}"
        return 0.0 if column.primitive is Primitive.FLOAT else 0

    def _unknown(self, what: str, name: str, known: Mapping[str, object], span: Span) -> None:
        near = closest(name, known)
        self.faults.append(
            UNKNOWN_NAME.at(
                span,
                f"there is no {what} `{name}`",
                help=f"did you mean `{near}`?" if near else f"known are {', '.join(sorted(known))}",
            )
        )


def _complete(values: list[Value | None]) -> Row | None:
    row = tuple(value for value in values if value is not None)
    return row if len(row) == len(values) else None


def _typed(column: Column, cell: Cell) -> Value | None:
    """The cell as a value of the column's primitive type, or None where it is none."""
    if column.primitive is Primitive.SYMBOL:
        return str(cell) if isinstance(cell, str) else None
    value = cell.resolved() if isinstance(cell, Plain) else cell
    if column.primitive is Primitive.FLOAT:
        if value is None:
            return _UNBOUNDED.get(column.name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if abs(value) <= _LARGEST else None
    if isinstance(value, str):
        return _day(column, value)
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and value in _RANGES[column.primitive] else None


def _day(column: Column, text: str) -> int | None:
    """The first day of a date, or the last one in a column of last days."""
    if column.primitive is not Primitive.NUMBER:
        return None
    try:
        first, last = period(text)
    except EdtfError:
        return None
    return last if column.name.startswith("last") else first
