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
    is_inserted,
    own_variables,
    variables,
    written,
)
from checker.diagnostics import Diagnostic
from checker.language.ast import Variable


def warn_of_unused_variables(alternatives: Iterable[Alternative], found: list[Diagnostic]) -> None:
    """Reports a variable that is alone in every alternative of its clause that it stands in."""
    for _, group in groupby(alternatives, key=lambda alternative: id(alternative.clause)):
        alone: dict[int, Variable] = {}
        joined: set[int] = set()
        for alternative in group:
            if alternative.clause.body is None:
                continue
            occurring = _occurrences(alternative)
            counts = Counter([written(variable.name) for variable in occurring])
            for variable in occurring:
                place = variable.span.start
                if counts[written(variable.name)] > 1:
                    joined.add(place)
                elif not variable.name.startswith("_") and not is_inserted(variable.name):
                    alone[place] = variable
        found.extend(_unused(variable) for place, variable in alone.items() if place not in joined)


def _occurrences(alternative: Alternative) -> list[Variable]:
    found = [variable for arg in alternative.head.args for variable in variables(arg)]
    for literal in alternative.body:
        _add_occurrences(literal, found)
    return found


def _add_occurrences(literal: FlatLiteral, found: list[Variable]) -> None:
    found.extend(own_variables(literal))
    if isinstance(literal, Aggregated):
        if literal.target is not None:
            found.extend(variables(literal.target))
        for each in literal.body:
            _add_occurrences(each, found)


def _unused(variable: Variable) -> Diagnostic:
    return errors.UNUSED_VARIABLE.at(
        variable.span,
        f"`{variable.name}` is used once",
        label="joins nothing",
        help=f"write `_` if the value does not matter, or `_{variable.name}`",
    )
