"""Dates in EDTF (ISO 8601-2:2019, levels 0 and 1), as the first and the last day they cover.

Accepted: ``2025-07-23``, ``2025-07``, ``2025``; seasons ``2025-21`` to ``2025-24``; unspecified
digits ``2025-07-XX``, ``2025-XX``, ``202X``, ``20XX``; intervals ``2025-06/2025-08``, open
(``2025-06/..``, ``../2025``) and with an unknown end (``2025-06/``); years before 1 and beyond
9999 (``-0044``, ``Y-17000``); a time of day (``2025-07-23T10:30:00Z``), which changes no day.
``?``, ``~`` and ``%`` (uncertain, approximate, both) are accepted and widen nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

EARLIEST = -1_000_000
LATEST = 1_000_000
"""The days of an open or unknown end, and of dates beyond them."""

_YEAR = r"[+-]?[0-9]{4}|Y-?[0-9]{5,7}|[0-9]{3}X|[0-9]{2}XX"
_DATE = re.compile(
    rf"(?P<year>{_YEAR})"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<time>T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
    r"[?~%]?\Z"
)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}


class EdtfError(ValueError):
    """A text that is no date; ``mend`` says how to write one."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


class Period(NamedTuple):
    """Days since 1970-01-01 in the proleptic Gregorian calendar, both inclusive."""

    first: int
    last: int


@lru_cache(maxsize=4096)
def period(text: str) -> Period:
    """The days that an EDTF text covers. Raises :class:`EdtfError`."""
    start, slash, end = text.partition("/")
    if not slash:
        return _date(text, text)
    first = EARLIEST if start in ("", "..") else _date(start, text).first
    last = LATEST if end in ("", "..") else _date(end, text).last
    if first > last:
        raise EdtfError(
            f"the interval `{text}` ends before it begins",
            f"write the earlier day first: {end}/{start}",
        )
    return Period(first, last)


def _date(part: str, text: str) -> Period:
    match = _DATE.match(part)
    if match is None:
        raise EdtfError(f"`{text}` is no EDTF date", _suggestion(part))
    year, month, day = match["year"], match["month"], match["day"]
    if month is None:
        if match["time"]:
            raise EdtfError(f"`{text}` has a time but no day", "write the day: 2025-07-23T10:30")
        low, high = _years(year)
        return _clamped(_ordinal(low, 1, 1), _ordinal(high, 12, 31))
    if "X" in year:
        raise EdtfError(
            f"`{text}` leaves digits of the year open but gives a month",
            f"write the years alone ({year}) or an interval",
        )
    number = _years(year)[0]
    if month == "XX":
        if day not in (None, "XX"):
            raise EdtfError(
                f"`{text}` gives a day but leaves the month open", "write an interval of days"
            )
        return _clamped(_ordinal(number, 1, 1), _ordinal(number, 12, 31))
    return _in_year(number, int(month), day, match["time"], text)


def _in_year(year: int, month: int, day: str | None, time: str | None, text: str) -> Period:
    if month in _SEASONS and day is None and time is None:
        start = _SEASONS[month]
        after_year, after_month = (year, start + 3) if start < 12 else (year + 1, 3)
        return _clamped(_ordinal(year, start, 1), _ordinal(after_year, after_month, 1) - 1)
    if not 1 <= month <= 12:
        raise EdtfError(f"`{text}` has no month {month}", "months are 01 to 12, seasons 21 to 24")
    length = days_in_month(year, month)
    if day is None or day == "XX":
        if time:
            raise EdtfError(f"`{text}` has a time but no day", "write the day: 2025-07-23T10:30")
        return _clamped(_ordinal(year, month, 1), _ordinal(year, month, length))
    if not 1 <= int(day) <= length:
        raise EdtfError(
            f"`{text}` names a day that does not exist",
            f"month {month:02} of {year} has {length} days",
        )
    at = _ordinal(year, month, int(day))
    return _clamped(at, at)


def _years(text: str) -> tuple[int, int]:
    if text.startswith("Y"):
        return int(text[1:]), int(text[1:])
    return int(text.replace("X", "0")), int(text.replace("X", "9"))


def _clamped(first: int, last: int) -> Period:
    return Period(max(EARLIEST, min(first, LATEST)), max(EARLIEST, min(last, LATEST)))


def days_in_month(year: int, month: int) -> int:
    """How many days a month of the proleptic Gregorian calendar has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _ordinal(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01. Years count from March, so that a leap day ends its year."""
    year, month = (year - 1, month + 9) if month < 3 else (year, month - 3)
    before = 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5
    return before + day - 1 - 719_468


_SLASHED = r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})\Z"
_SHORT = r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?\Z"


def _suggestion(part: str) -> str:
    if short := re.match(_SHORT, part):
        year, month, day = short.groups()
        written = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
        return f"write two digits for month and day: {written}"
    if re.match(_SLASHED, part):
        return "write the year first: 2025-07-23"
    return "write 2025-07-23, 2025-07, 2025, or an interval such as 2025-06/2025-08 or 2025-06/.."
