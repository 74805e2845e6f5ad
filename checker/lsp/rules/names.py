"""The names in a rule file, each with what it names and where it stands.

They are read from the tokens and not from the tree: a tree leaves out an item with a fault, and
the item that somebody is typing is the one that is asked about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from checker.diagnostics import Source, Span
from checker.language.lexer import (
    DIRECTIVES,
    END,
    NAME,
    QUALIFIERS,
    STRING,
    Comment,
    Tokens,
    string_value,
    tokenize,
)

CLAUSE = "clause"


class Kind(StrEnum):
    """What a name may name."""

    RELATION = "relation"
    TYPE = "type"
    COLUMN = "column"
    VARIABLE = "variable"
    FILE = "file"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name at a place.

    ``declares`` where the name is given here. ``item`` is the number of the item that it stands
    in: a variable means the same in one item only. ``owner`` is the relation of a column.
    """

    kind: Kind
    name: str
    start: int
    end: int
    declares: bool
    item: int
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A directive (``kind`` is its word, with the dot), or a clause: its tokens and its comment.

    ``first`` and ``last`` are indices of tokens, the last one left out.
    """

    kind: str
    first: int
    last: int
    doc: Comment | None


@dataclass(frozen=True, slots=True)
class FileNames:
    """A file's tokens, its items and its names, in the order of the text."""

    source: Source
    tokens: Tokens
    items: tuple[Item, ...]
    occurrences: tuple[Occurrence, ...]

    def at(self, offset: int) -> Occurrence | None:
        """The name at a place; at the border of two the one that begins there."""
        touching = [each for each in self.occurrences if each.start <= offset <= each.end]
        return touching[-1] if touching else None

    def item_at(self, offset: int) -> int | None:
        """The number of the item that a place lies in, or that the place follows on."""
        starts = [self.tokens.starts[item.first] for item in self.items]
        number = bisect_right(starts, offset) - 1
        return number if number >= 0 else None

    def span(self, occurrence: Occurrence) -> Span:
        return Span(self.source, occurrence.start, occurrence.end)


@lru_cache(maxsize=512)
def read_names(source: Source) -> FileNames:
    """The names of a file, kept for the next question."""
    tokens = tokenize(source)
    items = tuple(_items(tokens))
    found = [
        each
        for number, item in enumerate(items)
        for each in (*_in_comment(tokens, item, number), *_in_item(tokens, item, number))
    ]
    found.sort(key=lambda each: (each.start, each.end))
    return FileNames(source, tokens, items, tuple(found))


# --- items -----------------------------------------------------------------------------------

_GOES_ON = frozenset({",", ":-", ";", "!", "(", "=", "|", "<:", ":", "{"})
"""Behind these an item goes on, on whatever line."""

_JOINS = frozenset({"|", ",", "(", "=", "<:", ":"}) | QUALIFIERS
"""What goes on with a directive on the next line."""


def _items(tokens: Tokens) -> Iterator[Item]:
    kinds = tokens.kinds
    documenting = {comment.span.end: comment for comment in tokens.comments if comment.documents}
    at = 0
    while kinds[at] != END:
        first = at
        if kinds[at] in DIRECTIVES:
            kind = kinds[at]
            at = _end_of_directive(tokens, at)
        else:
            kind = CLAUSE
            at = _end_of_clause(tokens, at)
        yield Item(kind, first, at, _doc(tokens, first, documenting))


def _doc(tokens: Tokens, first: int, documenting: dict[int, Comment]) -> Comment | None:
    text, start = tokens.source.text, tokens.starts[first]
    return documenting.get(len(text[:start].rstrip())) if documenting else None


def _end_of_directive(tokens: Tokens, at: int) -> int:
    kinds = tokens.kinds
    level = 0
    at += 1
    while kinds[at] != END and kinds[at] not in DIRECTIVES:
        if _on_new_line(tokens, at):
            head = kinds[at] == NAME and kinds[at + 1] == "("
            joined = kinds[at] in _JOINS or kinds[at - 1] in _GOES_ON
            if head or (level == 0 and not joined):
                break
        level += {"(": 1, ")": -1}.get(kinds[at], 0)
        at += 1
    return at


def _end_of_clause(tokens: Tokens, at: int) -> int:
    kinds = tokens.kinds
    at += 1
    while kinds[at] != END and kinds[at] not in DIRECTIVES:
        if kinds[at - 1] == ".":
            break
        if kinds[at] == NAME and kinds[at + 1] == "(" and _begins_a_line(tokens, at):
            close = closing(tokens, at + 1)
            if kinds[at - 1] not in _GOES_ON or kinds[close + 1 : close + 2] == [":-"]:
                break
        at += 1
    return at


_FARTHEST = 1_000
"""Tokens that are looked through for a closing bracket. A literal has tens."""


def closing(tokens: Tokens, opening: int) -> int:
    """The token that closes the bracket at ``opening``, or the last one that was looked at."""
    level = 0
    last = min(len(tokens.kinds) - 2, opening + _FARTHEST)
    for at in range(opening, last + 1):
        if tokens.kinds[at] == "(":
            level += 1
        elif tokens.kinds[at] == ")":
            level -= 1
            if level == 0:
                return at
        elif tokens.kinds[at] == ".":
            return at - 1
    return last


def _on_new_line(tokens: Tokens, at: int) -> bool:
    return "\n" in tokens.source.text[tokens.ends[at - 1] : tokens.starts[at]]


def _begins_a_line(tokens: Tokens, at: int) -> bool:
    start = tokens.starts[at]
    return start == 0 or tokens.source.text[start - 1] == "\n"


# --- names -----------------------------------------------------------------------------------

_DIRECTIVES_ON_RELATIONS = frozenset({".input", ".output", ".printsize", ".limitsize"})


def _in_item(tokens: Tokens, item: Item, number: int) -> Iterator[Occurrence]:
    if item.kind == CLAUSE:
        yield from _in_clause(tokens, item, number)
    elif item.kind == ".decl":
        yield from _in_declaration(tokens, item, number)
    elif item.kind == ".type":
        names = [at for at in range(item.first + 1, item.last) if tokens.kinds[at] == NAME]
        for at in names:
            yield _name(tokens, at, Kind.TYPE, number, declares=at == item.first + 1)
    elif item.kind in _DIRECTIVES_ON_RELATIONS:
        level = 0
        for at in range(item.first + 1, item.last):
            level += {"(": 1, ")": -1}.get(tokens.kinds[at], 0)
            if tokens.kinds[at] == NAME and level == 0:
                yield _name(tokens, at, Kind.RELATION, number)
    elif item.kind == ".include":
        for at in range(item.first + 1, item.last):
            if tokens.kinds[at] == STRING:
                start, end = tokens.starts[at], tokens.ends[at]
                path = string_value(tokens.source.text[start:end])
                yield Occurrence(Kind.FILE, path, start, end, False, number)


def _in_clause(tokens: Tokens, item: Item, number: int) -> Iterator[Occurrence]:
    kinds = tokens.kinds
    opened: list[str] = []
    """What stands before each bracket that is open."""
    for at in range(item.first, item.last):
        kind = kinds[at]
        if kind == "(":
            opened.append(kinds[at - 1] if at > item.first else "")
        elif kind == ")":
            if opened:
                opened.pop()
        elif kind == NAME:
            if kinds[at + 1] == "(":
                yield _name(tokens, at, Kind.RELATION, number)
            elif opened and opened[-1] == "as" and kinds[at - 1] == "," and kinds[at + 1] == ")":
                yield _name(tokens, at, Kind.TYPE, number)
            else:
                yield _name(tokens, at, Kind.VARIABLE, number)


def _in_declaration(tokens: Tokens, item: Item, number: int) -> Iterator[Occurrence]:
    kinds = tokens.kinds
    owner = ""
    level = 0
    for at in range(item.first + 1, item.last):
        kind = kinds[at]
        level += {"(": 1, ")": -1}.get(kind, 0)
        if kind != NAME:
            continue
        if level == 0:
            found = _name(tokens, at, Kind.RELATION, number, declares=True)
            owner = owner or found.name
            yield found
        elif kinds[at - 1] == ":":
            yield _name(tokens, at, Kind.TYPE, number)
        else:
            yield _name(tokens, at, Kind.COLUMN, number, declares=True, owner=owner)


def _name(
    tokens: Tokens,
    at: int,
    kind: Kind,
    number: int,
    *,
    declares: bool = False,
    owner: str = "",
) -> Occurrence:
    start, end = tokens.starts[at], tokens.ends[at]
    return Occurrence(kind, tokens.source.text[start:end], start, end, declares, number, owner)


# --- names in documentation comments ---------------------------------------------------------

_ID = re.compile(r"@id[ \t]+(\S+)")
_MESSAGE = re.compile(r"@message\b.*?(?=^[ \t]*\*?[ \t]*@|\Z)", re.DOTALL | re.MULTILINE)
_PLACEHOLDER = re.compile(r"(?<!\{)\{([?A-Za-z_][?A-Za-z0-9_]*)")


def _in_comment(tokens: Tokens, item: Item, number: int) -> Iterator[Occurrence]:
    """The id of a finding rule, and the columns that its message names."""
    if item.doc is None or item.kind != ".decl":
        return
    text, base = item.doc.span.text, item.doc.span.start
    found = _ID.search(text)
    if found:
        start, end = found.span(1)
        yield Occurrence(Kind.RULE, found[1], base + start, base + end, True, number)
    message = _MESSAGE.search(text)
    if message is None or tokens.kinds[item.first + 1] != NAME:
        return
    owner = tokens.source.text[tokens.starts[item.first + 1] : tokens.ends[item.first + 1]]
    for placeholder in _PLACEHOLDER.finditer(text, message.start(), message.end()):
        start, end = placeholder.span(1)
        yield Occurrence(
            Kind.COLUMN, placeholder[1], base + start, base + end, False, number, owner
        )
