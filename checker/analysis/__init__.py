"""Checks that a program means something, says where it does not, and makes it ready to run.

The analysis itself is imported when it is asked for: a program that is ready does not need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.analysis.restriction import restrict

if TYPE_CHECKING:
    from checker.analysis.pipeline import Analysis, analyse

__all__ = ["Analysis", "analyse", "restrict"]


def __getattr__(name: str) -> object:
    if name not in ("Analysis", "analyse"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from checker.analysis import pipeline

    value: object = getattr(pipeline, name)
    globals()[name] = value
    return value
