"""A text with a name, and places in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from checker.dataclasses import dataclass

if TYPE_CHECKING:
    from pathlib import Path


class Position(NamedTuple):
    """A place as editors count: line and column from 1, in Unicode code points."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """A text and the name under which it is shown (a path, or ``<stdin>``)."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first code point of each line. Lines end at LF, CRLF or CR."""
        starts = [0]
        text = self.text
        at = 0
        while True:
            feed, carriage = text.find("\n", at), text.find("\r", at)
            if feed < 0 and carriage < 0:
                return tuple(starts)
            if feed < 0 or 0 <= carriage < feed:
                at = carriage + (2 if text[carriage + 1 : carriage + 2] == "\n" else 1)
            else:
                at = feed + 1
            starts.append(at)

    def position(self, offset: int) -> Position:
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its line ending."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points of one source: ``source.text[start:end]``."""

    source: Source
    start: int
    end: int

    @property
    def position(self) -> Position:
        return self.source.position(self.start)

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The smallest span that covers both. Both lie in the same source."""
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))


def source_name(path: Path, folders: Iterable[Path], given: Path) -> str:
    """The name under which a file is shown: as it lies below the first of the folders that it
    lies below, or as it was given. ``path`` and ``folders`` are free of symbolic links."""
    for folder in folders:
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return given.as_posix()
