"""Trees that the parser does not make: the analysis takes trees from anybody."""

from __future__ import annotations

import pytest

from checker.analysis import analyse, errors
from checker.diagnostics import DiagnosticKind, Source, Span
from checker.language import parse
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Body,
    Clause,
    Constraint,
    Functor,
    Literal,
    Negation,
    NumericConstant,
    RuleFile,
    Variable,
)

HERE = Span(Source("made.dl", "made by hand"), 0, 4)
X = Variable(HERE, "x")
ONE = NumericConstant(HERE, "1")


def kinds_found(*body: Literal) -> list[DiagnosticKind]:
    """What is wrong with ``r(x) :- q(x), body.``"""
    literals = (Atom(HERE, "q", (X,), HERE), *body)
    clause = Clause(HERE, (Atom(HERE, "r", (X,), HERE),), Body(HERE, (literals,)))
    declarations = parse(Source("test.dl", ".decl q(x: number) .decl r(x: number)")).file
    return [found.kind for found in analyse([declarations, RuleFile(HERE, (clause,))]).diagnostics]


def equals(argument: Argument) -> Literal:
    return Constraint(HERE, "=", X, argument)


def sum_of(depth: int) -> Argument:
    argument: Argument = X
    for _ in range(depth):
        argument = Functor(HERE, "+", (ONE, argument))
    return argument


def negations(depth: int) -> Literal:
    literal: Literal = Atom(HERE, "q", (X,), HERE)
    for _ in range(depth):
        literal = Negation(HERE, literal)
    return literal


def bodies(depth: int) -> Literal:
    literal: Literal = Atom(HERE, "q", (X,), HERE)
    for _ in range(depth):
        literal = Negation(HERE, Body(HERE, ((literal,), (equals(ONE),))))
    return literal


def aggregates(depth: int) -> Literal:
    literal: Literal = Atom(HERE, "q", (X,), HERE)
    for _ in range(depth):
        literal = equals(Aggregate(HERE, "count", None, Body(HERE, ((literal,),))))
    return literal


@pytest.mark.parametrize("depth", [101, 300, 20_000])
def test_what_is_nested_too_deeply_is_refused(depth: int) -> None:
    assert kinds_found(equals(sum_of(depth))) == [errors.TOO_DEEP]
    assert kinds_found(negations(depth)) == [errors.TOO_DEEP]
    assert kinds_found(bodies(depth)) == [errors.TOO_DEEP]


def test_what_is_nested_as_deeply_as_the_parser_allows_is_accepted() -> None:
    assert kinds_found(equals(sum_of(100)), negations(100), bodies(45), aggregates(45)) == []


def test_alternatives_inside_of_an_aggregate_are_refused() -> None:
    body = Body(HERE, ((Atom(HERE, "q", (X,), HERE),), (equals(ONE),)))

    assert kinds_found(equals(Aggregate(HERE, "count", None, body))) == [
        errors.AGGREGATE_ALTERNATIVES
    ]


@pytest.mark.parametrize(("op", "target"), [("count", ONE), ("sum", None), ("mean", None)])
def test_an_aggregate_without_its_value_or_a_count_with_one_is_refused(
    op: str, target: Argument | None
) -> None:
    aggregate = Aggregate(HERE, op, target, Body(HERE, ((Atom(HERE, "q", (ONE,), HERE),),)))

    assert kinds_found(equals(aggregate)) == [errors.AGGREGATE_TARGET]


def test_a_functor_that_nothing_defines_is_refused() -> None:
    assert kinds_found(equals(Functor(HERE, "sqrt", (X,)))) == [errors.ARITY]
