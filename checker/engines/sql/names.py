"""What tables, columns, functions and types are called in SQL. No name is a user's text.

Whoever asks with statements that are kept needs these alone, and no builder of expressions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from checker.analysis.program import Primitive, Relation

COLUMN_TYPES: Mapping[Primitive, str] = {
    Primitive.NUMBER: "BIGINT",
    Primitive.UNSIGNED: "UBIGINT",
    Primitive.FLOAT: "DOUBLE",
    Primitive.SYMBOL: "VARCHAR",
}

PRESENT = "present"
"""The one column of a relation without columns; it is true in its one row."""

_WORDS: Mapping[str, str] = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "%": "remainder",
    "^": "power",
}


def column_names(arity: int) -> tuple[str, ...]:
    return tuple(f"c{index}" for index in range(arity)) or (PRESENT,)


def primitives_of(relation: Relation) -> tuple[Primitive, ...]:
    return tuple(column.primitive for column in relation.columns)


def function_name(op: str, operand: Primitive) -> str:
    """The database's function for a functor or an aggregate on values of this type."""
    return f"ck_{_WORDS.get(op, op)}_{operand}"


def fresh_names(prefix: str) -> Iterator[str]:
    return (f"{prefix}{number}" for number in count())
