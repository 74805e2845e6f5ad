"""Whether an edited clause derives what the original one does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from checker.analysis.program import Program, Rule, Test
from checker.authoring.equivalence.dependencies import dependencies
from checker.authoring.equivalence.situation import RULE, Dependencies, Names, Situation
from checker.diagnostics import Span


class Prover:
    """Compares edits of a program with it."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def reason(self, edited: Program, clause: Span) -> str | None:
        """Why a program whose clause was edited derives the same rows; None where that cannot be
        shown. ``clause`` is the place of the clause in the original program."""
        before, after = _rules_at(self._program, clause), _rules_at(edited, clause)
        relations = {rule.relation for rule in before}
        all_before = [rule for rule in _rules(self._program) if rule.relation in relations]
        all_after = [rule for rule in _rules(edited) if rule.relation in relations]
        known = self._known_for(relations)
        reasons: dict[str, None] = {}
        for rules, whole in ((after, all_before), (before, all_after)):
            for rule in rules:
                if not _contained(rule, whole, known, reasons):
                    return None
        return "; ".join(reasons) or "the rules say the same"

    @cached_property
    def _known(self) -> Dependencies:
        return dependencies(self._program)

    def _known_for(self, relations: set[str]) -> Dependencies:
        """What is known apart from the edited relations where they recur: a row of theirs may be
        there in one of the two programs before the other row that it goes with."""
        for stratum in self._program.strata:
            if stratum.recursive and relations.intersection(stratum.relations):
                return replace(
                    self._known,
                    exchangeable=_without(self._known.exchangeable, stratum.relations),
                    rules=_without(self._known.rules, stratum.relations),
                )
        return self._known


_T = TypeVar("_T")


def _without(known: Mapping[str, _T], relations: Sequence[str]) -> dict[str, _T]:
    return {name: each for name, each in known.items() if name not in relations}


def _rules(program: Program) -> list[Rule]:
    return [rule for stratum in program.strata for rule in stratum.rules]


def _rules_at(program: Program, clause: Span) -> list[Rule]:
    return [
        rule
        for rule in _rules(program)
        if (rule.span.source.name, rule.span.start) == (clause.source.name, clause.start)
    ]


def _contained(
    rule: Rule, rules: Sequence[Rule], known: Dependencies, reasons: dict[str, None]
) -> bool:
    """Whether whatever a rule derives, one of some others does; "at most" case by case."""
    situation = Situation(known)
    names = Names(RULE)
    situation.assume(rule.body, names)
    row = [names.term(arg) for arg in rule.args]
    if situation.impossible or any(situation.derives(other, row) for other in rules):
        reasons |= situation.reasons
        return True
    return any(
        all(_contained(each, rules, known, reasons) for each in _cases(rule, at))
        for at, literal in enumerate(rule.body)
        if isinstance(literal, Test) and literal.op in ("<=", ">=")
    )


def _cases(rule: Rule, at: int) -> Iterator[Rule]:
    """The rule with a comparison strict, and with its sides equal."""
    test = rule.body[at]
    assert isinstance(test, Test)
    for op in (test.op.removesuffix("="), "="):
        yield replace(rule, body=(*rule.body[:at], replace(test, op=op), *rule.body[at + 1 :]))
