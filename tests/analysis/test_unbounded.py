"""Recursion that makes new values with nothing to end it is named before it runs."""

import pytest

from checker.analysis import analyse
from checker.diagnostics import Source
from checker.language import parse

DECLARATIONS = """
.decl e(x: number, y: number)
.decl n(x: number)
.decl m(x: number)
.decl d(x: number, depth: number)
.decl s(x: symbol)
n(0). m(0). d(0, 0). s("a"). e(0, 1).
"""


def warnings(rules: str) -> list[str]:
    found = analyse([parse(Source("rules.dl", DECLARATIONS + rules)).file])
    assert found.program is not None
    return [
        f"{each.primary.span.text}: {each.note}".rstrip(": ")
        for each in found.diagnostics
        if each.code == "CHK292"
    ]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("n(x + 1) :- n(x).", "x + 1"),
        ("n(y) :- n(x), y = 2 * x - 1.", "y = 2 * x - 1"),
        ("n(z) :- n(x), y = x + 1, z = y.", "y = x + 1"),
        ("n(z) :- n(x), y = x + 1, z = y * 2.", "z = y * 2"),
        ("n(x + y) :- n(x), n(y).", "x + y"),
        ('s(cat(x, "b")) :- s(x).', 'cat(x, "b")'),
        ("m(x + 1) :- n(x). n(x) :- m(x).", "x + 1"),
        ("n(x + 1) :- n(x); m(x), x < 3.", "x + 1"),
        ("d(y, k + 1) :- d(x, k), e(x, y).", "k + 1: it ends only where `e` leads in no circle"),
    ],
)
def test_it_is_named_at_the_value_that_grows(rules: str, expected: str) -> None:
    assert warnings(rules) == [expected]


@pytest.mark.parametrize(
    "rules",
    [
        "n(x + 1) :- n(x), x < 10.",
        "n(y) :- n(x), y = x + 1, y != 10.",
        "n(y) :- n(x), e(_, y), y = x + 1.",
        "n(x + 1) :- n(x), !m(x).",
        "n(x + 1) :- n(x), count : { m(x) } > 0.",
        "n(y) :- n(x), y = x + 1, x = range(0, 10).",
        "m(x + 1) :- n(x). n(x) :- m(x), x < 10.",
        "d(y, x + 1) :- d(x, _), e(x, y).",
        "d(y, k) :- d(x, k), e(x, y).",
        "n(x / 2) :- n(x).",
        "m(x + 1) :- n(x).",
        "n(y) :- n(_), m(x), y = x + 1.",
        "d(k + 1, a + b) :- d(k, a), d(k - 1, b), k < 9.",
    ],
)
def test_what_something_ends_is_not_named(rules: str) -> None:
    assert warnings(rules) == []


def test_a_relation_is_named_once() -> None:
    assert warnings("n(x + 1) :- n(x). n(x + 2) :- n(x).") == ["x + 1"]
