"""Diagnostics as people read them, in the manner of rustc.

error[CHK111]: expected `.`, found the end of the file
  --> rules/numbers.dl:3:19
   |
 3 | total(x) :- part(x)
   |                    ^ `.` is missing here
   |
   = help: a clause ends with a full stop
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from checker.dataclasses import dataclass
from checker.diagnostics.cells import layout, visible, width
from checker.diagnostics.diagnostic import Diagnostic, Label
from checker.diagnostics.source import Source

_LINE_LENGTH = 160
"""Longer lines are shown in part: this many code points around what is underlined."""

_LONG_SPAN = 6
"""Of a span over more lines the middle is left out."""

Paint = Callable[[str, str], str]
"""Gives a text a style; the styles are the keys of ``_ANSI``."""

_ANSI = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "note": "\x1b[1;36m",
    "message": "\x1b[1m",
    "frame": "\x1b[1;34m",
    "related": "\x1b[1;34m",
}


def render(diagnostics: Iterable[Diagnostic], *, color: bool = False) -> str:
    """The text of diagnostics in the order given, with blank lines between them.

    Ends with a line break unless there are none. With ``color`` the text carries ANSI
    sequences; those in it are ours alone, as everything that acts on a terminal is written out.
    """
    paint = _ansi if color else _plain
    return "\n".join(_render(diagnostic, paint) for diagnostic in diagnostics)


def _plain(text: str, style: str) -> str:
    return text


def _ansi(text: str, style: str) -> str:
    return f"{_ANSI[style]}{text}\x1b[0m" if style in _ANSI and text.strip() else text


def _render(diagnostic: Diagnostic, paint: Paint) -> str:
    snippets = _snippets(diagnostic)
    margin = max(snippet.last_line_width for snippet in snippets)
    level = diagnostic.level.value
    lines = [
        paint(f"{level}[{diagnostic.code}]", level)
        + paint(f": {visible(diagnostic.message)}", "message")
    ]
    blank = " " * margin
    for number, snippet in enumerate(snippets):
        if number > 0:
            lines.append(paint(f"{blank} |", "frame"))
        lines += snippet.lines("-->" if number == 0 else ":::", margin, paint)
    if (diagnostic.note or diagnostic.help) and snippets[-1].source.text:
        lines.append(paint(f"{blank} |", "frame"))
    for word, text in (("note", diagnostic.note), ("help", diagnostic.help)):
        lines += _remark(word, text, blank, paint)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _remark(word: str, text: str, blank: str, paint: Paint) -> list[str]:
    """``= help: ...``; the further lines of a text stand below its first word."""
    if not text:
        return []
    first, *rest = text.split("\n")
    sign = paint(f"{blank} =", "frame")
    indent = " " * (len(blank) + len(word) + 5)
    return [
        f"{sign} {paint(word, 'message')}: {visible(first)}",
        *(f"{indent}{visible(line)}" for line in rest),
    ]


# --- labels ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label's place in lines from 1 and code points from 0, its end left out."""

    first: int
    start: int
    last: int
    end: int
    text: str
    sign: str
    style: str

    @property
    def spreads(self) -> bool:
        return self.first != self.last


def _mark(label: Label, sign: str, style: str) -> _Mark:
    source = label.span.source
    first, start = source.position(label.span.start)
    last, end = source.position(max(label.span.start, label.span.end))
    if end == 1 and last > first:  # the span ends with a line break
        last -= 1
        end = len(source.line(last)) + 1
    if first == last:
        end = max(end, start + 1)
    return _Mark(first, start - 1, last, end - 1, visible(label.text), sign, style)


def _snippets(diagnostic: Diagnostic) -> list[_Snippet]:
    """The labels by their sources, the primary one's first."""
    primary = diagnostic.primary
    style = diagnostic.level.value
    grouped: list[tuple[Source, list[_Mark]]] = [
        (primary.span.source, [_mark(primary, "^", style)])
    ]
    for label in diagnostic.related:
        mark = _mark(label, "-", "related")
        for source, marks in grouped:
            if source == label.span.source:
                marks.append(mark)
                break
        else:
            grouped.append((label.span.source, [mark]))
    return [_Snippet(source, marks) for source, marks in grouped]


# --- snippets --------------------------------------------------------------------------------


class _Row:
    """A line of the picture, drawn cell by cell."""

    def __init__(self) -> None:
        self.cells: list[tuple[str, str]] = []

    def draw(self, column: int, text: str, style: str) -> None:
        """Writes ``text``, each of whose characters is one cell, from ``column`` on."""
        missing = column + len(text) - len(self.cells)
        self.cells.extend([(" ", "")] * missing)
        for offset, character in enumerate(text):
            self.cells[column + offset] = (character, style)

    def painted(self, paint: Paint) -> str:
        runs: list[tuple[str, str]] = []
        for character, style in self.cells:
            if runs and runs[-1][1] == style:
                runs[-1] = (runs[-1][0] + character, style)
            else:
                runs.append((character, style))
        return "".join(paint(text, style) for text, style in runs)


class _Snippet:
    """The lines of one source that marks stand on, with the marks below and beside them.

    A mark within a line is underlined. One over several lines is drawn as a bracket to the left
    of them, in a gutter of its own.
    """

    def __init__(self, source: Source, marks: Sequence[_Mark]) -> None:
        self.source = source
        self.marks = marks
        self.spreading = sorted(
            (mark for mark in marks if mark.spreads), key=lambda mark: (mark.first, mark.start)
        )
        self.gutters = 2 * len(self.spreading)
        self.open: set[int] = set()
        """The numbers of the spreading marks whose bracket runs past the row being drawn."""

    @property
    def last_line_width(self) -> int:
        return len(str(max(mark.last for mark in self.marks)))

    def lines(self, arrow: str, margin: int, paint: Paint) -> list[str]:
        """The snippet below its place; ``margin`` is the width of the line numbers."""
        blank = " " * margin
        place = visible(self.source.name)
        if not self.source.text:
            return [f"{blank}{paint(arrow, 'frame')} {place}"]
        first = self.marks[0]
        drawn = [
            f"{blank}{paint(arrow, 'frame')} {place}:{first.first}:{first.start + 1}",
            paint(f"{blank} |", "frame"),
        ]
        before = None
        for number in self.numbers():
            if before is not None and number > before + 1:
                drawn.append(f"{'...':<{margin + 3}}{self.row().painted(paint)}")
            before = number
            line = _Line(self.source.line(number), self.points(number))
            drawn.append(
                paint(f"{number:>{margin}} | ", "frame")
                + self.leading(number, line).painted(paint)
                + line.shown
            )
            drawn += [
                paint(f"{blank} | ", "frame") + row.painted(paint)
                for row in (
                    *self.beginnings(number, line),
                    *self.underlines(number, line),
                    *self.endings(number, line),
                )
            ]
        return drawn

    def numbers(self) -> list[int]:
        """The lines to show. A single one left out between two of them is shown as well."""
        wanted: set[int] = set()
        for mark in self.marks:
            if mark.last - mark.first < _LONG_SPAN:
                wanted.update(range(mark.first, mark.last + 1))
            else:
                wanted.update((mark.first, mark.first + 1, mark.last - 1, mark.last))
        wanted |= {number + 1 for number in wanted if number + 2 in wanted}
        return sorted(wanted)

    def points(self, number: int) -> list[int]:
        """The code points of a line where something is marked."""
        return [
            point
            for mark in self.marks
            for line, point in ((mark.first, mark.start), (mark.last, mark.end))
            if line == number
        ]

    def row(self) -> _Row:
        """A row with the brackets that run through it."""
        row = _Row()
        row.draw(0, " " * self.gutters, "")
        for number in self.open:
            row.draw(2 * number, "|", self.spreading[number].style)
        return row

    def leading(self, number: int, line: _Line) -> _Row:
        """What stands left of a line: the brackets, and ``/`` where one begins with the line."""
        row = self.row()
        for index, mark in enumerate(self.spreading):
            if mark.first == number and line.is_blank_before(mark.start):
                row.draw(2 * index, "/", mark.style)
                self.open.add(index)
        return row

    def beginnings(self, number: int, line: _Line) -> Iterable[_Row]:
        """For each bracket that begins within the line: a row from there to the gutter."""
        for index, mark in enumerate(self.spreading):
            if mark.first == number and index not in self.open:
                yield self.arm(index, line.column(mark.start), mark)
                self.open.add(index)

    def endings(self, number: int, line: _Line) -> Iterable[_Row]:
        """For each bracket that ends in the line: a row from the gutter to there."""
        for index, mark in enumerate(self.spreading):
            if mark.last == number:
                row = self.arm(index, line.column(max(mark.end - 1, 0)), mark)
                row.draw(2 * index, "|", mark.style)
                if mark.text:
                    row.draw(len(row.cells) + 1, mark.text, mark.style)
                self.open.discard(index)
                yield row

    def arm(self, index: int, column: int, mark: _Mark) -> _Row:
        row = self.row()
        left = 2 * index + 1
        row.draw(left, "_" * (self.gutters + column - left), mark.style)
        row.draw(self.gutters + column, mark.sign, mark.style)
        return row

    def underlines(self, number: int, line: _Line) -> Iterable[_Row]:
        """The marks within a line, and their texts: the last beside its mark, if nothing stands
        there, and the others below theirs."""
        marks = [mark for mark in self.marks if not mark.spreads and mark.first == number]
        if not marks:
            return
        row = self.row()
        for mark in sorted(marks, key=lambda mark: mark.sign == "^"):
            start, end = line.extent(mark)
            row.draw(self.gutters + start, mark.sign * (end - start), mark.style)
        hanging = sorted(
            (mark for mark in marks if mark.text), key=lambda mark: mark.start, reverse=True
        )
        if hanging and self.gutters + line.extent(hanging[0])[1] >= len(row.cells):
            beside = hanging.pop(0)
            row.draw(len(row.cells) + 1, beside.text, beside.style)
        yield row
        if hanging:
            yield self.connectors(hanging, line)
        for index, mark in enumerate(hanging):
            below = self.connectors(
                [other for other in hanging[index + 1 :] if other.start < mark.start], line
            )
            below.draw(self.gutters + line.column(mark.start), mark.text, mark.style)
            yield below

    def connectors(self, marks: Iterable[_Mark], line: _Line) -> _Row:
        row = self.row()
        for mark in marks:
            row.draw(self.gutters + line.column(mark.start), "|", mark.style)
        return row


class _Line:
    """A line as it is shown: of a long one, what stands around the marked ``points``."""

    def __init__(self, text: str, points: Sequence[int]) -> None:
        self.text = text
        self.skipped = 0
        piece = text
        if len(text) > _LINE_LENGTH:
            self.skipped = max(min(points, default=0) - _LINE_LENGTH // 4, 0)
            piece = text[self.skipped : self.skipped + _LINE_LENGTH]
        before = "…" if self.skipped else ""
        after = "…" if self.skipped + len(piece) < len(text) else ""
        shown, columns = layout(piece)
        self.shown = f"{before}{shown}{after}"
        self.columns = [width(before) + column for column in columns]

    def column(self, point: int) -> int:
        """Where a code point of the line is shown; the nearest place for one left out."""
        return self.columns[min(max(point - self.skipped, 0), len(self.columns) - 1)]

    def extent(self, mark: _Mark) -> tuple[int, int]:
        """From where to where a mark in the line is drawn: one column at the least."""
        start = self.column(mark.start)
        return start, max(self.column(mark.end), start + 1)

    def is_blank_before(self, point: int) -> bool:
        return not self.text[:point].strip()
