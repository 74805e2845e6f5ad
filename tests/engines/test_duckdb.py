"""DuckDB gives what the reference gives, refuses what it refuses, and stops where it stops."""

from collections.abc import Collection, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.analysis.program import Primitive, Row
from checker.diagnostics import DiagnosticError
from checker.engines import Limits, engine
from checker.engines.duckdb import DuckDBEngine
from tests import oracle
from tests.engines.running import program
from tests.strategies import Example, programs, values

NO_FACTS: Mapping[str, Collection[Row]] = {}


def rows(text: str, facts: Mapping[str, Collection[Row]] = NO_FACTS) -> dict[str, set[Row]]:
    evaluation = engine("duckdb").evaluate(program(text), facts)
    return {name: set(found) for name, found in evaluation.relations.items()}


def refusals(name: str, text: str, facts: Mapping[str, Collection[Row]]) -> list[tuple[str, str]]:
    with pytest.raises(DiagnosticError) as refused:
        engine(name).evaluate(program(text), facts)
    return [(found.code, found.message) for found in refused.value.diagnostics]


@settings(max_examples=120)
@given(programs(), st.sampled_from([None, 0, 1]))
def test_duckdb_agrees_with_the_oracle(example: Example, asked: int | None):
    analysed = program(example.text)
    expected = oracle.evaluate(analysed, example.facts)
    results = None if asked is None else dict.fromkeys(analysed.relations, asked)
    found = DuckDBEngine(results=results).evaluate(analysed, example.facts)
    assert {name: set(rows) for name, rows in found.relations.items()} == expected


@settings(max_examples=30)
@given(st.data(), st.sampled_from(Primitive))
def test_values_of_any_type_survive_the_database(data, primitive: Primitive):
    text = f"""
    .decl given(a: {primitive})
    .decl found(a: {primitive})
    found(a) :- given(a), given(a).
    """
    given_rows = data.draw(st.lists(st.tuples(values(primitive)).filter(is_utf8), max_size=8))
    assert rows(text, {"given": given_rows})["found"] == set(given_rows)


def is_utf8(row: Row) -> bool:
    return not any("\ud800" <= character <= "\udfff" for value in row for character in str(value))


def test_half_a_surrogate_pair_is_refused():
    text = ".decl n(a: symbol)\n.decl r(a: symbol)\nr(a) :- n(a)."
    assert [code for code, _ in refusals("duckdb", text, {"n": [("\ud800",)]})] == ["CHK305"]


NUMBERS = ".decl n(a: number, b: number)\n.decl r(c: number)\n"
EDGES = [(a, b) for a in (-(2**63), -7, -1, 0, 1, 7, 2**63 - 1) for b in (-(2**63), -2, 2, 3, 65)]


@pytest.mark.parametrize(
    "term",
    ["a + b", "a - b", "a * b", "-a", "a / b", "a % b", "a ^ (b band 7)", "a bshl b", "a bshr b",
     "a bshru b", "a band b", "a bor b", "a bxor b", "bnot a", "a land b", "a lor b", "a lxor b",
     "lnot a", "min(a, b)", "max(a, b)", "to_number(to_unsigned(a))", "strlen(to_string(a))"],
)  # fmt: skip
def test_integers_wrap_as_the_reference_says(term: str):
    text = f"{NUMBERS}r({term}) :- n(a, b)."
    expected = engine("pydatalog").evaluate(program(text), {"n": EDGES}).relations["r"]
    assert rows(text, {"n": EDGES})["r"] == expected


@pytest.mark.parametrize(
    ("relation", "term"),
    [
        ("n(a: number, b: number)", "a / b"),
        ("n(a: number, b: number)", "a % b"),
        ("n(a: number, b: number)", "b ^ (a - 2)"),
        ("n(a: number, b: number)", "a + (a + 1) / (b * 1)"),
    ],
)
def test_a_functor_without_a_value_is_refused_in_the_same_words(relation: str, term: str):
    text = f".decl {relation}\n.decl r(c: number)\nr({term}) :- n(a, b)."
    facts: Mapping[str, Collection[Row]] = {"n": [(1, 0)]}
    assert refusals("duckdb", text, facts) == refusals("pydatalog", text, facts)


@pytest.mark.parametrize(
    ("head", "term", "value"),
    [
        ("number", "to_number(s)", "12x"),
        ("float", "to_float(s)", "one"),
        ("symbol", "substr(s, 0, 1)", "é"),
        ("number", "c", "12x"),
    ],
)
def test_a_text_without_a_value_is_refused_in_the_same_words(head: str, term: str, value: str):
    inner = "c = sum to_number(t) : { n(t) }, n(s)" if term == "c" else "n(s)"
    text = f".decl n(s: symbol)\n.decl r(c: {head})\nr({term}) :- {inner}."
    facts: Mapping[str, Collection[Row]] = {"n": [(value,)]}
    assert refusals("duckdb", text, facts) == refusals("pydatalog", text, facts)


def test_a_literal_that_keeps_zero_away_is_asked_first():
    text = f"{NUMBERS}r(a / b) :- n(a, b), b != 0."
    assert rows(text, {"n": [(1, 0), (6, 3)]})["r"] == {(2,)}


def test_a_pattern_from_the_facts_that_cannot_be_read_is_refused_in_the_same_words():
    text = '.decl n(p: symbol)\n.decl r(p: symbol)\nr(p) :- n(p), match(p, "a").'
    facts: Mapping[str, Collection[Row]] = {"n": [("(",)]}
    assert refusals("duckdb", text, facts) == refusals("pydatalog", text, facts)


def test_a_float_that_is_no_number_is_refused():
    text = ".decl n(a: float)\n.decl r(a: float)\nr(a - a) :- n(a)."
    facts: Mapping[str, Collection[Row]] = {"n": [(float("inf"),)]}
    assert [code for code, _ in refusals("duckdb", text, facts)] == ["CHK301"]


RUNAWAY = ".decl n(x: number)\nn(0).\nn(x + 1) :- n(x).\n"
MUTUAL = ".decl a(x: number)\n.decl b(x: number)\na(0).\nb(x + 1) :- a(x).\na(x + 1) :- b(x).\n"


@pytest.mark.parametrize("text", [RUNAWAY, MUTUAL])
@pytest.mark.parametrize("limits", [Limits(rows=300), Limits(seconds=0.5)])
def test_a_recursion_without_end_is_stopped_at_its_rule(text: str, limits: Limits):
    with pytest.raises(DiagnosticError) as stopped:
        engine("duckdb").evaluate(program(text), {}, limits=limits)
    (found,) = stopped.value.diagnostics
    assert found.code in ("CHK303", "CHK304")
    assert found.primary.span.text.startswith(("n(", "a(", "b("))


def test_a_rule_cannot_make_the_database_read_a_file(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    text = f".decl n(a: symbol)\n.decl r(a: symbol)\nr(a) :- n(a), a = \"'{secret}'\"."
    assert rows(text, {"n": [(f"'{secret}'",), ("x'; DROP TABLE r0; --",)]})["r"] == {
        (f"'{secret}'",)
    }
    database = DuckDBEngine().evaluate(program(text), {})
    assert database.relations["n"] == frozenset()


def test_a_chain_is_closed_in_either_direction():
    edges = {"e": [(i, i + 1) for i in range(400)]}
    left = ".decl e(a: number, b: number)\n.decl p(a: number, b: number)\np(x, y) :- e(x, y).\n"
    expected = {(a, b) for a in range(400) for b in range(a + 1, 401)}
    for rule in ("p(x, z) :- p(x, y), e(y, z).", "p(x, z) :- e(x, y), p(y, z)."):
        assert rows(left + rule, edges)["p"] == expected


def test_a_test_before_a_long_term_is_not_forgotten():
    rule = f'r(y) :- {{}}, x != "a", y = cat({", ".join(["x"] * 50)}).'
    text = ".decl r(y: symbol)\n" + "\n".join(rule.format(f'x = "{x}"') for x in "ab")
    assert rows(text)["r"] == {("b" * 50,)}


# --- long terms ------------------------------------------------------------------------------

LONG = {
    "number": (
        "+ - * / % band bshl min",
        [(7, 3), (-5, 2)],
    ),
    "unsigned": ("+ - * / % bshl", [(7, 3), (5, 2)]),
    "float": ("+ - * / min max", [(7.5, 3.0), (-0.5, 2.0)]),
    "symbol": ("cat", [("x", "y")]),
}


@pytest.mark.parametrize("nested", ["left", "right"])
@pytest.mark.parametrize("type_", LONG)
def test_a_term_of_forty_functors_takes_no_longer_than_its_length(type_: str, nested: str):
    operators, given_rows = LONG[type_]
    for operator in operators.split():
        text = f".decl n(a: {type_}, b: {type_})\n.decl r(c: {type_})\n"
        text += f"r({_nested(operator, nested)}) :- n(a, b).\n"
        expected, found = (
            _answer(name, text, {"n": given_rows}) for name in ("pydatalog", "duckdb")
        )
        assert (operator, found) == (operator, expected)


def _answer(name: str, text: str, facts: Mapping[str, Collection[Row]]) -> set[Row] | str:
    try:
        evaluation = engine(name).evaluate(program(text), facts, limits=Limits(seconds=10))
    except DiagnosticError as refused:
        return refused.diagnostics[0].code
    return set(evaluation.relations["r"])


def _nested(operator: str, side: str) -> str:
    term = "a"
    for _ in range(40):
        left, right = (term, "b") if side == "left" else ("b", term)
        named = operator in ("min", "max", "cat")
        term = f"{operator}({left}, {right})" if named else f"({left} {operator} {right})"
    return term


TOGETHER = """
.decl n(a: number, b: symbol)
.decl r(a: number, b: symbol)
n(1, "a"). n(2, cat("a", "b")). n(1, "a").
r(a, b) :- n(a, b), a < 2.
r(a, cat(b, "!")) :- n(a, b).
r(7 / 2, "seven").
"""


def test_facts_and_small_rules_of_a_relation_are_asked_for_together():
    found = rows(TOGETHER, {"n": [(1, "a"), (3, "c")]})
    assert found["n"] == {(1, "a"), (2, "ab"), (3, "c")}
    assert found["r"] == {(1, "a"), (1, "a!"), (2, "ab!"), (3, "c!"), (3, "seven")}


def test_a_row_that_was_given_is_not_counted_when_a_fact_states_it_again():
    given_rows = {"n": [(1, "a"), (3, "c")]}
    engine("duckdb").evaluate(program(TOGETHER), given_rows, limits=Limits(rows=6))
    with pytest.raises(DiagnosticError) as refused:
        engine("duckdb").evaluate(program(TOGETHER), given_rows, limits=Limits(rows=5))
    assert [found.code for found in refused.value.diagnostics] == ["CHK304"]


@pytest.mark.parametrize("name", ["pydatalog", "duckdb"])
def test_a_fact_without_a_value_is_refused_where_it_stands(name: str):
    with pytest.raises(DiagnosticError) as refused:
        engine(name).evaluate(program(".decl n(a: number)\nn(1).\nn(1 / 0)."), NO_FACTS)
    (found,) = refused.value.diagnostics
    assert found.code == "CHK301"
    assert found.primary.span.position.line == 3
