"""From tokens of a sentence to passages of its text."""

from __future__ import annotations

from collections.abc import Sequence

from checker.extraction.patterns.reading import Extent, Token

_ENDS = ",;:.—–-"


def extent(tokens: Sequence[Token], place: Extent) -> Extent:
    """The passage of some tokens."""
    return Extent(tokens[place.start].start, tokens[place.end - 1].end)


def trimmed(tokens: Sequence[Token], start: int, end: int) -> Extent | None:
    """The passage of some tokens without the signs at its ends, if a word is in it."""
    while start < end and tokens[start].text in _ENDS:
        start += 1
    while end > start and tokens[end - 1].text in _ENDS:
        end -= 1
    if not any(token.is_word for token in tokens[start:end]):
        return None
    return extent(tokens, Extent(start, end))
