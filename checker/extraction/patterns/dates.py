"""Dates as written: days, weekdays, months, years, and what counts from another day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal, TypeAlias

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Dates, lexicon

Kind: TypeAlias = Literal["date", "weekday", "relative", "month", "year"]


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """An expression at ``text[start:end]``; ``resolved`` is EDTF, empty without an anchor."""

    start: int
    end: int
    kind: Kind
    resolved: str


def dates(text: str, published: str = "") -> Iterator[WrittenDate]:
    """The expressions of time in a text, in its order.

    Resolved are those that say their year, and those that count from the day of publication where
    that is known. A weekday is left open: that it is the last one is the reader's guess.
    """
    day = _day(published)
    for match in _pattern().finditer(text):
        found = _found(match, day)
        if found is not None:
            yield found


def _found(match: re.Match[str], published: date | None) -> WrittenDate | None:
    start, end = match.span()
    if match["weekday"]:
        return WrittenDate(start, end, "weekday", "")
    if match["relative"]:
        return WrittenDate(start, end, "relative", _counted(match[0].lower(), published))
    if match["iso"]:
        resolved = _calendar_day(*map(int, match["iso"].split("-")))
        return WrittenDate(start, end, "date", resolved) if resolved else None
    if match["bare"]:
        start, end = match.span("bare")
        return WrittenDate(start, end, "year", match["bare"])
    name = match["month"] or match["month_"]
    number = _month(name)
    year = match["year"] or match["year_"] or match["year__"]
    written_day = match["day"] or match["day_"]
    if written_day:
        resolved = _calendar_day(int(year), number, int(written_day)) if year else ""
        if not 1 <= int(written_day) <= 31 or (year and not resolved):
            return None
        return WrittenDate(start, end, "date", resolved)
    if (
        not year
        and name == "May"
        and not _MONTH_BEFORE.search(match.string, max(0, start - _LONGEST_BEFORE), start)
    ):
        return None
    return WrittenDate(start, end, "month", f"{year}-{number:02}" if year else "")


_MONTH_BEFORE = re.compile(
    r"\b(?:in|of|since|by|until|till|last|next|early|late|mid|from|to|between|and|before|after)"
    r"[ -]\Z"
)
_LONGEST_BEFORE = len(" between ")


def _counted(words: str, published: date | None) -> str:
    """The days that an expression means, counted from the day of publication."""
    if published is None:
        return ""
    shift = lexicon(Dates).days.get(words)
    if shift is not None:
        return (published + timedelta(days=shift)).isoformat()
    years = {"last year": -1, "this year": 0, "next year": 1}.get(words)
    if years is not None:
        return str(published.year + years)
    months = {"last month": -1, "this month": 0, "next month": 1}.get(words)
    if months is not None:
        count = published.year * 12 + published.month - 1 + months
        return f"{count // 12:04}-{count % 12 + 1:02}"
    return ""


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published) if len(published) == 10 else None
    except ValueError:
        return None


def _calendar_day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    lists = lexicon(Dates)
    short = name.rstrip(".")
    return lists.months.index(name) + 1 if name in lists.months else lists.short_months[short]


@cache
def _pattern() -> re.Pattern[str]:
    lists = lexicon(Dates)
    full, short = "|".join(lists.months), "|".join(lists.short_months)
    month = rf"(?:{full}|(?:{short})\.?(?=[ ][0-9]))"
    year = "(?:1[6-9]|20)[0-9]{2}"
    relative = lists.relative.replace(" ", r"\s+").replace(r"|\s+", "|")
    days = "|".join(lists.days)
    before = "in|since|by|until|from|before|after|of|during|late|early|between|and|to|his|her|the"
    return re.compile(
        rf"(?P<iso>\b{year}-[0-9]{{2}}-[0-9]{{2}}\b)"
        rf"|\b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ](?P<month>{month})"
        rf"(?:,?[ ](?P<year>{year}))?\b"
        rf"|\b(?P<month_>{month})"
        rf"(?:[ ](?P<day_>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:.,]*[0-9])(?:,[ ](?P<year_>{year}))?"
        rf"|,?[ ](?P<year__>{year}))?\b"
        rf"|\b(?P<weekday>{'|'.join(lists.weekdays)})\b"
        rf"|\b(?P<relative>(?i:{relative}|{days}))\b"
        rf"|\b(?i:{before})[ ](?P<bare>{year})\b(?!,[0-9]|\.[0-9]|[ ]?%)"
    )
