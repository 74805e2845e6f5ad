"""An evaluation that goes on from the last one finds what one from nothing finds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.analysis.program import Row
from checker.diagnostics import DiagnosticError
from checker.engines import Evaluation, Limits, engine
from checker.engines.incremental import IncrementalEngine
from tests.engines.running import program, rows
from tests.strategies import Example, programs

Facts = Mapping[str, Collection[Row]]
randoms = st.randoms(use_true_random=False)

CHAIN = """
.decl edge(a: number, b: number)
.decl seen(a: number)
.decl path(a: number, b: number)
path(a, b) :- edge(a, b).
path(a, c) :- path(a, b), edge(b, c).
.decl known(a: number)
known(a) :- seen(a).
.decl unseen(a: number)
unseen(a) :- path(_, a), !known(a).
"""
FACTS: Facts = {"edge": [(1, 2), (2, 3)], "seen": [(2,)]}


def ran(evaluation: Evaluation) -> list[str]:
    return [name for each in evaluation.statistics for name in each.relations]


def evaluated(worker: IncrementalEngine, text: str, facts: Facts) -> Evaluation:
    return worker.evaluate(program(text), facts)


def test_the_first_evaluation_runs_every_stratum_and_the_same_again_runs_none():
    worker = IncrementalEngine(engine("pydatalog"))
    assert sorted(ran(evaluated(worker, CHAIN, FACTS))) == ["known", "path", "unseen"]
    assert ran(evaluated(worker, CHAIN, FACTS)) == []


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ({"edge": [(1, 2), (2, 3), (3, 4)]}, ["path", "unseen"]),
        ({"edge": [(1, 2)]}, ["path", "unseen"]),
        ({"seen": []}, ["known", "unseen"]),
        ({"unseen": [(9,)]}, ["unseen"]),
    ],
    ids=["a row more", "a row less", "what is negated", "rows given to a derived relation"],
)
def test_only_the_strata_that_a_change_of_facts_reaches_run(change: Facts, touched: list[str]):
    worker = IncrementalEngine(engine("pydatalog"))
    evaluated(worker, CHAIN, FACTS)
    facts = {**FACTS, **change}
    evaluation = evaluated(worker, CHAIN, facts)
    assert sorted(ran(evaluation)) == touched
    assert {name: set(found) for name, found in evaluation.relations.items()} == rows(CHAIN, facts)


@pytest.mark.parametrize(
    ("edited", "touched"),
    [
        (CHAIN.replace("!known(a)", "a > 2"), ["unseen"]),
        (CHAIN + "known(7).", ["known", "unseen"]),
        (CHAIN.replace("known(a) :- seen(a).", ""), ["unseen"]),
        ("\n\n" + CHAIN.replace("  ", " "), []),
        (CHAIN + ".decl far(a: number) far(a) :- path(1, a).", ["far"]),
    ],
    ids=["another literal", "a rule more", "the last rule gone", "moved", "a relation more"],
)
def test_only_the_strata_that_a_change_of_rules_reaches_run(edited: str, touched: list[str]):
    worker = IncrementalEngine(engine("pydatalog"))
    evaluated(worker, CHAIN, FACTS)
    evaluation = evaluated(worker, edited, FACTS)
    assert sorted(ran(evaluation)) == touched
    assert {name: set(found) for name, found in evaluation.relations.items()} == rows(edited, FACTS)


def test_after_one_that_was_stopped_the_next_starts_from_nothing():
    endless = CHAIN + ".decl n(x: number) n(0). n(x + 1) :- n(x)."
    worker = IncrementalEngine(engine("pydatalog"))
    evaluated(worker, CHAIN, FACTS)
    with pytest.raises(DiagnosticError):
        worker.evaluate(program(endless), FACTS, limits=Limits(rows=100))
    assert sorted(ran(evaluated(worker, CHAIN, FACTS))) == ["known", "path", "unseen"]


def test_it_has_the_name_of_the_engine_that_worked():
    worker = IncrementalEngine(engine("auto"))
    evaluated(worker, CHAIN, FACTS)
    assert worker.name == "pydatalog"


@pytest.mark.parametrize("name", ["pydatalog", "duckdb"])
@settings(max_examples=40)
@given(example=programs(), random=randoms)
def test_changes_of_facts_and_rules_lead_where_a_whole_evaluation_does(
    name: str, example: Example, random: Random
):
    worker = IncrementalEngine(engine(name))
    for _ in range(3):
        facts = {
            relation: [row for row in given if random.random() < 0.8]
            for relation, given in example.facts.items()
        }
        clauses = [clause for clause in example.clauses if random.random() < 0.9]
        edited = replace(example, clauses=tuple(clauses)).shuffled(random)
        evaluation = evaluated(worker, edited.text, facts)
        found = {relation: set(each) for relation, each in evaluation.relations.items()}
        assert found == rows(edited.text, facts)
