"""Each functor's table of cases, derived by hand from C++'s rules for 64-bit types."""

import math

import pytest

from checker.analysis.program import Primitive
from checker.engines.functors import (
    AGGREGATES,
    COMPARISONS,
    EMPTY,
    FUNCTORS,
    NoValueError,
    is_partial,
    span_of,
)
from checker.language.functors import SIGNATURES

N, U, F, S = Primitive.NUMBER, Primitive.UNSIGNED, Primitive.FLOAT, Primitive.SYMBOL
MIN, MAX, TOP = -(2**63), 2**63 - 1, 2**64 - 1
INF = math.inf


def call(op, operand, *args):
    return FUNCTORS[op, operand](*args)


@pytest.mark.parametrize(
    ("op", "operand", "args", "expected"),
    [
        ("+", N, (2, 3), 5),
        ("+", N, (MAX, 1), MIN),
        ("-", N, (MIN, 1), MAX),
        ("*", N, (2**32, 2**32), 0),
        ("*", N, (MAX, 2), -2),
        ("/", N, (7, 2), 3),
        ("/", N, (-7, 2), -3),
        ("/", N, (7, -2), -3),
        ("/", N, (-7, -2), 3),
        ("/", N, (MIN, -1), MIN),
        ("%", N, (7, 3), 1),
        ("%", N, (-7, 3), -1),
        ("%", N, (7, -3), 1),
        ("%", N, (MIN, -1), 0),
        ("^", N, (2, 10), 1024),
        ("^", N, (-2, 3), -8),
        ("^", N, (3, 39), 4052555153018976267),
        ("^", N, (2, 64), 0),
        ("^", N, (-1, 2**62), 1),
        ("^", N, (0, 0), 1),
        ("^", N, (2, -1), 0),
        ("^", N, (1, -5), 1),
        ("^", N, (-1, -5), -1),
        ("^", N, (-1, -4), 1),
        ("neg", N, (5,), -5),
        ("neg", N, (MIN,), MIN),
        ("bnot", N, (0,), -1),
        ("band", N, (-1, 12), 12),
        ("bor", N, (8, 3), 11),
        ("bxor", N, (6, 3), 5),
        ("bshl", N, (1, 3), 8),
        ("bshl", N, (1, 63), MIN),
        ("bshl", N, (1, 64), 1),
        ("bshr", N, (-8, 1), -4),
        ("bshr", N, (-8, 65), -4),
        ("bshru", N, (-1, 60), 15),
        ("bshru", N, (-1, 0), -1),
        ("land", N, (2, -1), 1),
        ("land", N, (2, 0), 0),
        ("lor", N, (0, 0), 0),
        ("lor", N, (0, 9), 1),
        ("lxor", N, (3, 9), 0),
        ("lxor", N, (0, 9), 1),
        ("lnot", N, (0,), 1),
        ("lnot", N, (7,), 0),
        ("min", N, (3, 1, 2), 1),
        ("max", N, (3, 1, 2), 3),
    ],
)
def test_numbers_are_twos_complement_of_64_bits(op, operand, args, expected):
    assert call(op, operand, *args) == expected


@pytest.mark.parametrize(
    ("op", "args", "expected"),
    [
        ("+", (TOP, 1), 0),
        ("-", (0, 1), TOP),
        ("*", (2**63, 2), 0),
        ("/", (TOP, 2), 2**63 - 1),
        ("%", (7, 4), 3),
        ("^", (2, 63), 2**63),
        ("^", (2, 64), 0),
        ("bnot", (0,), TOP),
        ("bshl", (1, 63), 2**63),
        ("bshl", (TOP, 1), TOP - 1),
        ("bshr", (TOP, 63), 1),
        ("bshru", (TOP, 63), 1),
        ("lnot", (0,), 1),
        ("max", (1, TOP), TOP),
    ],
)
def test_unsigned_counts_modulo_two_to_the_64(op, args, expected):
    assert call(op, U, *args) == expected


@pytest.mark.parametrize(
    ("op", "args", "expected"),
    [
        ("+", (0.1, 0.2), 0.30000000000000004),
        ("-", (1.0, 1.0), 0.0),
        ("*", (1e308, 10.0), INF),
        ("/", (1.0, 4.0), 0.25),
        ("/", (1.0, 0.0), INF),
        ("/", (-1.0, 0.0), -INF),
        ("^", (2.0, 0.5), math.sqrt(2.0)),
        ("^", (2.0, 2000.0), INF),
        ("^", (-2.0, 2001.0), -INF),
        ("^", (0.0, -1.0), INF),
        ("neg", (1.5,), -1.5),
        ("min", (1.5, -2.0), -2.0),
        ("max", (1.5, INF), INF),
    ],
)
def test_floats_are_ieee_doubles(op, args, expected):
    assert call(op, F, *args) == expected


@pytest.mark.parametrize(
    ("op", "args"), [("*", (-1.0, 0.0)), ("neg", (0.0,)), ("/", (-1.0, INF)), ("-", (0.0, 0.0))]
)
def test_there_is_one_zero(op, args):
    assert math.copysign(1.0, call(op, F, *args)) == 1.0


@pytest.mark.parametrize(
    ("op", "operand", "args"),
    [
        ("/", N, (1, 0)),
        ("%", N, (1, 0)),
        ("/", U, (1, 0)),
        ("%", U, (1, 0)),
        ("^", N, (0, -1)),
        ("/", F, (0.0, 0.0)),
        ("-", F, (INF, INF)),
        ("*", F, (0.0, INF)),
        ("^", F, (-1.0, 0.5)),
        ("substr", S, ("é", 0, 1)),
        ("substr", S, ("aé", 2, 1)),
        ("to_number", S, ("abc",)),
        ("to_number", S, ("",)),
        ("to_number", S, ("12 km",)),
        ("to_number", S, ("1.5",)),
        ("to_number", S, ("9223372036854775808",)),
        ("to_number", S, ("9" * 100_000,)),
        ("to_number", S, ("-" + "9" * 30,)),
        ("to_number", S, ("\u0661",)),
        ("to_number", F, (INF,)),
        ("to_number", F, (9.3e18,)),
        ("to_unsigned", S, ("-1",)),
        ("to_unsigned", S, ("-0",)),
        ("to_unsigned", S, ("18446744073709551616",)),
        ("to_unsigned", F, (-1.0,)),
        ("to_float", S, ("nan",)),
        ("to_float", S, ("1e999",)),
        ("to_float", S, ("1,5",)),
    ],
)
def test_a_functor_without_a_value_says_so(op, operand, args):
    with pytest.raises(NoValueError) as missing:
        call(op, operand, *args)
    assert missing.value.why


@pytest.mark.parametrize(
    ("op", "args", "expected"),
    [
        ("cat", ("a", "b"), "ab"),
        ("cat", ("a", "", "\0", "é"), "a\0é"),
        ("strlen", ("",), 0),
        ("strlen", ("abc",), 3),
        ("strlen", ("é",), 2),
        ("strlen", ("\U0001f600",), 4),
        ("strlen", ("\ud800",), 3),
        ("substr", ("hello", 1, 3), "ell"),
        ("substr", ("hello", 1, 99), "ello"),
        ("substr", ("hello", 1, -1), "ello"),
        ("substr", ("hello", 5, 1), ""),
        ("substr", ("hello", 6, 1), ""),
        ("substr", ("hello", -1, 1), ""),
        ("substr", ("née", 1, 2), "é"),
        ("min", ("b", "a", "é"), "a"),
        ("max", ("b", "a", "é"), "é"),
        ("max", ("\uffff", "\U00010000"), "\U00010000"),
    ],
)
def test_symbols_count_bytes_of_utf_8(op, args, expected):
    assert call(op, S, *args) == expected


@pytest.mark.parametrize(
    ("op", "operand", "value", "expected"),
    [
        ("to_number", N, 5, 5),
        ("to_number", U, TOP, -1),
        ("to_number", F, -1.9, -1),
        ("to_number", F, -9.223372036854775808e18, MIN),
        ("to_number", S, "-12", -12),
        ("to_number", S, " +007", 7),
        ("to_number", S, "-9223372036854775808", MIN),
        ("to_number", S, "0" * 50_000 + "5", 5),
        ("to_unsigned", N, -1, TOP),
        ("to_unsigned", U, 5, 5),
        ("to_unsigned", F, 1.9, 1),
        ("to_unsigned", F, -0.9, 0),
        ("to_unsigned", S, "18446744073709551615", TOP),
        ("to_float", N, 2**53 + 1, float(2**53)),
        ("to_float", U, TOP, 1.8446744073709552e19),
        ("to_float", F, 1.5, 1.5),
        ("to_float", S, "-1.5e3", -1500.0),
        ("to_float", S, ".5", 0.5),
        ("to_float", S, "inf", INF),
        ("to_string", N, -5, "-5"),
        ("to_string", U, TOP, "18446744073709551615"),
        ("to_string", F, 1.5, "1.500000"),
        ("to_string", F, 3.14, "3.140000"),
        ("to_string", F, 1e-9, "0.000000"),
        ("to_string", F, INF, "inf"),
        ("to_string", F, 1e22, "10000000000000000000000.000000"),
        ("to_string", S, "a", "a"),
    ],
)
def test_conversions_follow_cpp(op, operand, value, expected):
    converted = call(op, operand, value)
    assert converted == expected
    assert type(converted) is type(expected)


@pytest.mark.parametrize(
    ("op", "left", "right", "holds"),
    [
        ("<", "a", "b", True),
        ("<", "Z", "a", True),
        ("<", "\uffff", "\U00010000", True),
        (">=", "é", "z", True),
        ("=", 0.5, 0.5, True),
        ("!=", 0.5, 0.25, True),
        ("<=", -1, -1, True),
        (">", 2**63, 1, True),
        ("contains", "b", "abc", True),
        ("contains", "", "abc", True),
        ("contains", "abc", "b", False),
        ("!contains", "x", "abc", True),
        ("match", "a.*", "abba", True),
        ("match", "b", "abba", False),
        ("!match", "b", "abba", True),
    ],
)
def test_comparisons(op, left, right, holds):
    assert COMPARISONS[op](left, right) is holds


@pytest.mark.parametrize(
    ("operand", "bounds", "expected"),
    [
        (N, (0, 3, None), [0, 1, 2]),
        (N, (3, 0, None), [3, 2, 1]),
        (N, (3, 3, None), []),
        (N, (0, 7, 3), [0, 3, 6]),
        (N, (0, 3, -1), []),
        (N, (3, 0, -2), [3, 1]),
        (N, (5, 6, 0), [5]),
        (N, (5, 5, 0), []),
        (N, (MAX - 1, MAX, 5), [MAX - 1]),
        (N, (MIN + 1, MIN, -5), [MIN + 1]),
        (U, (0, 3, None), [0, 1, 2]),
        (U, (3, 0, None), []),
        (U, (TOP - 1, TOP, 2), [TOP - 1]),
        (F, (0.0, 1.0, 0.25), [0.0, 0.25, 0.5, 0.75]),
        (F, (0.5, 3.0, None), [0.5, 1.5, 2.5]),
        (F, (-0.5, 1.0, 0.5), [-0.5, 0.0, 0.5]),
        (F, (1e300, INF, 1.0), [1e300]),
        (F, (-INF, 0.0, 1.0), [-INF]),
    ],
)
def test_ranges_leave_out_the_end(operand, bounds, expected):
    assert list(span_of(operand, *bounds)) == expected


@pytest.mark.parametrize(
    ("op", "operand", "values", "expected"),
    [
        ("sum", N, [MAX, 1], MIN),
        ("sum", U, [TOP, 2], 1),
        ("sum", F, [0.1] * 10, 1.0),
        ("sum", F, [1e308, 1e308, -1e308], 1e308),
        ("sum", F, [1e308, 1e308], INF),
        ("sum", F, [INF, 1.0], INF),
        ("sum", F, [1e308, 1e308, -INF], -INF),
        ("mean", F, [1.0, 2.0], 1.5),
        ("mean", N, [1, 2], 1.5),
        ("mean", U, [2**63, 2**63], float(2**63)),
        ("min", S, ["b", "a"], "a"),
        ("max", N, [1, 3, 2], 3),
    ],
)
def test_aggregates(op, operand, values, expected):
    for order in (values, values[::-1]):
        assert AGGREGATES[op, operand](order) == expected


def test_a_sum_of_opposite_infinities_has_no_value():
    with pytest.raises(NoValueError):
        AGGREGATES["sum", F]([INF, -INF])


def test_only_sums_hold_of_nothing():
    assert {op for op, _ in EMPTY} == {"sum"}


def test_every_signature_of_the_language_has_a_meaning_and_no_other():
    wanted = {
        (signature.op_on(operand), Primitive(operand))
        for signatures in SIGNATURES.values()
        for signature in signatures
        for operand in signature.operands
        if not signature.multiple
    }
    assert set(FUNCTORS) == wanted


def test_every_functor_that_may_fail_is_called_partial_by_the_language_too():
    partial = {
        (signature.op_on(operand), Primitive(operand))
        for signatures in SIGNATURES.values()
        for signature in signatures
        for operand in signature.operands
        if signature.partial
    }
    assert {key for key in FUNCTORS if is_partial(*key)} <= partial
