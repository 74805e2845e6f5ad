"""A text as the extractor sees it: quotations, sentences and words, each at its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from checker.dataclasses import dataclass
from checker.extraction.patterns.acronyms import acronyms
from checker.extraction.patterns.quotes import Quote, quotes
from checker.facts.sentences import sentences


class Extent(NamedTuple):
    """``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, or a whole utterance in quotation marks (``is_quote``)."""

    text: str
    lower: str
    start: int
    end: int
    is_quote: bool = False
    is_inside: bool = False
    """Whether it stands in a fragment that is quoted within somebody else's sentence."""

    @property
    def is_word(self) -> bool:
        return not self.is_quote and self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.is_word and self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its quotations kept whole: an utterance in it is one token."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]

    @property
    def is_quote_alone(self) -> bool:
        """Whether nothing but utterances stands in it."""
        return all(token.is_quote or not token.is_word for token in self.tokens) and any(
            token.is_quote for token in self.tokens
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """``quotes`` are all quotations, ``sentences`` those of the text around utterances.

    ``acronyms`` are those that the text introduces, each with the name that it stands for.
    """

    text: str
    quotes: tuple[Quote, ...]
    sentences: tuple[Sentence, ...]
    acronyms: Mapping[str, str]


_WORD = (
    r"[0-9]+(?:[.,][0-9]+)*(?:[^\W\d_]+)?(?:[-‑][^\W_]+)*"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W_]+(?:[’'‑-][^\W_]+)*(?:(?<=s)[’'](?!\w))?"
)
_TOKEN = re.compile(rf"{_WORD}|[^\w\s]|_")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_MASK = "x"


def read(text: str) -> Reading:
    """The sentences, words and quotations of a text."""
    found = quotes(text)
    utterances = [quote for quote in found if quote.is_utterance]
    breaks = [match.start() for match in _PARAGRAPH.finditer(text)]
    starts = [quote.outer_start for quote in found]
    introduced = tuple(acronyms(text))
    names = {each.short: each.name for each in introduced}
    bracketed = {at for each in introduced for at in range(each.start, each.end)}
    parts = []
    for begin, end in sentences(_masked(text, utterances)):
        start = _after_dateline(text, begin, end)
        # A quotation that began before the sentence may reach into it.
        first = max(0, bisect_right(starts, start) - 1)
        within = found[first : bisect_right(starts, end)]
        tokens = tuple(
            _of_an_acronym(token, names)
            for token in _tokens(text, start, end, within)
            if token.start not in bracketed
        )
        parts.append(Sentence(start, end, bisect_right(breaks, start), tokens))
    return Reading(text, found, tuple(parts), names)


def _of_an_acronym(token: Token, names: Mapping[str, str]) -> Token:
    """An acronym is no word of the language: ``WHO`` is not ``who``."""
    return replace(token, lower=token.text) if token.text in names else token


_DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]+,?[^.\n()]{0,40}(?:\([A-Z][\w .-]{0,20}\)\s*)?[–—-]+\s+(?=\S)"
)


def _after_dateline(text: str, start: int, end: int) -> int:
    """Where a sentence begins after the place and agency of a wire story: PORT HESSEL (OPS) –."""
    match = _DATELINE.match(text, start, end)
    return match.end() if match else start


def _masked(text: str, utterances: list[Quote]) -> str:
    """The text with every utterance's words made one, so that no sentence ends within it."""
    parts = []
    at = 0
    for quote in utterances:
        last = quote.end - 1
        parts.append(text[at : quote.start])
        parts.append(_MASK * (last - quote.start))
        at = last
    parts.append(text[at:])
    return "".join(parts)


def _tokens(text: str, start: int, end: int, found: tuple[Quote, ...]) -> Iterator[Token]:
    at = start
    for quote in found:
        if quote.is_utterance and quote.outer_end > start:
            yield from _words(text, at, max(at, quote.outer_start), found)
            stop = min(end, quote.outer_end)
            yield Token(text[quote.outer_start : stop], "", quote.outer_start, stop, is_quote=True)
            at = stop
    yield from _words(text, at, end, found)


def _words(text: str, start: int, end: int, found: tuple[Quote, ...]) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        inside = any(quote.start <= match.start() < quote.end for quote in found)
        lower = match[0].lower().replace("’", "'")
        yield Token(match[0], lower, match.start(), match.end(), is_inside=inside)
