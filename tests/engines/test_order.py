"""The order in which the literals of a body are looked at."""

import pytest

from checker.engines.order import ordered
from tests.engines.running import program

DECLARATIONS = """.decl small(x: number)
.decl large(x: number, y: number)
.decl other(y: number, z: symbol)
.decl word(w: symbol)
.decl h(x: number)
"""
ROWS = {"small": 3, "large": 1_000, "other": 50, "word": 1}


def order(body, *, first=None):
    """The body's literals as they are written, in the order of evaluation. `first` is the
    relation whose literal goes first."""
    (rule,) = program(f"{DECLARATIONS}h(x) :- {body}.").strata[0].rules
    indexes = [
        index
        for index, literal in enumerate(rule.body)
        if getattr(literal, "relation", "") == first
    ]

    def cost(index, known):
        atom = rule.body[index]
        met = sum(getattr(arg, "name", None) in known for arg in atom.args)
        return ROWS[atom.relation] / 10**met

    chosen = ordered(rule.body, (), cost, *indexes)
    return [rule.body[index].span.text for index in chosen]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("large(x, y), small(x)", ["small(x)", "large(x, y)"]),
        ("small(x), large(x, y), x > 1", ["small(x)", "x > 1", "large(x, y)"]),
        ("word(w), large(x, y), other(y, z)", ["other(y, z)", "large(x, y)", "word(w)"]),
        ("other(y, w), x = y + 1, small(x)", ["other(y, w)", "x = y + 1", "small(x)"]),
        (
            "large(x, y), z = 10 / y, y > 0, z > 1, small(x)",
            ["small(x)", "large(x, y)", "y > 0", "z = 10 / y", "z > 1"],
        ),
        ("small(x), !word(w), other(x, w)", ["small(x)", "other(x, w)", "word(w)"]),
    ],
    ids=["smallest", "test early", "product last", "computed", "partial last", "negation"],
)
def test_the_order_of_evaluation(body, expected):
    assert order(body) == expected


def test_the_rows_of_the_last_round_go_first():
    assert order("small(x), large(x, y)", first="large") == ["large(x, y)", "small(x)"]
