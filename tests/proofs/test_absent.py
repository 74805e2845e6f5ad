"""Why-not: how far rules come, what fails, and what comes nearest."""

from checker.proofs import GroundAtom, MemoryLookup, Pattern, why_not, why_not_to_json
from checker.proofs.absent import (
    InTheWay,
    Missing,
    NearRow,
    OtherHead,
    OtherValue,
    Undefined,
    Unmet,
)
from tests.proofs.running import Case

TEXT = """
.decl quantity(id: symbol, measure: symbol, low: number, high: number)
.decl scope(id: symbol, dimension: symbol, value: symbol)
.decl withdrawn(id: symbol)
.decl conflict(a: symbol, b: symbol)
conflict(a, b) :-
    quantity(a, m, _, high), quantity(b, m, low, _), high < low,
    scope(a, "place", p), scope(b, "place", p), !withdrawn(a).
conflict("x", b) :- withdrawn(b), b = "never".
"""
FACTS = {
    "quantity": [("q1", "dead", 1, 2), ("q2", "dead", 5, 6), ("q3", "hurt", 9, 9)],
    "scope": [("q1", "place", "port"), ("q2", "place", "lake"), ("q3", "place", "port")],
    "withdrawn": [("q3",)],
}


def only(case: Case, goal: Pattern, number: int = 0):
    return why_not(case.program, case.lookup, goal).blocked[number]


def test_the_nearest_fact_differs_in_one_column():
    case = Case(TEXT, FACTS)
    blocked = only(case, Pattern("conflict", ("q1", "q2")))
    obstacle = blocked.obstacle
    assert isinstance(obstacle, Missing)
    assert obstacle.pattern == Pattern("scope", ("q2", "place", "port"))
    assert obstacle.near[0] == NearRow(("q2", "place", "lake"), (2,))
    written = [blocked.rule.body[index].span.text for index, _ in blocked.satisfied]
    assert written == [
        "quantity(a, m, _, high)",
        "quantity(b, m, low, _)",
        "high < low",
        'scope(a, "place", p)',
    ]


def test_another_measure_is_named():
    case = Case(TEXT, FACTS)
    obstacle = only(case, Pattern("conflict", ("q1", "q3"))).obstacle
    assert isinstance(obstacle, Missing)
    assert obstacle.pattern.relation == "quantity"
    assert obstacle.near[0].columns == (1,)


def test_a_comparison_says_its_values():
    case = Case(TEXT, {**FACTS, "scope": [("q1", "place", "a"), ("q2", "place", "a")]})
    assert only(case, Pattern("conflict", ("q2", "q1"))).obstacle == Unmet("<", 6, 1)


def test_the_row_in_the_way_of_a_negation_is_named():
    scope = [("q1", "place", "a"), ("q2", "place", "a")]
    case = Case(TEXT, {**FACTS, "scope": scope, "withdrawn": [("q1",)]})
    blocked = only(case, Pattern("conflict", ("q1", "q2")))
    assert blocked.obstacle == InTheWay(GroundAtom("withdrawn", ("q1",)))


def test_a_head_that_cannot_be_the_goal_says_which_column():
    case = Case(TEXT, FACTS)
    assert only(case, Pattern("conflict", ("q1", "q2")), 1).obstacle == OtherHead(0)


def test_what_holds_after_all_is_said():
    case = Case(TEXT, {**FACTS, "scope": [("q1", "place", "a"), ("q2", "place", "a")]})
    answer = why_not(case.program, case.lookup, Pattern("conflict", ("q1", None)))
    assert answer.holds == (GroundAtom("conflict", ("q1", "q2")),)
    assert answer.blocked == ()


def test_a_given_relation_has_its_nearest_facts():
    case = Case(TEXT, FACTS)
    answer = why_not(case.program, case.lookup, Pattern("scope", ("q1", "place", "lake")))
    assert answer.is_given
    assert answer.near == (
        NearRow(("q1", "place", "port"), (2,)),
        NearRow(("q2", "place", "lake"), (0,)),
    )


def test_values_that_differ_and_values_that_are_none_are_told_apart():
    case = Case(
        """
        .decl a(x: number)
        .decl sums(t: number)
        sums(t) :- t = sum x : { a(x) }.
        .decl least(t: number)
        least(t) :- t = min x : { a(x), x > 100 }.
        .decl double(t: number)
        double(x * 2) :- a(x).
        .decl tenth(t: number)
        tenth(t) :- a(x), x > 100, t = 10 / x.
        """,
        {"a": [(1,), (2,)]},
    )
    assert only(case, Pattern("sums", (4,))).obstacle == OtherValue("t", 3, 4)
    assert only(case, Pattern("least", (4,))).obstacle == OtherValue("t", None, 4)
    obstacle = only(case, Pattern("double", (3,))).obstacle
    assert isinstance(obstacle, OtherValue)
    assert (obstacle.found, obstacle.wanted) == (2, 3)
    assert only(case, Pattern("tenth", (1,))).obstacle == Unmet(">", 1, 100)


def test_a_functor_without_a_value_fails_after_all_that_has_one():
    case = Case(
        """
        .decl a(x: number)
        .decl tenth(t: number)
        tenth(t) :- t = 10 / x, a(x), x > 0.
        tenth(t) :- t = 10 / x, a(x).
        """,
        {},
    )
    zero = MemoryLookup({"a": [(0,)], "tenth": []})
    guarded, bare = why_not(case.program, zero, Pattern("tenth", (1,))).blocked
    assert guarded.obstacle == Unmet(">", 0, 0)
    assert bare.obstacle == Undefined("10 / 0 has no value")


def test_rows_that_agree_in_the_first_column_are_nearest():
    case = Case(".decl a(id: symbol, x: number, y: number)", {"a": [("k", 1, 1), ("l", 2, 2)]})
    near = why_not(case.program, case.lookup, Pattern("a", ("k", 2, 2))).near
    assert near == (NearRow(("k", 1, 1), (1, 2)), NearRow(("l", 2, 2), (0,)))


def test_the_work_is_bounded(monkeypatch):
    monkeypatch.setattr("checker.proofs.absent.MOST_STEPS", 20)
    case = Case(
        ".decl a(x: number) .decl b(x: number) b(x) :- a(x), a(y), a(z), x + y + z < 0.",
        {"a": [(number,) for number in range(50)]},
    )
    blocked = only(case, Pattern("b", (None,)))
    assert not blocked.complete


def test_an_answer_is_json():
    import json

    case = Case(TEXT, FACTS)
    answer = why_not(case.program, case.lookup, Pattern("conflict", ("q1", "q2")))
    written = json.loads(json.dumps(why_not_to_json(answer)))
    assert written["rules"][0]["because"]["kind"] == "missing"
    assert written["rules"][1]["because"] == {"kind": "head", "column": 0}
