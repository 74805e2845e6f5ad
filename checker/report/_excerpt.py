"""A quote in its line, cropped to a width, with marks under the quote.

A quote that fits in one row is shown in one, with as much of its line around it as there is room
for. A longer one runs over several rows, each of them marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.dataclasses import dataclass
from checker.diagnostics.cells import visible, width
from checker.findings.models import Passage
from checker.report._layout import Line

MOST_ROWS = 6
"""Rows of one quote; a page-long one is cut after them."""

_MORE = "…"
_MARK = "^"
_LEAD = 0.25
"""Share of a row that may stand before a quote that runs over several rows."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """The line as it is shown: one text for each character, its width, and the quote's range."""

    shown: Sequence[str]
    sizes: Sequence[int]
    start: int
    end: int

    def size(self, start: int, end: int) -> int:
        return sum(self.sizes[start:end])


def excerpt(passage: Passage, room: int, mark: str) -> list[Line]:
    """Rows of text, each followed by its row of marks in the style ``mark``, in at most ``room``
    cells."""
    strip = _strip(passage)
    room = max(8, room)
    if strip.size(0, len(strip.shown)) <= room:
        rows = [(0, len(strip.shown))]
    elif strip.size(strip.start, strip.end) <= room - 2 * len(_MORE):
        rows = [_window(strip, room)]
    else:
        rows = _rows(strip, room)
    cut = len(rows) > MOST_ROWS
    lines: list[Line] = []
    for start, end in rows[:MOST_ROWS]:
        lines += _marked(strip, start, end, mark)
    if cut:
        lines.append(Line(((_MORE, "dim"),)))
    return lines


def _strip(passage: Passage) -> _Strip:
    """The passage's lines joined into one, without the indentation of the first."""
    text = " ".join(passage.lines)
    start = min(passage.column - 1, len(text))
    before_last = sum(len(line) + 1 for line in passage.lines[:-1])
    ends_inside = passage.end_line - passage.line < len(passage.lines)
    end = before_last + passage.end_column - 1 if ends_inside else len(text)
    indent = min(start, len(text) - len(text.lstrip()))
    shown, sizes = _cells(text[indent:].rstrip())
    last = len(shown)
    return _Strip(shown, sizes, min(start - indent, last), min(end - indent, last))


def _cells(text: str) -> tuple[Sequence[str], Sequence[int]]:
    """What is shown of each character, and how wide it is."""
    if text.isascii() and text.isprintable():
        return text, (1,) * len(text)
    known: dict[str, tuple[str, int]] = {}
    for character in set(text):
        shown = " " if character.isspace() else visible(character)
        known[character] = shown, width(shown)
    return [known[character][0] for character in text], [known[character][1] for character in text]


def _window(strip: _Strip, room: int) -> tuple[int, int]:
    """The range of one row around the quote, its edges between words where words allow it."""
    spare = room - 2 * len(_MORE) - strip.size(strip.start, strip.end)
    after_all = strip.size(strip.end, len(strip.shown))
    before = max(spare // 2, spare - after_all)
    start = _back(strip, strip.start, before)
    end = _forth(strip, strip.end, spare - strip.size(start, strip.start))
    return start, end


def _back(strip: _Strip, at: int, room: int) -> int:
    """The farthest beginning of a word that lies at most ``room`` cells before ``at``; within a
    word where there is none."""
    position = at
    best = at if _begins(strip, at) else None
    while position > 0 and strip.sizes[position - 1] <= room:
        position -= 1
        room -= strip.sizes[position]
        if _begins(strip, position):
            best = position
    return position if best is None else best


def _forth(strip: _Strip, at: int, room: int) -> int:
    """The farthest end of a word that lies at most ``room`` cells behind ``at``; within a word
    where there is none."""
    position, last = at, len(strip.shown)
    best = at if _ends(strip, at) else None
    while position < last and strip.sizes[position] <= room:
        room -= strip.sizes[position]
        position += 1
        if _ends(strip, position):
            best = position
    return position if best is None else best


def _begins(strip: _Strip, at: int) -> bool:
    return at == 0 or strip.shown[at - 1] == " "


def _ends(strip: _Strip, at: int) -> bool:
    return at == len(strip.shown) or strip.shown[at] == " "


def _rows(strip: _Strip, room: int) -> list[tuple[int, int]]:
    """The ranges of the rows of a quote that fills more than one, with a lead where it costs no
    row."""
    room -= 2 * len(_MORE)
    led = _broken(strip, _back(strip, strip.start, int(room * _LEAD)), room)
    bare = _broken(strip, strip.start, room)
    return led if len(led) <= len(bare) else bare


def _broken(strip: _Strip, start: int, room: int) -> list[tuple[int, int]]:
    """Ranges of at most ``room`` cells from ``start`` to the end of the quote and on, broken
    between words where words allow it."""
    rows: list[tuple[int, int]] = []
    while start < strip.end:
        end = max(_forth(strip, start, room), start + 1)
        rows.append((start, end))
        start = end
        while start < len(strip.shown) and strip.shown[start] == " ":
            start += 1
    return rows


def _marked(strip: _Strip, start: int, end: int, mark: str) -> tuple[Line, Line]:
    """A row and its marks. An ellipsis says where the line goes on before or behind."""
    left = max(start, min(strip.start, end))
    right = max(left, min(strip.end, end))
    cut_before, cut_after = start > 0 and start <= strip.start, end < len(strip.shown)
    goes_on = cut_after and end >= strip.end
    before = (_MORE if cut_before else "") + "".join(strip.shown[start:left])
    quote = "".join(strip.shown[left:right])
    after = "".join(strip.shown[right:end]) + (_MORE if goes_on else "")
    marks = _MARK * max(1, width(quote))
    return (
        Line(((before, "dim"), (quote, "bold"), (after, "dim"))),
        Line(((" " * width(before), ""), (marks, mark))),
    )
