"""Findings across runs: what was accepted before, what is suppressed and why, what has changed.

Names are imported when they are first asked for: a configuration reads suppressions, and reading
one must cost nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.tracking.baseline import Accepted, accepted_text, load_accepted
    from checker.tracking.comparison import Change, Difference, Ground, RowChange, compare
    from checker.tracking.suppress import Suppress
    from checker.tracking.track import track

__all__ = [
    "Accepted",
    "Change",
    "Difference",
    "Ground",
    "RowChange",
    "Suppress",
    "accepted_text",
    "compare",
    "load_accepted",
    "track",
]

_HOMES = {
    "Accepted": "checker.tracking.baseline",
    "Change": "checker.tracking.comparison",
    "Difference": "checker.tracking.comparison",
    "Ground": "checker.tracking.comparison",
    "RowChange": "checker.tracking.comparison",
    "Suppress": "checker.tracking.suppress",
    "accepted_text": "checker.tracking.baseline",
    "compare": "checker.tracking.comparison",
    "load_accepted": "checker.tracking.baseline",
    "track": "checker.tracking.track",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
