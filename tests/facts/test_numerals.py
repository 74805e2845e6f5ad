"""Figures in numerals and in words are the numbers that they stand for."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checker.facts.numerals import Form, figures, written

_TO_NINETEEN = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_FROM_TWENTY = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES, _TENS = _TO_NINETEEN.split(), _FROM_TWENTY.split()
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def in_words(number: int, and_: str) -> str:
    """An English number, written independently of the code under test."""
    for scale, word in _SCALES:
        if number >= scale:
            rest = f" {in_words(number % scale, and_)}" if number % scale else ""
            return f"{in_words(number // scale, and_)} {word}{rest}"
    if number >= 100:
        rest = f" {and_}{in_words(number % 100, and_)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    if number >= 20:
        return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    return _ONES[number]


def may_be(text: str, number: float) -> bool:
    return any(figure.may_be(number) for figure in figures(text))


def readings(text: str) -> list[float]:
    return [figure.readings[0] for figure in figures(text)]


@given(
    number=st.integers(0, 10**15 - 1),
    separator=st.sampled_from(["", ",", "'", "’", " ", "\u00a0", "\u2009", "\u202f"]),
)
def test_a_numeral_is_its_number_whatever_sets_its_thousands_apart(
    number: int, separator: str
) -> None:
    text = f"some {number:,}".replace(",", separator) + " people, at least"
    (figure,) = figures(text)
    assert figure.readings == (float(number),)


@given(number=st.integers(0, 10**15 - 1), and_=st.sampled_from(["", "and "]), capital=st.booleans())
@example(number=120_305, and_="and ", capital=False)
@example(number=1_000_001, and_="", capital=True)
def test_a_number_in_words_is_its_number(number: int, and_: str, capital: bool) -> None:
    words = in_words(number, and_)
    text = f"{words.capitalize() if capital else words} people were there"
    (figure,) = figures(text)
    assert figure.readings == (float(number),)
    assert text[figure.start : figure.end].lower() == words


@given(
    amount=st.decimals(min_value=0, max_value=999, places=2),
    scale=st.sampled_from([("million", 1e6), ("bn", 1e9), ("thousand", 1e3), ("trillion", 1e12)]),
)
def test_a_numeral_before_a_scale_is_multiplied(amount: object, scale: tuple[str, float]) -> None:
    word, factor = scale
    assert may_be(f"worth ${amount} {word}.", float(str(amount)) * factor)


@given(
    amount=st.integers(0, 10**6), form=st.sampled_from(["%", " percent", " per cent", " pct", " %"])
)
def test_a_percentage_may_be_given_as_a_share_too(amount: int, form: str) -> None:
    text = f"about {amount}{form} of them"
    assert may_be(text, amount)
    assert may_be(text, amount / 100)


@given(
    low=st.integers(1, 999), high=st.integers(1000, 9999), join=st.sampled_from(["-", "–", " to "])
)
def test_both_ends_of_a_range_are_figures(low: int, high: int, join: str) -> None:
    assert readings(f"{low}{join}{high} people") == [low, high]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=0, max_value=1e15))
def test_what_is_written_in_plain_digits_is_read_back(number: float) -> None:
    if "e" not in written(number):
        assert may_be(f"it was {written(number)}.", number)


@given(st.text(max_size=80))
@example("½½ ²³ ٣ 1,,2 -- .5. 3.")
@example("half a half a million and a half")
@example("of of tens of tens of thousands of")
def test_any_text_has_figures_that_stand_in_it_in_order(text: str) -> None:
    at = 0
    for figure in figures(text):
        assert at <= figure.start < figure.end <= len(text)
        assert figure.readings
        at = figure.end


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24- to 48-hour truces", 24),
        ("24- to 48-hour truces", 48),
        ("truces of 24 to 48 hours", 24),
        ("a single day", 1),
        ("in a day", 1),
        ("an hour", 1),
        ("half of them", 0.5),
        ("half of them", 50),
        ("a quarter", 25),
        ("three quarters of the seats", 75),
        ("two thirds", 66.7),
        ("a third of the fleet", 1 / 3),
        ("one in a third round", 3),
        ("the third round", 3),
        ("the twenty-first time", 21),
        ("the 24th day", 24),
        ("a dozen boats", 12),
        ("half a dozen boats", 6),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("2½ hours", 2.5),
        ("½ hour", 0.5),
        ("a hundred and one", 101),
        ("hundreds of people", 100),
        ("tens of thousands of people", 10_000),
        ("hundreds of thousands", 200_000),
        ("3 to 4 million", 3_000_000),
        ("$1–2 billion", 1e9),
        ("between ten and 15 percent", 0.1),
        ("3m people", 3_000_000),
        ("3m of rope", 3),
        ("12,34,567 rupees", 1_234_567),
        ("minus 5 or −5 or -5", -5),
        ("no survivors", 0),
        ("none of them", 0),
        ("a couple of men", 2),
        ("twice", 2),
        ("nineteen hundred", 1900),
        (".5 percent", 0.5),
        ("5‰", 0.005),
        ("10 000 francs", 10_000),
        ("the 2020s", 2020),
        ("a day and a half", 1.5),
        ("two hours and a half", 2.5),
        ("scores of people", 20),
    ],
)
def test_figures_of_running_text(text: str, number: float) -> None:
    assert may_be(text, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200 men", 1),
        ("1,200 men", 200),
        ("1.200 men", 1200),  # English: a decimal point
        ("twenty-four", 20),
        ("twenty-four", 4),
        ("three million", 3),
        ("3 million", 3),
        ("one, two", 3),
        ("2025-07-23", -7),
        ("the weight", 8),
        ("someone", 1),
        ("the scores were", 20),
        ("they score", 20),
        ("9" * 500, 9e307),
    ],
)
def test_a_part_of_a_figure_is_no_figure(text: str, number: float) -> None:
    assert not may_be(text, number)


def test_words_that_seldom_count_are_told_from_those_that_do() -> None:
    forms = {text: figures(text)[0].form for text in ("a", "one", "no", "two", "2", "half", "2nd")}
    assert forms == {
        "a": Form.ARTICLE,
        "one": Form.ARTICLE,
        "no": Form.ARTICLE,
        "two": Form.WORD,
        "2": Form.NUMERAL,
        "half": Form.FRACTION,
        "2nd": Form.ORDINAL,
    }
