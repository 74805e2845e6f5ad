"""Heights that the rules alone tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import inf

from checker.analysis.program import Match, Program, Row, Rule


def floors_of(
    program: Program, rules: Mapping[str, list[Rule]], given: Mapping[str, Collection[Row]]
) -> dict[str, float]:
    """The least height that a row of each relation can have."""
    floors: dict[str, float] = {
        name: inf if name in rules and name not in given else 0 for name in program.relations
    }
    for stratum in program.strata:
        before = None
        while before != (before := [floors[name] for name in stratum.relations]):
            for rule in stratum.rules:
                floors[rule.relation] = min(floors[rule.relation], floor(rule, floors))
    return floors


def floor(rule: Rule, floors: Mapping[str, float]) -> float:
    """The least height that a row derived by a rule can have."""
    matches = (literal for literal in rule.body if isinstance(literal, Match))
    return 1 + max((floors[literal.relation] for literal in matches), default=0)
