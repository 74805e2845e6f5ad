"""Where in a YAML text a place lies, however broken the text is.

A parser gives nothing for a text with a fault, and a text that is being typed has one at nearly
every keystroke. Here the lines above a place are read by their indentation, as people read them.
Only what fact files use is known: block mappings and lists, braces and brackets, quotes, block
texts, comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from checker.facts.tree import Route

_LINE = re.compile(r"(?P<indent>[ ]*)(?P<dashes>(?:-[ ]+)*)(?P<rest>.*)")
_KEY = re.compile(
    r"(?P<key>\"[^\"]*\"|'[^']*'|[^\s#&*!|>'\"%@`{}\[\],:-][^:#{}\[\]]*?|-[^\s:]+)"
    r"[ ]*:(?=[ ]|$)[ ]*"
)
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*[ ]*(?:#.*)?$")
_FARTHEST = 20_000
"""Characters between where braces open and a place inside of them. A record has hundreds."""

_MOST = 200_000
"""Characters that are read in vain before all braces are taken for unclosed ones."""

_ANCHOR = re.compile(r"&\S+[ ]*")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The way to a place, and what is being written there.

    ``route`` leads to the value that is being written, or with ``at_key`` to the mapping that a
    key is written in. ``word`` is what stands between ``start`` and the place. ``keys`` are the
    keys that the mapping has above the place. ``in_braces`` tells braces from block style.
    """

    route: Route
    at_key: bool
    start: int
    word: str
    keys: frozenset[str]
    in_braces: bool


@dataclass(slots=True)
class _Level:
    """A mapping or a list that is open: its indentation (-1 in braces), and where in it one is."""

    indent: int
    is_list: bool
    key: str | None = None
    index: int = -1
    keys: set[str] = field(default_factory=set)

    @property
    def step(self) -> str | int | None:
        return self.index if self.is_list else self.key


def locate(text: str, offset: int) -> Cursor | None:
    """What is written at a place; None inside of a comment or of a text over several lines."""
    return _Reader(text, offset).read()


class _Reader:
    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = min(offset, len(text))
        self.levels: list[_Level] = []
        self.braces: int | None = None
        """Where the braces open that the place lies in, lines above it."""
        self.looked = 0
        """Characters that were read for the end of braces that have none near."""

    def read(self) -> Cursor | None:
        at = 0
        while True:
            end = self.text.find("\n", at)
            end = len(self.text) if end < 0 else end
            if self.offset <= end or at > len(self.text):
                return self.last_line(min(at, len(self.text)))
            at = self.line(at, end)
            if self.braces is not None:
                return self.in_braces(self.braces)
            if at > self.offset:
                return None

    # --- lines above the place ---

    def line(self, start: int, end: int) -> int:
        """Reads the line, and with it a text or a pair of braces that goes on behind it: where
        the next line begins."""
        rest_at, rest = self.enter(start, end)
        if not rest or rest.startswith("#"):
            return end + 1
        found = _KEY.match(rest)
        value_at, value = rest_at, rest
        if found:
            self.set_key(rest_at - start, found["key"])
            value_at += found.end()
            value = rest[found.end() :]
        anchor = _ANCHOR.match(value)
        if anchor:
            value_at += anchor.end()
            value = value[anchor.end() :]
        if _BLOCK_TEXT.match(value):
            return self.past_block_text(end + 1)
        if value[:1] in ("{", "["):
            return self.past_braces(value_at, end)
        if value[:1] in ("'", '"'):
            return max(end, self.past_quotes(value_at)) + 1
        return end + 1

    def enter(self, start: int, end: int) -> tuple[int, str]:
        """Past the indentation and the dashes of a line, whose lists are entered."""
        line = _LINE.match(self.text, start, end)
        assert line is not None  # it matches anything
        rest = line["rest"].rstrip()
        self.items(line, start)
        if rest == "-":
            self.item(line.end("dashes") - start)
            return end, ""
        return line.start("rest"), rest

    def items(self, line: re.Match[str], start: int) -> None:
        """An entry begins at each dash before the text of a line."""
        for at in range(line.end("indent"), line.end("dashes")):
            if self.text[at] == "-":
                self.item(at - start)

    def item(self, column: int) -> None:
        """An entry of a list at a column begins."""
        self.leave(column)
        if not self.levels or not self.levels[-1].is_list or self.levels[-1].indent != column:
            self.levels.append(_Level(column, True))
        self.levels[-1].index += 1

    def set_key(self, column: int, key: str) -> None:
        self.leave(column)
        if self.levels and self.levels[-1].is_list and self.levels[-1].indent == column:
            self.levels.pop()
        if not self.levels or self.levels[-1].indent != column:
            self.levels.append(_Level(column, False))
        self.levels[-1].key = key.strip("'\"")
        self.levels[-1].keys.add(key.strip("'\""))

    def leave(self, column: int) -> None:
        while self.levels and self.levels[-1].indent > column:
            self.levels.pop()

    def past_block_text(self, at: int) -> int:
        """Past the lines of a block text: those indented more than its mapping, and empty ones."""
        indent = self.levels[-1].indent if self.levels else -1
        while at < len(self.text):
            end = self.text.find("\n", at)
            end = len(self.text) if end < 0 else end
            line = self.text[at:end]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
                return at
            if at <= self.offset <= end and (line.strip() or end == len(self.text)):
                return self.offset + 1
            at = end + 1
        return at

    def past_quotes(self, at: int) -> int:
        quote = self.text[at]
        at += 1
        while at < len(self.text) and self.text[at] != quote:
            at += 2 if quote == '"' and self.text[at] == "\\" else 1
        return at

    def past_braces(self, at: int, line_end: int) -> int:
        """Past braces that close before the place. Those that the place lies in are kept in mind;
        where they open very far above it, they were rather left open by mistake."""
        if self.looked > _MOST:
            return line_end + 1
        far = self.offset - at > _FARTHEST
        self.looked += min(self.offset - at, _FARTHEST) if far else 0
        closed = _Braces(self.text, at, min(self.offset, at + _FARTHEST)).closed
        if closed is not None:
            end = self.text.find("\n", closed)
            return len(self.text) + 1 if end < 0 else end + 1
        if far:
            return line_end + 1
        self.braces = at
        return self.offset + 1

    # --- the place's own line ---

    def last_line(self, start: int) -> Cursor | None:
        line = _LINE.match(self.text, start, self.offset)
        assert line is not None  # it matches anything
        rest_at, rest = line.start("rest"), line["rest"]
        self.items(line, start)
        if rest.startswith("#") or " #" in rest:
            return None
        found = _KEY.match(rest)
        if found is None:
            if rest[:1] in ("{", "["):
                return self.in_braces(rest_at)
            return self.at_key(rest_at, rest, rest_at - start)
        self.set_key(rest_at - start, found["key"])
        value_at = rest_at + found.end()
        value = rest[found.end() :]
        anchor = _ANCHOR.match(value)
        if anchor:
            value_at, value = value_at + anchor.end(), value[anchor.end() :]
        if value[:1] in ("{", "["):
            return self.in_braces(value_at)
        return Cursor(self.route(), False, value_at, value, frozenset(), False)

    def at_key(self, start: int, word: str, column: int) -> Cursor:
        """A line without a colon: a key whose colon is not written yet, or an entry of a list."""
        self.leave(column)
        if self.levels and self.levels[-1].indent == column and not self.levels[-1].is_list:
            mapping = self.levels.pop()
            return Cursor(self.route(), True, start, word, frozenset(mapping.keys), False)
        if self.levels and self.levels[-1].is_list and self.levels[-1].indent == column:
            # Below a list that stands as deep as its key: a key beside that one.
            self.levels.pop()
            if self.levels and self.levels[-1].indent == column:
                mapping = self.levels.pop()
                return Cursor(self.route(), True, start, word, frozenset(mapping.keys), False)
        return Cursor(self.route(), True, start, word, frozenset(), False)

    def in_braces(self, at: int) -> Cursor | None:
        if self.offset - at > _FARTHEST:
            return None
        return _Braces(self.text, at, self.offset).cursor(self.route())

    def route(self) -> Route:
        return tuple(level.step for level in self.levels if level.step is not None)


class _Braces:
    """Braces and brackets from where they open to where they close, or to a place inside."""

    def __init__(self, text: str, at: int, offset: int) -> None:
        self.levels: list[_Level] = []
        self.start = at
        self.in_text = False
        self.closed: int | None = None
        while at < offset:
            sign = text[at]
            if sign in "{[":
                self.levels.append(_Level(-1, sign == "[", index=0 if sign == "[" else -1))
                self.start = at + 1
            elif sign in "}]":
                if self.levels:
                    self.levels.pop()
                if not self.levels:
                    self.closed = at + 1
                    return
                self.start = at + 1
            elif sign == ",":
                self._next(text[self.start : at])
                self.start = at + 1
            elif sign == ":" and text[at + 1 : at + 2] in (" ", "\n", ""):
                self._key(text[self.start : at].strip().strip("'\""))
                self.start = at + 1
            elif sign in "'\"" and not text[self.start : at].strip():
                end = text.find(sign, at + 1)
                if end < 0 or end >= offset:
                    break
                at = end
            elif sign == "#" and text[at - 1] in " \n":
                end = text.find("\n", at)
                if end < 0 or end >= offset:
                    self.in_text = True
                    return
                at = end
            at += 1
        self.text, self.offset = text, offset

    def cursor(self, around: Route) -> Cursor | None:
        """The place itself; None where the braces are closed before it, or in a comment."""
        if self.closed is not None or self.in_text or not self.levels:
            return None
        written = self.text[self.start : self.offset]
        start = self.start + len(written) - len(written.lstrip())
        word = self.text[start : self.offset]
        last = self.levels[-1]
        at_key = not last.is_list and last.key is None
        route = (*around, *(each.step for each in self.levels if each.step is not None))
        return Cursor(route, at_key, start, word, frozenset(last.keys), True)

    def _key(self, key: str) -> None:
        if self.levels and not self.levels[-1].is_list:
            self.levels[-1].key = key
            self.levels[-1].keys.add(key)

    def _next(self, written: str) -> None:
        if self.levels and self.levels[-1].is_list:
            self.levels[-1].index += 1
        elif self.levels:
            self.levels[-1].key = None
