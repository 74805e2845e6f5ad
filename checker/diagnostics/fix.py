"""A mend that a machine can make: what to write in the place of what stands there.

A diagnostic's ``help`` tells people how to mend a fault; where that is one plain edit, it carries
the edit as well, for editors to apply when they are asked to.
"""

from __future__ import annotations

from checker.dataclasses import dataclass
from checker.diagnostics.source import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` in the place of what stands in ``span``; an empty span inserts it there."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a fault together, and what they do, in the imperative."""

    title: str
    edits: tuple[Edit, ...]


def replacement(span: Span, text: str) -> Fix:
    """Writes ``text`` where the span stands."""
    return Fix(f"Write `{text}`", (Edit(span, text),))


def near_name(span: Span, near: str | None) -> tuple[Fix, ...]:
    """Writes the name that was meant, if there is one."""
    return () if near is None else (Fix(f"Change to `{near}`", (Edit(span, near),)),)


def insertion(place: Span, text: str) -> Fix:
    """Writes ``text`` before the span."""
    at = place.start
    return Fix(f"Insert `{text.strip()}`", (Edit(Span(place.source, at, at), text),))


def removal(span: Span) -> Fix:
    """Takes out what stands in the span."""
    return Fix(f"Remove `{span.text}`", (Edit(span, ""),))
