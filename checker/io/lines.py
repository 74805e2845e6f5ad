"""From the text of a fact file to the values of its lines, each with its place.

Most files are split by ``str.split``; quotes (RFC 4180) and brackets around a comma are
followed value by value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.io.parameters import Style


@dataclass(frozen=True, slots=True)
class Line:
    """A row as written: where it starts and ends in the text, and its values."""

    start: int
    end: int
    values: tuple[str, ...]


class UnpairedError(ValueError):
    """A quote or bracket without its partner, or text after a closing quote.

    ``start`` and ``end`` are the place in the text; ``line_end`` is where the reading can go on.
    """

    def __init__(self, message: str, start: int, end: int, line_end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.line_end = line_end


def split_lines(text: str, style: Style, start: int) -> Iterator[Line | UnpairedError]:
    """The lines of a text from offset ``start`` on. Lines end at LF or CRLF."""
    at = start
    while at < len(text):
        line = _split_line(text, style, at)
        yield line
        end = line.line_end if isinstance(line, UnpairedError) else line.end
        at = end + (2 if text.startswith("\r\n", end) else 1)


def value_place(text: str, style: Style, line: Line, column: int) -> tuple[int, int]:
    """Where a value of a line stands in the text, quotes included."""
    start = line.start
    end = start
    for place in range(column + 1):
        start = end if place == 0 else end + len(style.delimiter)
        end = _value_end(text, style, start, line.end, line.values[place])
    return start, end


def _value_end(text: str, style: Style, start: int, line_end: int, value: str) -> int:
    if style.rfc4180 and text.startswith('"', start):
        return start + len(value) + value.count('"') + 2
    return min(start + len(value), line_end)


def line_end(text: str, start: int) -> int:
    """The offset at which the line ends, its line break left out."""
    feed = text.find("\n", start)
    if feed < 0:
        feed = len(text)
    return feed - 1 if feed > start and text[feed - 1] == "\r" else feed


def _split_line(text: str, style: Style, start: int) -> Line | UnpairedError:
    end = line_end(text, start)
    if style.rfc4180:
        if '"' in text[start:end]:
            return _split_quoted(text, style.delimiter, start)
    elif "," in style.delimiter and ("[" in text[start:end] or "]" in text[start:end]):
        return _split_bracketed(text, style.delimiter, start, end)
    return Line(start, end, tuple(text[start:end].split(style.delimiter)))


def _split_quoted(text: str, delimiter: str, start: int) -> Line | UnpairedError:
    """RFC 4180: a value in double quotes may hold delimiters, line breaks and doubled quotes."""
    values: list[str] = []
    at = start
    while True:
        if text.startswith('"', at):
            closing = _closing_quote(text, at)
            if closing is None:
                return UnpairedError(
                    "this quote is never closed", at, line_end(text, at), len(text)
                )
            values.append(text[at + 1 : closing].replace('""', '"'))
            at = closing + 1
            end = line_end(text, at)
            if at < end and not text.startswith(delimiter, at):
                return UnpairedError(
                    "text after the closing quote", at, _until(text, delimiter, at, end), end
                )
        else:
            end = line_end(text, at)
            closing = _until(text, delimiter, at, end)
            values.append(text[at:closing])
            at = closing
        if at >= end:
            return Line(start, end, tuple(values))
        at += len(delimiter)


def _closing_quote(text: str, opening: int) -> int | None:
    at = opening + 1
    while (at := text.find('"', at)) >= 0:
        if not text.startswith('""', at):
            return at
        at += 2
    return None


def _until(text: str, delimiter: str, start: int, end: int) -> int:
    found = text.find(delimiter, start, end)
    return end if found < 0 else found


def _split_bracketed(text: str, delimiter: str, start: int, end: int) -> Line | UnpairedError:
    """A delimiter between ``[`` and ``]`` belongs to the value, as Soufflé reads its records.

    Where Soufflé would cut a value in two at such a group, or drop what follows it, this is an
    error.
    """
    values: list[str] = []
    value_start = at = start
    depth = 0
    held = False  # a group of this value held the delimiter
    while at < end:
        if depth == 0 and text.startswith(delimiter, at):
            values.append(text[value_start:at])
            at += len(delimiter)
            value_start, held = at, False
            continue
        if depth == 0 and held:
            return UnpairedError(
                "text after the closing bracket", at, _until(text, delimiter, at, end), end
            )
        if text[at] == "[":
            depth += 1
        elif text[at] == "]":
            depth -= 1
        elif text.startswith(delimiter, at):
            held = True
        if depth < 0:
            return UnpairedError("this bracket closes nothing", at, at + 1, end)
        at += 1
    if depth:
        return UnpairedError("a bracket of this value is never closed", value_start, end, end)
    return Line(start, end, (*values, text[value_start:end]))
