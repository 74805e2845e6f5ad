"""Words to watch and one side's terms, and whose words they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Sides, Watch, lexicon
from checker.extraction.patterns.figures import Amount
from checker.facts.models.vocabulary import WordingCategory


@dataclass(frozen=True, slots=True)
class Worded:
    """An expression at ``text[start:end]``; ``side`` for one side's term."""

    start: int
    end: int
    category: WordingCategory
    side: str = ""


class _Listed(NamedTuple):
    category: WordingCategory
    side: str


def wordings(text: str, figures: Sequence[Amount]) -> Iterator[Worded]:
    """The expressions of the lexicons, the longer ones where two overlap, in the text's order.

    ``just``, ``only`` and their like count where they make a figure small.
    """
    found = [
        Worded(match.start(), match.end(), *_listed()[_plain(match[0])])
        for match in _pattern().finditer(text)
        if _is_meant(match)
    ]
    for figure in figures:
        if figure.is_stressed:
            said = _contrast().search(text, figure.whole_start, figure.start)
            if said:
                found.append(Worded(said.start(), said.end(), "editorialising"))
    yield from sorted(set(found), key=lambda each: (each.start, each.end))


def _is_meant(match: re.Match[str]) -> bool:
    """A term that is spelled with a capital is a name: Kiev."""
    listed = _plain(match[0])
    return not any(
        term.lower() == listed and term != match[0]
        for terms in lexicon(Sides).terms.values()
        for term in terms
        if term[0].isupper()
    )


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).replace("’", "'")


@cache
def _listed() -> dict[str, _Listed]:
    found = {
        phrase: _Listed(category, "")
        for category, phrases in lexicon(Watch).categories().items()
        for phrase in phrases
    }
    for side, terms in lexicon(Sides).terms.items():
        for term in terms:
            found[term.lower()] = _Listed("side-term", side)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    phrases = sorted(_listed(), key=len, reverse=True)
    options = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in phrases)
    return re.compile(rf"(?<![\w-])(?:{options})(?![\w-])", re.IGNORECASE)


@cache
def _contrast() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon(Watch).contrast)})\b", re.IGNORECASE)
