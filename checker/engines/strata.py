"""The loop that every engine runs: stratum by stratum, in semi-naive rounds where they recur.

A stratum is complete before another one reads it, which is what negation and aggregates need
(Apt, Blair, Walker 1988). In a recursive stratum each round joins the rows that the last round
found with everything known, and the stratum is complete when a round finds none (Bancilhon's
semi-naive evaluation; Abiteboul, Hull, Vianu, "Foundations of Databases", chapter 13).
"""

from __future__ import annotations

from time import perf_counter
from typing import Protocol

from checker.analysis.program import Literal, Match, Program, Rule, Stratum
from checker.engines.base import Progress, StratumStatistics
from checker.engines.limits import Budget


class Session(Protocol):
    """The rows of one evaluation, wherever an engine keeps them."""

    def derive(self, rule: Rule, delta: int | None) -> None:
        """Finds the rows that the rule derives from the rows known, and keeps the new ones aside.

        Where ``delta`` is an index into the rule's body, the ``Match`` there reads the rows of
        the last round alone.
        """
        ...

    def complete(self, stratum: Stratum) -> bool:
        """Completes a recursive stratum in one go, if the engine has a way of its own for it."""
        ...

    def end_round(self, relations: tuple[str, ...]) -> int:
        """Makes the rows kept aside known; they are the last round's rows from now on. Says how
        many they are."""
        ...

    def size(self, relation: str) -> int:
        """How many rows of the relation are known."""
        ...


def run_strata(
    program: Program, session: Session, budget: Budget, progress: Progress | None
) -> tuple[StratumStatistics, ...]:
    """Completes every stratum in its order. Raises :class:`DiagnosticError` at the rule that
    passed a limit or met a functor without a value."""
    statistics = []
    for number, stratum in enumerate(program.strata):
        if progress is not None:
            progress(number, len(program.strata), ", ".join(stratum.relations))
        started = perf_counter()
        rounds = _complete(stratum, session, budget)
        rows = sum(session.size(relation) for relation in stratum.relations)
        statistics.append(
            StratumStatistics(stratum.relations, perf_counter() - started, rows, rounds)
        )
    return tuple(statistics)


def _complete(stratum: Stratum, session: Session, budget: Budget) -> int:
    if stratum.recursive:
        budget.start(next(rule for rule in stratum.rules if _recurs(rule, stratum)))
        if session.complete(stratum):
            return 1
    for rule in stratum.rules:
        budget.start(rule)
        session.derive(rule, None)
    new = session.end_round(stratum.relations)
    rounds = 1
    recurring = [
        (rule, index)
        for rule in stratum.rules
        for index, literal in enumerate(rule.body)
        if _reads(literal, stratum)
    ]
    while recurring and new:
        for rule, index in recurring:
            budget.start(rule)
            session.derive(rule, index)
        new = session.end_round(stratum.relations)
        rounds += 1
    return rounds


def _recurs(rule: Rule, stratum: Stratum) -> bool:
    return any(_reads(literal, stratum) for literal in rule.body)


def _reads(literal: Literal, stratum: Stratum) -> bool:
    return isinstance(literal, Match) and literal.relation in stratum.relations
