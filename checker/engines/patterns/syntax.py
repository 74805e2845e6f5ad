"""The syntax of patterns: ECMAScript's regular expressions as std::regex<char> reads them.

Left out, with an error: look-ahead and back-references (no automaton has them), collating
elements (``[[.a.]]``), and what would silently mean single bytes of a longer character (``[é]``,
``é*``; in parentheses, ``(é)*``, the whole character repeats).

Sources: ECMA-262 edition 5.1, section 15.10; ISO C++ [re.grammar].
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

from checker.dataclasses import dataclass
from checker.engines.patterns.error import PatternError

MAX_DEPTH = 100
"""Parentheses in parentheses."""
MAX_REPEAT = 1_000
"""The largest number in ``{n,m}``."""


class Edge(Enum):
    """A place between two bytes."""

    START = "^"
    END = "$"
    WORD = r"\b"
    NOT_WORD = r"\B"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One byte of a set."""

    bytes: frozenset[int]


@dataclass(frozen=True, slots=True)
class At:
    """No byte, but a place."""

    edge: Edge


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; of nothing, the empty text."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One or the other."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """``low`` times or more, up to ``high`` times where it is not None."""

    body: Node
    low: int
    high: int | None


Node: TypeAlias = OneOf | At | Sequence | Choice | Repeat


def _of(characters: str) -> frozenset[int]:
    return frozenset(characters.encode())


ALL = frozenset(range(256))
_DIGIT = _of(string.digits)
_SPACE = _of(" \t\n\v\f\r")
WORD = _of(string.ascii_letters + string.digits + "_")
_ESCAPED_SETS: Mapping[str, frozenset[int]] = {
    "d": _DIGIT,
    "D": ALL - _DIGIT,
    "s": _SPACE,
    "S": ALL - _SPACE,
    "w": WORD,
    "W": ALL - WORD,
}
_NAMED_SETS: Mapping[str, frozenset[int]] = {
    "alnum": _of(string.ascii_letters + string.digits),
    "alpha": _of(string.ascii_letters),
    "blank": _of(" \t"),
    "cntrl": frozenset({*range(32), 127}),
    "d": _DIGIT,
    "digit": _DIGIT,
    "graph": frozenset(range(33, 127)),
    "lower": _of(string.ascii_lowercase),
    "print": frozenset(range(32, 127)),
    "punct": _of(string.punctuation),
    "s": _SPACE,
    "space": _SPACE,
    "upper": _of(string.ascii_uppercase),
    "w": WORD,
    "xdigit": _of(string.hexdigits),
}
_NOT_A_LINE_END = ALL - _of("\n\r")
_CONTROL: Mapping[str, int] = {"f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "0": 0}


def parse(pattern: str) -> Node:
    """The tree of a pattern. Raises :class:`PatternError` at the first fault."""
    reader = _Reader(pattern)
    node = reader.choice(0)
    if reader.at < len(pattern):  # choice() stops at a parenthesis that nothing opened
        raise PatternError('")" closes nothing', reader.at, r'write "\\)" for the character')
    return node


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self.at = 0

    def choice(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise PatternError(f"more than {MAX_DEPTH} parentheses are open", self.at)
        options = [self._sequence(depth)]
        while self._take("|"):
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.at < len(self._pattern) and self._peek() not in "|)":
            parts.append(self._term(depth))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _term(self, depth: int) -> Node:
        for edge in Edge:
            if self._take(edge.value):
                return At(edge)
        start = self.at
        atom = self._atom(depth)
        repeated = self._quantified(atom)
        if repeated is not atom and ord(self._pattern[start]) > 127:
            raise PatternError(
                f'only the last byte of "{self._pattern[start]}" would repeat',
                start,
                f'write "({self._pattern[start]})" to repeat the whole character',
            )
        return repeated

    # --- quantifiers -------------------------------------------------------------------------

    def _quantified(self, atom: Node) -> Node:
        start = self.at
        if self._take("*"):
            bounds: tuple[int, int | None] = (0, None)
        elif self._take("+"):
            bounds = (1, None)
        elif self._take("?"):
            bounds = (0, 1)
        elif self._take("{"):
            bounds = self._counted(start)
        else:
            return atom
        self._take("?")  # a lazy quantifier finds another match, but not another text
        if self.at < len(self._pattern) and self._peek() in "*+?{":
            raise PatternError("a quantifier follows a quantifier", self.at)
        return Repeat(atom, *bounds)

    def _counted(self, start: int) -> tuple[int, int | None]:
        low = self._number()
        high: int | None = low
        if low is not None and self._take(","):
            high = self._number()
        if low is None or not self._take("}"):
            raise PatternError('"{" wants a count such as {2}, {2,} or {2,4}', start)
        if high is not None and high < low:
            raise PatternError(f"{{{low},{high}}} ends before it begins", start)
        if max(low, high or 0) > MAX_REPEAT:
            raise PatternError(f"a count lies above {MAX_REPEAT}", start)
        return low, high

    def _number(self) -> int | None:
        start = self.at
        while self.at < len(self._pattern) and self._peek() in string.digits:
            self.at += 1
        digits = self._pattern[start : self.at].lstrip("0")
        if self.at == start:
            return None
        return int(digits or "0") if len(digits) < 9 else MAX_REPEAT + 1

    # --- atoms -------------------------------------------------------------------------------

    def _atom(self, depth: int) -> Node:
        start = self.at
        character = self._next()
        if character == ".":
            return OneOf(_NOT_A_LINE_END)
        if character == "(":
            return self._group(depth, start)
        if character == "[":
            return OneOf(self._class(start))
        if character == "\\":
            return OneOf(self._escape(start))
        if character in "*+?{":
            raise PatternError(
                f'"{character}" repeats nothing', start, rf'write "\\{character}" for the character'
            )
        return _literal(character)

    def _group(self, depth: int, start: int) -> Node:
        if self._pattern.startswith(("?=", "?!"), self.at):
            raise PatternError(
                "look-ahead is left out", start, "use `match` or `!match` with a pattern for each"
            )
        if self._take("?") and not self._take(":"):
            raise PatternError('"(?" is followed by ":" or by nothing', start)
        body = self.choice(depth + 1)
        if not self._take(")"):
            raise PatternError('"(" is not closed', start, r'write "\\(" for the character')
        return body

    def _escape(self, start: int) -> frozenset[int]:
        if self.at == len(self._pattern):
            raise PatternError("a backslash ends the pattern", start)
        character = self._next()
        if character in _ESCAPED_SETS:
            return _ESCAPED_SETS[character]
        if character in _CONTROL and not (character == "0" and self._peek() in string.digits):
            return frozenset({_CONTROL[character]})
        if character in string.digits:
            raise PatternError("back-references are left out", start)
        if character == "c" and self._peek() in string.ascii_letters:
            return frozenset({ord(self._next()) % 32})
        if character in "xu":
            return frozenset({self._hexadecimal(2 if character == "x" else 4, start)})
        if character in string.ascii_letters or ord(character) > 127:
            raise PatternError(f'"\\{character}" means nothing', start)
        return frozenset({ord(character)})

    def _hexadecimal(self, width: int, start: int) -> int:
        digits = self._pattern[self.at : self.at + width]
        if len(digits) < width or not set(digits) <= set(string.hexdigits):
            raise PatternError(f"{width} hexadecimal digits are wanted here", start)
        self.at += width
        value = int(digits, 16)
        if value > 127:
            raise PatternError(
                "a number above 7f names no character, but one byte of it",
                start,
                "write the character itself",
            )
        return value

    # --- character classes -------------------------------------------------------------------

    def _class(self, start: int) -> frozenset[int]:
        negated = self._take("^")
        members: set[int] = set()
        while not self._take("]"):
            first = self._member(start)
            if self._peek() != "-" or self._pattern[self.at + 1 : self.at + 2] in ("]", ""):
                members |= first
                continue
            dash = self.at
            self.at += 1
            last = self._member(start)
            if len(first) != 1 or len(last) != 1:
                raise PatternError("a range goes from one character to another", dash)
            (low,), (high,) = first, last
            if high < low:
                raise PatternError("a range ends before it begins", dash)
            members |= set(range(low, high + 1))
        return ALL - members if negated else frozenset(members)

    def _member(self, start: int) -> frozenset[int]:
        if self.at == len(self._pattern):
            raise PatternError('"[" is not closed', start, r'write "\\[" for the character')
        at = self.at
        character = self._next()
        if character == "[" and self._peek() in (":", ".", "="):
            return self._named_class(at)
        if character == "\\":
            if self._take("b"):
                return frozenset({8})
            return self._escape(at)
        if ord(character) > 127:
            raise PatternError(
                f'a class holds single bytes, and "{character}" has several',
                at,
                f'write alternatives: "({character}|...)"',
            )
        return frozenset({ord(character)})

    def _named_class(self, start: int) -> frozenset[int]:
        end = self._pattern.find(":]", self.at + 1)
        name = self._pattern[self.at + 1 : end]
        if self._peek() != ":" or end < 0 or name not in _NAMED_SETS:
            raise PatternError(
                "no class has this name", start, f"the names are {', '.join(sorted(_NAMED_SETS))}"
            )
        self.at = end + 2
        return _NAMED_SETS[name]

    # --- characters --------------------------------------------------------------------------

    def _peek(self) -> str:
        """The next character; at the end, one that has no meaning anywhere."""
        return self._pattern[self.at] if self.at < len(self._pattern) else "\0"

    def _next(self) -> str:
        self.at += 1
        return self._pattern[self.at - 1]

    def _take(self, token: str) -> bool:
        if not self._pattern.startswith(token, self.at):
            return False
        self.at += len(token)
        return True


def _literal(character: str) -> Node:
    data = character.encode("utf-8", "surrogatepass")
    parts = tuple(OneOf(frozenset({byte})) for byte in data)
    return parts[0] if len(parts) == 1 else Sequence(parts)
