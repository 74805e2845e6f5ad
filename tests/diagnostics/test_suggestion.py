"""Which name somebody may have meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import closest

NAMES = ["claim", "claim_text", "quantity", "source", "stance"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("claims", "claim"),
        ("claim_txt", "claim_text"),
        ("quantitiy", "quantity"),
        ("soruce", "source"),
        ("Claim", "claim"),
        ("STANCE", "stance"),
    ],
)
def test_a_slip_is_recognised(name: str, meant: str) -> None:
    assert closest(name, NAMES) == meant


@pytest.mark.parametrize("name", ["x", "", "weather", "document"])
def test_another_word_is_no_slip(name: str) -> None:
    assert closest(name, NAMES) is None


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert closest("claim", []) is None


@given(st.text(max_size=8), st.lists(st.text(max_size=8)), st.randoms())
def test_the_order_of_the_candidates_does_not_matter(name, candidates, random) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert closest(name, candidates) == closest(name, shuffled)
