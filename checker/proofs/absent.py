"""Why a row does not hold: for each rule how far its body can be satisfied, the literal that fails
there, and what comes nearest to satisfying it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from checker.analysis.program import (
    Absent,
    Aggregation,
    Bind,
    Generate,
    Literal,
    Match,
    Program,
    Row,
    Rule,
    Test,
    Value,
)
from checker.diagnostics import DiagnosticError
from checker.proofs.bodies import (
    Binding,
    Bodies,
    Meter,
    Plan,
    WorkSpentError,
    generated,
    pattern_of,
    term_value,
    unified,
)
from checker.proofs.lookup import Fixed, Lookup
from checker.proofs.model import GroundAtom, Pattern, Premise

MOST_STEPS = 5_000
"""How often a body may be extended by a literal, for each rule."""

_MOST_NEAR = 4
"""Near rows that are named for one literal."""

# --- what keeps a rule from applying -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OtherHead:
    """The rule's head has another constant, or one variable in columns that differ; ``column`` is
    the first that does not fit."""

    column: int


@dataclass(frozen=True, slots=True)
class NearRow:
    """A row that agrees in all known columns but ``columns``."""

    row: Row
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """No row agrees with the pattern; ``near`` come nearest."""

    pattern: Pattern
    near: tuple[NearRow, ...]


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A row that should not hold does."""

    atom: GroundAtom


@dataclass(frozen=True, slots=True)
class Unmet:
    """A comparison that does not hold of two values."""

    op: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class OtherValue:
    """A term, range or aggregate gives ``found`` (None where it has no value) instead of
    ``wanted`` (None where any would do)."""

    variable: str
    found: Value | None
    wanted: Value | None


@dataclass(frozen=True, slots=True)
class Undefined:
    """A functor has no value; ``why`` says why."""

    why: str


Obstacle: TypeAlias = OtherHead | Missing | InTheWay | Unmet | OtherValue | Undefined


@dataclass(frozen=True, slots=True)
class Blocked:
    """A rule that does not derive the goal.

    ``satisfied`` are the literals that hold under the ``binding`` that comes farthest, by their
    indexes in the rule's body, each with its premise, in the order in which they were read;
    ``failed`` is the index of the literal that does not hold under it (None where the head does
    not fit). ``others`` counts further bindings that come as far. ``complete`` is False where
    there was more to look at than may be.
    """

    rule: Rule
    satisfied: tuple[tuple[int, Premise], ...]
    binding: tuple[tuple[str, Value], ...]
    failed: int | None
    obstacle: Obstacle
    others: int
    complete: bool

    @property
    def literal(self) -> Literal | None:
        """The literal that fails."""
        return None if self.failed is None else self.rule.body[self.failed]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why no row agrees with ``goal``.

    ``holds`` are rows that do, if there are some after all; then ``blocked`` is empty.
    ``is_given`` says that the relation has no rules: its rows are given or are not, and ``near``
    are those that come nearest.
    """

    goal: Pattern
    holds: tuple[GroundAtom, ...]
    blocked: tuple[Blocked, ...]
    is_given: bool
    near: tuple[NearRow, ...]


def why_not(program: Program, lookup: Lookup, goal: Pattern) -> WhyNot:
    """What keeps the rules from deriving a row that agrees with the goal."""
    holding = islice(lookup.rows(goal.relation, _fixed(goal)), _MOST_NEAR)
    holds = tuple(GroundAtom(goal.relation, row) for row in holding)
    if holds:
        return WhyNot(goal, holds, (), False, ())
    rules = sorted(
        (
            rule
            for stratum in program.strata
            for rule in stratum.rules
            if rule.relation == goal.relation
        ),
        key=lambda rule: rule.id,
    )
    blocked = tuple(_Obstruction(rule, lookup, goal).blocked() for rule in rules)
    near = () if rules else nearest(lookup, goal)
    return WhyNot(goal, (), blocked, not rules, near)


def nearest(lookup: Lookup, pattern: Pattern) -> tuple[NearRow, ...]:
    """Rows that agree with a pattern in all known columns but one.

    The first known column most often says what a row is about. So those come first that agree
    in it; where there are none, rows that agree in it alone; then those that differ in it.
    """
    fixed = _fixed(pattern)
    found: list[NearRow] = []
    for column, _ in reversed(fixed[1:]):
        found += _but(lookup, pattern, fixed, [column])
    if not found and len(fixed) > 2:
        found += _but(lookup, pattern, fixed, [column for column, _ in fixed[1:]])
    found += _but(lookup, pattern, fixed, [column for column, _ in fixed[:1]])
    return tuple(found[:_MOST_NEAR])


def _but(
    lookup: Lookup, pattern: Pattern, fixed: Fixed, left_out: Sequence[int]
) -> Iterator[NearRow]:
    """Some rows that agree in the fixed columns but those left out."""
    others = tuple(each for each in fixed if each[0] not in left_out)
    for row in islice(lookup.rows(pattern.relation, others), _MOST_NEAR + 1):
        columns = tuple(column for column in left_out if row[column] != pattern.cells[column])
        if columns:
            yield NearRow(row, columns)


def _fixed(pattern: Pattern) -> Fixed:
    return tuple((i, cell) for i, cell in enumerate(pattern.cells) if cell is not None)


# --- one rule ----------------------------------------------------------------------------------


class _Obstruction:
    """The search for the bindings under which most literals of a rule hold."""

    def __init__(self, rule: Rule, lookup: Lookup, goal: Pattern) -> None:
        self._rule = rule
        self._lookup = lookup
        self._goal = goal
        self._meter = Meter(MOST_STEPS)
        self._bodies = Bodies(lookup, self._meter)
        self._farthest: Binding = {}
        self._premises: tuple[Premise, ...] = ()
        self._depth = -1
        self._others = 0

    def blocked(self) -> Blocked:
        rule = self._rule
        binding = unified(rule.args, self._goal.cells)
        if binding is None:
            return Blocked(rule, (), (), None, OtherHead(self._misfit()), 0, True)
        plan = self._bodies.plan_as_written(rule, binding)
        complete = True
        try:
            self._search(plan, binding)
        except WorkSpentError:
            complete = False
        failing = plan.parts[self._depth]
        read = [part.index for part in plan.parts[: self._depth]]
        return Blocked(
            rule,
            tuple(zip(read, self._premises, strict=True)),
            tuple(sorted(self._farthest.items())),
            failing.index,
            self._obstacle(failing.literal),
            self._others,
            complete,
        )

    def _search(self, plan: Plan, binding: Binding) -> None:
        """Looks at every binding of the body's beginnings; keeps the first that comes farthest.

        Of several that come equally far, one with rows near to the failing literal is kept.
        """
        self._note(plan, binding, ())
        premises: list[Premise] = []
        trail = [plan.parts[0].read(binding)]
        while trail:
            del premises[len(trail) - 1 :]
            extension = next(trail[-1], None)
            if extension is None:
                trail.pop()
                continue
            self._meter.spend()
            extended, premise = extension
            premises.append(premise)
            if len(trail) == len(plan.parts):
                continue  # a row that holds; the goal is one only if the rows are not complete
            self._note(plan, extended, tuple(premises))
            trail.append(plan.parts[len(trail)].read(extended))

    def _note(self, plan: Plan, binding: Binding, premises: tuple[Premise, ...]) -> None:
        depth = len(premises)
        if depth < self._depth:
            return
        if depth == self._depth:
            self._others += 1
            if self._others > _COMPARED or not isinstance(plan.parts[depth].literal, Match):
                return
            if self._nearness(plan, self._farthest) or not self._nearness(plan, binding):
                return
        else:
            self._others = 0
        self._depth, self._farthest, self._premises = depth, binding, premises

    def _nearness(self, plan: Plan, binding: Binding) -> int:
        literal = plan.parts[self._depth].literal
        assert isinstance(literal, Match)
        return len(nearest(self._lookup, pattern_of(literal, binding)))

    def _misfit(self) -> int:
        """The first column in which the head cannot be the goal."""
        for column in range(len(self._goal.cells)):
            if unified(self._rule.args[: column + 1], self._goal.cells[: column + 1]) is None:
                return column
        raise AssertionError("a head that does not fit has a column that does not")

    # --- what fails ---

    def _obstacle(self, literal: Literal) -> Obstacle:
        try:
            return self._failure(literal, self._farthest)
        except DiagnosticError as error:
            return Undefined(error.diagnostics[0].message)

    def _failure(self, literal: Literal, binding: Binding) -> Obstacle:
        match literal:
            case Match():
                pattern = pattern_of(literal, binding)
                return Missing(pattern, nearest(self._lookup, pattern))
            case Absent(relation=relation):
                row = next(self._bodies.standing(literal, binding))
                return InTheWay(GroundAtom(relation, row))
            case Test(op=op, left=left, right=right):
                return Unmet(op, term_value(left)(binding), term_value(right)(binding))
            case Bind(var=var, term=term):
                return OtherValue(var.name, term_value(term)(binding), binding.get(var.name))
            case Generate(var=var):
                first = next(generated(literal, binding), None)
                return OtherValue(var.name, first, binding.get(var.name))
            case Aggregation(var=var):
                found = self._bodies.aggregated(literal, binding)
                return OtherValue(var.name, found, binding.get(var.name))


_COMPARED = 20
"""Bindings of which the one with the nearest rows is chosen."""
