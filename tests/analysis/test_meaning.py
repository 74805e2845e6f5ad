"""What a rule means before and after the analysis has taken it apart.

A rule as written is true for an assignment of values to its variables or it is not, whatever the
order of its literals. Here every assignment is tried, and the rows that come of it are compared
with those that the rules of the program derive.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.analysis import analyse
from checker.analysis.program import Program, Rule
from checker.diagnostics import Source
from checker.language import parse, unparse
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Body,
    BooleanConstraint,
    Clause,
    Constraint,
    Functor,
    Literal,
    Negation,
    NumericConstant,
    RuleFile,
    UnnamedVariable,
    Variable,
)
from tests.language.strategies import NOWHERE
from tests.oracle import answers, evaluate

DECLARATIONS = """
.decl a(x: number)
.decl b(x: number, y: number)
.decl p(x: number, y: number)
"""
VALUES = range(-1, 5)
FACTS = {"a": {(0,), (1,), (2,)}, "b": {(0, 1), (1, 1), (1, 2), (2, 0)}}
NAMES = ("x", "y", "z")

# --- rules -----------------------------------------------------------------------------------

variables = st.sampled_from(NAMES).map(lambda name: Variable(NOWHERE, name))
constants = st.integers(0, 2).map(lambda value: NumericConstant(NOWHERE, str(value)))
simple = st.one_of(variables, variables, constants)
columns = st.one_of(simple, st.builds(UnnamedVariable, st.just(NOWHERE)))
sums = st.builds(
    lambda op, left, right: Functor(NOWHERE, op, (left, right)),
    st.sampled_from("+-*"),
    simple,
    simple,
)
comparisons = st.sampled_from(["=", "=", "!=", "<", "<=", ">", ">="])


def atoms(argument: st.SearchStrategy[Argument]) -> st.SearchStrategy[Atom]:
    return st.one_of(
        st.builds(lambda x: Atom(NOWHERE, "a", (x,), NOWHERE), argument),
        st.builds(lambda x, y: Atom(NOWHERE, "b", (x, y), NOWHERE), argument, argument),
    )


def constraints(argument: st.SearchStrategy[Argument]) -> st.SearchStrategy[Literal]:
    return st.builds(
        lambda op, left, right: Constraint(NOWHERE, op, left, right),
        comparisons,
        argument,
        argument,
    )


def negations(inner: st.SearchStrategy[Literal]) -> st.SearchStrategy[Literal]:
    return inner.map(lambda literal: Negation(NOWHERE, literal))


def aggregates(inner: st.SearchStrategy[Literal]) -> st.SearchStrategy[Argument]:
    bodies = st.builds(
        lambda atom, literals: Body(NOWHERE, ((atom, *literals),)),
        atoms(columns),
        st.lists(inner, max_size=2),
    )
    return st.one_of(
        bodies.map(lambda body: Aggregate(NOWHERE, "count", None, body)),
        st.builds(
            lambda op, target, body: Aggregate(NOWHERE, op, target, body),
            st.sampled_from(["sum", "min", "max"]),
            simple,
            bodies,
        ),
    )


flat = st.one_of(atoms(columns), constraints(simple), negations(atoms(columns)))
inner_equations: st.SearchStrategy[Literal] = st.deferred(
    lambda: st.builds(
        lambda variable, aggregate: Constraint(NOWHERE, "=", variable, aggregate),
        variables,
        aggregates(flat),
    )
)
expressions: st.SearchStrategy[Argument] = st.deferred(
    lambda: st.one_of(simple, sums, aggregates(st.one_of(flat, inner_equations)))
)


@st.composite
def plain_literals(draw: st.DrawFn) -> Literal:
    """A literal that is no body and no negation of one."""
    return draw(
        st.one_of(
            atoms(st.one_of(columns, sums)),
            constraints(expressions),
            negations(constraints(simple)),
            negations(atoms(st.one_of(columns, sums))),
            st.booleans().map(lambda value: BooleanConstraint(NOWHERE, value)),
        )
    )


literals: st.SearchStrategy[Literal] = st.recursive(
    plain_literals(),
    lambda inner: st.one_of(
        negations(inner),
        st.lists(st.lists(inner, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(
            lambda alternatives: Body(NOWHERE, tuple(alternatives))
        ),
    ),
    max_leaves=3,
)


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    """A rule, mostly one in which every variable has a value."""
    body = [draw(atoms(variables)), *draw(st.lists(literals, min_size=1, max_size=3))]
    conjunction = tuple(draw(st.permutations(body)))
    head = Atom(NOWHERE, "p", (draw(st.one_of(simple, sums)), draw(simple)), NOWHERE)
    return Clause(NOWHERE, (head,), Body(NOWHERE, (conjunction,)))


@settings(max_examples=3 * settings.default.max_examples)
@given(clauses())
def test_a_rule_means_after_the_analysis_what_it_says(drawn: Clause) -> None:
    text = unparse(RuleFile(NOWHERE, (drawn,)))
    file = parse(Source("test.dl", text + DECLARATIONS)).file
    program = analyse([file]).program
    assume(program is not None)
    assert program is not None
    assume(all(stays_in_bounds(rule) for stratum in program.strata for rule in stratum.rules))

    (clause,) = [item for item in file.items if isinstance(item, Clause)]

    assert evaluate(program, FACTS)["p"] == set(rows(clause)), text


def stays_in_bounds(rule: Rule) -> bool:
    """Whether trying :data:`VALUES` is trying all values."""
    known = FACTS | {"p": set()}
    return all(
        value in VALUES
        for end in range(len(rule.body) + 1)
        for binding in answers(rule.body[:end], {}, known)
        for value in binding.values()
    )


# --- what a rule says ------------------------------------------------------------------------

Assignment = Mapping[str, int]
OPERATORS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class NoValueError(Exception):
    """``min`` or ``max`` of nothing."""


def rows(clause: Clause) -> Iterator[tuple[int, ...]]:
    (head,) = clause.heads
    names = sorted({name for arg in head.args for name in own(arg)} | own(clause.body))
    for values in product(VALUES, repeat=len(names)):
        assignment = dict(zip(names, values, strict=True))
        if holds(clause.body, assignment):
            yield tuple(value(arg, assignment) for arg in head.args)


def own(node: object) -> set[str]:
    """The variables of a part of a rule, but for those inside of aggregates."""
    match node:
        case Variable(name=name):
            return {name}
        case Functor(args=args) | Atom(args=args):
            return {name for arg in args for name in own(arg)}
        case Constraint(left=left, right=right):
            return own(left) | own(right)
        case Negation(literal=literal):
            return own(literal)
        case Body(alternatives=alternatives):
            return {name for each in alternatives for literal in each for name in own(literal)}
    return set()


def holds(literal: Literal | None, assignment: Assignment) -> bool:
    try:
        return is_true(literal, assignment)
    except NoValueError:
        return False


def is_true(literal: Literal | None, assignment: Assignment) -> bool:
    match literal:
        case Atom():
            return any(True for _ in matched(literal, assignment))
        case Negation(literal=Atom() as atom):
            return not is_true(atom, assignment)
        case Negation(literal=Negation(literal=inner)):
            return is_true(inner, assignment)
        case Negation(literal=Body(alternatives=alternatives)):
            return all(
                any(holds(Negation(NOWHERE, each), assignment) for each in alternative)
                for alternative in alternatives
            )
        case Negation(literal=inner):
            return not is_true(inner, assignment)
        case Constraint(op=op, left=left, right=right):
            return COMPARISONS[op](value(left, assignment), value(right, assignment))
        case BooleanConstraint(value=truth):
            return truth
        case Body(alternatives=alternatives):
            return any(all(holds(each, assignment) for each in some) for some in alternatives)
    raise AssertionError(literal)


def matched(atom: Atom, assignment: Assignment) -> Iterator[tuple[int, ...]]:
    wanted = [
        None if isinstance(arg, UnnamedVariable) else value(arg, assignment) for arg in atom.args
    ]
    for row in FACTS[atom.relation]:
        if all(want is None or want == have for want, have in zip(wanted, row, strict=True)):
            yield row


def value(argument: Argument, assignment: Assignment) -> int:
    match argument:
        case Variable(name=name):
            return assignment[name]
        case NumericConstant(text=text):
            return int(text)
        case Functor(name="-", args=(only,)):
            return -value(only, assignment)
        case Functor(name=name, args=(left, right)):
            return OPERATORS[name](value(left, assignment), value(right, assignment))
        case Aggregate():
            return aggregated(argument, assignment)
    raise AssertionError(argument)


def aggregated(aggregate: Aggregate, assignment: Assignment) -> int:
    """Over the answers of the body: other values of its variables, or other rows for ``_``."""
    (body,) = aggregate.body.alternatives
    target = set() if aggregate.target is None else own(aggregate.target)
    inner = {name for literal in body for name in own(literal)} | target
    local = sorted(target | (inner - assignment.keys()))
    atoms_of_body = dict.fromkeys(each for each in body if isinstance(each, Atom))
    found = []
    for values in product(VALUES, repeat=len(local)):
        extended = {**assignment, **dict(zip(local, values, strict=True))}
        if all(holds(literal, extended) for literal in body):
            ways = product(*(matched(atom, extended) for atom in atoms_of_body))
            worth = 1 if aggregate.target is None else value(aggregate.target, extended)
            found += [worth for _ in ways]
    if aggregate.op in ("count", "sum"):
        return sum(found)
    if not found:
        raise NoValueError
    return min(found) if aggregate.op == "min" else max(found)


def test_enough_of_the_rules_tried_are_accepted() -> None:
    accepted: list[Program] = []

    @given(clauses())
    def look(drawn: Clause) -> None:
        text = unparse(RuleFile(NOWHERE, (drawn,)))
        program = analyse([parse(Source("test.dl", text + DECLARATIONS)).file]).program
        if program is not None:
            accepted.append(program)

    look()
    assert len(accepted) > 15
