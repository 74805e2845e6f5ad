"""Finds proofs of minimal height, from the goal downwards, over the rows that an engine stored.

After Zhao, Subotić and Scholz ("Debugging Large-Scale Datalog: A Scalable Provenance Evaluation
Strategy", TOPLAS 2020), who let the evaluation note the height of each row and afterwards unfold
one rule at a time. Our engines note nothing, so heights are found here, and only those that the
goal needs. A row of a stratum without recursion is as high as its best rule makes it, whose
premises lie in earlier strata. In a recursive stratum rows can rest on each other in circles; there
the rows that a goal may rest on are gathered in layers by their distance from it, and heights
spread from the facts upwards through what has been gathered (Knuth's generalisation of Dijkstra's
algorithm, 1977). A proof of height h uses rows at distance h at most, so the search ends as soon as
no row farther away can lower the goal or tie with it. Where a rule reads its own stratum twice,
there may be too much to gather, and heights are sought from the lowest upwards (:mod:`.levels`).

The proof of a row is unique: of least height, then by the first rule in the order of the source,
then by the first answer of its body.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import inf

from checker.analysis.program import Program, Row, Rule
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.proofs.alternatives import MOST_ALTERNATIVES, Alternatives
from checker.proofs.bodies import Answer, Bodies, Meter, WorkSpentError, unified
from checker.proofs.derivation import Derivation
from checker.proofs.errors import TOO_MUCH_TO_PROVE
from checker.proofs.floors import floor, floors_of
from checker.proofs.levels import Levels, reads_itself_twice
from checker.proofs.lookup import Lookup
from checker.proofs.model import GroundAtom, Proof
from checker.proofs.region import Edge, Region

MOST_STEPS = 2_000_000
"""How often the search for a proof may extend a binding by a literal: some ten seconds."""

_MOST_NESTED = 3
"""Strata that are gone through level by level for each other's sake at one time."""

_Needs = Generator[GroundAtom, None, None]
"""Work that stops at each row whose height it needs."""


@dataclass(frozen=True, slots=True)
class _Settled:
    """The least height of a row and how it comes about; no derivation where it was given."""

    height: float
    derivation: Derivation | None


_GIVEN = _Settled(0, None)
_UNPROVEN = _Settled(inf, None)


class Prover:
    """Proves rows of one evaluation; what one proof has found out serves the next.

    ``lookup`` finds the rows of every relation, given and derived; ``given`` holds those that
    were given as facts for relations that have rules as well.
    """

    def __init__(
        self, program: Program, lookup: Lookup, given: Mapping[str, Collection[Row]]
    ) -> None:
        self._lookup = lookup
        self._meter = Meter(MOST_STEPS)
        self._bodies = Bodies(lookup, self._meter)
        self._rules: dict[str, list[Rule]] = {}
        self._circles: dict[str, frozenset[str]] = {}
        for stratum in program.strata:
            for rule in sorted(stratum.rules, key=lambda rule: rule.id):
                self._rules.setdefault(rule.relation, []).append(rule)
            if stratum.recursive:
                circle = frozenset(stratum.relations)
                self._circles.update(dict.fromkeys(circle, circle))
        self._given = {name: frozenset(given[name]) for name in self._rules if given.get(name)}
        self._floors = floors_of(program, self._rules, self._given)
        self._settled: dict[GroundAtom, _Settled] = {}
        self._levels: dict[str, Levels] = {}
        for circle in {*self._circles.values()}:
            rules = {name: self._rules[name] for name in circle}
            if any(reads_itself_twice(rule, circle) for own in rules.values() for rule in own):
                levels = Levels(rules, self._given, lookup, self._meter, self.height, self._floors)
                self._levels.update(dict.fromkeys(circle, levels))
        self._nested = 0

    def prove(self, goal: GroundAtom) -> Proof | None:
        """The proof of a row; None where it is no row of the evaluation.

        Raises :class:`checker.diagnostics.DiagnosticError` where the search takes more than
        :data:`MOST_STEPS`.
        """
        return next(self.proofs(goal), None)

    def proofs(self, goal: GroundAtom) -> Iterator[Proof]:
        """Proofs of a row, all different, by rising height; the first is :meth:`prove`'s.

        Each proves a row in one way only. They differ in the derivation of one row or more; of
        derivations and of their combinations the first thousand are looked at.
        """
        self._meter.left = MOST_STEPS
        try:
            if self._holds(goal) and self.height(goal) < inf:
                yield from Alternatives(self, goal).proofs()
        except WorkSpentError:
            raise DiagnosticError([_too_much(self._rules[goal.relation][0])]) from None

    def expect(self, goals: Iterable[GroundAtom]) -> None:
        """Says that proofs of many rows will be asked for: what they need first is then fetched
        together, as far as rules without recursion go."""
        layer = dict.fromkeys(goals)
        for relation in dict.fromkeys(atom.relation for atom in layer):
            rows = [tuple(enumerate(atom.row)) for atom in layer if atom.relation == relation]
            self._lookup.expect(relation, rows)
        seen: set[GroundAtom] = set()
        while layer := {atom: None for atom in layer if atom not in seen and self._unfolds(atom)}:
            seen |= layer.keys()
            below: dict[GroundAtom, None] = {}
            for relation in dict.fromkeys(atom.relation for atom in layer):
                for rule in self._rules[relation]:
                    unifiers = (
                        unified(rule.args, atom.row) for atom in layer if atom.relation == relation
                    )
                    bindings = [each for each in unifiers if each is not None]
                    if bindings:
                        plan = self._bodies.plan(rule, bindings[0])
                        below.update(dict.fromkeys(plan.expect(bindings, self._lookup)))
            layer = below

    def _unfolds(self, atom: GroundAtom) -> bool:
        """Whether a rule without recursion has to derive the row."""
        return atom.relation not in self._circles and not self.is_given(atom)

    def height(self, goal: GroundAtom) -> float:
        """The least height of a row."""
        self._settle(goal)
        return self._settled[goal].height

    def best(self, goal: GroundAtom) -> Derivation | None:
        """How a row comes about at its least height; None where it was given."""
        self._settle(goal)
        return self._settled[goal].derivation

    def derivations(self, goal: GroundAtom) -> list[Derivation | None]:
        """The ways in which a row comes about, the best first; None stands for a given fact."""
        found = []
        for rule in self._rules.get(goal.relation, ()):
            for answer in islice(self._answers(rule, goal.row), MOST_ALTERNATIVES):
                bare = Derivation(0, rule, answer)
                height = 1 + max(map(self.height, bare.rows), default=0)
                if height < inf:
                    found.append(Derivation(height, rule, answer))
        found.sort(key=lambda derivation: derivation.height)
        return [None, *found] if self.is_given(goal) else [*found]

    def is_given(self, goal: GroundAtom) -> bool:
        return goal.relation not in self._rules or goal.row in self._given.get(goal.relation, ())

    def _holds(self, goal: GroundAtom) -> bool:
        rows = self._lookup.rows(goal.relation, tuple(enumerate(goal.row)))
        return next(iter(rows), None) is not None

    def _answers(self, rule: Rule, row: Row) -> Iterator[Answer]:
        binding = unified(rule.args, row)
        if binding is None:
            return iter(())
        circle = self._circles.get(rule.relation, ())
        return self._bodies.plan(rule, binding, circle).answers(binding)

    # --- heights ---

    def _settle(self, goal: GroundAtom) -> None:
        """Finds the height of a row and of those that it needs; no call nests in another one of
        its kind, however high the proof."""
        if goal in self._settled:
            return
        stack = [self._work(goal)]
        while stack:
            need = next(stack[-1], None)
            if need is None:
                stack.pop()
            elif need not in self._settled:
                stack.append(self._work(need))

    def _work(self, goal: GroundAtom) -> _Needs:
        if self.is_given(goal):
            self._settled[goal] = _GIVEN
        elif goal.relation in self._circles:
            if not self._settled_by_levels(goal):
                yield from self._work_in_circle(goal)
        else:
            yield from self._work_in_line(goal)

    def _work_in_line(self, goal: GroundAtom) -> _Needs:
        """Settles a row whose premises all lie in earlier strata."""
        best = _UNPROVEN
        for rule in self._rules[goal.relation]:
            least = floor(rule, self._floors)
            if least >= best.height:
                continue
            for answer in self._answers(rule, goal.row):
                derivation = Derivation(0, rule, answer)
                height: float = 1
                for atom in derivation.rows:
                    if 1 + self._floors[atom.relation] >= best.height:
                        height = inf
                        break
                    if atom not in self._settled:
                        yield atom
                    height = max(height, 1 + self._settled[atom].height)
                if height < best.height:
                    best = _Settled(height, derivation)
                    if height <= least:
                        break
        self._settled[goal] = best

    def _settled_by_levels(self, goal: GroundAtom) -> bool:
        """Settles a row of a stratum in which a rule reads itself twice, if it is low."""
        levels = self._levels.get(goal.relation)
        if levels is None or self._nested == _MOST_NESTED:
            return False
        self._nested += 1
        try:
            found = levels.lowest(goal)
        finally:
            self._nested -= 1
        if found is not None:
            self._settled[goal] = _Settled(*found)
        return found is not None

    def _work_in_circle(self, goal: GroundAtom) -> _Needs:
        """Settles a row that may rest on rows of its own stratum."""
        region = Region(goal)
        distance = 0
        while layer := region.layer(distance):
            for atom in layer:
                # What is higher can neither lower the goal nor tie with its best proof.
                room = region.height(goal) - distance
                if self._floors[atom.relation] <= room:
                    yield from self._gather(atom, region, room)
            region.spread()
            distance += 1
        for atom, height, derivation in region.settled():
            self._settled[atom] = _Settled(height, derivation)
        self._settled.setdefault(goal, _UNPROVEN)

    def _gather(self, atom: GroundAtom, region: Region, room: float) -> _Needs:
        """Adds the derivations of a row that are no higher than ``room``."""
        circle = self._circles[atom.relation]
        lowest = inf
        for rule in self._rules[atom.relation]:
            least = floor(rule, self._floors)
            if least > room or least >= lowest:
                continue
            for answer in self._answers(rule, atom.row):
                derivation = Derivation(0, rule, answer)
                outside: float = 0
                inside: list[GroundAtom] = []
                for premise in derivation.rows:
                    if premise not in self._settled:
                        if premise.relation in circle and not self.is_given(premise):
                            inside.append(premise)
                            continue
                        yield premise
                    outside = max(outside, self._settled[premise].height)
                if 1 + outside > room or atom in inside:
                    continue
                region.add(Edge(atom, outside, tuple(inside), derivation))
                if not inside:
                    lowest = min(lowest, 1 + outside)
                    if least >= lowest:
                        break


def _too_much(rule: Rule) -> Diagnostic:
    return TOO_MUCH_TO_PROVE.at(
        rule.span,
        f"no proof of a row of `{rule.relation}` was found within {MOST_STEPS:,} steps",
        label="the rules for it are many-valued",
        help="ask for a row that lies nearer to the facts",
    )
