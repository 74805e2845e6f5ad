"""What an audit of the seed must find, and what it must leave alone, in an editor's words.

Independent of the held list: each sentence names the rule and words of the article.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker import Finding
from tests.golden.audits import SEED


def found(rule: str, *words: str) -> Iterator[Finding]:
    """The findings of a rule whose evidence quotes these words, each in another place."""
    for finding in SEED.report().findings:
        quotes = [item.passage.exact for item in finding.evidence if item.passage]
        if finding.rule == rule and all(any(word in quote for quote in quotes) for word in words):
            yield finding


def touching(*words: str) -> list[str]:
    """The rules of which some finding quotes each of these words."""
    rules = sorted({finding.rule for finding in SEED.report().findings})
    return [rule for rule in rules if any(found(rule, *words))]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param(rule, words, id=sentence)
        for sentence, rule, *words in (
            (
                "the allegation of 339 children stands against the denial",
                "disputes/contested",
                "339 children",
                "He denied Kiev’s claims",
            ),
            (
                "whoever denies it says that some are back",
                "disputes/partial-admission",
                "He denied Kiev’s claims",
                "A number of these children are in Ukraine again",
            ),
            (
                "some are back, and yet return depends on relatives who turn up",
                "disputes/done-and-conditional",
                "A number of these children are in Ukraine again",
                "If a legal parent, a close relative or a representative turns up",
            ),
            (
                "no viable roadmap is the narrator's judgement",
                "editorial/uncited-evaluation",
                "no viable roadmap",
            ),
            (
                "rhetoric that moved little is the narrator's judgement",
                "editorial/uncited-evaluation",
                "rhetoric has hardly moved anything",
            ),
            (
                "one of the deadliest conflicts stands without a ranking",
                "editorial/uncited-superlative",
                "one of the deadliest conflicts",
            ),
            (
                "aid that intensified the war is the narrator's cause",
                "editorial/uncited-cause",
                "has intensified the conflict",
            ),
            ("just 40 minutes is a judgement", "editorial/word-to-watch", "just"),
            ("the critics have no names", "attribution/unnamed-source", "peace efforts"),
            (
                "one side's name for the war stands in the narrator's voice",
                "editorial/side-term",
                "special military operation",
            ),
            (
                "the war has two names",
                "editorial/two-names",
                "special military operation",
                "war",
            ),
            ("the one-day pledge has no plan and no outcome", "promises/no-plan", "single day"),
            ("an additional 3,000 has no base", "numbers/no-base", "3,000"),
            ("1,200 is said of neither each nor all", "numbers/each-or-total", "1,200"),
            ("a Wednesday has no date", "time/no-anchor", "Wednesday"),
            ("criticism of the administration has no reply", "disputes/no-reply", "peace efforts"),
        )
    ],
)
def test_it_finds_that(rule: str, words: list[str]) -> None:
    assert any(found(rule, *words))


def test_the_one_day_pledge_lacks_both_plan_and_outcome() -> None:
    (finding,) = found("promises/no-plan", "single day")
    assert "neither a plan nor an outcome" in finding.message


def test_progress_on_one_track_does_not_contradict_none_on_another() -> None:
    assert touching("we are moving forward", "we are not") == []
    assert touching("humanitarian", "hostilities") == []


def test_a_range_of_24_to_48_hours_is_no_conflict() -> None:
    assert touching("24 to 48") == []
    assert touching("24", "48") == []


def test_a_third_round_agrees_with_those_of_may_and_june() -> None:
    assert touching("third round") == []
    assert [rule for rule in touching("May and June") if rule.startswith("time/")] == []


def test_loaded_words_inside_a_quotation_are_left_to_the_speaker() -> None:
    assert touching("bloody") == []
    assert touching("tough") == []
    for finding in SEED.report().findings:
        if finding.rule.startswith("editorial/"):
            assert {item.voice for item in finding.evidence if item.passage} == {"narrator"}
