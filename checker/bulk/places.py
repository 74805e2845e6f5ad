"""Places in a table that is too large to be held as a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from checker.dataclasses import dataclass
from checker.diagnostics import Position, Source, Span

_LONGEST = 120
"""Characters of a cell that are shown."""


@dataclass(frozen=True)
class Excerpt(Source):
    """One line of a file: ``text`` is its line number ``number``."""

    number: int = 1

    def position(self, offset: int) -> Position:
        return Position(self.number, offset + 1)

    def line(self, number: int) -> str:
        return self.text


def cell(name: str, line: int, cells: Sequence[str], index: int) -> Span:
    """The place of a cell: its row is written anew, as CSV on one line."""
    parts = [_written(value) for value in cells]
    start = sum(len(part) + 1 for part in parts[:index])
    return Span(Excerpt(name, ",".join(parts), line), start, start + len(parts[index]))


def member(name: str, line: int, members: Iterable[tuple[str, str]], index: int) -> Span:
    """The place of a value in a line of JSON Lines: the line is written anew."""
    parts = [f'"{key}":{_cut(value)}' for key, value in members]
    start = 1 + sum(len(part) + 1 for part in parts[:index]) + parts[index].index(":") + 1
    end = 1 + sum(len(part) + 1 for part in parts[: index + 1]) - 1
    return Span(Excerpt(name, f"{{{','.join(parts)}}}", line), start, end)


def whole_line(name: str, line: int, text: str) -> Span:
    """The place of a line as it stands."""
    shown = text.split("\n")[0].rstrip("\r")[: 3 * _LONGEST]
    return Span(Excerpt(name, shown, line), 0, len(shown))


def counted_rows(count: int) -> str:
    """So many rows, in words."""
    return "1 row" if count == 1 else f"{count:,} rows"


def _written(value: str) -> str:
    plain = _cut(" ".join(value.split("\n")))
    into = io.StringIO()
    csv.writer(into, lineterminator="").writerow([plain])
    return into.getvalue() if len(plain) else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
