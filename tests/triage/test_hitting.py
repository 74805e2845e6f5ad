"""Minimal hitting sets: as few as brute force finds, and the same ones every time."""

from __future__ import annotations

import sys
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError
from checker.triage import smallest_hitting_set

SETS = st.lists(st.frozensets(st.integers(0, 8), min_size=1, max_size=4), max_size=9)


def hits(elements, sets):
    return all(not one.isdisjoint(elements) for one in sets)


def by_brute_force(sets):
    """The first of the smallest: combinations come in the order in which they are compared."""
    elements = sorted({element for one in sets for element in one})
    return next(
        found
        for size in range(len(elements) + 1)
        for found in combinations(elements, size)
        if hits(found, sets)
    )


@given(SETS)
def test_the_answer_is_the_first_of_the_smallest_sets(sets):
    found = smallest_hitting_set(sets)
    assert found.smallest
    assert found.elements == by_brute_force(sets)


@given(SETS, st.randoms())
def test_the_order_of_the_sets_does_not_matter(sets, random):
    mixed = random.sample(sets, len(sets))
    assert smallest_hitting_set(mixed) == smallest_hitting_set(sets)


def test_nothing_hits_no_sets():
    assert smallest_hitting_set([]).elements == ()


def test_three_hundred_sets_that_share_nothing_are_solved_apart():
    sets = [frozenset((2 * number, 2 * number + 1)) for number in range(300)]
    found = smallest_hitting_set(sets)
    assert found.smallest
    assert found.elements == tuple(range(0, 600, 2))


@given(st.lists(st.frozensets(st.integers(0, 60), min_size=2, max_size=3), min_size=40))
def test_an_answer_for_which_there_was_no_time_still_hits_every_set(sets):
    found = smallest_hitting_set(sets, seconds=0)
    assert hits(found.elements, sets)


def test_without_the_solver_a_diagnostic_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "clingo", None)
    with pytest.raises(DiagnosticError) as caught:
        smallest_hitting_set([frozenset((1, 2))])
    (found,) = caught.value.diagnostics
    assert found.code == "CHK821"
    assert "pip install 'checker[triage]'" in found.help
