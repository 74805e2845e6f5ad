"""The body of a rule as the parts of a query: what it reads, under which conditions, and where
each variable stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from checker.analysis.program import (
    Absent,
    Aggregation,
    Apply,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Primitive,
    Term,
    Test,
    Value,
    Var,
    Wildcard,
)
from checker.engines.functors import is_partial
from checker.engines.order import grounds, ordered, reads
from checker.engines.sql.names import fresh_names, function_name
from checker.engines.sql.types import column_type
from checker.engines.terms import may_fail, subterms

Reader = Callable[[Match | Absent], str]
"""The table that a literal reads."""

_LARGE = 40
"""Nodes of an expression that is computed once in a query of its own when it gets a name, so
that naming it again and again does not double it each time."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A query for arguments with which a functor or a match has no value.

    It finds a row of ``subject``'s arguments, or none. To be asked before the rule's own query,
    in which such rows would be lost.
    """

    query: exp.Select
    subject: Apply | Test


class Parameters:
    """The constants of one query, by the names that stand for them in it."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self._names = fresh_names("p")

    def place(self, constant: Const) -> exp.Expr:
        name = next(self._names)
        self.values[name] = constant.value
        return exp.cast(exp.Placeholder(this=name), column_type(constant.type))


class Body:
    """A conjunction that grows literal by literal."""

    def __init__(self, reader: Reader, parameters: Parameters, outer: Body | None = None) -> None:
        self._reader = reader
        self._parameters = parameters
        self._outer = outer
        self._names: Iterator[str] = outer._names if outer else fresh_names("t")
        self._sources: list[exp.Expr] = []
        self._conditions: list[exp.Expr] = []
        self._columns: dict[str, exp.Expr] = {}
        self._guards: list[Guard] = outer._guards if outer else []

    @property
    def guards(self) -> tuple[Guard, ...]:
        return tuple(self._guards)

    def read_each(self, body: Sequence[Literal]) -> None:
        """Adds the literals of a whole body, with each of its answers as a row."""
        self._read(body, {})

    def read(self, body: Sequence[Literal], wanted: frozenset[str], fixed: int | None) -> None:
        """Adds the literals of a whole body, with its answers for the ``wanted`` variables.

        A literal that only has to have a row is looked up instead of joined; the one at index
        ``fixed`` is joined anyway.
        """
        self._read(body, dict(_lookups(body, wanted, self._known(), fixed)))

    def _read(self, body: Sequence[Literal], pending: dict[int, _Lookup]) -> None:
        joined = [literal for index, literal in enumerate(body) if index not in pending]
        for index in ordered(joined, self._known(), _no_cost):
            self._add(joined[index])
            for at, lookup in list(pending.items()):
                if all(self._has(name) for name in lookup.shared):
                    self._conditions.append(self._row_exists(lookup.literal))
                    del pending[at]
        for lookup in pending.values():  # of a body of lookups alone
            self._conditions.append(self._row_exists(lookup.literal))

    def value(self, term: Term) -> exp.Expr:
        """The term as an expression over what has been read."""
        match term:
            case Var(name=name):
                return self._column(name)
            case Const():
                return self._parameters.place(term)
            case Apply(op=op, operand=operand, args=args):
                values = [self.value(arg) for arg in args]
                if op == "cat":
                    return reduce(lambda a, b: exp.DPipe(this=a, expression=b), values)
                if op in ("min", "max"):
                    return call("LEAST" if op == "min" else "GREATEST", *values)
                return call(function_name(op, operand), *values)

    def select(self, *columns: exp.Expr) -> exp.Select:
        """The query for these columns of the answers."""
        return _query(columns, self._sources, self._conditions)

    # --- literals ---

    def _add(self, literal: Literal) -> None:
        match literal:
            case Match():
                self._match(literal)
            case Absent():
                self._conditions.append(exp.not_(self._row_exists(literal)))
            case Bind(var=var, term=term):
                self._guard(term)
                self._name(var, self.value(term))
            case Test():
                self._test(literal)
            case Generate():
                self._generate(literal)
            case Aggregation():
                self._aggregate(literal)

    def _match(self, literal: Match) -> None:
        table = self._source(exp.to_table(self._reader(literal)))
        for column, argument in _arguments(literal):
            place = exp.column(column, table=table)
            if isinstance(argument, Var) and not self._has(argument.name):
                self._columns[argument.name] = place
            else:
                self._conditions.append(exp.EQ(this=place, expression=self.value(argument)))

    def _row_exists(self, literal: Match | Absent) -> exp.Expr:
        table = next(self._names)
        query = exp.select(exp.Literal.number(1)).from_(
            exp.alias_(exp.to_table(self._reader(literal)), table, table=True)
        )
        own: dict[str, exp.Expr] = {}
        for column, argument in _arguments(literal):
            place = exp.column(column, table=table)
            if isinstance(argument, Var) and not self._has(argument.name):
                if argument.name not in own:
                    own[argument.name] = place
                    continue
                wanted = own[argument.name].copy()
            else:
                wanted = self.value(argument)
            query.where(exp.EQ(this=place, expression=wanted), copy=False)
        return exp.Exists(this=query)

    def _test(self, test: Test) -> None:
        self._guard(test.left)
        self._guard(test.right)
        left, right = self.value(test.left), self.value(test.right)
        comparison = _COMPARISONS.get(test.op)
        if comparison is not None:
            self._conditions.append(comparison(this=left, expression=right))
            return
        negated, name = test.op.startswith("!"), test.op.removeprefix("!")
        holds = call(f"ck_{name}", left, right)
        if may_fail(test):
            self._guards.append(self._guarding(test, (test.left, test.right), holds))
        self._conditions.append(exp.not_(holds) if negated else holds)

    def _generate(self, literal: Generate) -> None:
        terms = [literal.start, literal.stop, *([literal.step] if literal.step else [])]
        for term in terms:
            self._guard(term)
        function = function_name(f"range{len(terms)}", literal.var.type)
        values = exp.Explode(this=call(function, *[self.value(term) for term in terms]))
        table = self._lateral(exp.select(exp.alias_(values, "v")))
        self._name(literal.var, exp.column("v", table=table))

    def _aggregate(self, literal: Aggregation) -> None:
        inner = Body(self._reader, self._parameters, outer=self)
        target = literal.target
        inner.read_each(literal.body)
        if target is not None:
            inner._guard(target)
        table = self._lateral(inner.select(exp.alias_(aggregate(literal, inner), "v")))
        column = exp.column("v", table=table)
        if literal.op in ("min", "max", "mean"):
            self._conditions.append(exp.not_(exp.Is(this=column.copy(), expression=exp.Null())))
        self._name(literal.var, column)

    # --- variables ---

    def _known(self) -> frozenset[str]:
        known = frozenset(self._columns)
        return known | self._outer._known() if self._outer else known

    def _has(self, name: str) -> bool:
        return name in self._columns or (self._outer is not None and self._outer._has(name))

    def _column(self, name: str) -> exp.Expr:
        column = self._columns.get(name)
        if column is not None:
            return column.copy()
        assert self._outer is not None, f"{name} is grounded before it is read"
        return self._outer._column(name)

    def _name(self, var: Var, value: exp.Expr) -> None:
        """Gives the variable its value, or compares, where it has one."""
        if self._has(var.name):
            self._conditions.append(exp.EQ(this=value, expression=self._column(var.name)))
            return
        self._columns[var.name] = value
        if sum(1 for _ in value.walk()) > _LARGE:
            self._compute()

    def _compute(self) -> None:
        """Makes what has been read one query with a column for each variable."""
        names = fresh_names("v")
        columns = {variable: next(names) for variable in self._columns}
        query = self.select(
            *[exp.alias_(self._columns[variable], column) for variable, column in columns.items()]
        )
        self._sources, self._conditions = [], []
        table = self._source(exp.Subquery(this=query))
        self._columns = {
            variable: exp.column(column, table=table) for variable, column in columns.items()
        }

    # --- sources ---

    def _source(self, source: exp.Expr) -> str:
        table = next(self._names)
        self._sources.append(exp.alias_(source, table, table=True))
        return table

    def _lateral(self, query: exp.Select) -> str:
        """Reads a query that looks at what has been read before it."""
        table = next(self._names)
        self._sources.append(
            exp.Lateral(
                this=exp.Subquery(this=query),
                alias=exp.TableAlias(this=exp.to_identifier(table)),
            )
        )
        return table

    # --- guards ---

    def _guard(self, term: Term) -> None:
        """Guards each functor of the term that may have no value, inner ones first."""
        for part in reversed(tuple(subterms(term))):
            if isinstance(part, Apply) and is_partial(part.op, part.operand):
                self._guards.append(self._guarding(part, part.args, self.value(part)))

    def _guarding(self, subject: Apply | Test, arguments: Sequence[Term], value: exp.Expr) -> Guard:
        columns = [
            exp.alias_(self.value(argument), f"a{index}")
            for index, argument in enumerate(arguments)
        ]
        sources, conditions = self._everything()
        missing = exp.Is(this=value, expression=exp.Null())
        return Guard(_query(columns, sources, [*conditions, missing]).limit(1, copy=False), subject)

    def _everything(self) -> tuple[list[exp.Expr], list[exp.Expr]]:
        if self._outer is None:
            return self._sources, self._conditions
        sources, conditions = self._outer._everything()
        return [*sources, *self._sources], [*conditions, *self._conditions]


def _query(
    columns: Iterable[exp.Expr],
    sources: Sequence[exp.Expr],
    conditions: Sequence[exp.Expr],
) -> exp.Select:
    # A query that is handed on would be copied whole at each step.
    query = exp.select(*columns)
    for number, source in enumerate(sources):
        if number:
            query.join(source.copy(), join_type="cross", copy=False)
        else:
            query.from_(source.copy(), copy=False)
    return query.where(*[condition.copy() for condition in conditions], copy=False)


def _arguments(literal: Match | Absent) -> Iterator[tuple[str, Var | Const]]:
    """The literal's arguments that are looked at, each with its column."""
    for index, argument in enumerate(literal.args):
        if not isinstance(argument, Wildcard):
            yield f"c{index}", argument


def call(function: str, *arguments: exp.Expr) -> exp.Expr:
    """A function of the database on these arguments."""
    return exp.Anonymous(this=function, expressions=list(arguments))


def _no_cost(_index: int, _known: frozenset[str]) -> float:
    return 0.0  # the database chooses the order of its joins


_COMPARISONS: Mapping[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def aggregate(literal: Aggregation, inner: Body) -> exp.Expr:
    """The aggregate's value over the rows of its body, which are its answers, each once."""
    if literal.target is None:
        return exp.cast(exp.Count(this=exp.Star()), column_type(literal.var.type))
    value = inner.value(literal.target)
    op, operand = literal.op, literal.operand
    if op in ("min", "max"):
        return exp.Min(this=value) if op == "min" else exp.Max(this=value)
    if operand is Primitive.FLOAT:  # of all values at once: a running sum depends on their order
        return call(function_name(op, operand), exp.ArrayAgg(this=value))
    if op == "sum":
        return call(
            function_name("wrap", operand),
            exp.Coalesce(this=exp.Sum(this=value), expressions=[exp.Literal.number(0)]),
        )
    return call(
        function_name("mean", operand),
        exp.Sum(this=exp.cast(value, "DECIMAL(38, 0)")),
        exp.Count(this=exp.Star()),
    )


# --- literals that are only looked for ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lookup:
    """A ``Match`` of which only matters that there is a row; ``shared`` are the variables that
    others ground."""

    literal: Match
    shared: frozenset[str]


def _lookups(
    body: Sequence[Literal], wanted: frozenset[str], known: frozenset[str], fixed: int | None
) -> Iterator[tuple[int, _Lookup]]:
    """The literals that would multiply rows for nothing if they were joined.

    One that ties others together, which share no variable without it, is joined: they would make
    a product.
    """
    kept = {index: literal for index, literal in enumerate(body) if isinstance(literal, Match)}
    for index, literal in reversed(kept.copy().items()):
        if index == fixed:
            continue
        names = grounds(literal)
        elsewhere = wanted | known
        for other, neighbour in enumerate(body):
            if other != index:
                elsewhere |= grounds(neighbour) | reads(neighbour)
        shared = names & elsewhere
        private = len(shared) < len(literal.args)
        others = [grounds(kept[other]) for other in kept if other != index]
        if private and shared <= known.union(*others) and _is_tied(shared - known, others):
            del kept[index]
            yield index, _Lookup(literal, shared)


def _is_tied(names: frozenset[str], literals: Sequence[frozenset[str]]) -> bool:
    """Whether the variables hang together through the literals, each given by its variables."""
    tied = frozenset(sorted(names)[:1])
    pending = list(literals)
    while joined := [literal for literal in pending if literal & tied]:
        pending = [literal for literal in pending if not literal & tied]
        tied = tied.union(*joined)
    return names <= tied
