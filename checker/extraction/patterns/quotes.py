"""Passages in quotation marks: utterances, and fragments within a sentence of somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.dataclasses import dataclass

_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", '"': '"'}
_OPENING = re.compile(r"[“„«\"]|(?<!\w)‘(?=\S)|(?<!\w)»(?=\w)")
_LONGEST = 3_000
"""Code points. Quotation marks farther apart are taken for a slip."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BEFORE_UTTERANCE = re.compile(r"(?:[,:—–-]|\A|[.!?…][\"'”’)\]]*)\s*\Z")
_CONTINUED = re.compile(r"\s*[“\"«]")
_ENDED = (".", ",", "!", "?", "…", "—", "–", "-")


@dataclass(frozen=True, slots=True)
class Quote:
    """``text[start:end]`` stands between the marks, ``text[outer_start:outer_end]`` with them."""

    outer_start: int
    start: int
    end: int
    outer_end: int
    is_utterance: bool
    """Whether it stands for itself, and not as a part of the sentence around it."""


def quotes(text: str) -> tuple[Quote, ...]:
    """The quotations of a text; what is quoted within a quotation belongs to it."""
    return tuple(_quotes(text))


def _quotes(text: str) -> Iterator[Quote]:
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        start = opening.end()
        closed = _end(text, start, _CLOSING[opening[0]])
        if closed is None or not text[start : closed[0]].strip():
            at = start
            continue
        end, outer_end = closed
        yield Quote(
            opening.start(),
            start,
            end,
            outer_end,
            _is_utterance(text, opening.start(), start, end, outer_end),
        )
        at = outer_end


def _end(text: str, start: int, closing: str) -> tuple[int, int] | None:
    """Where the quoted words end, and where the mark after them does.

    A quotation of several paragraphs opens anew with each of them and closes once: each of its
    paragraphs is a quotation.
    """
    limit = min(len(text), start + _LONGEST)
    blank = _BLANK_LINE.search(text, start, limit)
    stop = blank.start() if blank else limit
    at = start
    while at < stop:
        if text[at] in closing and not _is_apostrophe(text, at):
            return at, at + 1
        at += 1
    if blank and _CONTINUED.match(text, blank.end()) and text[start - 1] != "‘":
        return stop, stop
    return None


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and text[at + 1 : at + 2].isalnum()


def _is_utterance(text: str, outer_start: int, start: int, end: int, outer_end: int) -> bool:
    line = text.rfind("\n", 0, outer_start) + 1
    begins = _BEFORE_UTTERANCE.search(text[line:outer_start])
    words = text[start:end]
    if begins is None or (len(words.split()) < 2 and not words.endswith(("!", "?", "."))):
        return False
    after = text[outer_end : outer_end + 1]
    return words.rstrip().endswith(_ENDED) or after == "," or outer_end == end
