"""Puts cases side by side in one evaluation, each in a world of its own.

Every name of a case is marked with the case's number, so that no name of two cases is the same;
what the rules themselves name (kinds, voices, units, cue words) stays as it is. A rule that looks
at nothing but what belongs together finds in all worlds at once what it finds in each alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

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
from checker.authoring import RuleCase
from checker.authoring.rows import RowBuilder

Facts = Mapping[str, Iterable[Row]]

_FREE_TEXT = {("watch_term", "term")}
"""Columns whose values are looked for inside of texts, and so cannot be marked."""

_MARK = "\x01"
"""Comes before every character that stands in a name, so that marked names keep their order."""


def facts_of(case: RuleCase, program: Program) -> dict[str, set[Row]]:
    """The rows of a case that has no bundle."""
    builder = RowBuilder(program)
    facts: dict[str, set[Row]] = defaultdict(set)
    for given in case.rows:
        row = builder.row(given)
        if row is not None:
            facts[given.relation].add(row)
    assert not builder.faults
    return dict(facts)


def mark(facts: Facts, number: int, program: Program) -> dict[str, set[Row]]:
    """The facts with every name in them marked by the number."""
    named = constants(program)

    def marked(relation: str, column: Column, value: Value) -> Value:
        if not isinstance(value, str) or (relation, column.name) in _FREE_TEXT:
            return value
        return value if column.entity is None and value in named else f"{value}{_MARK}{number}"

    return {
        name: {
            tuple(
                marked(name, column, value)
                for column, value in zip(program.relations[name].columns, row, strict=True)
            )
            for row in rows
        }
        for name, rows in facts.items()
    }


def unmarked(rows: Iterable[Row], number: int) -> set[Row]:
    """The rows of one world, with their names as they were."""
    end = f"{_MARK}{number}"
    return {
        tuple(value.removesuffix(end) if isinstance(value, str) else value for value in row)
        for row in rows
        if any(isinstance(value, str) and value.endswith(end) for value in row)
    }


def without_names(facts: Facts, program: Program) -> frozenset[tuple[str, Row]]:
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
