"""Texts as rules search them: lower case, words apart by one space."""

from __future__ import annotations

import re

_GROUPED = re.compile(r"(?<=[0-9])[,'’ \u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_NO_WORD = re.compile(r"(?:[^\w'.]|_|(?<![0-9])\.|\.(?![0-9]))+")


def words_of(text: str) -> str:
    """`` the talks made no progress ``: with a space before and after, for ``contains``.

    Everything but letters, digits and apostrophes becomes one space; a figure is one word of
    digits (``1,200`` is ``1200``), with its decimal point.
    """
    plain = _GROUPED.sub("", text.lower().replace("’", "'").replace("\u02bc", "'"))
    spaced = _NO_WORD.sub(" ", plain).strip()
    return f" {spaced} " if spaced else " "
