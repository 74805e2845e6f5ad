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


def inner(token: Token) -> Extent:
    """The words of an utterance, without the marks and the comma before the closing one."""
    text = token.text
    end = len(text)
    while end > 1 and text[end - 1] in '”"»’“«,.':
        end -= 1
    # The last sentence's own full stop belongs to the utterance, but not to its claim.
    return Extent(token.start + 1, token.start + end)
