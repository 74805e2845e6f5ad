"""Finds proofs of minimal height, from the goal downwards, over the rows that an engine stored.

After Zhao, Subotić and Scholz ("Debugging Large-Scale Datalog: A Scalable Provenance Evaluation
Strategy", TOPLAS 2020), who let the evaluation note the height of each row and afterwards unfold
one rule at a time. Our engines note nothing, so heights are found here, and only those that the
goal needs. A row of a stratum without recursion is as high as its best rule makes it, whose
premises lie in earlier strata. In a recursive stratum rows can rest on each other in circles; there
the rows that a goal may rest on are gathered in layers by their distance from it, and heights
spread from the facts upwards through what has been gathered (Knuth's generalisation of Dijkstra's
algorithm, 1977). A proof of height h uses rows at distance h at most, so the search ends as soon as
no row farther away can lower the goal or tie with it.

The proof of a row is unique: of least height, then by the first rule in the order of the source,
then by the first answer of its body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count, islice
from math import inf

from checker.analysis.program import Match, Program, Row, Rule
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.proofs.bodies import Answer, Bodies, Meter, WorkSpentError, unified
from checker.proofs.errors import TOO_MUCH_TO_PROVE
from checker.proofs.lookup import Lookup
from checker.proofs.model import GIVEN, Application, GroundAtom, Proof, Step

MOST_STEPS = 2_000_000
"""How often the search for a proof may extend a binding by a literal: some ten seconds."""

_MOST_ALTERNATIVES = 1_000
"""Derivations of one row by a rule, and combinations of derivations, that are looked at for
further proofs."""

_Needs = Generator[GroundAtom, None, None]
"""Work that stops at each row whose height it needs."""


@dataclass(frozen=True, slots=True)
class _Derivation:
    """A way to derive a row, and its height with the best proofs of its premises."""

    height: float
    rule: Rule
    answer: Answer

    @property
    def rows(self) -> tuple[GroundAtom, ...]:
        """The rows among the premises, each once."""
        return tuple(
            dict.fromkeys(each for each in self.answer.premises if isinstance(each, GroundAtom))
        )


@dataclass(frozen=True, slots=True)
class _Settled:
    """The least height of a row and how it comes about; no derivation where it was given."""

    height: float
    derivation: _Derivation | None


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
                self._circles.update(dict.fromkeys(stratum.relations, circle))
        self._given = {name: frozenset(given[name]) for name in self._rules if given.get(name)}
        self._floors = _floors(program, self._rules, self._given)
        self._settled: dict[GroundAtom, _Settled] = {}

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
                yield from _Alternatives(self, goal).proofs()
        except WorkSpentError:
            raise DiagnosticError([_too_much(self._rules[goal.relation][0])]) from None

    def height(self, goal: GroundAtom) -> float:
        """The least height of a row."""
        self._settle(goal)
        return self._settled[goal].height

    def best(self, goal: GroundAtom) -> _Derivation | None:
        """How a row comes about at its least height; None where it was given."""
        self._settle(goal)
        return self._settled[goal].derivation

    def derivations(self, goal: GroundAtom) -> list[_Derivation | None]:
        """The ways in which a row comes about, the best first; None stands for a given fact."""
        found = []
        for rule in self._rules.get(goal.relation, ()):
            for answer in islice(self._answers(rule, goal.row), _MOST_ALTERNATIVES):
                bare = _Derivation(0, rule, answer)
                height = 1 + max(map(self.height, bare.rows), default=0)
                if height < inf:
                    found.append(_Derivation(height, rule, answer))
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
            yield from self._work_in_circle(goal)
        else:
            yield from self._work_in_line(goal)

    def _work_in_line(self, goal: GroundAtom) -> _Needs:
        """Settles a row whose premises all lie in earlier strata."""
        best = _UNPROVEN
        for rule in self._rules[goal.relation]:
            floor = _floor(rule, self._floors)
            if floor >= best.height:
                continue
            for answer in self._answers(rule, goal.row):
                derivation = _Derivation(0, rule, answer)
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
                    if height <= floor:
                        break
        self._settled[goal] = best

    def _work_in_circle(self, goal: GroundAtom) -> _Needs:
        """Settles a row that may rest on rows of its own stratum."""
        region = _Region(goal)
        distance = 0
        while layer := region.layer(distance):
            for atom in layer:
                # What is higher can neither lower the goal nor tie with its best proof.
                room = region.height(goal) - distance
                if self._floors[atom.relation] <= room:
                    yield from self._gather(atom, region, room)
            region.spread()
            distance += 1
        self._settled.update(region.settled())
        self._settled.setdefault(goal, _UNPROVEN)

    def _gather(self, atom: GroundAtom, region: _Region, room: float) -> _Needs:
        """Adds the derivations of a row that are no higher than ``room``."""
        circle = self._circles[atom.relation]
        lowest = inf
        for rule in self._rules[atom.relation]:
            floor = _floor(rule, self._floors)
            if floor > room or floor >= lowest:
                continue
            for answer in self._answers(rule, atom.row):
                derivation = _Derivation(0, rule, answer)
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
                region.add(_Edge(atom, outside, tuple(inside), derivation))
                if not inside:
                    lowest = min(lowest, 1 + outside)
                    if floor >= lowest:
                        break


# --- the rows around a goal --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Edge:
    """A derivation of ``atom``: the height of its settled premises, and the others."""

    atom: GroundAtom
    outside: float
    inside: tuple[GroundAtom, ...]
    derivation: _Derivation


@dataclass(slots=True)
class _Node:
    height: float = inf
    edges: list[_Edge] = field(default_factory=list)
    above: list[_Edge] = field(default_factory=list)
    """The derivations in which the row is a premise."""


class _Region:
    """The rows of one recursive stratum that a goal may rest on, in layers by their distance from
    it, and the least heights known of them."""

    def __init__(self, goal: GroundAtom) -> None:
        self._goal = goal
        self._nodes: dict[GroundAtom, _Node] = {}
        self._distances: dict[GroundAtom, int] = {}
        self._layers: list[list[GroundAtom]] = []
        self._new: list[_Edge] = []
        self._enter(goal, 0)

    def layer(self, distance: int) -> list[GroundAtom]:
        """The rows at this distance; none where the region ends before."""
        return self._layers[distance] if distance < len(self._layers) else []

    def height(self, atom: GroundAtom) -> float:
        return self._nodes[atom].height

    def add(self, edge: _Edge) -> None:
        """Adds a derivation."""
        for premise in edge.inside:
            if premise not in self._nodes:
                self._enter(premise, self._distances[edge.atom] + 1)
            self._nodes[premise].above.append(edge)
        self._nodes[edge.atom].edges.append(edge)
        self._new.append(edge)

    def spread(self) -> None:
        """Lets heights spread upwards from the derivations that are new, the lowest first."""
        waiting: list[tuple[float, int, _Edge]] = []
        tickets = count()

        def push(edges: Iterable[_Edge]) -> None:
            for edge in edges:
                height = self._height(edge)
                if height < self._nodes[edge.atom].height:
                    heappush(waiting, (height, next(tickets), edge))

        push(self._new)
        self._new.clear()
        while waiting:
            height, _, edge = heappop(waiting)
            node = self._nodes[edge.atom]
            if height < node.height:
                node.height = height
                push(node.above)

    def settled(self) -> Iterator[tuple[GroundAtom, _Settled]]:
        """The rows whose height is known for certain: those that a proof of the goal no higher
        than its best may use."""
        most = self.height(self._goal)
        for atom, node in self._nodes.items():
            if node.height < inf and self._distances[atom] + node.height <= most:
                edge = next(edge for edge in node.edges if self._height(edge) == node.height)
                yield atom, _Settled(node.height, edge.derivation)

    def _enter(self, atom: GroundAtom, distance: int) -> None:
        if distance == len(self._layers):
            self._layers.append([])
        self._layers[distance].append(atom)
        self._distances[atom] = distance
        self._nodes[atom] = _Node()

    def _height(self, edge: _Edge) -> float:
        heights = [self._nodes[premise].height for premise in edge.inside]
        return 1 + max(edge.outside, *heights) if heights else 1 + edge.outside


# --- heights that the rules alone tell ---------------------------------------------------------


def _floors(
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
                floors[rule.relation] = min(floors[rule.relation], _floor(rule, floors))
    return floors


def _floor(rule: Rule, floors: Mapping[str, float]) -> float:
    matches = (literal for literal in rule.body if isinstance(literal, Match))
    return 1 + max((floors[literal.relation] for literal in matches), default=0)


# --- from derivations to proofs ----------------------------------------------------------------

_Choices = frozenset[tuple[GroundAtom, int]]
"""Rows, and which of their derivations is taken; the best of those that are not named."""


class _Alternatives:
    """The proofs of a goal by rising height: the best, then those that take the next derivation
    of one row of a proof had before."""

    def __init__(self, prover: Prover, goal: GroundAtom) -> None:
        self._prover = prover
        self._goal = goal
        self._derivations: dict[GroundAtom, list[_Derivation | None]] = {}
        self._waiting: list[tuple[float, int, _Choices]] = []
        self._tickets = 0

    def proofs(self) -> Iterator[Proof]:
        self._push(self._prover.height(self._goal), frozenset())
        seen: set[_Choices] = set()
        while self._waiting and len(seen) < _MOST_ALTERNATIVES:
            least, _, choices = heappop(self._waiting)
            taken = self._taken(dict(choices))
            used = frozenset((atom, number) for atom, number in choices if atom in taken)
            heights = _heights(taken)
            height = least if heights is None else heights[self._goal]
            if height > least:
                self._push(height, choices)
                continue
            if used in seen:
                continue
            seen.add(used)
            if heights is not None:
                yield _proof(self._goal, taken, heights)
            for atom in taken:
                number = dict(choices).get(atom, 0) + 1
                if number < len(self._of(atom)):
                    others = (each for each in used if each[0] != atom)
                    self._push(height, frozenset((*others, (atom, number))))

    def _push(self, height: float, choices: _Choices) -> None:
        self._tickets += 1
        heappush(self._waiting, (height, self._tickets, choices))

    def _taken(self, choices: Mapping[GroundAtom, int]) -> dict[GroundAtom, _Derivation | None]:
        """The derivation of every row that the goal then rests on, a row before its premises."""
        taken: dict[GroundAtom, _Derivation | None] = {}
        waiting = [self._goal]
        while waiting:
            atom = waiting.pop()
            if atom in taken:
                continue
            number = choices.get(atom, 0)
            derivation = self._of(atom)[number] if number else self._prover.best(atom)
            taken[atom] = derivation
            if derivation is not None:
                waiting += reversed(derivation.rows)
        return taken

    def _of(self, atom: GroundAtom) -> list[_Derivation | None]:
        found = self._derivations.get(atom)
        if found is None:
            found = self._derivations[atom] = self._prover.derivations(atom)
        return found


def _heights(taken: Mapping[GroundAtom, _Derivation | None]) -> dict[GroundAtom, int] | None:
    """The height of each row; None where rows rest on each other in a circle."""
    above: dict[GroundAtom, list[GroundAtom]] = {atom: [] for atom in taken}
    missing: Counter[GroundAtom] = Counter()
    for atom, derivation in taken.items():
        for premise in derivation.rows if derivation else ():
            above[premise].append(atom)
            missing[atom] += 1
    heights = {atom: 0 if derivation is None else 1 for atom, derivation in taken.items()}
    ready = [atom for atom in taken if not missing[atom]]
    for atom in ready:
        for user in above[atom]:
            heights[user] = max(heights[user], 1 + heights[atom])
            missing[user] -= 1
            if not missing[user]:
                ready.append(user)
    return heights if len(ready) == len(taken) else None


def _proof(
    goal: GroundAtom,
    taken: Mapping[GroundAtom, _Derivation | None],
    heights: Mapping[GroundAtom, int],
) -> Proof:
    steps: dict[GroundAtom, Step] = {}
    for atom, derivation in taken.items():
        if derivation is None:
            steps[atom] = GIVEN
        else:
            answer = derivation.answer
            substitution = tuple(sorted(answer.binding.items()))
            steps[atom] = Application(derivation.rule, substitution, answer.premises, heights[atom])
    return Proof(goal, steps)


def _too_much(rule: Rule) -> Diagnostic:
    return TOO_MUCH_TO_PROVE.at(
        rule.span,
        f"no proof of a row of `{rule.relation}` was found within {MOST_STEPS:,} steps",
        label="the rules for it are many-valued",
        help="ask for a row that lies nearer to the facts",
    )
