"""How text stands on a terminal: its width in columns, and nothing in it that acts.

A rule file or a document may come from anybody. Shown raw, a control character could move the
cursor and a bidirectional mark could reorder what is read ("Trojan Source", Boucher and Anderson
2021), so both are written out. Widths follow Unicode's East Asian Width (UAX 11).
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

TAB = 4
"""Columns from one tab stop to the next."""

_WRITTEN_OUT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ZERO_WIDTH = frozenset({"Mn", "Me"})
_JOINERS = "\u200c\u200d"
"""Act on their neighbours alone; Persian, Indic scripts and emoji are spelt with them."""


def visible(text: str) -> str:
    """The text on one line, with every character that is not shown as itself written out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def width(text: str) -> int:
    """The columns that a visible text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def layout(line: str) -> tuple[str, list[int]]:
    """A line as it is shown, and for each of its code points the column that it begins in.

    Columns count from 0; one more stands at the end, for the place behind the line. Tabs are
    spaces up to the next stop.
    """
    if line.isascii() and line.isprintable():
        return line, list(range(len(line) + 1))
    shown: list[str] = []
    columns: list[int] = []
    at = 0
    for character in line:
        columns.append(at)
        text = " " * (TAB - at % TAB) if character == "\t" else _shown(character)
        shown.append(text)
        at += width(text)
    columns.append(at)
    return "".join(shown), columns


def _shown(character: str) -> str:
    if " " <= character <= "~":
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures: U+241B for escape
    if code == 0x7F:
        return "\u2421"
    if category(character) in _WRITTEN_OUT and character not in _JOINERS:
        return f"<U+{code:04X}>"
    return character


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if category(character) in _ZERO_WIDTH or character in _JOINERS:
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1
