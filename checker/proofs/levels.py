"""Least heights in strata whose rules read their own relations twice: level by level.

Such a rule, over a graph of a few thousand edges, has too many derivations of a row to look at all
of them; hardly any are as low as the best. So the rows of height 1 are sought before those of
height 2, and these among what can be made of rows of height 1, and so on, in the manner of
tabling (Chen and Warren, "Tabled Evaluation with Delaying for General Logic Programs", JACM 1996):
what rows of a relation, with these values in these columns, are no higher than so many rules. Only
what the goal asks for is tabled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from math import inf

from checker.analysis.program import Const, Match, Row, Rule, Value
from checker.proofs.bodies import Answer, Bodies, Meter, unified
from checker.proofs.derivation import Derivation
from checker.proofs.floors import floor
from checker.proofs.lookup import Fixed, Lookup, MemoryLookup
from checker.proofs.model import GroundAtom

MOST_LEVELS = 32
"""Levels that are gone through, each of which is some calls deeper than the one below. Where a
rule reads itself twice, a proof of 32 levels may have a thousand million facts."""


def reads_itself_twice(rule: Rule, circle: Collection[str]) -> bool:
    """Whether two literals of the rule are of its own stratum."""
    inside = [lit for lit in rule.body if isinstance(lit, Match) and lit.relation in circle]
    return len(inside) > 1


class Levels:
    """The rows of one recursive stratum, by their least heights.

    ``rules`` are those of each of its relations, ``given`` the rows given for them; ``height``
    tells that of a row of an earlier stratum, ``floors`` the least that one of a relation can have.
    """

    def __init__(
        self,
        rules: Mapping[str, Sequence[Rule]],
        given: Mapping[str, frozenset[Row]],
        lookup: Lookup,
        meter: Meter,
        height: Callable[[GroundAtom], float],
        floors: Mapping[str, float],
    ) -> None:
        self._rules = rules
        self._facts = {name: given.get(name, frozenset()) for name in rules}
        self._given = MemoryLookup(self._facts)
        self._lookup = lookup
        self._meter = meter
        self._height = height
        self._floors = floors
        self._bodies: dict[int, Bodies] = {}
        self._tables: dict[tuple[str, Fixed, int], Sequence[Row]] = {}
        self._within: dict[GroundAtom, int] = {}
        """A level within which the row lies."""
        self._above: dict[GroundAtom, int] = {}
        """A level that the row lies above."""

    def lowest(self, goal: GroundAtom) -> tuple[int, Derivation] | None:
        """The least height of a row that was not given, and the first derivation of that height;
        None where it is more than :data:`MOST_LEVELS`."""
        for level in range(self._above.get(goal, 0) + 1, MOST_LEVELS + 1):
            found = self._derivation(goal, level)
            if found is not None:
                self._within[goal] = level
                return level, found
            self._above[goal] = level
        return None

    def rows(self, relation: str, fixed: Fixed, level: int) -> Iterable[Row]:
        """The rows with these values that are no higher than a level, in rising order."""
        if relation not in self._rules:
            return self._earlier(relation, fixed, level)
        if self._floors[relation] > level:
            return ()
        if len(fixed) == len(self._rules[relation][0].args):
            row = tuple(value for _, value in fixed)
            return (row,) if self._is_within(GroundAtom(relation, row), level) else ()
        table = self._tables.get((relation, fixed, level))
        if table is None:
            table = self._tables[relation, fixed, level] = self._tabled(relation, fixed, level)
        return table

    def _earlier(self, relation: str, fixed: Fixed, level: int) -> Iterable[Row]:
        """Rows of an earlier stratum."""
        rows = self._lookup.rows(relation, fixed)
        return (row for row in rows if self._height(GroundAtom(relation, row)) <= level)

    def _tabled(self, relation: str, fixed: Fixed, level: int) -> Sequence[Row]:
        found = set(self._given.rows(relation, fixed))
        values = dict(fixed)
        cells = [values.get(column) for column in range(len(self._rules[relation][0].args))]
        for rule, answer in self._applied(relation, cells, level):
            binding = answer.binding
            found.add(
                tuple(
                    arg.value if isinstance(arg, Const) else binding[arg.name] for arg in rule.args
                )
            )
        return sorted(found)

    def _is_within(self, atom: GroundAtom, level: int) -> bool:
        if self._within.get(atom, inf) <= level or atom.row in self._facts[atom.relation]:
            return True
        if level <= self._above.get(atom, 0):
            return False
        if self._derivation(atom, level) is None:
            self._above[atom] = level
            return False
        self._within[atom] = level
        return True

    def _derivation(self, atom: GroundAtom, level: int) -> Derivation | None:
        """The first derivation from rows below the level."""
        for rule, answer in self._applied(atom.relation, atom.row, level):
            return Derivation(0, rule, answer)
        return None

    def _applied(
        self, relation: str, cells: Sequence[Value | None], level: int
    ) -> Iterator[tuple[Rule, Answer]]:
        """The ways to derive such rows from rows below the level."""
        bodies = self._bodies.get(level)
        if bodies is None:
            below = _Below(self, level - 1)
            bodies = self._bodies[level] = Bodies(self._lookup, self._meter, below)
        for rule in self._rules[relation]:
            binding = unified(rule.args, cells)
            if binding is not None and floor(rule, self._floors) <= level:
                for answer in bodies.plan(rule, binding, self._rules).answers(binding):
                    yield rule, answer


class _Below:
    """:class:`checker.proofs.Lookup` in the rows that are no higher than a level."""

    def __init__(self, levels: Levels, level: int) -> None:
        self._levels = levels
        self._level = level

    def rows(self, relation: str, fixed: Fixed) -> Iterable[Row]:
        return self._levels.rows(relation, fixed, self._level)

    def expect(self, relation: str, wanted: Collection[Fixed]) -> None:
        """Nothing is fetched ahead: what is tabled is what was asked for."""
