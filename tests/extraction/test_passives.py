"""Who says it in the passive, who says that somebody says it, and where nobody is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from checker.extraction.patterns import PatternExtractor
from checker.extraction.patterns.attribution import attributions
from checker.extraction.patterns.reading import read
from tests.extraction.support import attributed, attributed_within, document, texts


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("He was accused of fraud by rivals.", "rivals", "was accused", "He ... of fraud"),
        (
            "The firm has been accused by its own staff of hiding losses.",
            "its own staff",
            "has been accused",
            "The firm ... of hiding losses",
        ),
        ("Jan Holt is accused of fraud.", "", "is accused", "Jan Holt ... of fraud"),
        (
            "Anna Berg was told by police on Monday that the bridge was closed.",
            "police",
            "was told",
            "the bridge was closed",
        ),
        ("Residents were told that it was late.", "", "were told", "it was late"),
        ("The claim was denied by the firm.", "the firm", "was denied", "The claim"),
        (
            "The plan was condemned by the governor, Tor Velde, on Monday.",
            "the governor, Tor Velde",
            "was condemned",
            "The plan",
        ),
        (
            "The plan was described by doctors as reckless.",
            "doctors",
            "was described",
            "The plan ... as reckless",
        ),
        ("It was reported that two had died.", "", "was reported", "two had died"),
        (
            "It was alleged by prosecutors that two had died.",
            "prosecutors",
            "was alleged",
            "two had died",
        ),
        (
            "At least 12 are believed to have died.",
            "",
            "are believed",
            "At least 12 ... to have died",
        ),
        (
            "Two men were said by police to have fled.",
            "police",
            "were said",
            "Two men ... to have fled",
        ),
        (
            "He was quoted as saying the plan was late.",
            "He",
            "was quoted as saying",
            "the plan was late",
        ),
    ],
)
def test_a_passive_has_its_agent_or_nobody_for_its_source(
    text: str, source: str, cue: str, content: str
) -> None:
    assert attributed(text) == [(source, cue, content)]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (
            "Holt said the firm had denied that it was late.",
            ("the firm", "had denied", "it was late", "Holt said"),
        ),
        (
            "He was quoted by the Herald as saying “it was late”.",
            ("He", "saying", "“it was late”", "the Herald was quoted"),
        ),
        (
            "It was late, according to a report by the bank cited by the Herald.",
            ("a report by the bank", "according to", "It was late", "the Herald cited by"),
        ),
        (
            "Police said two men are believed to have died.",
            ("", "are believed", "two men ... to have died", "Police said"),
        ),
        (
            "Police read a list, and Holt said it names 12 boys alleged to have been taken.",
            ("", "alleged", "12 boys ... to have been taken", "Holt said"),
        ),
        (
            "Holt was told by police that the firm had claimed it was late.",
            ("the firm", "had claimed", "it was late", "police was told"),
        ),
    ],
)
def test_what_is_said_within_what_is_said_has_both_sources(
    text: str, inner: tuple[str, str, str, str]
) -> None:
    assert inner in attributed_within(text)


@pytest.mark.parametrize(
    "text",
    [
        "He was accused of taking bribes paid by a firm.",
        "He was accused of writing a report by the bank.",
        "He will be accused of fraud.",
        "He was not accused of fraud.",
        "It was not reported that two had died.",
        "It was noted by chance.",
        "He was questioned by police.",
        "He was called by the mayor.",
        "The bridge was built by soldiers.",
        "The report was published by the city.",
        "Officials believed to be from the ministry came.",
        "Two may be believed to have died.",
        "He was told that.",
        "What was denied by the firm was late.",
    ],
)
def test_a_passive_that_leaves_it_open_gives_nothing(text: str) -> None:
    assert attributed_within(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Holt said he had denied that it was late.",
        "Holt said that if the firm admitted it was late, it would pay.",
        "Holt said the firm would deny that it was late.",
    ],
)
def test_what_may_not_have_been_said_is_not_taken_out_of_what_was(text: str) -> None:
    assert [each[0] for each in attributed_within(text)] == ["Holt"]


def test_a_nested_claim_has_its_inner_source_and_the_outer_one_as_via(tmp_path: Path) -> None:
    text = "Jan Holt, a clerk, said the ministry had denied that it was late."
    outer, inner = PatternExtractor().propose(document(tmp_path, text)).claims
    assert (outer["source"], outer.get("via")) == ("talks:jan-holt", None)
    assert (inner["source"], inner["kind"]) == ("talks:ministry", "denial")
    assert inner["via"] == [{"source": "talks:jan-holt", "cue": "said"}]
    assert inner["extraction"]["confidence"] < outer["extraction"]["confidence"]  # type: ignore[index, call-overload, operator]


def test_what_nobody_in_particular_says_is_an_unnamed_source_s(tmp_path: Path) -> None:
    text = "Two men are believed to have died. It was reported that it rained."
    made = PatternExtractor().propose(document(tmp_path, text))
    (agent,) = made.agents
    assert (agent["name"], agent["kind"]) == ("unnamed source, in talks", "collective")
    believed, reported = made.claims
    assert (believed["span"], believed["factuality"]) == (
        "Two men are believed to have died",
        "PR+",
    )
    assert (reported["span"], reported["source"]) == ("it rained", agent["id"])


def test_a_claim_of_somebody_around_whom_nobody_is_known_is_left_out(tmp_path: Path) -> None:
    text = "She said the ministry had denied that it was late."
    assert PatternExtractor().propose(document(tmp_path, text)).claims == ()


@given(texts)
def test_what_is_around_an_attribution_holds_its_words(text: str) -> None:
    for each in attributions(read(text)):
        for outer in each.outer:
            assert text[outer.cue.start : outer.cue.end].strip()
            assert outer.cue != each.cue
