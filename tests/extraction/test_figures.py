"""Figures: their bounds, units and qualifiers, and the numbers that are none."""

from __future__ import annotations

import pytest

from checker.facts.numerals import figures as numerals
from tests.extraction.support import figures

P = "{person}"


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifier"),
    [
        ("It lasted just 40 minutes.", 40, 40, "min", "exact"),
        ("He offered 24- to 48-hour truces.", 24, 48, "h", "range"),
        ("Truces of 24 to 48 hours were offered.", 24, 48, "h", "range"),
        ("Between 30 and 50 prisoners went home.", 30, 50, P, "range"),
        ("It cost €450 million to €500 million.", 450e6, 500e6, "EUR", "range"),
        ("Three to five per cent was lost.", 3, 5, "%", "range"),
        ("At least 12 people came.", 12, None, P, "at-least"),
        ("More than a dozen people came.", 12, None, P, "at-least"),
        ("Dozens of people came.", 24, None, P, "at-least"),
        ("No fewer than 1,200 voters came.", 1200, None, P, "at-least"),
        ("It takes a month or more.", 1, None, "mo", "at-least"),
        ("Up to 4,000 jobs were lost.", None, 4000, "1", "at-most"),
        ("It ends within ten days.", None, 10, "d", "at-most"),
        ("It ends within a year.", None, 1, "a", "at-most"),
        ("He said no more than 250 students came.", None, 250, P, "at-most"),
        ("Some 40 km of pipes burst.", 40, 40, "km", "about"),
        ("Nearly 40 per cent of loans failed.", 40, 40, "%", "about"),
        ("It burned over 18 months.", 18, 18, "mo", "exact"),
        ("He could end it in a single day.", 1, 1, "d", "exact"),
        ("Shares fell 2.3% on Monday.", 2.3, 2.3, "%", "exact"),
        ("A third of deposits is gone.", 33.3, 33.3, "%", "exact"),
        ("The rate rose half a percentage point.", 0.5, 0.5, "{percentage point}", "exact"),
        ("They took £45m of public money.", 45e6, 45e6, "GBP", "exact"),
        ("It has debts of €2bn.", 2e9, 2e9, "EUR", "exact"),
        ("A teacher, Anna Berg, 58, came.", 58, 58, "a", "exact"),
        ("A 21-year-old man came.", 21, 21, "a", "exact"),
        ("Two co-defendants were acquitted.", 2, 2, P, "exact"),
        ("Among them were 19 wounded.", 19, 19, P, "exact"),
    ],
)
def test_a_figure_has_its_bounds_unit_and_qualifier(
    text: str, low: float | None, high: float | None, unit: str, qualifier: str
) -> None:
    (found,) = figures(text)
    assert (found.low, found.high, found.unit, found.qualifier) == (low, high, unit, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "It was the third round.",
        "It happened on a fourth day.",
        "In 2023 it was closed, as in 1998.",
        "On 14 November 2023 it was closed.",
        "It began at 21:40 and ended at two in the morning.",
        "A magnitude 6.3 earthquake struck.",
        "Flight 370 was late.",
        "The barge Kestrel 9 had no permit.",
        "COVID-19 came back.",
        "One of them said no.",
        "A man and a woman came.",
        "It hid about 45m.",
        "Growth was close to zero.",
        "The F-16 landed.",
    ],
)
def test_what_only_looks_like_a_figure_is_left_out(text: str) -> None:
    assert figures(text) == []


def test_an_additional_figure_is_an_increment() -> None:
    (found,) = figures("They will hand over an additional 3,000 bodies.")
    assert (found.aggregation, found.low, found.high) == ("increment", 3000, 3000)


def test_what_befell_people_has_one_name_whatever_the_words() -> None:
    killed, wounded = figures("Shells killed four people, wounding at least 11.")
    assert (killed.measure, wounded.measure) == ("people killed", "people injured")
    assert wounded.unit == P


def test_other_measures_are_the_words_of_the_text() -> None:
    (found,) = figures("Prices had already risen by 7 per cent since May.")
    assert found.measure == "had already risen by … since may"


def test_each_is_told_from_in_total() -> None:
    each, whole = figures("Two firms pay 250,000 euros each. Together they pay 500,000 euros.")[1:]
    assert (each.is_each, whole.is_each) == (True, False)


@pytest.mark.parametrize("text", ["just 40 minutes", "barely ten days", "only 3 per cent"])
def test_a_figure_may_be_called_little(text: str) -> None:
    (found,) = figures(f"It took {text}.")
    assert found.is_stressed


def test_every_bound_that_is_found_is_a_reading_of_its_own_words() -> None:
    text = "About 40 of the 57 boats, 3.5 to 4 tonnes each, took two thirds of half a million fish."
    for found in figures(text):
        readings = [
            reading
            for figure in numerals(text[found.start : found.end])
            for reading in figure.readings
        ]
        bounds = [bound for bound in (found.low, found.high) if bound is not None]
        assert bounds
        assert all(any(abs(r - b) <= 0.01 * b for r in readings) for b in bounds)
