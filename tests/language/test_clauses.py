"""How facts, rules and their bodies are read."""

from __future__ import annotations

import pytest

from checker.language import unparse
from checker.language.ast import (
    Atom,
    Body,
    BooleanConstraint,
    Clause,
    Constraint,
    Literal,
    Negation,
)
from tests.language.reading import codes, read, read_body, read_item, read_literal


def read_clause(text: str) -> Clause:
    item = read_item(text)
    assert isinstance(item, Clause)
    return item


def test_a_fact_has_one_head_and_no_body() -> None:
    clause = read_clause('p(1, "a").')
    assert clause.body is None
    assert unparse(clause) == 'p(1, "a").'


def test_a_relation_may_have_no_columns() -> None:
    assert unparse(read_clause("p() :- q().")) == "p() :-\n    q()."


def test_a_rule_may_have_several_heads() -> None:
    clause = read_clause("p(x), q(x) :- r(x).")
    assert [head.relation for head in clause.heads] == ["p", "q"]


def test_commas_bind_tighter_than_semicolons() -> None:
    body = read_body("a(), b(); c(), d()")
    assert [len(conjunction) for conjunction in body.alternatives] == [2, 2]


def test_alternatives_in_brackets_are_a_literal() -> None:
    body = read_body("a(), (b(); c(), d())")
    ((first, second),) = body.alternatives
    assert isinstance(first, Atom)
    assert isinstance(second, Body)
    assert [len(conjunction) for conjunction in second.alternatives] == [1, 2]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("!p(x)", Atom),
        ("!x = 1", Constraint),
        ('!match("a", x)', Constraint),
        ("!true", BooleanConstraint),
        ("!(p(x); q(x))", Body),
        ("!!p(x)", Negation),
    ],
)
def test_any_literal_can_be_negated(text: str, negated: type[Literal]) -> None:
    literal = read_literal(text)
    assert isinstance(literal, Negation)
    assert isinstance(literal.literal, negated)


@pytest.mark.parametrize("op", ["=", "!=", "<", "<=", ">", ">="])
def test_values_are_compared(op: str) -> None:
    literal = read_literal(f"x + 1 {op} y * 2")
    assert isinstance(literal, Constraint)
    assert literal.op == op
    assert unparse(literal) == f"x + 1 {op} y * 2"


@pytest.mark.parametrize("op", ["match", "contains"])
def test_texts_are_compared_by_name(op: str) -> None:
    literal = read_literal(f'{op}("a.*", cat(x, y))')
    assert isinstance(literal, Constraint)
    assert literal.op == op


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("(x) < 1", "x < 1"),
        ("((x)) < 1", "x < 1"),
        ("(x + 1) * 2 = y", "(x + 1) * 2 = y"),
        ("(x < 1)", "(x < 1)"),
        ("((x) < 1)", "(x < 1)"),
        ("((x < 1))", "((x < 1))"),
        ("(p(x)), q(x)", "(p(x)), q(x)"),
        ("((p(x); q(x)), r(x))", "((p(x); q(x)), r(x))"),
    ],
)
def test_a_bracket_holds_a_value_or_a_body_by_what_follows_it(text: str, canonical: str) -> None:
    assert unparse(read_body(text)) == canonical


def test_no_arrow_is_seen_in_a_comparison_with_a_negative_number() -> None:
    assert unparse(read_literal("x<-1")) == "x < -1"


def test_a_plan_is_kept() -> None:
    clause = read_clause("p(x) :- q(x), r(x).\n.plan 0: (2, 1), 1:( 1,2 ), 2:()")
    assert clause.plan == "0:(2,1), 1:(1,2), 2:()"


def test_an_atom_knows_the_place_of_its_name() -> None:
    clause = read_clause("  total ( x ) :- q(x).")
    assert clause.heads[0].name_span.text == "total"
    assert clause.heads[0].span.text == "total ( x )"
    assert clause.span.text == "total ( x ) :- q(x)."


def test_a_clause_may_run_over_lines_with_comments_in_it() -> None:
    file = read("p(x) // the head\n  :- /* the body */ q(x),\n// more\n  r(x).\np(1).")
    assert len(file.items) == 2


def test_words_of_other_languages_are_names_where_soufflé_takes_them_for_names() -> None:
    text = "not(and, or) :- if(and), is(or), not != and."
    assert unparse(read_clause(text)).replace("\n   ", "") == text


@pytest.mark.parametrize(
    "text",
    [*("p(x)", "p(x) :- .", "p(x) :- q(x),.", "p(x) :- q(x);.", "p(x) :- ().", "p :- q(x).", ".."),
     *("p(x) :- q(x) r(x).", "p(x),.", "p(x), q(x).", "p(x) :- x.", "p(x) :- x < y < z.", "!p(x)."),
     *("p(x) :- match(x).", "p(x) :- match.", "p(x) :- (q(x)).)", "p(x) :- q(x)). ", "(p(x)).")],
)  # fmt: skip
def test_what_is_no_clause_is_reported(text: str) -> None:
    assert codes(text) != []
