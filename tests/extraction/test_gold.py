"""The extractor against annotated texts: no worse than it was, in either half."""

from __future__ import annotations

import pytest

from bench.extraction import (
    HALVES,
    MEASURES,
    PASSIVE_AND_NESTED,
    Annotation,
    exactly,
    gold,
    largely,
    matched,
    score,
    score_nested,
)
from bench.handmade import shares
from checker.extraction.patterns.reading import Extent


@pytest.fixture(scope="module", params=HALVES)
def half(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_each_half_has_ten_texts_of_a_news_item_s_length(half: str) -> None:
    texts = gold(half)
    assert len(texts) == 10
    assert all(150 <= len(each.text.split()) <= 300 for each in texts)
    assert all(len(each.attributions) >= 7 and len(each.figures) >= 6 for each in texts)


FLOORS: dict[str, dict[str, float]] = {
    "tuning": {
        "source, exact": 0.97,
        "source, overlap": 0.97,
        "cue, exact": 0.97,
        "cue, overlap": 0.97,
        "content, exact": 0.97,
        "content, overlap": 0.97,
        "attribution, exact": 0.97,
        "attribution, overlap": 0.97,
        "figures": 0.95,
    },
    "held out": {
        "source, exact": 0.92,
        "source, overlap": 0.93,
        "cue, exact": 0.94,
        "cue, overlap": 0.94,
        "content, exact": 0.93,
        "content, overlap": 0.94,
        "attribution, exact": 0.9,
        "attribution, overlap": 0.93,
        "figures": 0.88,
    },
}


def test_f1_has_not_fallen(half: str) -> None:
    found = score(half)
    assert set(FLOORS[half]) == set(MEASURES)
    fallen = {
        name: round(found[name].f1, 3)
        for name, floor in FLOORS[half].items()
        if found[name].f1 < floor
    }
    assert fallen == {}


def test_passive_and_nested_attributions_are_found_in_texts_of_their_own(half: str) -> None:
    annotated = gold(half, PASSIVE_AND_NESTED)
    assert len(annotated) == 3
    assert all(len(each.attributions) >= 9 for each in annotated)
    floors = {"tuning": 0.97, "held out": 0.92}
    found = score_nested(half)
    assert {name: count.f1 for name, count in found.items() if count.f1 < floors[half]} == {}


def test_the_share_of_handmade_facts_has_not_fallen() -> None:
    found = {share.kind: share.found for share in shares()}
    assert found["claims in direct voice, covered"] == 8
    assert found["claims in indirect voice, attributed alike"] >= 18
    assert found["figures"] >= 5


def test_signs_and_auxiliaries_at_the_ends_of_a_passage_do_not_count() -> None:
    text = "“It rained,” he has said that"
    assert exactly(text, [Extent(0, 13)], [Extent(1, 10)])
    assert exactly(text, [Extent(16, 24)], [Extent(20, 24)])
    assert not exactly(text, [Extent(0, 4)], [Extent(1, 10)])


def test_passages_overlap_where_half_of_both_is_shared() -> None:
    assert largely("", [Extent(0, 10)], [Extent(5, 10)])
    assert not largely("", [Extent(0, 10)], [Extent(6, 10)])


def test_each_attribution_is_matched_once() -> None:
    def of(start: int) -> Annotation:
        place = (Extent(start, start + 5),)
        return Annotation(place, place, place)

    found, due = [of(0), of(1), of(30)], [of(0), of(20)]
    assert list(matched(found, due)) == [(found[0], due[0])]
