"""Texts as rules search them, and where their sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.quotations import plain_quotation
from checker.facts.sentences import sentences
from checker.facts.words import words_of


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He didn’t say “1,200”.", " he didn't say 1200 "),
        ("24- to 48-hour truces", " 24 to 48 hour truces "),
        ("some 10 000 men", " some 10000 men "),
        ("3.5 percent. Done", " 3.5 percent done "),
        ("in 2025. 300 men", " in 2025 300 men "),
        ("ÜBER_uns", " über uns "),
        ("—", " "),
        ("", " "),
    ],
)
def test_words_are_in_lower_case_and_one_space_apart(text: str, words: str) -> None:
    assert words_of(text) == words


@given(st.text(max_size=60))
def test_words_have_a_space_on_either_side_and_none_doubled(text: str) -> None:
    words = words_of(text)
    assert words.startswith(" ")
    assert words.endswith(" ")
    assert "  " not in words
    assert words_of(words) == words


@pytest.mark.parametrize(
    "expected",
    [
        ["Dr. Smith met J. Doe in the U.S. on Jan. 5.", "He left."],
        ["He paid 3.5 million.", "Then he left."],
        ["“Why?” he asked.", "“I know,” said Berg."],
        ["“It is hard.”", "The end."],
        ["The talks (held in June.) went on.", "They failed."],
        ["1. First item.", "It is here."],
        ["We need Plan B.", "The next one."],
        ["He said no.", "Then he left."],
        ["See No. 7 there.", "It is red."],
        ["The bell rang at 5 p.m.", "The boats left."],
        ["He sat in the sun.", "Bob came."],
        ["It was sold to Acme Inc. in May.", "She knew."],
        ["See e.g. Berlin.", "Or not…", "What?!"],
        ["What happened?", "Nothing!"],
        ["Go to example.org now.", "Thanks."],
    ],
)
def test_a_text_is_split_at_the_ends_of_its_sentences(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_paragraphs_of_one_line_each_end_sentences() -> None:
    assert split("A headline without a stop\nThe text. It goes on") == [
        "A headline without a stop",
        "The text.",
        "It goes on",
    ]


def test_wrapped_lines_do_not_end_sentences_but_blank_lines_and_items_do() -> None:
    text = "A headline\n\nThe text is\nwrapped. It goes\non\n- one\n- two\n\n \nEnd"
    assert split(text) == [
        "A headline",
        "The text is\nwrapped.",
        "It goes\non",
        "- one",
        "- two",
        "End",
    ]


@given(st.text(alphabet="ab A.B!?\n“”\"' 1,", max_size=80))
def test_sentences_cover_every_letter_once_and_in_order(text: str) -> None:
    found = list(sentences(text))
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    covered = "".join(text[start:end] for start, end in found)
    assert [c for c in covered if c.isalnum()] == [c for c in text if c.isalnum()]
    assert all(text[start:end].strip() == text[start:end] for start, end in found)


def test_quotations_compare_without_their_typography() -> None:
    assert plain_quotation("“We  did\nit,”") == plain_quotation('"We did it,"') == "We did it,"
    assert plain_quotation("‘don’t’") == "'don't'"
