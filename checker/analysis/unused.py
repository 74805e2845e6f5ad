"""Warns of variables that stand in one place only, and so join nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from checker.analysis import errors
from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    atom_variables,
    own_variables,
    variables,
)
from checker.diagnostics import Diagnostic
from checker.diagnostics.fix import replacement
from checker.language.ast import Variable


def warn_of_unused_variables(alternatives: Iterable[Alternative], found: list[Diagnostic]) -> None:
    """Reports a variable that is alone in every alternative of its clause that it stands in."""
    for _, group in groupby(alternatives, key=lambda alternative: id(alternative.clause)):
        alone: dict[int, Variable] = {}
        joined: set[int] = set()
        for alternative in group:
            if alternative.clause.body is not None:
                occurring = _occurrences(alternative)
                counts = Counter([variable.name for variable in occurring])
                for variable in occurring:
                    if counts[variable.name] > 1:
                        joined.add(variable.span.start)
                    elif variable.name[0] not in "_#":  # `#` is put in for an expression
                        alone[variable.span.start] = variable
        found.extend(_unused(alone[place]) for place in alone.keys() - joined)


def _occurrences(alternative: Alternative) -> list[Variable]:
    found = atom_variables(alternative.head)
    for literal in alternative.body:
        found += _all_variables(literal)
    return found


def _all_variables(literal: FlatLiteral) -> list[Variable]:
    found = own_variables(literal)
    if isinstance(literal, Aggregated):
        if literal.target is not None:
            found += variables(literal.target)
        for each in literal.body:
            found += _all_variables(each)
    return found


def _unused(variable: Variable) -> Diagnostic:
    return errors.UNUSED_VARIABLE.at(
        variable.span,
        f"`{variable.name}` is used once",
        label="joins nothing",
        help=f"write `_` if the value does not matter, or `_{variable.name}`",
        fixes=[
            replacement(variable.span, "_"),
            replacement(variable.span, f"_{variable.name}"),
        ],
    )
