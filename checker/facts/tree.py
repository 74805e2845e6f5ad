"""A parsed file: its value in plain Python types, and where each part of it stands."""

from __future__ import annotations

from dataclasses import field
from typing import Protocol, TypeAlias

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, Label, Source, Span
from checker.facts import errors

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"

Route: TypeAlias = tuple[str | int, ...]
"""The way from a file's top to a part of it: ``("claims", 3, "quantities", 0, "amount")``."""

MAX_DEPTH = 64


@dataclass(slots=True)
class Node:
    """Where a value stands, its key (if it is a mapping's), and where its parts stand."""

    start: int
    end: int
    key_start: int = -1
    key_end: int = -1
    parts: dict[str, Node] | list[Node] | None = field(default=None)

    def part(self, step: str | int) -> Node | None:
        if isinstance(self.parts, dict):
            return self.parts.get(step) if isinstance(step, str) else None
        if isinstance(self.parts, list) and isinstance(step, int) and step < len(self.parts):
            return self.parts[step]
        return None


class Places(Protocol):
    """Finds the span of a part of a file; of the nearest part around it if it has none."""

    def value(self, route: Route) -> Span: ...

    def key(self, route: Route) -> Span:
        """The span of the key that the value stands under; of the value where it has no key."""
        ...


@dataclass(frozen=True, slots=True)
class TreePlaces:
    """Places in a file that is one value."""

    source: Source
    root: Node

    def value(self, route: Route) -> Span:
        node = self._nearest(route)
        return Span(self.source, node.start, node.end)

    def key(self, route: Route) -> Span:
        node = self._nearest(route)
        if node.key_start < 0:
            return Span(self.source, node.start, node.end)
        return Span(self.source, node.key_start, node.key_end)

    def _nearest(self, route: Route) -> Node:
        node = self.root
        for step in route:
            inner = node.part(step)
            if inner is not None:
                node = inner
            elif step != 0:  # one record may stand where a list of them may: it is its first
                break
        return node


def duplicate_key(source: Source, name: str, first: Node, second: Node) -> Diagnostic:
    """The diagnostic for a key that a mapping has twice."""
    return errors.DUPLICATE_KEY.at(
        Span(source, second.key_start, second.key_end),
        f"key `{name}` stands twice in one mapping",
        label="again here",
        related=[Label(Span(source, first.key_start, first.key_end), "first here")],
        help="remove one of the two, or begin a new item with `- `",
    )
