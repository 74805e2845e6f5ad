"""Acronyms that a text introduces: ``the World Health Organization (WHO)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.dataclasses import dataclass

_BRACKETED = re.compile(r"\s\(([A-Z]{3,8})\)")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*\Z")
_JOINING = frozenset(("of", "for", "and", "the", "on", "in", "to", "de", "du", "des", "la", "le"))
_BETWEEN = 3
"""Joining words between two of a name: Secretariat of the ..."""


@dataclass(frozen=True, slots=True)
class Acronym:
    """``text[start:end]`` are the brackets with the acronym ``short`` of ``name``."""

    start: int
    end: int
    short: str
    name: str


def acronyms(text: str) -> Iterator[Acronym]:
    """Those whose letters are the first ones of the capitals before them, one by one.

    Introduced twice for different names, an acronym is none.
    """
    found: dict[str, list[Acronym]] = {}
    for match in _BRACKETED.finditer(text):
        name = _name_before(text, match.start(), match[1])
        if name:
            found.setdefault(match[1], []).append(
                Acronym(match.start() + 1, match.end(), match[1], name)
            )
    for introduced in found.values():
        if len({each.name for each in introduced}) == 1:
            yield from introduced


def _name_before(text: str, end: int, short: str) -> str:
    """The words that end there and begin with these letters; empty where others do."""
    left = list(short)
    at = start = end
    joining = 0
    while left:
        word = _WORD.search(text, max(0, at - 40), at)
        if word is None:
            return ""
        if word[0][0] == left[-1]:
            left.pop()
            joining = 0
            start = word.start()
        elif word[0] in _JOINING and start < end and joining < _BETWEEN:
            joining += 1
        else:
            return ""
        at = word.start()
        if left and not text[at - 1 : at].isspace():
            return ""
        while at and text[at - 1] in " \n":
            at -= 1
    return " ".join(text[start:end].split())
