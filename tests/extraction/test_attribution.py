"""Who is said to have said what: the shapes of sentences, and what is left out."""

from __future__ import annotations

import pytest

from tests.extraction.support import attributed


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("“We had no choice,” said Anna Berg.", "Anna Berg", "said", "We had no choice"),
        ("“We had no choice,” Anna Berg said.", "Anna Berg", "said", "We had no choice"),
        ("Anna Berg said: “We had no choice.”", "Anna Berg", "said", "We had no choice"),
        ('"We had no choice," she told the court.', "she", "told", "We had no choice"),
        ("“Why us?” he asked.", "he", "asked", "Why us?"),
        ("“It is late,” said Anna Berg, who leads it.", "Anna Berg", "said", "It is late"),
        ("The mayor said the bridge was closed.", "The mayor", "said", "the bridge was closed"),
        (
            "The mayor said on Tuesday that the bridge was closed.",
            "The mayor",
            "said",
            "the bridge was closed",
        ),
        ("The bridge was closed, police said.", "police", "said", "The bridge was closed"),
        (
            "The bridge was closed, said Mayor Jan Holt.",
            "Mayor Jan Holt",
            "said",
            "The bridge was closed",
        ),
        (
            "The town, he said, would pay for it.",
            "he",
            "said",
            "The town ... would pay for it",
        ),
        (
            "Anna Berg, who leads the inquiry, said it would end in May.",
            "Anna Berg",
            "said",
            "it would end in May",
        ),
        (
            "Velmark’s foreign minister, Pell Ostrin, denied that it had fired.",
            "Velmark’s foreign minister, Pell Ostrin",
            "denied",
            "it had fired",
        ),
        (
            "Turnout was 74 percent, according to the commission.",
            "the commission",
            "according to",
            "Turnout was 74 percent",
        ),
        (
            "According to its own inventory, which we have seen, the vests were old.",
            "its own inventory",
            "According to",
            "the vests were old",
        ),
        ("The city has promised to pay in May.", "The city", "has promised", "pay in May"),
        ("Prosecutors accused him of fraud.", "Prosecutors", "accused", "him of fraud"),
        ("Critics argue that the plan is late.", "Critics", "argue", "the plan is late"),
        (
            "In June the audit office warned that it would fail.",
            "the audit office",
            "warned",
            "it would fail",
        ),
        (
            "Most readers polled by the newspaper Agora expected a smaller move.",
            "Most readers polled by the newspaper Agora",
            "expected",
            "a smaller move",
        ),
        (
            "Trump has claimed, ever since he won, that he could end it.",
            "Trump",
            "has claimed",
            "he could end it",
        ),
        (
            "He said it was late, a charge that the operator disputes.",
            "He",
            "said",
            "it was late",
        ),
        (
            "Aid drew criticism from Moscow, which maintains that it prolongs the war.",
            "Moscow",
            "maintains",
            "it prolongs the war",
        ),
        (
            "“We go on,” said spokesman Jan Holt ahead of the talks.",
            "spokesman Jan Holt",
            "said",
            "We go on",
        ),
        (
            "PORT HESSEL (OPS) – Nineteen people died, the service said.",
            "the service",
            "said",
            "Nineteen people died",
        ),
    ],
)
def test_an_attribution_has_its_source_cue_and_content(
    text: str, source: str, cue: str, content: str
) -> None:
    assert attributed(text) == [(source, cue, content)]


def test_two_cues_of_one_subject_are_two_attributions() -> None:
    assert attributed("Holt said the bridge was closed and promised to reopen it.") == [
        ("Holt", "said", "the bridge was closed"),
        ("Holt", "promised", "reopen it"),
    ]


def test_two_speakers_of_one_sentence_are_kept_apart() -> None:
    assert attributed("Police said 5,000 people came, but the organisers say it was 9,000.") == [
        ("Police", "said", "5,000 people came"),
        ("the organisers", "say", "it was 9,000"),
    ]


def test_a_quotation_goes_on_after_its_cue_and_within_its_paragraph() -> None:
    text = "“A start,” said Anna Berg. “More will follow.”\n\n“Nothing will follow.”"
    assert attributed(text) == [("Anna Berg", "said", "A start ... More will follow")]


def test_a_quoted_fragment_is_a_part_of_its_sentence() -> None:
    text = "The firm said it “deeply regrets” the delay."
    assert attributed(text) == [("The firm", "said", "it “deeply regrets” the delay")]


@pytest.mark.parametrize(
    "text",
    [
        "The claims of the ministry are old.",
        "His report was late.",
        "The distress call came in before noon.",
        "He would say that it was late.",
        "He did not say that it was late.",
        "Nobody said that it was late.",
        "She wanted to say that it was late.",
        "What he said was late.",
        "The mayor said little.",
        "The group offered no evidence.",
        "“Special measures” are in force.",
        "“An orphan without a cue.”",
        "Said, said, said.",
    ],
)
def test_what_is_no_assertion_of_a_named_or_described_source_is_left_out(text: str) -> None:
    assert attributed(text) == []
