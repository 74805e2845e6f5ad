"""The body of a rule, read literal by literal over stored rows.

The order of the literals depends on the rule and on which of its variables have a value, never on
the rows or on where they are kept, and rows come in rising order. So do the answers: whichever
engine ran, the first is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from checker.analysis.program import (
    Absent,
    Aggregation,
    Argument,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Row,
    Rule,
    Term,
    Test,
    Value,
    Var,
)
from checker.diagnostics import DiagnosticError
from checker.engines.functors import AGGREGATES, EMPTY, NoValueError, span_of
from checker.engines.order import Cost, grounds, ordered, reads
from checker.engines.terms import evaluator, may_fail, tester, variables
from checker.proofs.lookup import Fixed, Lookup
from checker.proofs.model import (
    SHOWN_ANSWERS,
    Absence,
    Aggregate,
    Comparison,
    Computation,
    GroundAtom,
    Pattern,
    Premise,
)

Binding: TypeAlias = Mapping[str, Value]
Extension: TypeAlias = tuple[Binding, Premise]
"""A binding under which a literal holds, and what it rests on."""

Reader: TypeAlias = Callable[[Binding], Iterator[Extension]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A binding that makes a body true, and the premises in the order of the body's literals."""

    binding: Binding
    premises: tuple[Premise, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A literal of a body: where it stands there, and how it is read."""

    index: int
    literal: Literal
    read: Reader


class WorkSpentError(Exception):
    """A search has looked at as much as it may."""


class Meter:
    """How often a search may still extend a binding by a literal."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self) -> None:
        """Raises :class:`WorkSpentError` when nothing is left."""
        self.left -= 1
        if self.left < 0:
            raise WorkSpentError


@dataclass(frozen=True, slots=True)
class Plan:
    """A body in the order in which it is read."""

    parts: tuple[Part, ...]
    meter: Meter

    def answers(self, binding: Binding) -> Iterator[Answer]:
        """The ways to extend a binding so that the body is true, one after another."""
        if not self.parts:
            yield Answer(binding, ())
            return
        premises: list[Premise] = [Absence(_NOTHING)] * len(self.parts)
        open_parts = [self.parts[0].read(binding)]
        while open_parts:
            extension = next(open_parts[-1], None)
            if extension is None:
                open_parts.pop()
                continue
            self.meter.spend()
            extended, premise = extension
            premises[self.parts[len(open_parts) - 1].index] = premise
            if len(open_parts) == len(self.parts):
                yield Answer(extended, tuple(premises))
            else:
                open_parts.append(self.parts[len(open_parts)].read(extended))

    def expect(self, bindings: Sequence[Binding], lookup: Lookup) -> Iterator[GroundAtom]:
        """Tells a lookup what reading the body under many bindings will ask for, literal by
        literal; gives the rows met on the way. An aggregate ends it."""
        for part in self.parts:
            literal = part.literal
            if isinstance(literal, Aggregation):
                return
            if isinstance(literal, Match | Absent):
                wanted = [fixed_columns(literal.args, binding) for binding in bindings]
                lookup.expect(literal.relation, wanted)
            bindings_after: list[Binding] = []
            for binding in islice(bindings, _MOST_EXPECTED):
                for extended, premise in islice(part.read(binding), _FORESEEN):
                    bindings_after.append(extended)
                    if isinstance(premise, GroundAtom):
                        yield premise
            bindings = bindings_after


_NOTHING = Pattern("", ())

_FORESEEN = 2
"""Extensions of a binding by a literal that are followed where many are expected."""

_MOST_EXPECTED = 10_000
"""Bindings that are followed by one literal."""


class Bodies:
    """Plans for the bodies of rules over one lookup, each made once; they share a meter. The
    rows that are premises come from another lookup where ``premises`` names one.

    A literal with a functor that has no value for a binding does not hold of it: engines, which
    read literals in another order, never came to that binding.
    """

    def __init__(self, lookup: Lookup, meter: Meter, premises: Lookup | None = None) -> None:
        self._lookup = lookup
        self._premises = premises or lookup
        self._meter = meter
        self._plans: dict[tuple[int, frozenset[str]], Plan] = {}

    def plan(self, rule: Rule, known: Collection[str], avoided: Collection[str] = ()) -> Plan:
        """The plan for a rule's body where some variables have a value. The rows of the
        ``avoided`` relations are read late, since there may be many of them."""
        key = rule.id, frozenset(known)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plan(rule.body, key[1], _cost(rule.body, avoided), self._premises)
            plan = self._plans[key] = self._tolerant(plan)
        return plan

    def plan_as_written(self, rule: Rule, known: Collection[str]) -> Plan:
        """The plan that keeps to the order in which the rule is written, as far as each literal
        then has its values."""
        return self._tolerant(
            self._in_order(
                rule.body, frozenset(known), _as_written(rule.body, known), self._premises
            )
        )

    def _plan(
        self, body: Sequence[Literal], known: frozenset[str], cost: Cost, lookup: Lookup
    ) -> Plan:
        return self._in_order(body, known, ordered(body, known, cost), lookup)

    def _in_order(
        self,
        body: Sequence[Literal],
        known: frozenset[str],
        order: Iterable[int],
        lookup: Lookup,
    ) -> Plan:
        parts = []
        for index in order:
            literal = body[index]
            parts.append(Part(index, literal, self._reader(literal, known, lookup)))
            known |= grounds(literal)
        return Plan(tuple(parts), self._meter)

    def _tolerant(self, plan: Plan) -> Plan:
        return replace(
            plan, parts=tuple(replace(part, read=_tolerant(part)) for part in plan.parts)
        )

    def _reader(self, literal: Literal, known: frozenset[str], lookup: Lookup) -> Reader:
        match literal:
            case Match():
                return _match(literal, known, lookup)
            case Absent():
                return self._absent(literal)
            case Test():
                return _test(literal)
            case Bind():
                return _bind(literal, known)
            case Generate():
                return _generate(literal, known)
            case Aggregation():
                return self._aggregation(literal, known)

    def _absent(self, literal: Absent) -> Reader:
        def read(binding: Binding) -> Iterator[Extension]:
            if next(self.standing(literal, binding), None) is None:
                yield binding, Absence(pattern_of(literal, binding))

        return read

    def standing(self, literal: Absent, binding: Binding) -> Iterator[Row]:
        """The rows that agree with the literal."""
        yield from self._lookup.rows(literal.relation, fixed_columns(literal.args, binding))

    def _aggregation(self, literal: Aggregation, known: frozenset[str]) -> Reader:
        outer = [each.name for each in literal.outer]
        plan = self._plan(literal.body, frozenset(outer), _cost(literal.body, ()), self._lookup)
        targets = None if literal.target is None else term_value(literal.target)
        name, tested = literal.var.name, literal.var.name in known

        def read(binding: Binding) -> Iterator[Extension]:
            shown: list[tuple[GroundAtom, ...]] = []
            values: list[Value] = []
            total = 0
            for answer in plan.answers({each: binding[each] for each in outer}):
                total += 1
                if total <= SHOWN_ANSWERS:
                    shown.append(
                        tuple(each for each in answer.premises if isinstance(each, GroundAtom))
                    )
                if targets is not None:
                    values.append(targets(answer.binding))
            found = _aggregated(literal, values, total)
            if found is not None and not (tested and binding[name] != found):
                premise = Aggregate(literal.op, name, found, tuple(shown), total)
                yield {**binding, name: found}, premise

        return read

    def aggregated(self, literal: Aggregation, binding: Binding) -> Value | None:
        """The aggregate's value; None where it has none."""
        free = {name: value for name, value in binding.items() if name != literal.var.name}
        read = self._aggregation(literal, frozenset(free))
        for extended, _ in read(free):
            return extended[literal.var.name]
        return None


def _match(literal: Match, known: frozenset[str], lookup: Lookup) -> Reader:
    relation, rows = literal.relation, lookup.rows
    new: dict[str, int] = {}
    repeated: list[tuple[int, int]] = []
    for column, argument in enumerate(literal.args):
        if isinstance(argument, Var) and argument.name not in known:
            first = new.setdefault(argument.name, column)
            if first != column:
                repeated.append((first, column))

    def read(binding: Binding) -> Iterator[Extension]:
        for row in rows(relation, fixed_columns(literal.args, binding)):
            if all(row[one] == row[other] for one, other in repeated):
                values = {name: row[column] for name, column in new.items()}
                yield {**binding, **values}, GroundAtom(relation, row)

    return read


def _tolerant(part: Part) -> Reader:
    read = part.read
    if not may_fail(part.literal):
        return read

    def read_where_defined(binding: Binding) -> Iterator[Extension]:
        try:
            yield from read(binding)
        except DiagnosticError:
            return

    return read_where_defined


def _aggregated(literal: Aggregation, values: Sequence[Value], total: int) -> Value | None:
    if literal.op == "count":
        return total
    if not values:
        return EMPTY.get((literal.op, literal.operand))
    try:
        return AGGREGATES[literal.op, literal.operand](values)
    except NoValueError:
        return None


# --- literals without rows ---------------------------------------------------------------------


def _test(literal: Test) -> Reader:
    left, right = term_value(literal.left), term_value(literal.right)
    holds = comparison(literal)

    def read(binding: Binding) -> Iterator[Extension]:
        if holds(binding):
            yield binding, Comparison(literal.op, left(binding), right(binding))

    return read


def _bind(literal: Bind, known: frozenset[str]) -> Reader:
    term, name = term_value(literal.term), literal.var.name
    tested = name in known

    def read(binding: Binding) -> Iterator[Extension]:
        value = term(binding)
        if not tested or binding[name] == value:
            yield {**binding, name: value}, Computation(name, value)

    return read


def _generate(literal: Generate, known: frozenset[str]) -> Reader:
    name = literal.var.name
    tested = name in known

    def read(binding: Binding) -> Iterator[Extension]:
        for value in generated(literal, binding):
            if not tested:
                yield {**binding, name: value}, Computation(name, value)
            elif binding[name] == value:
                yield binding, Computation(name, value)
                return

    return read


def generated(literal: Generate, binding: Binding) -> Iterator[Value]:
    """The values of a range."""
    start, stop = term_value(literal.start)(binding), term_value(literal.stop)(binding)
    step = None if literal.step is None else term_value(literal.step)(binding)
    return span_of(literal.var.type, start, stop, step)


# --- arguments and terms -----------------------------------------------------------------------


def fixed_columns(args: Sequence[Argument], binding: Binding) -> Fixed:
    """The columns whose values are known."""
    fixed: list[tuple[int, Value]] = []
    for column, argument in enumerate(args):
        if isinstance(argument, Const):
            fixed.append((column, argument.value))
        elif isinstance(argument, Var) and argument.name in binding:
            fixed.append((column, binding[argument.name]))
    return tuple(fixed)


def pattern_of(literal: Match | Absent, binding: Binding) -> Pattern:
    """The rows that the literal looks for."""
    values = dict(fixed_columns(literal.args, binding))
    return Pattern(literal.relation, tuple(map(values.get, range(len(literal.args)))))


def term_value(term: Term) -> Callable[[Binding], Value]:
    """The term's value as a function of a binding. Raises :class:`DiagnosticError` where a
    functor has none."""
    if isinstance(term, Var):
        name = term.name
        return lambda binding: binding[name]
    if isinstance(term, Const):
        value = term.value
        return lambda binding: value
    names = sorted(variables(term))
    evaluate = evaluator(term, {name: column for column, name in enumerate(names)})
    return lambda binding: evaluate(tuple([binding[name] for name in names]))


def comparison(test: Test) -> Callable[[Binding], bool]:
    """Whether the comparison holds, as a function of a binding."""
    names = sorted(variables(test.left, test.right))
    holds = tester(test, {name: column for column, name in enumerate(names)})
    return lambda binding: holds(tuple([binding[name] for name in names]))


def unified(args: Iterable[Var | Const], cells: Iterable[Value | None]) -> Binding | None:
    """The values that a head's variables must have for it to be these cells, of which None may
    have any value; None where a constant or a repeated variable forbids it."""
    binding: dict[str, Value] = {}
    for argument, cell in zip(args, cells, strict=True):
        if cell is None:
            continue
        held = argument.value if isinstance(argument, Const) else binding.get(argument.name, cell)
        if held != cell:
            return None
        if isinstance(argument, Var):
            binding[argument.name] = cell
    return binding


# --- the order of literals ---------------------------------------------------------------------


def _as_written(body: Sequence[Literal], known: Collection[str]) -> Iterator[int]:
    """The indexes of the literals by their places in the source, each after those that give it
    its values, and those that may have none last."""
    grounded = set(known)
    pending = sorted(
        range(len(body)), key=lambda index: (may_fail(body[index]), body[index].span.start)
    )
    while pending:
        # The first literal of the analysed body that is left always has its values.
        index = next(index for index in pending if reads(body[index]) <= grounded)
        pending.remove(index)
        grounded |= grounds(body[index])
        yield index


def _cost(body: Sequence[Literal], avoided: Collection[str]) -> Cost:
    """Few rows agree where many columns are known, and fewest where the first is, which is most
    often a key. What is fully known costs one look."""

    def cost(index: int, known: frozenset[str]) -> float:
        literal = body[index]
        assert isinstance(literal, Match)
        bound = [
            isinstance(argument, Const) or (isinstance(argument, Var) and argument.name in known)
            for argument in literal.args
        ]
        if all(bound):
            return 0.0
        spread = 1.0 / (1 + sum(bound) + bound[0])
        return spread + (literal.relation in avoided) * _LATE

    return cost


_LATE = 10.0
