"""The properties of :mod:`checker.testing.properties` on the cases that stand beside a pack.

Drawn facts meet the shapes that rules look for by chance, and many rules never. The cases in
``NAME.test.yaml`` meet every rule that is tested, so each property looks at them first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random

from checker.analysis import restrict
from checker.analysis.program import Program, Row
from checker.authoring import RuleCase
from checker.authoring.running import facts_of
from checker.engines import Engine
from checker.testing.worlds import Rows, ids, mark, renamed, shown, without_names

_PREFIX = "id-"


@dataclass(frozen=True)
class Situation:
    """A case's facts, and what they are held against: the part of a pack that its rule needs."""

    name: str
    rule: str
    relation: str
    facts: Mapping[str, frozenset[Row]]
    part: Program
    engine: Engine

    @cached_property
    def found(self) -> frozenset[Row]:
        """What the rule finds in the case's facts."""
        return self.found_in(self.facts)

    def found_in(self, facts: Rows, part: Program | None = None) -> frozenset[Row]:
        """What the rule finds in other facts, or by other clauses."""
        rows: dict[str, Collection[Row]] = {name: tuple(given) for name, given in facts.items()}
        evaluated = self.engine.evaluate(part or self.part, rows)
        return frozenset(evaluated.relations[self.relation])


def situations(
    cases: Collection[RuleCase], program: Program, engine: Engine
) -> tuple[Situation, ...]:
    """The cases with their facts. Raises :class:`checker.diagnostics.DiagnosticError` where a
    case does not fit the program."""
    relations = {rule.id: rule.relation for rule in program.findings}

    @cache
    def part_of(rule: str) -> Program:
        return restrict(program, [relations[rule]])

    return tuple(
        Situation(f"{case.rule}: {case.name}", case.rule, relations[case.rule], facts, part, engine)
        for case in cases
        for given in [facts_of(case, program)]  # first: it tells of unknown rules
        for part in [part_of(case.rule)]
        for facts in [{name: rows for name, rows in given.items() if name in part.relations}]
    )


def order_matters(one: Situation, shuffled: Program, seed: int) -> Difference:
    """Rows in another order, and rules in another one."""
    random = Random(seed)
    names = random.sample(sorted(one.facts), len(one.facts))
    facts = {name: random.sample(sorted(one.facts[name]), len(one.facts[name])) for name in names}
    part = restrict(shuffled, [one.relation])
    return Difference(one, one.found, one.found_in(facts, part))


def side_by_side(alike: Sequence[Situation]) -> Iterator[tuple[Situation, ...]]:
    """The cases of a rule that one desk could have, to be put into one evaluation. A case alone
    stands beside itself."""
    groups: dict[frozenset[tuple[str, Row]], list[Situation]] = {}
    for one in alike:
        groups.setdefault(without_names(one.facts, one.part), []).append(one)
    for group in groups.values():
        yield tuple(group) if len(group) > 1 else (group[0], group[0])


def unrelated_matters(group: Sequence[Situation]) -> Difference:
    """The facts of several cases together, in which no name of two is the same."""
    first = group[0]
    together: dict[str, set[Row]] = {}
    alone: set[Row] = set()
    for number, one in enumerate(group, 1):
        marked = mark(one.facts, number, one.part)
        alone |= one.found_in(marked)
        for name, rows in marked.items():
            together.setdefault(name, set()).update(rows)
    after = first.found_in(together)
    return Difference(first, *(frozenset(map(shown, rows)) for rows in (alone, after)))


def renaming_matters(one: Situation) -> Difference:
    """Other ids, in the same order among themselves."""
    names = ids(one.facts, one.part)

    def other(rows: Rows) -> dict[str, set[Row]]:
        return renamed(rows, names, one.part, lambda name: f"{_PREFIX}{name}")

    before = other({one.relation: one.found})[one.relation]
    return Difference(one, frozenset(before), one.found_in(other(one.facts)))


def found_twice(one: Situation, pairs: Collection[tuple[int, int]]) -> frozenset[Row]:
    """Rows that are also found with two entities the other way round."""
    return frozenset(
        row
        for row in one.found
        for left, right in pairs
        if row[left] != row[right] and _swapped(row, left, right) in one.found
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """What a rule finds in the facts of a case, and what it finds in what should be the same."""

    situation: Situation
    before: frozenset[Row]
    after: frozenset[Row]


def _swapped(row: Row, left: int, right: int) -> Row:
    values = list(row)
    values[left], values[right] = values[right], values[left]
    return tuple(values)
