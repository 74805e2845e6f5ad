"""Lines of styled text, measured in terminal cells.

The layout is ours and not rich's, because the marks under a quote must stand below its letters
whatever their width, and because a report into a file then needs no rich at all; rich paints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.dataclasses import dataclass
from checker.diagnostics.cells import visible, width

Piece = tuple[str, str]
"""A text and the name of its style."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report. Its texts are :func:`visible` already."""

    pieces: tuple[Piece, ...] = ()

    @property
    def cells(self) -> int:
        return sum(width(text) for text, _ in self.pieces)

    @property
    def plain(self) -> str:
        return "".join(text for text, _ in self.pieces)

    def indented(self, by: int) -> Line:
        return Line(((" " * by, ""), *self.pieces)) if self.pieces else self

    def padded(self, to: int) -> Line:
        return Line((*self.pieces, (" " * (to - self.cells), "")))


BLANK = Line()


def wrap(text: str, room: int) -> list[str]:
    """A text in lines of at most ``room`` cells, broken between words; longer words are cut."""
    lines: list[str] = []
    line, taken = "", 0
    for word in text.split():
        for piece in _cut(visible(word), room):
            size = width(piece)
            if line and taken + 1 + size <= room:
                line, taken = f"{line} {piece}", taken + 1 + size
            else:
                if line:
                    lines.append(line)
                line, taken = piece, size
    return [*lines, line] if line else lines


def headed(head: Sequence[Piece], body: str, style: str, room: int) -> list[Line]:
    """``body`` wrapped behind ``head``, its further lines hanging below its first."""
    hang = sum(width(text) for text, _ in head)
    first, *rest = wrap(body, max(8, room - hang)) or [""]
    return [
        Line((*head, (first, style))),
        *(Line(((" " * hang, ""), (line, style))) for line in rest),
    ]


def beside(left: Sequence[Line], right: Sequence[Line], column: int, gap: int) -> list[Line]:
    """Two blocks next to each other, the right one ``gap`` cells behind a column of the left."""
    height = max(len(left), len(right))
    rows = zip(
        (*left, *(BLANK,) * (height - len(left))),
        (*right, *(BLANK,) * (height - len(right))),
        strict=True,
    )
    return [
        Line((*one.padded(column + gap).pieces, *other.pieces)) if other.pieces else one
        for one, other in rows
    ]


def plain(lines: Iterable[Line]) -> str:
    """The lines as text, without styles."""
    return "".join(f"{line.plain.rstrip()}\n" for line in lines)


def painted(lines: Iterable[Line]) -> str:
    """The lines as text with the terminal's colours (ANSI's sixteen)."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=StringIO(),
        force_terminal=True,
        color_system="standard",
        no_color=False,
        legacy_windows=False,
        width=10_000,
    )
    page = Text("\n").join(
        Text.assemble(*((text, style) for text, style in line.pieces)) for line in lines
    )
    with console.capture() as capture:
        console.print(page, soft_wrap=True)
    return capture.get()


def _cut(word: str, room: int) -> list[str]:
    """A word in pieces of at most ``room`` cells."""
    if width(word) <= room:
        return [word]
    pieces, piece, taken = [], "", 0
    for character in word:
        size = width(character)
        if piece and taken + size > room:
            pieces.append(piece)
            piece, taken = "", 0
        piece, taken = piece + character, taken + size
    return [*pieces, piece]
