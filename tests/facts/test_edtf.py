"""EDTF dates become the days that they cover."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.edtf import EARLIEST, LATEST, EdtfError, Period, days_in_month, period

EPOCH = date(1970, 1, 1)


def day(year: int, month: int, number: int) -> int:
    return (date(year, month, number) - EPOCH).days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-07-23", day(2025, 7, 23), day(2025, 7, 23)),
        ("2025-07", day(2025, 7, 1), day(2025, 7, 31)),
        ("2024-02", day(2024, 2, 1), day(2024, 2, 29)),
        ("2025", day(2025, 1, 1), day(2025, 12, 31)),
        ("202X", day(2020, 1, 1), day(2029, 12, 31)),
        ("19XX", day(1900, 1, 1), day(1999, 12, 31)),
        ("2025-XX", day(2025, 1, 1), day(2025, 12, 31)),
        ("2025-XX-XX", day(2025, 1, 1), day(2025, 12, 31)),
        ("2025-07-XX", day(2025, 7, 1), day(2025, 7, 31)),
        ("2025-21", day(2025, 3, 1), day(2025, 5, 31)),
        ("2025-24", day(2025, 12, 1), day(2026, 2, 28)),
        ("2025-07-23T10:30:00Z", day(2025, 7, 23), day(2025, 7, 23)),
        ("2025-07-23T10:30+03:00", day(2025, 7, 23), day(2025, 7, 23)),
        ("2025-06/2025-08", day(2025, 6, 1), day(2025, 8, 31)),
        ("2025-06/..", day(2025, 6, 1), LATEST),
        ("2025-06/", day(2025, 6, 1), LATEST),
        ("../2025", EARLIEST, day(2025, 12, 31)),
        ("/2025", EARLIEST, day(2025, 12, 31)),
        ("2024~/2025?", day(2024, 1, 1), day(2025, 12, 31)),
        ("Y17000", LATEST, LATEST),
    ],
)
def test_a_date_covers_its_days(text: str, first: int, last: int) -> None:
    assert period(text) == Period(first, last)


DATES = st.dates(max_value=date(4700, 12, 31))
"""Dates that lie before the last day that is told apart from an open end."""


@given(DATES)
def test_a_day_is_the_day_of_the_calendar(when: date) -> None:
    number = (when - EPOCH).days
    assert period(when.isoformat()) == (number, number)


@given(st.integers(-700, 4700), st.integers(1, 12))
def test_months_follow_each_other_without_a_gap(year: int, month: int) -> None:
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    here, there = (
        period(f"{'-' if y < 0 else ''}{abs(y):04}-{m:02}") for y, m in ((year, month), following)
    )
    assert here.last + 1 == there.first
    assert here.last - here.first + 1 == days_in_month(year, month)


@given(DATES, st.integers(0, 4000), st.sampled_from(["", "?", "~", "%"]))
def test_an_interval_reaches_from_first_to_last_and_a_mark_widens_nothing(
    start: date, length: int, mark: str
) -> None:
    end = start + timedelta(days=length)
    text = f"{start.isoformat()}{mark}/{end.isoformat()}{mark}"
    assert period(text) == ((start - EPOCH).days, min((end - EPOCH).days, LATEST))


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("2025-7-4", "2025-07-04"),
        ("2025-7", "2025-07"),
        ("23.07.2025", "the year first"),
        ("23 July 2025", "2025-07-23"),
        ("2025-02-29", "28 days"),
        ("2025-13", "months are 01 to 12"),
        ("2025-07-00", "31 days"),
        ("2025-08/2025-06", "the earlier day first"),
        ("2025-07T10:30", "the day"),
        ("2025T10:30", "the day"),
        ("20XX-07", "years alone"),
        ("2025-XX-04", "interval"),
        ("", "2025-07-23"),
        ("..", "2025-07-23"),
        ("2025/2026/2027", "2025-07-23"),
        ("２０２５", "2025-07-23"),
    ],
)
def test_what_is_no_date_is_refused_with_a_mend(text: str, mend: str) -> None:
    with pytest.raises(EdtfError) as caught:
        period(text)
    assert mend in caught.value.mend


@given(st.text(alphabet="0123456789-/.XYT:?~%Z +", max_size=24))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        first, last = period(text)
    except EdtfError:
        return
    assert EARLIEST <= first <= last <= LATEST


def test_leap_years_are_those_of_the_gregorian_calendar() -> None:
    assert [days_in_month(year, 2) for year in (1900, 2000, 2023, 2024)] == [28, 29, 28, 29]
    assert EPOCH + timedelta(days=period("2000-02-29").first) == date(2000, 2, 29)
