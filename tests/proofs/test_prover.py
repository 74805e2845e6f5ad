"""What the prover chooses, and what proofs say."""

import json
from itertools import islice

import pytest

from checker.diagnostics import DiagnosticError
from checker.proofs import (
    Absence,
    Aggregate,
    Application,
    Comparison,
    GroundAtom,
    Pattern,
    proof_to_json,
)
from checker.proofs import prover as provers
from checker.proofs.check import faults
from tests.proofs.running import Case

PATHS = """
.decl edge(a: number, b: number)
.decl path(a: number, b: number)
path(a, b) :- edge(a, b).
path(a, c) :- path(a, b), edge(b, c).
"""
SQUARED = """
.decl edge(a: number, b: number)
.decl path(a: number, b: number)
path(a, b) :- edge(a, b).
path(a, c) :- path(a, b), path(b, c).
"""


def chain(length: int) -> list[tuple[int, int]]:
    return [(number, number + 1) for number in range(length)]


def test_a_proof_goes_down_to_the_facts_given():
    case = Case(PATHS, {"edge": chain(2)})
    proof = case.prover.prove(GroundAtom("path", (0, 2)))
    assert proof is not None
    assert proof.height == 2
    assert proof.facts == (GroundAtom("edge", (0, 1)), GroundAtom("edge", (1, 2)))
    step = proof.steps[proof.goal]
    assert isinstance(step, Application)
    assert dict(step.substitution) == {"a": 0, "b": 1, "c": 2}
    assert step.premises == (GroundAtom("path", (0, 1)), GroundAtom("edge", (1, 2)))


def test_a_long_way_is_proven_without_deep_calls():
    case = Case(PATHS, {"edge": chain(30)})
    rows = {"edge": chain(3_000), "path": [(0, number) for number in range(1, 3_001)]}
    case.prover = provers.Prover(case.program, provers_lookup(rows), {})
    proof = case.prover.prove(GroundAtom("path", (0, 3_000)))
    assert proof is not None
    assert proof.height == 3_000
    json.dumps(proof_to_json(proof))


def provers_lookup(rows):
    from checker.proofs import MemoryLookup

    return MemoryLookup(rows)


def test_circles_end_and_the_shortest_way_is_taken():
    ring = [*chain(20), (20, 0), (0, 18)]
    case = Case(PATHS, {"edge": ring})
    proof = case.prover.prove(GroundAtom("path", (0, 19)))
    assert proof is not None
    assert proof.height == 2


def test_a_rule_that_reads_itself_twice_is_proven_as_low_as_a_tree_can_be():
    case = Case(SQUARED, {"edge": chain(16)})
    proof = case.prover.prove(GroundAtom("path", (0, 16)))
    assert proof is not None
    assert proof.height == 5


def test_of_proofs_of_one_height_the_first_rule_and_the_least_rows_are_taken():
    case = Case(
        """
        .decl given(a: symbol, b: number)
        .decl other(a: symbol)
        .decl found(a: symbol)
        found(a) :- given(a, _).
        found(a) :- other(a).
        """,
        {"given": [("x", 3), ("x", 1), ("x", 2)], "other": [("x",)]},
    )
    goal = GroundAtom("found", ("x",))
    first, second, third, fourth = case.prover.proofs(goal)
    assert first.facts == (GroundAtom("given", ("x", 1)),)
    assert second.facts == (GroundAtom("given", ("x", 2)),)
    assert third.facts == (GroundAtom("given", ("x", 3)),)
    assert fourth.facts == (GroundAtom("other", ("x",)),)


def test_a_row_that_was_given_needs_no_rule():
    case = Case(PATHS, {"edge": chain(2), "path": [(0, 2), (7, 8)]})
    given, derived = islice(case.prover.proofs(GroundAtom("path", (0, 2))), 2)
    assert given.height == 0
    assert derived.height == 2
    proof = case.prover.prove(GroundAtom("path", (7, 8)))
    assert proof is not None
    assert proof.facts == (proof.goal,)


def test_what_was_looked_for_and_what_was_compared_is_said():
    case = Case(
        """
        .decl a(x: number, y: symbol)
        .decl b(x: number, y: symbol)
        .decl c(x: number)
        c(x) :- a(x, y), !b(x, _), x * 2 > 3.
        """,
        {"a": [(2, "k")], "b": [(1, "k")]},
    )
    proof = case.prover.prove(GroundAtom("c", (2,)))
    assert proof is not None
    step = proof.steps[proof.goal]
    assert isinstance(step, Application)
    assert Absence(Pattern("b", (2, None))) in step.premises
    assert Comparison(">", 4, 3) in step.premises


def test_an_aggregate_names_what_was_counted_and_counts_what_it_does_not_name():
    case = Case(
        """
        .decl a(x: number)
        .decl n(c: number, total: number)
        n(c, t) :- c = count : { a(_) }, t = sum x : { a(x) }.
        """,
        {"a": [(number,) for number in range(100)]},
    )
    proof = case.prover.prove(GroundAtom("n", (100, 4950)))
    assert proof is not None
    step = proof.steps[proof.goal]
    assert isinstance(step, Application)
    count, total = step.premises
    assert isinstance(count, Aggregate)
    assert isinstance(total, Aggregate)
    assert (count.value, count.total, total.value) == (100, 100, 4950)
    assert total.answers[:2] == ((GroundAtom("a", (0,)),), (GroundAtom("a", (1,)),))
    assert len(total.answers) < 100
    assert list(faults(proof, case.program, case.rows, case.given)) == []


def test_a_functor_without_a_value_keeps_no_other_binding_from_being_found():
    case = Case(
        """
        .decl a(x: number)
        .decl b(x: number)
        b(10 / x) :- a(x), x != 0.
        """,
        {"a": [(0,), (5,)]},
    )
    proof = case.prover.prove(GroundAtom("b", (2,)))
    assert proof is not None
    assert proof.facts == (GroundAtom("a", (5,)),)


def test_what_is_no_row_has_no_proof():
    case = Case(PATHS, {"edge": chain(2)})
    assert case.prover.prove(GroundAtom("path", (2, 0))) is None
    assert case.prover.prove(GroundAtom("edge", (2, 0))) is None


def test_a_search_that_takes_too_long_says_so(monkeypatch):
    monkeypatch.setattr(provers, "MOST_STEPS", 50)
    case = Case(SQUARED, {"edge": chain(20)})
    with pytest.raises(DiagnosticError, match="CHK806"):
        case.prover.prove(GroundAtom("path", (0, 20)))


def test_a_folded_proof_names_its_steps_by_number():
    case = Case(PATHS, {"edge": chain(3)})
    proof = case.prover.prove(GroundAtom("path", (0, 3)))
    assert proof is not None
    whole = proof_to_json(proof)
    assert [step["by"] for step in whole["steps"]] == [
        *("rule", "rule", "fact", "rule", "fact", "fact")
    ]
    assert whole["steps"][0]["premises"] == [
        {"kind": "row", "step": 1},
        {"kind": "row", "step": 2},
    ]
    folded = proof_to_json(proof, depth=1)
    assert [step["by"] for step in folded["steps"]] == ["rule", "folded", "fact"]


def test_json_has_no_infinite_numbers():
    case = Case(".decl a(x: float)", {"a": [(float("inf"),)]})
    proof = case.prover.prove(GroundAtom("a", (float("inf"),)))
    assert proof is not None
    written = json.dumps(proof_to_json(proof), allow_nan=False)
    assert json.loads(written)["steps"][0]["row"] == ["Infinity"]
