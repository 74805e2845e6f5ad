"""Places as editors count them: lines, and code units of an encoding within a line.

Offsets count Unicode code points everywhere else in Checker. The protocol counts UTF-16 code units
unless client and server agree on UTF-8 or UTF-32, so a character outside of the Basic Multilingual
Plane (an emoji, a letter of a historic script) moves everything behind it on its line by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from lsprotocol import types

from checker.diagnostics import Source

_WIDE = re.compile(r"[^\x00-\x7f]")


class Columns:
    """The places of one text.

    Lines end at LF, CRLF or CR, as in the protocol. A place that no text has is taken for the
    nearest one: editors and servers may be a keystroke apart.
    """

    def __init__(self, source: Source, encoding: str) -> None:
        self._text = source.text
        self._starts = source.line_starts
        self._surplus = list(_surplus(source.text, encoding))
        """The offset of each character that takes more units than one, once for each of them."""

    def position(self, offset: int) -> types.Position:
        """The place of an offset in code points."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self._starts, offset) - 1
        return types.Position(line, self._units(offset) - self._units(self._starts[line]))

    def offset(self, position: types.Position) -> int:
        """The offset in code points of a place."""
        if position.line < 0:
            return 0
        if position.line >= len(self._starts):
            return len(self._text)
        start = self._starts[position.line]
        end = self._end(position.line)
        wanted = self._units(start) + max(0, position.character)
        return min(bisect_left(range(end), wanted, lo=start, key=self._units), end)

    def range(self, start: int, end: int) -> types.Range:
        return types.Range(self.position(start), self.position(end))

    def _units(self, offset: int) -> int:
        """The code units before an offset, from the beginning of the text."""
        return offset + bisect_left(self._surplus, offset)

    def _end(self, line: int) -> int:
        """Where a line ends, its line break left out."""
        if line + 1 == len(self._starts):
            return len(self._text)
        end = self._starts[line + 1] - 1
        return end - 1 if end > 0 and self._text[end - 1 : end + 1] == "\r\n" else end


@lru_cache(maxsize=64)
def columns(source: Source, encoding: str) -> Columns:
    """The places of a text, kept for the next question."""
    return Columns(source, encoding)


def _surplus(text: str, encoding: str) -> Iterator[int]:
    if encoding == types.PositionEncodingKind.Utf32 or text.isascii():
        return
    utf8 = encoding == types.PositionEncodingKind.Utf8
    for found in _WIDE.finditer(text):
        code = ord(found[0])
        more = (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF) if utf8 else code > 0xFFFF
        for _ in range(more):
            yield found.start()
