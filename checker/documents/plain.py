"""Plain text: characters that are not seen taken out, line ends made one."""

from __future__ import annotations

import re

from checker.documents.metadata import Metadata, head_metadata
from checker.documents.offsets import OffsetMap, TextBuilder
from checker.facts.documents import text_start

_LINE_END = "[\u2028\u2029\x85]"
_UNSEEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, spaces without width
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction, which can reorder what is read
    "\ud800-\udfff\ufffe\uffff]"
)
_CHANGED = re.compile(f"(?P<line>{_LINE_END})|(?P<unseen>{_UNSEEN}+)")


def read_plain(source: str) -> tuple[str, OffsetMap, Metadata]:
    """The text after the front matter, if there is one, and what the front matter says.

    ``source`` has LF as its line ends.
    """
    start = text_start(source)
    builder = TextBuilder()
    take_normalised(builder, source, start, len(source))
    text, offsets = builder.build()
    return text, offsets, head_metadata(source[:start].strip().strip("-"))


def take_normalised(builder: TextBuilder, source: str, start: int, end: int, page: int = 0) -> None:
    """Add ``source[start:end]`` to a text, normalised."""
    at = start
    for match in _CHANGED.finditer(source, start, end):
        builder.take(source[at : match.start()], at, match.start(), page)
        if match["line"]:
            builder.take("\n", match.start(), match.end(), page)
        at = match.end()
    builder.take(source[at:end], at, end, page)


def without_unseen(text: str) -> str:
    """A text normalised, for those who keep no offsets in it."""
    return _CHANGED.sub(lambda match: "\n" if match["line"] else "", text)
