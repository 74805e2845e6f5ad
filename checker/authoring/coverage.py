"""What the tests of rules exercise: which rules, and which literals of their bodies.

A literal is exercised when some case comes as far as the literal and meets it, and some case comes
as far and fails there: then a test tells the rule from one without the literal. Literals are read
in the order in which proofs read them. One that cannot fail (it only names a value) is exercised
when it is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from checker.analysis.program import Bind, Program, Rule
from checker.authoring.cases import RuleCase
from checker.authoring.running import evaluate_case
from checker.diagnostics import Span
from checker.engines import Engine
from checker.proofs.bodies import Bodies, Meter, Plan, WorkSpentError
from checker.proofs.lookup import MemoryLookup

_MOST_STEPS = 20_000
"""How often a body is extended by a literal, for each rule and case."""


@dataclass(slots=True)
class RuleCoverage:
    """What cases did with one rule. A clause with alternatives is several rules of one place."""

    rule: Rule
    fired: bool = False
    held: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)

    @property
    def literals(self) -> int:
        return len(self.rule.body)

    @property
    def unexercised(self) -> tuple[tuple[Span, str], ...]:
        """The literals that no test tells apart from nothing, each with what is missing."""
        return tuple(
            (literal.span, missing)
            for at, literal in enumerate(self.rule.body)
            if (missing := self._missing(at))
        )

    def _missing(self, at: int) -> str:
        never_met = at not in self.held
        never_failed = at not in self.failed and not isinstance(self.rule.body[at], Bind)
        if never_met and never_failed:
            return "no case comes as far"
        if never_met:
            return "no case meets it"
        return "no case fails there" if never_failed else ""


class Coverage:
    """Gathers what cases exercise, over as many packs as one likes."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, int, str, int], RuleCoverage] = {}

    def add(
        self, program: Program, cases: Iterable[RuleCase], engine: Engine, *, root: Path
    ) -> None:
        """Adds the cases of one test file. Raises :class:`DiagnosticError` as a case's run does."""
        keys = dict(_keyed(program))
        for key, rule in keys.items():
            self._rules.setdefault(key, RuleCoverage(rule))
        for case in cases:
            part, relations = evaluate_case(case, program, engine, root=root)
            reached = {rule.id for stratum in part.strata for rule in stratum.rules}
            lookup = MemoryLookup(relations)
            for key, rule in keys.items():
                if rule.id in reached:
                    _walk(rule, lookup, self._rules[key])

    def rules(self, files: Iterable[str]) -> tuple[RuleCoverage, ...]:
        """What was gathered of the rules in files of these names, in their order."""
        wanted = set(files)
        return tuple(self._rules[key] for key in sorted(self._rules) if key[0] in wanted)


def _keyed(program: Program) -> Iterator[tuple[tuple[str, int, str, int], Rule]]:
    """The rules with a body, each under its place and its number among those of its place."""
    counts: dict[tuple[str, int, str], int] = {}
    rules = sorted(
        (rule for stratum in program.strata for rule in stratum.rules), key=lambda rule: rule.id
    )
    for rule in rules:
        if rule.body:
            place = rule.span.source.name, rule.span.start, rule.relation
            counts[place] = counts.get(place, -1) + 1
            yield (*place, counts[place]), rule


def _walk(rule: Rule, lookup: MemoryLookup, found: RuleCoverage) -> None:
    """Reads a body over a case's rows, and notes at each literal whether it is met or fails."""
    if found.fired and not found.unexercised:
        return
    meter = Meter(_MOST_STEPS)
    plan = Bodies(lookup, meter).plan(rule, ())
    try:
        _read(plan, meter, found)
    except WorkSpentError:
        return  # what is noted so far is true


def _read(plan: Plan, meter: Meter, found: RuleCoverage) -> None:
    trail = [plan.parts[0].read({})]
    met = [False]
    while trail:
        index = plan.parts[len(trail) - 1].index
        extension = next(trail[-1], None)
        if extension is None:
            trail.pop()
            if not met.pop():
                found.failed.add(index)
            continue
        meter.spend()
        met[-1] = True
        found.held.add(index)
        if len(trail) == len(plan.parts):
            found.fired = True
        else:
            trail.append(plan.parts[len(trail)].read(extension[0]))
            met.append(False)
