"""Recursion of every shape: the engines and the oracle agree.

Three relations over a small graph read each other any number of times, so that strata are linear
or not, of one relation or mutual, and cut in two by negation.
"""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.analysis.program import Row
from checker.engines import engine
from tests import oracle
from tests.engines.running import program

RECURSIVE = ("p", "q", "r")
NODES = st.integers(0, 5)
EDGES = st.lists(st.tuples(NODES, NODES), max_size=9)
DECLARATIONS = "\n".join(
    f".decl {name}(a: number, b: number)" for name in ("e", "f", *RECURSIVE, "s", "t")
)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A rule whose body is a path from x to z, or one that breaks off on the way."""
    head = draw(st.sampled_from(RECURSIVE))
    names = draw(st.lists(st.sampled_from(("e", "f", *RECURSIVE)), min_size=1, max_size=3))
    steps = ["x", *[f"y{number}" for number in range(1, len(names))], "z"]
    body = []
    for name, start, end in zip(names, steps, steps[1:], strict=False):
        ends = (start, end) if draw(st.booleans()) else (end, start)
        body.append(f"{name}({ends[0]}, {ends[1]})")
    if draw(st.booleans()):
        body.append(draw(st.sampled_from(["x != z", "x < z", "e(z, _)", "!f(x, z)"])))
    return f"{head}(x, z) :- {', '.join(body)}."


PROGRAMS = st.lists(rules(), min_size=2, max_size=6).map(
    lambda written: "\n".join(
        [
            DECLARATIONS,
            "p(x, y) :- e(x, y).",
            "q(x, y) :- f(y, x).",
            *written,
            "s(x, y) :- p(x, y), !q(x, y).",
            "s(x, z) :- s(x, y), s(y, z).",
            "t(x, n) :- r(x, _), n = count : { s(x, _) }.",
        ]
    )
)


def answers(name: str, text: str, facts: Mapping[str, list[Row]]) -> dict[str, set[Row]]:
    evaluation = engine(name).evaluate(program(text), facts)
    return {relation: set(rows) for relation, rows in evaluation.relations.items()}


@settings(max_examples=80)
@given(PROGRAMS, EDGES, EDGES)
def test_engines_agree_with_the_oracle(text: str, e: list[Row], f: list[Row]):
    facts: Mapping[str, list[Row]] = {"e": e, "f": f}
    expected = oracle.evaluate(program(text), facts)
    assert answers("duckdb", text, facts) == expected
    assert answers("pydatalog", text, facts) == expected


def test_a_literal_that_ties_others_together_is_joined():
    text = """
    .decl said(c: number)
    .decl claim(c: number, d: number, k: number)
    .decl day(d: number, n: number)
    .decl told(c: number, n: number)
    told(c, n) :- said(c), claim(c, d, _), day(d, n).
    """
    size = 20_000
    facts: Mapping[str, list[Row]] = {
        "said": [(c,) for c in range(size)],
        "claim": [(c, c + 1, k) for c in range(size) for k in range(2)],
        "day": [(c, c % 7) for c in range(size)],
    }
    # As a product of 20,000 by 20,000 rows this would not end within the limit of a test.
    assert len(answers("duckdb", text, facts)["told"]) == size - 1
