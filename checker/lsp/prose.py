"""Texts of others in the Markdown that an editor shows.

An editor that shows Markdown may load a picture from wherever it says, and whoever wrote a fact
file or a rule would learn who read it. Nothing but emphasis and code gets through.
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
_REACHING = re.compile(r"([\[\]<>!&])")
_CODE = re.compile(r"(`[^`\n]*`)")


def plain(text: str) -> str:
    """A text of a document or a fact file on one line, none of whose signs is Markdown."""
    return _MARKS.sub(r"\\\1", re.sub(r"\s+", " ", text))


def prose(text: str) -> str:
    """A comment of a rule file: code and emphasis stay, links, pictures and HTML are letters."""
    parts = _CODE.split(text)
    return "".join(
        part if number % 2 else _REACHING.sub(r"\\\1", part) for number, part in enumerate(parts)
    )
