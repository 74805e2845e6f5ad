"""What the tests of tracking share."""

from __future__ import annotations

from checker.findings import Absent


def gone(fingerprint: str, rule: str = "x/y", message: str = "m") -> Absent:
    """A finding of a baseline."""
    return Absent(fingerprint=fingerprint, rule=rule, message=message)
