"""Figures of time as the time that a pledge gives itself."""

from __future__ import annotations

from checker.extraction.patterns.figures import Amount

_DAYS = {"d": "day", "wk": "week", "mo": "month", "a": "year"}


def duration(figure: Amount) -> str | None:
    """``10 days``; None for what has no upper bound or is not counted in days or more."""
    if figure.unit not in _DAYS or figure.high is None:
        return None
    number = int(figure.high) if figure.high.is_integer() else figure.high
    return f"{number} {_DAYS[figure.unit]}{'s' * (figure.high != 1)}"
