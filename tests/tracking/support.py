"""What the tests of tracking share."""

from __future__ import annotations

from datetime import date

from checker.findings import Absent

DAY = date(2026, 1, 15)
"""The day of the clock."""


def gone(fingerprint: str, rule: str = "x/y", message: str = "m") -> Absent:
    """A finding of a baseline."""
    return Absent(fingerprint=fingerprint, rule=rule, message=message)
