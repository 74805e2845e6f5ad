"""How arguments are read: operators, functors, aggregates, constants."""

from __future__ import annotations

import pytest

from checker.language import unparse
from checker.language.ast import (
    Aggregate,
    Functor,
    NumericConstant,
    StringConstant,
    TypeCast,
    UnnamedVariable,
    Variable,
)
from tests.language.reading import codes, read_argument


def bracketed(text: str) -> str:
    """An argument with brackets around every operator."""
    return _bracketed(read_argument(text))


def _bracketed(argument: object) -> str:
    match argument:
        case Functor(name="cat" | "min" as name, args=args):
            return f"{name}({', '.join(map(_bracketed, args))})"
        case Functor(name=name, args=(operand,)):
            return f"({name} {_bracketed(operand)})"
        case Functor(name=name, args=(left, right)):
            return f"({_bracketed(left)} {name} {_bracketed(right)})"
        case Variable(name=name):
            return name
        case NumericConstant(text=number):
            return number
    raise AssertionError(argument)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a lor b lxor c", "(a lor (b lxor c))"),
        ("a lxor b land c", "(a lxor (b land c))"),
        ("a land b bor c", "(a land (b bor c))"),
        ("a bor b bxor c", "(a bor (b bxor c))"),
        ("a bxor b band c", "(a bxor (b band c))"),
        ("a band b bshl c", "(a band (b bshl c))"),
        ("a bshl b + c", "(a bshl (b + c))"),
        ("a bshr b - c", "(a bshr (b - c))"),
        ("a bshru b - c", "(a bshru (b - c))"),
        ("a + b * c", "(a + (b * c))"),
        ("a - b / c", "(a - (b / c))"),
        ("a - b % c", "(a - (b % c))"),
        ("a * b ^ c", "(a * (b ^ c))"),
        ("- a * b", "((- a) * b)"),
        ("- a ^ b", "(- (a ^ b))"),
        ("bnot a ^ b", "(bnot (a ^ b))"),
        ("lnot a + b", "((lnot a) + b)"),
        ("bnot a band b", "((bnot a) band b)"),
    ],
)
def test_the_tighter_operator_takes_its_operands_first(text: str, meaning: str) -> None:
    assert bracketed(text) == meaning


@pytest.mark.parametrize(
    "operator",
    [
        "lor",
        "lxor",
        "land",
        "bor",
        "bxor",
        "band",
        "bshl",
        "bshr",
        "bshru",
        "+",
        "-",
        "*",
        "/",
        "%",
    ],
)
def test_equal_operators_are_taken_from_the_left(operator: str) -> None:
    assert bracketed(f"a {operator} b {operator} c") == f"((a {operator} b) {operator} c)"


def test_operators_of_one_level_are_taken_from_the_left() -> None:
    assert bracketed("a - b + c - d") == "(((a - b) + c) - d)"
    assert bracketed("a / b * c % d") == "(((a / b) * c) % d)"
    assert bracketed("a bshl b bshr c") == "((a bshl b) bshr c)"


def test_powers_are_taken_from_the_right() -> None:
    assert bracketed("a ^ b ^ c") == "(a ^ (b ^ c))"


def test_a_sign_may_stand_in_an_exponent() -> None:
    assert bracketed("a ^ -b ^ c * d") == "((a ^ (- (b ^ c))) * d)"


def test_a_sign_is_an_operator_and_no_part_of_a_number() -> None:
    assert bracketed("-1") == "(- 1)"
    assert bracketed("- -1") == "(- (- 1))"
    assert bracketed("1-1") == "(1 - 1)"


def test_brackets_win() -> None:
    assert bracketed("(a + b) * c") == "((a + b) * c)"
    assert bracketed("a ^ (b ^ c)") == "(a ^ (b ^ c))"
    assert bracketed("(a ^ b) ^ c") == "((a ^ b) ^ c)"
    assert bracketed("((a))") == "a"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("((a+b))*c", "(a + b) * c"),
        ("(a*b)+c", "a * b + c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("(a^b)^c", "(a ^ b) ^ c"),
        ("a^(b^c)", "a ^ b ^ c"),
        ("(-a)^b", "(-a) ^ b"),
        ("-(a^b)", "-a ^ b"),
        ("-(-a)", "-(-a)"),
        ("bnot(a)", "bnot a"),
        ("count:{p(_)}", "count : { p(_) }"),
        ("count : p(_)", "count : { p(_) }"),
        ('cat("a",b)', 'cat("a", b)'),
        ("as(a,number)", "as(a, number)"),
    ],
)
def test_the_canonical_text_has_no_brackets_but_those_that_it_needs(
    text: str, canonical: str
) -> None:
    assert unparse(read_argument(text)) == canonical


@pytest.mark.parametrize("text", ["12", "0", "007", "0x1F", "0b101", "12u", "0xfu", "0b1u", "1.50"])
def test_a_number_is_kept_as_written(text: str) -> None:
    assert read_argument(text) == NumericConstant(read_argument(text).span, text)


def test_a_string_has_its_escapes_resolved() -> None:
    argument = read_argument(r'"\"\'\\\a\b\f\n\r\t\v"')
    assert isinstance(argument, StringConstant)
    assert argument.value == "\"'\\\a\b\f\n\r\t\v"


def test_a_string_may_run_over_lines_and_hold_any_script() -> None:
    argument = read_argument('"eins\nzwei 日本 // /* *"')
    assert isinstance(argument, StringConstant)
    assert argument.value == "eins\nzwei 日本 // /* *"


def test_a_backslash_before_a_quote_does_not_end_a_string() -> None:
    argument = read_argument(r'"\\\""')
    assert isinstance(argument, StringConstant)
    assert argument.value == '\\"'


@pytest.mark.parametrize("name", ["x", "?x", "x1", "_x", "__", "x_?", "counter", "mint", "_1"])
def test_a_variable_is_any_name_that_is_no_reserved_word(name: str) -> None:
    assert read_argument(name) == Variable(read_argument(name).span, name)


def test_an_underscore_alone_has_no_name() -> None:
    assert isinstance(read_argument("_"), UnnamedVariable)


def test_min_and_max_of_values_are_functors() -> None:
    argument = read_argument("min(a, max(b, c, 1))")
    assert isinstance(argument, Functor)
    assert argument.name == "min"
    assert unparse(argument) == "min(a, max(b, c, 1))"


@pytest.mark.parametrize("op", ["sum", "min", "max", "mean"])
def test_an_aggregate_has_a_value_before_its_colon(op: str) -> None:
    argument = read_argument(f"{op} x + 1 : {{ p(x), x > 0 }}")
    assert isinstance(argument, Aggregate)
    assert argument.op == op
    assert argument.target is not None
    assert unparse(argument.target) == "x + 1"
    assert unparse(argument.body) == "p(x), x > 0"


def test_the_value_of_an_aggregate_may_begin_with_a_bracket() -> None:
    argument = read_argument("min (x + cat(a, b)) * 2 : p(x)")
    assert isinstance(argument, Aggregate)
    assert argument.target is not None
    assert unparse(argument.target) == "(x + cat(a, b)) * 2"


def test_an_aggregate_is_an_operand() -> None:
    argument = read_argument("1 + count : p(_) + 2")
    assert unparse(argument) == "1 + count : { p(_) } + 2"
    assert isinstance(argument, Functor)
    assert isinstance(argument.args[0], Functor)


def test_an_aggregate_may_stand_in_the_body_of_another() -> None:
    argument = read_argument("sum n : { p(x), n = count : { q(x, _) } }")
    assert isinstance(argument, Aggregate)
    assert unparse(argument) == "sum n : { p(x), n = count : { q(x, _) } }"


def test_a_cast_names_a_type() -> None:
    argument = read_argument("as(x + 1, Age)")
    assert isinstance(argument, TypeCast)
    assert argument.type_name == "Age"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("a + b", 0, 5), ("(a)", 1, 2), ("-a", 0, 2), ("cat(a, b)", 0, 9), ("count : p(_)", 0, 12)],
)
def test_an_argument_spans_its_text(text: str, start: int, end: int) -> None:
    assert read_argument(text).span.text == text[start:end]


@pytest.mark.parametrize(
    "text",
    [*("min(x)", "count(x)", "sum : p(x)", "count x : p(x)", "min x, y : p(x)", "f(x)"),
     *("nil", "x y", "1 2", "-", "cat(", "as(x)", "as(x, 1)", "count", "(x", "x)", "()", "1e5"),
     *("__LINE__", "[x]", "$", "@f(x)", ".5")],
)  # fmt: skip
def test_what_is_no_argument_is_reported(text: str) -> None:
    assert codes(f"p() :- x = {text}.") != []
