"""A rule's body made into steps, each from rows of bindings to rows of bindings.

pyDatalog resolves the joins of positive literals. All else is done here, on the rows between
two joins: there a comparison is one call, while in a resolution it would be a subgoal of its own
for each pair of values; and pyDatalog has no typed functors, no answer to a negation that stands
first, and no aggregate over a conjunction.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from checker.analysis.program import (
    Absent,
    Aggregation,
    Argument,
    Bind,
    Generate,
    Literal,
    Match,
    Row,
    Test,
    Value,
    Var,
    Wildcard,
)
from checker.dataclasses import dataclass
from checker.engines.functors import AGGREGATES, EMPTY, NoValueError, span_of
from checker.engines.limits import CHECK_EVERY, Budget
from checker.engines.order import flow, grounds, ordered
from checker.engines.pydatalog.relation import StoredRelation, View, picker, shape_of
from checker.engines.pydatalog.resolution import Resolution
from checker.engines.terms import evaluator, no_value, tester

Step: TypeAlias = Callable[[Iterable[Row]], Iterable[Row]]

_MAX_NESTED = 100
"""Steps that draw rows from one another before these are gathered: each is a nested call."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A body's steps, and the variables of the rows that come out of the last one."""

    steps: tuple[Step, ...]
    names: tuple[str, ...]

    def run(self, rows: Iterable[Row]) -> Iterable[Row]:
        """The bindings of the body for these bindings of the variables grounded beforehand."""
        for number, step in enumerate(self.steps, 1):
            rows = step(rows)
            if number % _MAX_NESTED == 0:
                rows = list(rows)
        return rows


@dataclass(frozen=True, slots=True)
class _Atom:
    """A ``Match`` or ``Absent``: the view it looks at, and its variables there."""

    view: View
    names: tuple[str, ...]


class StepMaker:
    """Makes the steps of bodies over the relations of one evaluation."""

    def __init__(
        self, relations: Mapping[str, StoredRelation], resolution: Resolution, budget: Budget
    ) -> None:
        self._relations = relations
        self._resolution = resolution
        self._budget = budget
        self._sources: dict[int, View] = {}

    def steps(
        self,
        body: Sequence[Literal],
        wanted: Collection[str],
        *,
        grounded: tuple[str, ...] = (),
        delta: int | None = None,
    ) -> Steps:
        """The steps that find the bindings of a body.

        The variables ``wanted`` are kept to the end. The rows that go in bind the variables
        ``grounded``. The ``Match`` at index ``delta`` reads what the last round found.
        """
        flows = [flow(literal) for literal in body]
        named = [grounded | read for grounded, read in flows]
        ignored = _read_once(body, named) - {*wanted, *grounded}
        atoms = {
            index: self._atom(literal, ignored, index == delta)
            for index, literal in enumerate(body)
            if isinstance(literal, Match | Absent)
        }

        def cost(index: int, known: frozenset[str]) -> float:
            atom = atoms[index]
            rows = float(len(atom.view.rows))
            for column, name in enumerate(atom.names):
                if name in known:
                    rows /= atom.view.distinct(column)
            return rows

        names = grounded
        steps: list[Step] = []
        rest = deque(ordered(body, grounded, cost, delta, flows))
        while rest:
            literal = body[rest[0]]
            if isinstance(literal, Match):
                atom = atoms[rest[0]]
                if set(atom.names) <= set(names):
                    rest.popleft()
                    step = _where(_meets(atom, names))
                elif joined := _take_joined(rest, body, atoms, names):
                    live = set(wanted).union(*[named[index] for index in rest])
                    step, names = self._join(joined, names, live)
                else:
                    step, names = self._product(atoms[rest.popleft()], names)
            elif isinstance(literal, Absent):
                step = _without(atoms[rest.popleft()], names)
            else:
                rest.popleft()
                step, names = self._compute(literal, names)
            steps.append(step)
        return Steps(tuple(steps), names)

    def _atom(self, literal: Match | Absent, ignored: Collection[str], in_delta: bool) -> _Atom:
        relation = self._relations[literal.relation]
        shape, names = shape_of(literal.args, ignored)
        return _Atom(relation.delta(shape) if in_delta else relation.view(shape), names)

    # --- joins -------------------------------------------------------------------------------

    def _product(self, atom: _Atom, names: tuple[str, ...]) -> tuple[Step, tuple[str, ...]]:
        """Pairs each row with each of an atom's that shares no variable with it.

        There is nothing to resolve in that; a body's first literal is such an atom.
        """
        view = atom.view

        def product(rows: Iterable[Row]) -> Iterator[Row]:
            made = 0
            for row in rows:
                for other in view.rows:
                    yield row + other
                    made += 1
                    if made % CHECK_EVERY == 0:
                        self._budget.check()

        return product, (*names, *atom.names)

    def _join(
        self, atoms: Sequence[_Atom], names: tuple[str, ...], live: Collection[str]
    ) -> tuple[Step, tuple[str, ...]]:
        """pyDatalog's join of the rows with atoms; it keeps the variables ``live`` later.

        The rows are the first literal of its clause, and the atoms the others. Rows that no row
        of the first atom meets are not put before pyDatalog: a look into an index is a tenth of
        what a subgoal without an answer costs.
        """
        in_atoms = dict.fromkeys(name for atom in atoms for name in atom.names)
        fed = tuple(name for name in names if name in live or name in in_atoms)
        feed = _picker(fed, names)
        out = tuple(name for name in dict.fromkeys((*fed, *in_atoms)) if name in live)
        source = self._source(len(fed))
        first = self._resolution.literal(source, fed)
        others = [self._resolution.literal(atom.view, atom.names) for atom in atoms]
        clause = self._resolution.clause(out, [first, *others])

        meets = _meets(atoms[0], fed)

        def join(rows: Iterable[Row]) -> Iterable[Row]:
            source.replace(filter(meets, map(feed, rows)))
            if not source.rows:
                return ()
            try:
                return self._resolution.answers(clause)
            finally:
                source.replace(())

        return join, out

    def _source(self, width: int) -> View:
        """Where a join puts its rows, and takes them away before another join is asked."""
        source = self._sources.get(width)
        if source is None:
            source = self._sources[width] = View(tuple(range(width)))
        return source

    # --- values ------------------------------------------------------------------------------

    def _compute(
        self, literal: Bind | Test | Generate | Aggregation, names: tuple[str, ...]
    ) -> tuple[Step, tuple[str, ...]]:
        columns = {name: column for column, name in enumerate(names)}
        match literal:
            case Test():
                return _where(tester(literal, columns)), names
            case Bind(var=var, term=term):
                return _with(evaluator(term, columns)), (*names, var.name)
            case Generate(var=var):
                return self._generate(literal, columns), (*names, var.name)
            case Aggregation(var=var):
                aggregate = self._aggregate(literal, names)
                if var.name in columns:
                    return _where_aggregate(aggregate, columns[var.name]), names
                return _with_aggregate(aggregate), (*names, var.name)

    def _generate(self, literal: Generate, columns: Mapping[str, int]) -> Step:
        start = evaluator(literal.start, columns)
        stop = evaluator(literal.stop, columns)
        step = None if literal.step is None else evaluator(literal.step, columns)

        def generate(rows: Iterable[Row]) -> Iterator[Row]:
            made = 0
            for row in rows:
                by = None if step is None else step(row)
                for value in span_of(literal.var.type, start(row), stop(row), by):
                    yield (*row, value)
                    made += 1
                    if made % CHECK_EVERY == 0:
                        self._budget.check()

        return generate

    # --- aggregates --------------------------------------------------------------------------

    def _aggregate(self, aggregation: Aggregation, names: tuple[str, ...]) -> _Aggregate:
        body = [self._with_every_column(literal) for literal in aggregation.body]
        outer = tuple(dict.fromkeys(var.name for var in aggregation.outer))
        local = frozenset[str]().union(*map(grounds, body))
        steps = self.steps(body, {*outer, *local}, grounded=outer)
        columns = {name: column for column, name in enumerate(steps.names)}
        target = aggregation.target
        return _Aggregate(
            aggregation,
            _picker(outer, names),
            steps,
            _picker(outer, steps.names),
            None if target is None else evaluator(target, columns),
        )

    def _with_every_column(self, literal: Literal) -> Literal:
        """The literal with a variable in place of each wildcard: an aggregate counts them."""
        if not isinstance(literal, Match):
            return literal
        types = self._relations[literal.relation].types
        args: tuple[Argument, ...] = tuple(
            Var(f"?{literal.span.start}.{column}", types[column])
            if isinstance(argument, Wildcard)
            else argument
            for column, argument in enumerate(literal.args)
        )
        return replace(literal, args=args)


class _Aggregate:
    """The values of an aggregate, each found once for its outer variables' values."""

    def __init__(
        self,
        aggregation: Aggregation,
        outer_of_row: Callable[[Row], Row],
        steps: Steps,
        outer_of_answer: Callable[[Row], Row],
        target: Callable[[Row], Value] | None,
    ) -> None:
        self._aggregation = aggregation
        self._outer_of_row = outer_of_row
        self._steps = steps
        self._outer_of_answer = outer_of_answer
        self._target = target
        self._known: dict[Row, Value | None] = {}

    def of(self, rows: Iterable[Row]) -> Iterator[tuple[Row, Value]]:
        """The rows for which the aggregate holds, each with its value."""
        keyed = [(row, self._outer_of_row(row)) for row in rows]
        self._find({key for _, key in keyed if key not in self._known})
        for row, key in keyed:
            value = self._known[key]
            if value is not None:
                yield row, value

    def _find(self, keys: set[Row]) -> None:
        answers: dict[Row, list[Row]] = {key: [] for key in keys}
        for answer in self._steps.run(keys) if keys else ():  # each once: no variable is dropped
            answers[self._outer_of_answer(answer)].append(answer)
        for key, found in answers.items():
            self._known[key] = self._value(found)

    def _value(self, answers: Sequence[Row]) -> Value | None:
        if self._target is None:
            return len(answers)
        which = self._aggregation.op, self._aggregation.operand
        if not answers:
            return EMPTY.get(which)
        try:
            return AGGREGATES[which]([self._target(answer) for answer in answers])
        except NoValueError as missing:
            raise no_value(self._aggregation.span, missing) from None


def _take_joined(
    rest: deque[int], body: Sequence[Literal], atoms: Mapping[int, _Atom], names: Iterable[str]
) -> list[_Atom]:
    """Takes the next literals as long as they are atoms that share some of their variables, not
    all, with the rows of ``names`` and the atoms before them."""
    known = set(names)
    taken: list[_Atom] = []
    while rest and isinstance(body[rest[0]], Match):
        here = set(atoms[rest[0]].names)
        if here <= known or not here & known:
            break
        taken.append(atoms[rest.popleft()])
        known |= here
    return taken


# --- steps that need nothing but their rows --------------------------------------------------


def _meets(atom: _Atom, names: tuple[str, ...]) -> Callable[[Row], bool]:
    """Whether some row of the atom agrees with a row of ``names`` on the variables of both."""
    view = atom.view
    columns = tuple([at for at, name in enumerate(atom.names) if name in names])
    key = _picker(tuple([atom.names[at] for at in columns]), names)
    if len(columns) == len(atom.names):
        return lambda row: key(row) in view.rows
    return lambda row: bool(view.select(columns, key(row)))


def _without(atom: _Atom, names: tuple[str, ...]) -> Step:
    key = _picker(atom.names, names)
    view = atom.view
    return lambda rows: (row for row in rows if key(row) not in view.rows)


def _where(holds: Callable[[Row], bool]) -> Step:
    return lambda rows: filter(holds, rows)


def _with(value: Callable[[Row], Value]) -> Step:
    return lambda rows: ((*row, value(row)) for row in rows)


def _with_aggregate(aggregate: _Aggregate) -> Step:
    return lambda rows: ((*row, value) for row, value in aggregate.of(rows))


def _where_aggregate(aggregate: _Aggregate, column: int) -> Step:
    return lambda rows: (row for row, value in aggregate.of(rows) if row[column] == value)


def _picker(wanted: tuple[str, ...], names: tuple[str, ...]) -> Callable[[Row], Row]:
    """From a row of bindings of ``names`` the part that binds ``wanted``."""
    if wanted == names:
        return lambda row: row
    return picker([names.index(name) for name in wanted])


# --- variables -------------------------------------------------------------------------------


def _read_once(body: Sequence[Literal], named: Sequence[frozenset[str]]) -> frozenset[str]:
    """The variables that stand in one place of the body and nowhere else; ``named`` are those of
    each literal."""
    once: set[str] = set()
    again: set[str] = set()
    for literal, names in zip(body, named, strict=True):
        again |= once & names
        once |= names
        if isinstance(literal, Match):
            args = [argument.name for argument in literal.args if isinstance(argument, Var)]
            if len(args) > len(names):
                again.update(name for name in names if args.count(name) > 1)
    return frozenset(once - again)
