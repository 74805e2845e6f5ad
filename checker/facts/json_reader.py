"""JSON with places: the standard library's parser for values, a scan of our own for places.

Places are asked for when something is wrong, so the scan runs on faulty files alone.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

from checker.diagnostics import Diagnostic, DiagnosticError, DiagnosticKind, Source, Span
from checker.facts import errors
from checker.facts.tree import MAX_DEPTH, Node, Route, TreePlaces, Value, duplicate_key


def read_json(source: Source, start: int = 0, end: int | None = None) -> tuple[Value, JsonPlaces]:
    """The value of ``source.text[start:end]`` and the places of its parts.

    Raises :class:`DiagnosticError` where it is no JSON (RFC 8259), or has a key twice.
    """
    places = JsonPlaces(source, start, len(source.text) if end is None else end)
    text = source.text if (start, end) == (0, None) else source.text[start:end]
    try:
        value: Value = json.loads(
            text,
            object_pairs_hook=_mapping,
            parse_constant=_refused,
            parse_int=_whole,
            parse_float=_real,
        )
    except (ValueError, RecursionError):
        places.tree.key(())  # the scan raises the diagnostic
        raise
    if _too_deep(value):
        places.tree.key(())
    return value, places


class _RefusedError(ValueError):
    pass


def _mapping(pairs: list[tuple[str, Value]]) -> Value:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RefusedError
    return found


def _refused(_: str) -> NoReturn:
    raise _RefusedError


def _whole(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise _RefusedError
    return int(digits)


def _real(digits: str) -> float:
    if len(digits) > _MAX_DIGITS:
        raise _RefusedError
    return float(digits)


def _too_deep(value: Value) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        inner: list[Value] = []
        for item in level:
            if isinstance(item, list):
                inner.extend(part for part in item if isinstance(part, list | dict))
            elif isinstance(item, dict):
                inner.extend(part for part in item.values() if isinstance(part, list | dict))
        if not inner:
            return False
        level = inner
    return True


@dataclass(frozen=True)
class JsonPlaces:
    """Places in a JSON text, found by a scan when first asked for."""

    source: Source
    start: int
    end: int

    @cached_property
    def tree(self) -> TreePlaces:
        return TreePlaces(self.source, _Scan(self.source, self.start, self.end).run())

    def value(self, route: Route) -> Span:
        return self.tree.value(route)

    def key(self, route: Route) -> Span:
        return self.tree.key(route)


_MAX_DIGITS = 400
_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"')
_SCALAR = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
_WORD = re.compile(r"[^\s,\[\]{}:\"]+")
_MENDS = {
    "'": "put texts and keys in double quotes",
    "NaN": "JSON has no NaN; leave the field out",
    "Infinity": "JSON has no Infinity; leave the bound out",
    "-Infinity": "JSON has no Infinity; leave the bound out",
    "None": "write null",
    "True": "write true",
    "False": "write false",
    ",": "remove the comma",
    "/": "JSON has no comments; remove it",
    "#": "JSON has no comments; remove it",
}


@dataclass(slots=True)
class _Scan:
    """One pass over a JSON text without recursion."""

    source: Source
    at: int
    end: int
    open: list[tuple[Node, str]] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)

    def run(self) -> Node:
        """The nodes of the text. Raises :class:`DiagnosticError` at what is no JSON."""
        top = self._value()
        while self.open:
            self._inside()
        self._skip()
        if self.at < self.end:
            self._stop("the text goes on after its value", "write one value alone")
        if self.faults:
            raise DiagnosticError(self.faults)
        return top

    def _value(self) -> Node:
        """The value that begins here; a collection is left open."""
        self._skip()
        text, at = self.source.text, self.at
        sign = text[at : at + 1] if at < self.end else ""
        node = Node(at, at + 1)
        if sign in ("{", "["):
            if len(self.open) >= MAX_DEPTH:
                self._stop(
                    f"values are nested more than {MAX_DEPTH} deep",
                    "no field needs more than eight levels",
                    errors.TOO_LARGE,
                )
            node.parts = {} if sign == "{" else []
            self.open.append((node, sign))
            self.at += 1
            return node
        match = (_STRING if sign == '"' else _SCALAR).match(text, at, self.end)
        if match is None or not match[0]:
            self._no_value(sign)
        if len(match[0]) > _MAX_DIGITS and sign != '"':
            self._stop("the number has more than 400 digits", "write a number of common size")
        node.end = self.at = match.end()
        return node

    def _inside(self) -> None:
        """The next part of the innermost open collection, or its end."""
        node, sign = self.open[-1]
        close = "}" if sign == "{" else "]"
        self._skip()
        parts = node.parts
        here = self.source.text[self.at : self.at + 1] if self.at < self.end else ""
        if here == close:
            self.at += 1
            node.end = self.at
            self.open.pop()
            return
        if parts:
            if here != ",":
                self._stop(f"`,` or `{close}` is due", f"add a comma, or close with `{close}`")
            self.at += 1
        if isinstance(parts, list):
            parts.append(self._value())
        elif isinstance(parts, dict):
            self._member(parts)

    def _member(self, parts: dict[str, Node]) -> None:
        self._skip()
        key = _STRING.match(self.source.text, self.at, self.end)
        if key is None:
            self._stop("a key in double quotes is due", "put the key in double quotes")
        self.at = key.end()
        self._skip()
        if self.source.text[self.at : min(self.at + 1, self.end)] != ":":
            self._stop("`:` is due after a key", "put a colon between key and value")
        self.at += 1
        value = self._value()
        value.key_start, value.key_end = key.span()
        name: str = json.loads(key[0])
        if name in parts:
            self.faults.append(duplicate_key(self.source, name, parts[name], value))
        else:
            parts[name] = value

    def _skip(self) -> None:
        match = _SPACE.match(self.source.text, self.at, self.end)
        if match is not None:
            self.at = match.end()

    def _no_value(self, sign: str) -> NoReturn:
        if not sign:
            self._stop("the text ends where a value is due", "close what was opened")
        if sign == '"':
            self._stop(
                "the text in quotes does not end, or has a wrong escape or a control character",
                'close it with `"`; write \\n for a line end and \\\\ for a backslash',
            )
        word = _WORD.match(self.source.text, self.at, self.end)
        found = word[0] if word else sign
        mend = _MENDS.get(found) or _MENDS.get(sign) or "put texts in double quotes"
        self._stop(f"`{found[:40]}` is no JSON value", mend, width=len(found))

    def _stop(
        self, message: str, mend: str, kind: DiagnosticKind = errors.SYNTAX, width: int = 1
    ) -> NoReturn:
        at = min(self.at, self.end)
        span = Span(self.source, at, min(at + width, self.end))
        raise DiagnosticError([*self.faults, kind.at(span, message, label="here", help=mend)])
