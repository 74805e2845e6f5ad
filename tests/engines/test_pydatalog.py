"""What the pyDatalog engine answers, rule by rule."""

import pytest

from checker.diagnostics import DiagnosticError
from checker.engines import engine
from tests.engines.running import program, rows

EDGES = {"edge": [(1, 2), (2, 3), (3, 1), (3, 4)]}
CLOSURE = {(a, b) for a in (1, 2, 3) for b in (1, 2, 3, 4)}
GRAPH = ".decl edge(a: number, b: number)\n.decl path(a: number, b: number)\n"


# --- recursion -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "path(a, c) :- path(a, b), edge(b, c).",
        "path(a, c) :- edge(a, b), path(b, c).",
        "path(a, c) :- path(a, b), path(b, c).",
        "path(a, d) :- path(a, b), edge(b, c), path(c, d).\npath(a, c) :- edge(a, b), edge(b, c).",
    ],
    ids=["left", "right", "non-linear", "non-linear around an edge"],
)
def test_recursion_of_every_shape_ends_with_the_closure(rule):
    assert rows(f"{GRAPH}path(a, b) :- edge(a, b).\n{rule}", EDGES)["path"] == CLOSURE


def test_a_round_joins_what_the_last_one_found_with_itself():
    text = """
    .decl made_of(whole: number, part: number, other: number)
    .decl available(thing: number)
    available(whole) :- made_of(whole, part, other), available(part), available(other).
    """
    plan = [
        (10 * level + half, 10 * level - 10, 10 * level - 9)
        for level in (1, 2, 3)
        for half in (0, 1)
    ]
    found = rows(text, {"made_of": plan, "available": [(0,), (1,)]})
    assert found["available"] == {(10 * level + half,) for level in range(4) for half in (0, 1)}


def test_recursion_may_look_up_a_computed_value():
    text = """
    .decl step(a: number, b: number)
    .decl reached(a: number)
    reached(0).
    reached(b) :- step(a, b), c = a - 100, reached(c).
    """
    found = rows(text, {"step": [(step + 100, step + 1) for step in range(20)]})
    assert found["reached"] == {(number,) for number in range(21)}


def test_mutual_recursion_on_a_ring_ends():
    text = """
    .decl next(a: number, b: number)
    .decl even(a: number)
    .decl odd(a: number)
    even(0).
    odd(b) :- even(a), next(a, b).
    even(b) :- odd(a), next(a, b).
    """
    found = rows(text, {"next": [(0, 1), (1, 2), (2, 0)]})
    assert found["even"] == found["odd"] == {(0,), (1,), (2,)}


def test_rows_given_for_a_derived_relation_take_part_in_its_recursion():
    text = f"{GRAPH}path(a, c) :- path(a, b), edge(b, c)."
    found = rows(text, {"edge": [(2, 3), (3, 4)], "path": [(1, 2)]})
    assert found["path"] == {(1, 2), (1, 3), (1, 4)}


def test_recursion_goes_as_deep_as_the_data():
    text = """
    .decl next(a: number, b: number)
    .decl reached(a: number)
    reached(0).
    reached(b) :- reached(a), next(a, b).
    """
    found = rows(text, {"next": [(step, step + 1) for step in range(5_000)]})
    assert len(found["reached"]) == 5_001


def test_computed_values_recur_until_a_test_stops_them():
    text = ".decl n(x: number)\nn(0).\nn(x + 1) :- n(x), x < 100."
    assert rows(text)["n"] == {(number,) for number in range(101)}


# --- negation --------------------------------------------------------------------------------


def test_negation_that_stands_first_is_answered():
    text = """
    .decl all(a: number)
    .decl some(a: number)
    .decl others(a: number)
    others(a) :- !some(a), all(a).
    """
    assert rows(text, {"all": [(1,), (2,)], "some": [(2,)]})["others"] == {(1,)}


def test_negation_over_a_recursive_relation():
    text = f"""{GRAPH}
    path(a, b) :- edge(a, b).
    path(a, c) :- edge(a, b), path(b, c).
    .decl apart(a: number, b: number)
    apart(a, b) :- edge(a, _), edge(_, b), !path(b, a).
    """
    assert rows(text, EDGES)["apart"] == {(a, 4) for a in (1, 2, 3)}


def test_negation_with_wildcards_constants_and_equal_variables():
    text = """
    .decl node(a: number)
    .decl edge(a: number, b: number)
    .decl end(a: number)
    .decl unlooped(a: number)
    .decl not_to_two(a: number)
    end(a) :- node(a), !edge(a, _).
    unlooped(a) :- node(a), !edge(a, a).
    not_to_two(a) :- node(a), !edge(a, 2).
    """
    found = rows(text, {"node": [(1,), (2,), (3,)], "edge": [(1, 2), (2, 2), (1, 3)]})
    assert found["end"] == {(3,)}
    assert found["unlooped"] == {(1,), (3,)}
    assert found["not_to_two"] == {(3,)}


# --- bodies ----------------------------------------------------------------------------------


def test_a_rule_over_a_relation_without_any_row_derives_nothing():
    text = GRAPH + "path(a, b) :- edge(a, b)."
    assert rows(text)["path"] == set()


def test_relations_without_columns():
    text = """
    .decl fact(a: number)
    .decl any()
    .decl none()
    .decl both(a: number)
    any() :- fact(_).
    none() :- fact(5).
    both(a) :- any(), fact(a), !none().
    """
    found = rows(text, {"fact": [(1,), (2,)]})
    assert (found["any"], found["none"]) == ({()}, set())
    assert found["both"] == {(1,), (2,)}


def test_one_variable_twice_in_a_literal_wants_equal_values():
    text = ".decl e(a: number, b: number)\n.decl loop(a: number)\nloop(a) :- e(a, a)."
    assert rows(text, {"e": [(1, 1), (1, 2), (3, 3)]})["loop"] == {(1,), (3,)}


def test_literals_without_a_common_variable_are_paired():
    text = """
    .decl a(x: number)
    .decl b(y: symbol)
    .decl pair(x: number, y: symbol)
    pair(x, y) :- a(x), b(y).
    """
    found = rows(text, {"a": [(1,), (2,)], "b": [("x",), ("y",)]})
    assert found["pair"] == {(1, "x"), (1, "y"), (2, "x"), (2, "y")}


def test_heads_alternatives_and_ranges():
    text = """
    .decl a(x: number)
    .decl b(x: number)
    .decl c(x: number, y: symbol)
    a(x), b(x + 10), c(x, "s") :- x = range(0, 4), (x < 1 ; x > 2).
    """
    found = rows(text)
    assert found["a"] == {(0,), (3,)}
    assert found["b"] == {(10,), (13,)}
    assert found["c"] == {(0, "s"), (3, "s")}


def test_a_value_computed_in_the_body_is_looked_up():
    text = """
    .decl ordinal(event: symbol, number: number)
    .decl follows(a: symbol, b: symbol)
    follows(a, b) :- ordinal(a, n), ordinal(b, n + 1).
    """
    given = {"ordinal": [("first", 1), ("second", 2), ("third", 3)]}
    assert rows(text, given)["follows"] == {("first", "second"), ("second", "third")}


def test_matching_and_containing():
    text = """
    .decl words(w: symbol)
    .decl starts(w: symbol)
    .decl holds(w: symbol)
    .decl part(a: symbol, b: symbol)
    starts(w) :- words(w), match("wa.*", w).
    holds(w) :- words(w), !contains("r", w).
    part(a, b) :- words(a), words(b), a != b, contains(a, b).
    """
    found = rows(text, {"words": [("war",), ("wary",), ("peace",)]})
    assert found["starts"] == {("war",), ("wary",)}
    assert found["holds"] == {("peace",)}
    assert found["part"] == {("war", "wary")}


def test_a_term_may_be_nested_deeply():
    sum_of_many = " + ".join(["x"] * 90)
    text = f".decl a(x: number)\n.decl b(x: number)\nb({sum_of_many}) :- a(x)."
    assert rows(text, {"a": [(2,)]})["b"] == {(180,)}


# --- values ----------------------------------------------------------------------------------

ODD_SYMBOLS = ["", "1", "1.0", "True", '"', "'", "\\", "\n", "\r\n", "\0", "é", "e\u0301", "\ud800"]


def test_symbols_of_any_kind_are_kept_whole_and_apart():
    text = """
    .decl given(s: symbol)
    .decl copied(s: symbol)
    .decl same(a: symbol, b: symbol)
    copied(s) :- given(s).
    same(a, b) :- given(a), copied(b), given(b), a = b.
    """
    found = rows(text, {"given": [(symbol,) for symbol in ODD_SYMBOLS]})
    assert found["copied"] == {(symbol,) for symbol in ODD_SYMBOLS}
    assert found["same"] == {(symbol, symbol) for symbol in ODD_SYMBOLS}


def test_one_as_number_float_unsigned_and_symbol_are_four_values():
    text = """
    .decl given(n: number, u: unsigned, f: float, s: symbol)
    .decl joined(n: number, u: unsigned, f: float, s: symbol)
    joined(n, u, f, s) :- given(n, _, _, _), given(_, u, _, _), given(_, _, f, s).
    """
    (row,) = rows(text, {"given": [(1, 1, 1.0, "1")]})["joined"]
    assert [type(value) for value in row] == [int, int, float, str]


def test_floats_are_not_rounded():
    text = """
    .decl given(f: float, s: symbol)
    .decl joined(s: symbol, t: symbol)
    joined(s, t) :- given(f, s), given(f, t).
    """
    near = [(0.1, "a"), (0.1 + 1e-16, "b"), (0.1 + 1e-12, "c")]
    assert rows(text, {"given": near})["joined"] == {("a", "a"), ("b", "b"), ("c", "c")}


def test_numbers_keep_64_bits():
    text = """
    .decl given(n: number)
    .decl sums(n: number)
    sums(a + b) :- given(a), given(b), a < b.
    """
    low, high = -(2**63), 2**63 - 1
    assert rows(text, {"given": [(high,), (1,)]})["sums"] == {(low,)}


# --- aggregates ------------------------------------------------------------------------------


def test_aggregates_over_the_bindings_of_their_body():
    text = """
    .decl sold(shop: symbol, item: symbol, price: number)
    .decl shop(s: symbol)
    .decl facts(s: symbol, n: number, total: number)
    .decl prices(s: symbol, least: number, most: number)
    facts(s, n, t) :- shop(s), n = count : { sold(s, _, _) }, t = sum p : { sold(s, _, p) }.
    prices(s, l, m) :- shop(s), l = min p : { sold(s, _, p) }, m = max p : { sold(s, _, p) }.
    """
    given = {
        "shop": [("a",), ("b",)],
        "sold": [("a", "x", 5), ("a", "y", 5), ("a", "z", 7)],
    }
    found = rows(text, given)
    assert found["facts"] == {("a", 3, 17), ("b", 0, 0)}
    assert found["prices"] == {("a", 5, 7)}


def test_an_aggregate_may_be_a_test_and_nested():
    text = """
    .decl part(p: symbol, whole: symbol, n: number)
    .decl whole(w: symbol, n: number)
    .decl adds_up(w: symbol)
    .decl largest(w: symbol)
    adds_up(w) :- whole(w, n), n = sum m : { part(_, w, m) }.
    largest(w) :- whole(w, _), n = count : { part(_, w, _) },
        n = max m : { whole(v, _), m = count : { part(_, v, _) } }.
    """
    given = {
        "whole": [("w", 3), ("v", 3)],
        "part": [("a", "w", 1), ("b", "w", 2), ("c", "v", 4)],
    }
    found = rows(text, given)
    assert found["adds_up"] == {("w",)}
    assert found["largest"] == {("w",)}


def test_the_mean_of_nothing_does_not_hold():
    text = """
    .decl a(x: float)
    .decl m(x: float)
    m(y) :- y = mean x : { a(x) }.
    """
    assert rows(text)["m"] == set()
    assert rows(text, {"a": [(1.0,), (2.0,)]})["m"] == {(1.5,)}


# --- functors without a value ----------------------------------------------------------------

DIVISION = """.decl a(x: number)
.decl b(y: number)
"""


def fault(text, facts):
    with pytest.raises(DiagnosticError) as raised:
        rows(text, facts)
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


def test_a_division_by_zero_stops_at_the_functor():
    found = fault(f"{DIVISION}b(10 / x) :- a(x).", {"a": [(0,)]})
    assert found.code == "CHK301"
    assert "10 / 0" in found.message
    assert found.primary.span.text == "10 / x"
    assert found.help


@pytest.mark.parametrize(
    "body", ["a(x), x != 0, y = 10 / x", "y = 10 / x, x != 0, a(x)", "y = 10 / x, a(x), x > 0"]
)
def test_a_test_keeps_zero_away_on_whichever_side_it_stands(body):
    assert rows(f"{DIVISION}b(y) :- {body}.", {"a": [(0,), (5,)]})["b"] == {(2,)}


@pytest.mark.parametrize(
    "last", ["y = 10 / x, ok(x)", "ok(x), y = 10 / x", "10 / x > 1, ok(x), y = x"]
)
def test_a_literal_keeps_zero_away_as_well(last):
    text = f"{DIVISION}.decl ok(x: number)\nb(y) :- a(x), {last}."
    allowed = [(number,) for number in range(1, 10)]
    assert len(rows(text, {"a": [(0,), (5,)], "ok": allowed})["b"]) == 1


def test_no_row_reaches_the_functor_no_fault():
    assert rows(f"{DIVISION}b(10 / x) :- a(x).", {"a": []})["b"] == set()


def test_a_sum_without_a_value_stops_at_the_aggregate():
    text = ".decl a(x: float)\n.decl b(y: float)\nb(y) :- y = sum x : { a(x) }."
    found = fault(text, {"a": [(float("inf"),), (float("-inf"),)]})
    assert found.code == "CHK301"
    assert "sum x : { a(x) }" in found.primary.span.text


def test_a_bad_constant_pattern_is_found_before_any_row_is():
    text = '.decl a(x: symbol)\n.decl b(x: symbol)\nb(x) :- a(x), match("(", x).'
    found = fault(text, {})
    assert found.code == "CHK302"
    assert "not closed" in found.message


def test_every_bad_constant_pattern_is_reported():
    text = """.decl a(x: symbol)
    .decl b(x: symbol)
    b(x) :- a(x), match("(", x).
    b(x) :- a(x), !match("[", x), n = count : { a(y), match("*", y) }, n > 0.
    """
    with pytest.raises(DiagnosticError) as raised:
        rows(text)
    assert [each.code for each in raised.value.diagnostics] == ["CHK302"] * 3


def test_a_bad_pattern_among_the_facts_is_found_when_it_is_reached():
    text = ".decl a(x: symbol)\n.decl b(x: symbol)\nb(x) :- a(x), a(p), match(p, x)."
    assert fault(text, {"a": [("(",)]}).code == "CHK302"


# --- what is handed over ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ((1,), "has 1 values"),
        ((1, "a", 1.0), "has 3 values"),
        (("1", "a"), "no number"),
        ((True, "a"), "no number"),
        ((1.0, "a"), "no number"),
        ((1, 5), "no symbol"),
        ((2**63, "a"), "64 bits"),
        ((-(2**63) - 1, "a"), "64 bits"),
    ],
)
def test_a_row_that_does_not_fit_its_relation_is_refused(row, why):
    found = fault(".decl a(x: number, s: symbol)", {"a": [row]})
    assert found.code == "CHK305"
    assert why in found.message
    assert found.primary.span.position.line == 1


def test_nan_is_refused_and_minus_zero_is_zero():
    text = ".decl a(x: float)"
    assert fault(text, {"a": [(float("nan"),)]}).code == "CHK305"
    (row,) = rows(text, {"a": [(-0.0,), (0.0,)]})["a"]
    assert str(row[0]) == "0.0"


def test_negative_unsigned_is_refused():
    assert fault(".decl a(x: unsigned)", {"a": [(-1,)]}).code == "CHK305"


def test_rows_of_relations_that_the_program_does_not_know_are_left_out():
    assert set(rows(".decl a(x: number)", {"a": [(1,)], "other": [("x",)]})) == {"a"}


# --- the face --------------------------------------------------------------------------------


def test_statistics_tell_of_each_stratum_and_progress_announces_it():
    analysed = program(f"{GRAPH}path(a, b) :- edge(a, b).\npath(a, c) :- path(a, b), edge(b, c).")
    heard = []
    evaluation = engine("pydatalog").evaluate(
        analysed, EDGES, progress=lambda *announced: heard.append(announced)
    )
    assert heard == [(0, 1, "path")]
    (statistics,) = evaluation.statistics
    assert (statistics.relations, statistics.rows, statistics.rounds) == (("path",), 12, 4)
    assert statistics.seconds > 0


def test_an_unknown_engine_is_an_error():
    with pytest.raises(ValueError, match="pydatalog"):
        engine("prolog")
