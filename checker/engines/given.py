"""The rows that are handed to an engine, checked against the relations they are given for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from checker.analysis.program import Primitive, Program, Relation, Row, Value
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.engines.errors import WRONG_FACT

_TYPES: Mapping[Primitive, type] = {
    Primitive.NUMBER: int,
    Primitive.UNSIGNED: int,
    Primitive.FLOAT: float,
    Primitive.SYMBOL: str,
}
_BOUNDS: Mapping[Primitive, tuple[int, int]] = {
    Primitive.NUMBER: (-(1 << 63), (1 << 63) - 1),
    Primitive.UNSIGNED: (0, (1 << 64) - 1),
}


def given_rows(program: Program, facts: Mapping[str, Collection[Row]]) -> dict[str, frozenset[Row]]:
    """The rows given for each relation of the program; those of others are of no use to it.

    Every value is one of its column's type, and of that type exactly: an engine may take 1, 1.0
    and True for the same. Raises :class:`DiagnosticError` with each relation's first misfit.
    """
    given: dict[str, frozenset[Row]] = {}
    misfits: list[Diagnostic] = []
    for name, relation in program.relations.items():
        try:
            given[name] = frozenset(_checked(relation, facts.get(name, ())))
        except _MisfitError as misfit:
            misfits.append(
                WRONG_FACT.at(
                    relation.span,
                    f"a row given for `{name}` does not fit: {misfit}",
                    label="declared here",
                    note=_signature(relation),
                )
            )
    if misfits:
        raise DiagnosticError(misfits)
    return given


class _MisfitError(Exception):
    pass


def _checked(relation: Relation, rows: Collection[Row]) -> Iterator[Row]:
    types = tuple(_TYPES[column.primitive] for column in relation.columns)
    narrow = [
        (index, column.primitive)
        for index, column in enumerate(relation.columns)
        if column.primitive is not Primitive.SYMBOL
    ]
    for row in rows:
        if tuple(map(type, row)) != types:
            row = _converted(relation, row)
        if narrow:
            row = _narrowed(row, narrow)
        yield row


def _converted(relation: Relation, row: Row) -> Row:
    """The row with values of subclasses (a ``StrEnum``'s member is a ``str``) made plain."""
    if len(row) != len(relation.columns):
        raise _MisfitError(f"{row!r} has {len(row)} values")
    values: list[Value] = []
    for value, column in zip(row, relation.columns, strict=True):
        wanted = _TYPES[column.primitive]
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise _MisfitError(f"{value!r} in column `{column.name}` is no {column.primitive}")
        values.append(str.__str__(value) if isinstance(value, str) else wanted(value))
    return tuple(values)


def _narrowed(row: Row, narrow: Sequence[tuple[int, Primitive]]) -> Row:
    """The row with its zeros as 0.0. Numbers outside of 64 bits and NaN do not fit."""
    for index, primitive in narrow:
        value = row[index]
        if primitive is Primitive.FLOAT:
            if value != value:
                raise _MisfitError("NaN is no value of a row")
            if value == 0.0:
                row = (*row[:index], 0.0, *row[index + 1 :])
        else:
            low, high = _BOUNDS[primitive]
            assert isinstance(value, int)
            if not low <= value <= high:
                raise _MisfitError(f"{value} does not fit into 64 bits")
    return row


def _signature(relation: Relation) -> str:
    columns = ", ".join(f"{column.name}: {column.type_name}" for column in relation.columns)
    return f"the relation is {relation.name}({columns})"
