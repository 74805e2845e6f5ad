"""What rules become: rules as written, and the rules of the program that come from them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from checker.analysis.program import Const, Primitive
from tests.analysis.programs import accepted, analysed, rules

DECLARATIONS = """
.type Key <: symbol
.decl a(x: number) .decl b(x: number) .decl c(x: number, y: number)
.decl s(x: symbol) .decl k(x: Key, n: number) .decl f(x: float) .decl u(x: unsigned)
.decl p(x: number) .decl q(x: number, y: number) .decl t(x: symbol) .decl g(x: float)
.decl w(x: unsigned) .decl l(x: Key, n: number)
"""


@dataclass(frozen=True)
class Case:
    sentence: str
    written: str
    lowered: tuple[str, ...]


CASES = [
    # --- facts and constants ---
    Case("a fact is a rule without a body", 'l("a", 1).', ('l("a", 1).',)),
    Case("a fact may compute", "p(1 + 2).", ("p(#1) :- #1 := +[number](1, 2).",)),
    Case(
        "a sign belongs to its constant",
        "p(-9223372036854775808). g(-0.5).",
        ("p(-9223372036854775808).", "g(-0.5)."),
    ),
    Case("a fact may state a range", "p(range(0, 3)).", ("p(#1) :- #1 := range(0, 3).",)),
    Case(
        "constants may be hexadecimal, binary and unsigned",
        "p(0x1f). p(0b101). w(7u). w(0xffffffffffffffff).",
        ("p(31).", "p(5).", "w(7).", "w(18446744073709551615)."),
    ),
    Case(
        "a constant is of the type that its surroundings ask for",
        "g(x + 1) :- f(x), x > 0.",
        ("g(#1) :- f(x), x >[float] 0.0, #1 := +[float](x, 1.0).",),
    ),
    Case(
        "a constant alone is a number",
        "t(to_string(1)).",
        ("t(#1) :- #1 := to_string[number](1).",),
    ),
    Case(
        "a comparison of unsigned numbers is one",
        "w(x) :- u(x), x < 3.",
        ("w(x) :- u(x), x <[unsigned] 3.",),
    ),
    # --- alternatives ---
    Case(
        "each alternative is a rule",
        "p(x) :- a(x) ; b(x), x > 1.",
        ("p(x) :- a(x).", "p(x) :- b(x), x >[number] 1."),
    ),
    Case(
        "each head is a rule for each alternative",
        "p(x), q(x, x) :- a(x) ; b(x).",
        ("p(x) :- a(x).", "p(x) :- b(x).", "q(x, x) :- a(x).", "q(x, x) :- b(x)."),
    ),
    Case(
        "a disjunction inside of a conjunction is multiplied out",
        "p(x) :- a(x), (b(x) ; c(x, _)).",
        ("p(x) :- a(x), b(x).", "p(x) :- a(x), c(x, _)."),
    ),
    Case(
        "the negation of a disjunction negates each part",
        "p(x) :- a(x), !(b(x) ; x > 3).",
        ("p(x) :- a(x), !b(x), x <=[number] 3.",),
    ),
    Case(
        "the negation of a conjunction has alternatives",
        "p(x) :- a(x), !(b(x), x != 3).",
        ("p(x) :- a(x), !b(x).", "p(x) :- x := 3, a(x)."),
    ),
    Case(
        "each comparison has its opposite",
        "q(x, y) :- c(x, y), !x = 1, !x < y, !x <= 3, !x > 4, !x >= 5, a(y), !y != 2.",
        (
            "q(x, y) :- y := 2, c(x, y), x !=[number] 1, x >=[number] y, x >[number] 3, "
            "x <=[number] 4, x <[number] 5, a(y).",
        ),
    ),
    Case("two negations are none", "p(x) :- a(x), !!b(x).", ("p(x) :- a(x), b(x).",)),
    Case(
        "patterns are negated as a whole",
        't(x) :- s(x), !match("a.*", x), !contains("b", x).',
        ('t(x) :- s(x), "a.*" !match[symbol] x, "b" !contains[symbol] x.',),
    ),
    Case("equal alternatives are one", "p(x) :- a(x) ; a(x).", ("p(x) :- a(x).",)),
    Case("true says nothing", "p(x) :- true, a(x).", ("p(x) :- a(x).",)),
    Case("false never holds", "p(x) :- a(x), false.", ("p(x) :- 1 =[number] 0, a(x).",)),
    # --- order ---
    Case(
        "atoms keep their order, and what they make possible comes as soon as it is",
        "p(x) :- !b(x), x < y, a(x), z = x + y, c(x, y), a(z).",
        ("p(x) :- a(x), !b(x), c(x, y), x <[number] y, z := +[number](x, y), a(z).",),
    ),
    Case(
        "an equation gives a value to either side, or compares",
        "p(y) :- x + 1 = y, x = 2, y = 3, a(x).",
        ("p(y) :- x := 2, y := 3, +[number](x, 1) =[number] y, a(x).",),
    ),
    Case(
        "what may fail comes after what may spare it",
        "q(x, z) :- a(x), z = 10 / x, x != 0.",
        ("q(x, z) :- a(x), x !=[number] 0, z := /[number](10, x).",),
    ),
    Case(
        "what may fail comes no sooner than written",
        "p(x) :- a(x), b(y), 10 / x > y.",
        ("p(x) :- a(x), b(y), /[number](10, x) >[number] y.",),
    ),
    Case(
        "what may fail for the head alone comes last",
        "q(x, z) :- a(x), z = 10 / x, c(x, x).",
        ("q(x, z) :- a(x), c(x, x), z := /[number](10, x).",),
    ),
    Case(
        "division by a constant cannot fail",
        "p(x) :- a(x), y = x / 2, b(y).",
        ("p(x) :- a(x), y := /[number](x, 2), b(y).",),
    ),
    # --- expressions ---
    Case(
        "an expression in an atom is computed before, where it can be",
        "p(x) :- a(x), b(x + 1).",
        ("p(x) :- a(x), #1 := +[number](x, 1), b(#1).",),
    ),
    Case(
        "an expression in an atom is compared after, where it must be",
        "p(x) :- b(x + 1), a(x).",
        ("p(x) :- b(#1), a(x), #1 =[number] +[number](x, 1).",),
    ),
    Case(
        "an expression in a negated atom is computed before",
        "p(x) :- a(x), !b(x * 2).",
        ("p(x) :- a(x), #1 := *[number](x, 2), !b(#1).",),
    ),
    Case(
        "a unary minus is an operator of its own",
        "p(-x) :- a(x).",
        ("p(#1) :- a(x), #1 := neg[number](x).",),
    ),
    Case(
        "a cast changes nothing",
        'l(as(x, Key), n) :- s(x), k(_, n), !k(as(x, Key), n), as(x, Key) != "a".',
        ('l(x, n) :- s(x), x !=[symbol] "a", k(_, n), !k(x, n).',),
    ),
    Case(
        "the result of a functor fits any subtype",
        'l(cat(x, "!"), 1) :- k(x, _).',
        ('l(#1, 1) :- k(x, _), #1 := cat[symbol](x, "!").',),
    ),
    Case(
        "values of a subtype flow into a wider column, constants into any",
        't(x) :- k(x, _), x != "a".',
        ('t(x) :- k(x, _), x !=[symbol] "a".',),
    ),
    Case(
        "a comparison makes types meet",
        "l(x, 1) :- s(x), k(y, _), x != y.",
        ("l(x, 1) :- s(x), k(y, _), x !=[symbol] y.",),
    ),
    # --- ranges ---
    Case(
        "a range gives a variable each of its values",
        "p(x) :- a(y), x = range(0, y, 2).",
        ("p(x) :- a(y), x := range(0, y, 2).",),
    ),
    Case(
        "a range of something that has a value is searched",
        "p(x) :- x = range(0, 3), a(x).",
        ("p(x) :- x := range(0, 3), a(x).",),
    ),
    Case(
        "a range behind an atom asks whether its value is there",
        "p(x) :- a(x), x = range(0, 3).",
        ("p(x) :- a(x), #range1 := range(0, 3), x =[number] #range1.",),
    ),
    Case(
        "a range inside of an expression is a literal of its own",
        "p(x) :- a(y), x = y + range(0, 3).",
        ("p(x) :- a(y), #1 := range(0, 3), x := +[number](y, #1).",),
    ),
    # --- aggregates ---
    Case(
        "an aggregate goes over its own variables, for each value of the others",
        "q(x, n) :- a(x), n = count : { c(x, _) }.",
        ("q(x, n) :- a(x), n := count[number] : { c(x, _) } for (x).",),
    ),
    Case(
        "variables of one name in two aggregates are two",
        "q(n, m) :- n = count : { c(z, z) }, m = sum z : { c(z, z) }.",
        (
            "q(n, m) :- n := count[number] : { c(z, z) } for (), "
            "m := sum[number] z#2 : { c(z#2, z#2) } for ().",
        ),
    ),
    Case(
        "an aggregate inside of an aggregate sees the variables around it",
        "p(n) :- n = count : { a(x), 1 < count : { c(x, y), y > x } }.",
        (
            "p(n) :- n := count[number] : { a(x), "
            "#1 := count[number] : { c(x, y), y >[number] x } for (x), 1 <[number] #1 } for ().",
        ),
    ),
    Case(
        "an outer variable may stand in the innermost aggregate alone",
        "p(z) :- b(z), 1 = count : { a(x), 1 = count : { c(x, z) } }.",
        (
            "p(z) :- #1 := 1, b(z), #1 := count[number] : { #2 := 1, a(x), "
            "#2 := count[number] : { c(x, z) } for (x z) } for (z).",
        ),
    ),
    Case(
        "an aggregate is a value like any other",
        "p(2 * max x : { a(x) }) :- b(count : { a(_) }).",
        (
            "p(#2) :- #1 := count[number] : { a(_) } for (), "
            "#3 := max[number] x : { a(x) } for (), #2 := *[number](2, #3), b(#1).",
        ),
    ),
    Case(
        "the target of an aggregate may be an expression",
        "g(n) :- n = mean to_float(x) : { a(x) }.",
        ("g(n) :- n := mean[float] to_float[number](x) : { a(x) } for ().",),
    ),
    Case(
        "a body without atoms is one answer or none",
        "p(n) :- a(x), n = sum 5 : { x > 3 }.",
        ("p(n) :- a(x), n := sum[number] 5 : { x >[number] 3 } for (x).",),
    ),
    Case(
        "a literal written twice in an aggregate counts once",
        "p(n) :- n = count : { c(_, _), c(_, _) }.",
        ("p(n) :- n := count[number] : { c(_, _) } for ().",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_a_rule_becomes(case: Case) -> None:
    assert tuple(rules(accepted(case.written + DECLARATIONS))) == case.lowered


def test_a_variable_in_a_target_is_another_one_than_outside() -> None:
    analysis = analysed("q(x, n) :- a(x), n = sum x : { c(x, _) }." + DECLARATIONS)

    assert analysis.program is not None
    assert rules(analysis.program) == [
        "q(x, n) :- n := sum[number] x#2 : { c(x#2, _) } for (), a(x)."
    ]


def test_rules_are_numbered_in_the_order_of_the_source_and_keep_their_clause() -> None:
    program = accepted("p(x) :- a(x) ; b(x). a(1). q(x, x) :- a(x)." + DECLARATIONS)

    found = sorted(
        (rule for stratum in program.strata for rule in stratum.rules), key=lambda rule: rule.id
    )

    assert [(rule.id, rule.span.text) for rule in found] == [
        (0, "p(x) :- a(x) ; b(x)."),
        (1, "p(x) :- a(x) ; b(x)."),
        (2, "a(1)."),
        (3, "q(x, x) :- a(x)."),
    ]


def test_constants_carry_their_primitive_type() -> None:
    program = accepted("q(1, 2). w(1). g(1)." + DECLARATIONS)

    constants = {rule.relation: rule.args[0] for each in program.strata for rule in each.rules}

    assert constants == {
        "q": Const(1, Primitive.NUMBER),
        "w": Const(1, Primitive.UNSIGNED),
        "g": Const(1.0, Primitive.FLOAT),
    }
    assert isinstance(constants["g"], Const)
    assert isinstance(constants["g"].value, float)
