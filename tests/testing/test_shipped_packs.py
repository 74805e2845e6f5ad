"""The shipped packs, all as one, have every property that `checker.testing` offers."""

from __future__ import annotations

from hypothesis import strategies as st

from checker.resources import packs_dir
from checker.testing import (
    Bounds,
    Pack,
    check_bounds,
    check_conflict,
    check_order,
    check_pairs,
    check_renaming,
    check_unrelated,
    stated,
)

PACK = Pack.read(packs_dir())


def test_the_cases_that_properties_look_at_reach_every_rule():
    reached = {one.rule for one in PACK.situations if one.found}

    assert reached == {rule.id for rule in PACK.program.findings}


def test_the_order_of_facts_files_and_rules_changes_nothing():
    check_order(PACK, examples=10)


def test_an_unrelated_document_adds_and_removes_nothing():
    check_unrelated(PACK, examples=10)


def test_a_pair_is_reported_once():
    check_pairs(PACK, examples=20)


def test_other_ids_change_nothing_but_ids():
    check_renaming(PACK, examples=10)


def test_two_sources_that_differ_are_found_among_any_other_facts():
    check_conflict(PACK, "numbers/conflict", stated, examples=8)


def test_one_source_too_far_from_another_makes_a_finding_come_and_go():
    desk = {"tolerances": [{"measure": "people", "percent": 10}]}
    near_hundred = Bounds(
        lambda figure: stated(figure, 100, desk=desk),
        inside=st.integers(90, 111),
        outside=st.integers(1, 89) | st.integers(112, 1000),
    )

    check_bounds(PACK, "numbers/conflict", near_hundred, examples=8)


def test_a_figure_beyond_the_desks_bounds_makes_a_finding_come_and_go():
    desk = {"bounded_measures": [{"measure": "people", "low": 10, "high": 20}]}
    ten_to_twenty = Bounds(
        lambda figure: stated(figure, desk=desk),
        inside=st.integers(10, 20),
        outside=st.integers(0, 9) | st.integers(21, 1000),
    )

    check_bounds(PACK, "numbers/impossible", ten_to_twenty, examples=8)
