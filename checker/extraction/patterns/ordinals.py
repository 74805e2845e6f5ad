"""Ordinals of things that come in a series: the third round of talks, a fourth walkout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Stance, lexicon
from checker.facts.numerals import Form, figures


@dataclass(frozen=True, slots=True)
class Ordinal:
    """``text[start:end]`` is the ordinal and what it counts; ``series`` the noun of it."""

    start: int
    end: int
    number: int
    series: str


def ordinals(text: str, start: int, end: int) -> Iterator[Ordinal]:
    """The ordinals of ``text[start:end]`` that stand with ``the``, ``this`` or a possessive."""
    sentence = text[start:end]
    for figure in figures(sentence):
        if figure.form is not Form.ORDINAL or not figure.readings[0].is_integer():
            continue
        match = _noun().match(sentence, figure.end)
        if match and _DEFINITE.search(sentence[: figure.start]):
            number = int(figure.readings[0])
            yield Ordinal(start + figure.start, start + match.end(), number, match["noun"].lower())


_DEFINITE = re.compile(r"(?:\b(?:the|this|its|their|his|her)|[’']s)\s+\Z", re.IGNORECASE)


@cache
def _noun() -> re.Pattern[str]:
    nouns = "|".join(lexicon(Stance).series)
    return re.compile(rf"\s+(?:[a-z-]+\s+)?(?P<noun>{nouns})\b(?:\s+of\s+[a-z]+\b)?")
