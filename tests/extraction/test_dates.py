"""Dates as written, and which of them say which day they mean."""

from __future__ import annotations

import pytest

from checker.extraction.patterns.dates import dates


def found(text: str, published: str = "") -> list[tuple[str, str, str]]:
    return [
        (text[each.start : each.end], each.kind, each.resolved) for each in dates(text, published)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 14 November 2023.", ("14 November 2023", "date", "2023-11-14")),
        ("On November 14, 2023, it fell.", ("November 14, 2023", "date", "2023-11-14")),
        ("On 2023-11-14.", ("2023-11-14", "date", "2023-11-14")),
        ("On 9 March it fell.", ("9 March", "date", "")),
        ("On Sept. 9 it fell.", ("Sept. 9", "date", "")),
        ("In February 2022.", ("February 2022", "month", "2022-02")),
        ("Since January.", ("January", "month", "")),
        ("Talks in May.", ("May", "month", "")),
        ("On Wednesday.", ("Wednesday", "weekday", "")),
        ("Since 2008.", ("2008", "year", "2008")),
        ("His 2024 campaign.", ("2024", "year", "2024")),
        ("It came last week.", ("last week", "relative", "")),
        ("It came two years ago.", ("two years ago", "relative", "")),
    ],
)
def test_an_expression_of_time_has_its_kind(text: str, expected: tuple[str, str, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "It may rain.",
        "May it rain.",
        "They march on.",
        "On 31 February 2023.",
        "In 2,019 cases.",
        "About 1998 votes.",
    ],
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("words", "resolved"),
    [
        ("yesterday", "2025-02-28"),
        ("tomorrow", "2025-03-02"),
        ("last year", "2024"),
        ("last month", "2025-02"),
        ("next month", "2025-04"),
        ("last week", ""),
    ],
)
def test_what_counts_from_the_day_of_publication_is_resolved_where_it_is_known(
    words: str, resolved: str
) -> None:
    assert found(f"It came {words}.", "2025-03-01") == [(words, "relative", resolved)]
    assert found(f"It came {words}.", "2025-03") == [(words, "relative", "")]
