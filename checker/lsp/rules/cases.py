"""Relations and finding rules in the tests that stand beside rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checker.diagnostics import DiagnosticError, Source, Span
from checker.facts.files import plain_line_ends
from checker.facts.tree import Route, TreePlaces, Value
from checker.facts.yaml_reader import read_yaml
from checker.lsp.rules.names import Kind


def mentions(name: str, text: str, kind: Kind) -> Iterator[tuple[str, Span]]:
    """The relations or finding rules that a file of tests, shown as ``name``, speaks of, and where.

    None where the file cannot be read as it is.
    """
    try:
        value, places = read_yaml(Source(name, plain_line_ends(text)))
    except DiagnosticError:
        return
    found = _relations(value, places) if kind is Kind.RELATION else _rules(value, places, ())
    seen: set[int] = set()
    for mentioned, span in found:
        if span.start not in seen:
            seen.add(span.start)
            yield mentioned, span


def test_files(rule_files: tuple[Path, ...]) -> Iterator[Path]:
    """The files of tests that stand beside rule files."""
    for path in rule_files:
        beside = path.with_name(f"{path.stem}.test.yaml")
        if beside.is_file():
            yield beside


def _relations(value: Value, places: TreePlaces) -> Iterator[tuple[str, Span]]:
    """The keys below ``relations`` and ``derives``, and what edits without effect are of."""
    for at, case in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(case, dict):
            continue
        equivalent = case.get("equivalent")
        if isinstance(equivalent, str):
            yield str(equivalent), places.value((at, "equivalent"))
        for key in ("relations", "derives"):
            given, route = case.get(key), (at, key)
            parts: list[tuple[Value, Route]] = [(given, route)]
            if isinstance(given, list):
                parts = [(part, (*route, number)) for number, part in enumerate(given)]
            for part, way in parts:
                for name in part if isinstance(part, dict) else ():
                    yield name, places.key((*way, name))


def _rules(value: Value, places: TreePlaces, route: Route) -> Iterator[tuple[str, Span]]:
    """The values of ``rule``, and the entries of ``silent``."""
    if isinstance(value, list):
        silent = bool(route) and route[-1] == "silent"
        for at, item in enumerate(value):
            if silent and isinstance(item, str):
                yield str(item), places.value((*route, at))
            else:
                yield from _rules(item, places, (*route, at))
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "rule" and isinstance(item, str):
                yield str(item), places.value((*route, name))
            elif name in ("expect", "silent"):
                yield from _rules(item, places, (*route, name))
