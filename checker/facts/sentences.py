"""Where the sentences of an English text begin and end. No model, the same answer every time."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "mx", "dr", "prof", "rev", "hon", "fr", "mt", "ft", "gen", "adm"),
        *("maj", "col", "lt", "sgt", "capt", "cmdr", "cpl", "pvt", "gov", "sen", "rep", "pres"),
        *("amb", "supt", "insp", "vs", "cf", "approx", "ca", "est", "bros", "e.g", "i.e"),
    )
)
"""Abbreviations that never end a sentence: something always follows them."""
_COUNTED = frozenset(("no", "nos", "vol", "vols", "p", "pp", "fig", "figs", "sec", "art", "ch"))
"""Abbreviations before a number, and words elsewhere: he said no."""
_CALENDAR = frozenset(
    (
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
    )
)
"""Abbreviations when they are capitalised: he sat in the sun."""
_MAYBE_LAST = frozenset(
    ("etc", "al", "inc", "ltd", "corp", "co", "jr", "sr", "st", "ave", "blvd", "rd", "dept")
)
"""Abbreviations that may end a sentence: the word after them decides. So do a.m. and U.S."""
_STARTING = """
    the a an he she it they we i you this that these those there in on at after before since but
    and however when while if as his her its their our
"""
_STARTERS = frozenset(_STARTING.split())
"""Words that begin a sentence when they stand capitalised: they are no names."""

_CLOSERS = r"\"'”’)\]»"
_OPENERS = r"\"'“‘(\[«"
_END = re.compile(rf"[.!?…]+[{_CLOSERS}]*|\n(?:[ \t]*\n)*")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+\Z")
_NEXT_WORD = re.compile(rf"\s*[{_OPENERS}—–-]*\s*([^\W_]+)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"\s*(?:[-*•–—]\s|[0-9]{1,3}[.)]\s)")
_LIST_MARK = re.compile(r"\s*(?:[0-9]{1,3}|[A-Za-z])\Z")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, white space outside.

    A blank line ends one. So does a single line end in a text without blank lines, or before an
    item of a list; elsewhere it is a wrapped line's.
    """
    start = 0
    wrapped = _BLANK_LINE.search(text) is not None
    for match in _END.finditer(text):
        if not match[0].startswith("\n"):
            ended = _ends(text, start, match.start(), match.end())
        else:
            blank = match[0].count("\n") > 1
            ended = blank or not wrapped or _ITEM.match(text, match.end()) is not None
        if ended:
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(sign.isalnum() for sign in text[start:end]):
        yield start, end


def _ends(text: str, start: int, stop: int, end: int) -> bool:
    """Whether the full stop, or other end mark, at ``text[stop:end]`` ends a sentence."""
    if end < len(text) and not text[end].isspace():
        return False  # 3.5, e.g., example.org, “yes”,
    following = _NEXT_WORD.match(text, end)
    if following is None:
        return True
    word = following[1]
    if word[0].islower():
        return False  # “Why?” he asked; approx. three
    if text[stop] != "." or end - stop > 1:
        return True
    last = _LAST_WORD.search(text, max(start, stop - 24), stop)
    if last is None:
        return _LIST_MARK.match(text, start, stop) is None
    lower = last[0].lower()
    if len(lower) == 1 and lower != "i":
        return word.lower() in _STARTERS  # J. Smith, but Plan B. The
    if lower in _TITLES:
        return False
    if lower in _COUNTED:
        return not word[0].isdigit()
    if lower in _MAYBE_LAST or "." in lower or (lower in _CALENDAR and last[0][0].isupper()):
        return word.lower() in _STARTERS
    return True
