"""What an attribution is, and in which shapes of sentence it stands."""

from __future__ import annotations

from enum import Enum

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Verb
from checker.extraction.patterns.reading import Extent


class Shape(Enum):
    """How the content stands to its cue, and how sure such an attribution is."""

    QUOTED = "quoted"
    QUOTED_ON = "quoted on"
    THAT = "that"
    CLAUSE = "clause"
    TRAILING = "trailing"
    ACCORDING = "according"
    TO = "to"
    NOUN = "noun"
    SHARED = "shared"
    QUOTED_BY = "quoted by"
    PASSIVE = "passive"
    IMPERSONAL = "impersonal"


CONFIDENCE = {
    Shape.QUOTED: 0.95,
    Shape.QUOTED_ON: 0.85,
    Shape.THAT: 0.9,
    Shape.CLAUSE: 0.8,
    Shape.TRAILING: 0.85,
    Shape.ACCORDING: 0.85,
    Shape.TO: 0.8,
    Shape.NOUN: 0.7,
    Shape.SHARED: 0.7,
    Shape.QUOTED_BY: 0.85,
    Shape.PASSIVE: 0.75,
    Shape.IMPERSONAL: 0.75,
}
"""By shape. Set by hand after the tuning half of the gold set, and no probability."""


@dataclass(frozen=True, slots=True)
class Outer:
    """An attribution around another one. ``source`` is None where the text names nobody."""

    source: Extent | None
    cue: Extent


@dataclass(frozen=True, slots=True)
class Attribution:
    """Passages by their offsets. ``verb`` is None for ``according to``.

    ``source`` is None where it is said that somebody says, and not who. ``outer`` are those by
    whom the source is said to have said it, innermost first.
    """

    sentence: int
    source: Extent | None
    cue: Extent
    content: tuple[Extent, ...]
    verb: Verb | None
    shape: Shape
    is_direct: bool
    outer: tuple[Outer, ...] = ()

    def holds(self, other: Attribution) -> bool:
        """Whether another attribution is a part of what is attributed here."""
        parts = (*other.content, other.cue, *((other.source,) if other.source else ()))
        start, end = min(part.start for part in parts), max(part.end for part in parts)
        return any(piece.start <= start and end <= piece.end for piece in self.content)
