"""What in the rows of a case is a name, so that rows can be told apart, put together and renamed.

A rule that looks at nothing but what belongs together finds in facts that share no name what it
finds in each alone. What the rules themselves name (kinds, voices, units, cue words) is no name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias

from checker.analysis.program import (
    Absent,
    Apply,
    Column,
    Const,
    Match,
    Primitive,
    Program,
    Row,
    Value,
)

Rows: TypeAlias = Mapping[str, Iterable[Row]]
"""Rows by relation."""

_FREE_TEXT = {("watch_term", "term")}
"""Columns whose values are looked for inside of texts, and so cannot be marked."""

_MARK = "\x01"
"""Comes before every character that stands in a name, so that marked names keep their order."""


def mark(facts: Rows, number: int, program: Program) -> dict[str, set[Row]]:
    """The facts with every name in them marked by the number."""
    named = constants(program)

    def marked(relation: str, column: Column, value: Value) -> Value:
        if not isinstance(value, str) or (relation, column.name) in _FREE_TEXT:
            return value
        return value if column.entity is None and value in named else f"{value}{_MARK}{number}"

    return _changed(facts, program, marked)


def shown(row: Row) -> Row:
    """A row to be read: ``name@2`` for a name that is marked with 2."""
    return tuple(value.replace(_MARK, "@") if isinstance(value, str) else value for value in row)


def renamed(
    facts: Rows, names: Collection[str], program: Program, rename: Callable[[str], str]
) -> dict[str, set[Row]]:
    """The facts with every id of ``names`` renamed, also where it stands as a subject or an
    object. What a rule names stays there: it is a word."""
    named = constants(program)

    def other(_relation: str, column: Column, value: Value) -> Value:
        if not isinstance(value, str) or value not in names:
            return value
        return value if column.entity is None and value in named else rename(value)

    return _changed(facts, program, other)


def ids(facts: Rows, program: Program) -> frozenset[str]:
    """What stands where a record's id does."""
    return frozenset(
        value
        for name, rows in facts.items()
        for row in rows
        for column, value in zip(program.relations[name].columns, row, strict=True)
        if column.entity is not None and isinstance(value, str)
    )


def without_names(facts: Rows, program: Program) -> frozenset[tuple[str, Row]]:
    """Rows that no mark can keep apart, such as the day of the audit."""
    return frozenset(
        (name, row)
        for name, rows in facts.items()
        for row in rows
        if all(
            column.primitive is not Primitive.SYMBOL for column in program.relations[name].columns
        )
    )


def constants(program: Program) -> frozenset[str]:
    """Every symbol that a rule of the program names."""
    found: set[str] = set()
    for stratum in program.strata:
        for rule in stratum.rules:
            terms: list[object] = [*rule.args]
            literals = [*rule.body]
            while literals:
                literal = literals.pop()
                literals += getattr(literal, "body", ())
                terms += literal.args if isinstance(literal, Match | Absent) else ()
                terms += [getattr(literal, side, None) for side in ("left", "right", "term")]
            while terms:
                term = terms.pop()
                if isinstance(term, Const) and isinstance(term.value, str):
                    found.add(term.value)
                elif isinstance(term, Apply):
                    terms += term.args
    return frozenset(found)


def _changed(
    facts: Rows, program: Program, change: Callable[[str, Column, Value], Value]
) -> dict[str, set[Row]]:
    return {
        name: {
            tuple(
                change(name, column, value)
                for column, value in zip(program.relations[name].columns, row, strict=True)
            )
            for row in rows
        }
        for name, rows in facts.items()
    }
