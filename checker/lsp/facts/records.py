"""The records of a fact file and what refers to them, each with its place.

They are read from the file's values by the schema and not from its models: a model leaves out a
record with a fault, and the record that somebody is writing is the one that has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.diagnostics import Span
from checker.facts.files import FactFile
from checker.facts.tree import Node, Route, TreePlaces, Value
from checker.lsp.facts.fields import Place, top


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its kind, its id with its place, and the words that tell what it is."""

    kind: str
    id: str
    span: Span
    whole: Span
    summary: str
    route: Route


@dataclass(frozen=True, slots=True)
class Reference:
    """An id at a place; ``kinds`` are the kinds of records that it may mean."""

    kinds: tuple[str, ...]
    id: str
    span: Span
    may_be_text: bool


@dataclass(frozen=True, slots=True)
class FileRecords:
    """What one file holds, in the order of its text."""

    records: tuple[Record, ...]
    references: tuple[Reference, ...]


_SUMMARIES = ("name", "title", "span", "measure", "goal", "exact", "category")
"""The fields that tell what a record is, the most telling first."""


def records_of(file: FactFile) -> FileRecords:
    records: list[Record] = []
    references: list[Reference] = []
    for found in _walk(file, file.sections, top(), ()):
        (records if isinstance(found, Record) else references).append(found)  # type: ignore[arg-type]
    return FileRecords(tuple(records), tuple(references))


def _walk(file: FactFile, value: Value, place: Place, route: Route) -> Iterator[Record | Reference]:
    if isinstance(value, dict):
        if place.kind and isinstance(own := value.get("id"), str):
            yield Record(
                place.kind,
                str(own),
                file.places.value((*route, "id")),
                file.places.value(route),
                _summary(value),
                route,
            )
        for name, part in value.items():
            inner = place.step(name)
            if inner is not None:
                yield from _walk(file, part, inner, (*route, name))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            inner = place.step(at)
            if inner is not None:
                yield from _walk(file, part, inner, (*route, at))
    elif isinstance(value, str) and place.kinds:
        yield Reference(place.kinds, str(value), file.places.value(route), place.may_be_text)


def _summary(record: Mapping[str, Value]) -> str:
    for name in _SUMMARIES:
        value = record.get(name)
        if isinstance(value, dict):
            value = value.get("exact")
        if isinstance(value, str) and value:
            return value if len(value) <= 80 else f"{value[:80]}…"
    return ""


# --- from a place to what stands there -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands at a place of a file: the way to it, and whether the place is on its key."""

    route: Route
    on_key: bool
    span: Span


def spot(file: FactFile, offset: int) -> Spot | None:
    """The innermost key or value at a place; None in a file that is no single value."""
    places = file.places
    if not isinstance(places, TreePlaces):
        return None
    node = places.root
    route: Route = ()
    while True:
        inner = _inner(node, offset)
        if inner is None:
            break
        step, node = inner
        route = (*route, step)
        if node.key_start <= offset <= node.key_end and node.key_start >= 0:
            return Spot(route, True, Span(file.source, node.key_start, node.key_end))
    if node.parts is not None or not route:
        return None
    return Spot(route, False, Span(file.source, node.start, node.end))


def _inner(node: Node, offset: int) -> tuple[str | int, Node] | None:
    """The part of a mapping or a list that a place lies in."""
    parts = node.parts
    if parts is None:
        return None
    named: Iterator[tuple[str | int, Node]] = (
        iter(parts.items()) if isinstance(parts, dict) else iter(enumerate(parts))
    )
    for step, part in named:
        start = part.key_start if part.key_start >= 0 else part.start
        if start <= offset <= max(part.end, part.key_end):
            return step, part
    return None


def value_at(file: FactFile, route: Route) -> Value:
    """The value that a way leads to; None where it leads nowhere."""
    value: Value = file.sections
    for step in route:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif step != 0:
            return None
    return value
