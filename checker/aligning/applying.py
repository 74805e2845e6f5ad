"""Accepted renamings of measures, made in the fact files: the names alone, each where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.aligning.errors import NO_SUCH_MEASURE, NOT_WRITTEN
from checker.aligning.file import Renaming
from checker.diagnostics import DiagnosticError, Source, Span
from checker.facts.corpus import inspect
from checker.facts.files import FactFile, parse_file
from checker.facts.tree import Route, Value
from checker.files import write_files

_NAMED = frozenset({"measure", "subset", "whole"})
_LISTED = frozenset({"functional_measures", "cumulative_measures"})


def renamed(
    files: Sequence[tuple[Path, FactFile]], renamings: Sequence[Renaming], root: Path
) -> dict[Path, str]:
    """The new texts of the files that change, checked as facts. Writes nothing.

    Raises :class:`DiagnosticError` where a name stands nowhere.
    """
    names = {renaming.old: renaming.new for renaming in renamings}
    met: set[str] = set()
    texts = {}
    for path, file in files:
        places = {}
        for route, name in _measures(file.sections):
            if name in names:
                met.add(name)
                places[file.places.value(route)] = names[name]
        if places:
            texts[path] = _edited(file.source.text, places)
    missing = [renaming for renaming in renamings if renaming.old not in met]
    if missing:
        raise DiagnosticError(
            NO_SUCH_MEASURE.at(
                renaming.at,
                f"no figure has the measure `{renaming.old}`",
                help="align the facts again, or write `accept: false`",
            )
            for renaming in missing
        )
    _check(files, texts, root)
    return texts


def write(texts: dict[Path, str]) -> None:
    """Write all files or none. Raises :class:`DiagnosticError`."""
    try:
        write_files({path: text.encode("utf-8") for path, text in texts.items()})
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DiagnosticError(
            [
                NOT_WRITTEN.at(
                    Span(Source(str(error.filename), ""), 0, 0),
                    f"`{error.filename}` cannot be written: {reason}",
                    help="check the permissions; nothing was changed",
                )
            ]
        ) from None


def _measures(value: Value, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """The names of measures: of figures, and in what the desk knows of them."""
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from _measures(part, (*route, number))
    elif isinstance(value, dict):
        for name, part in value.items():
            if name in _NAMED and isinstance(part, str):
                yield (*route, name), str(part)
            elif name in _LISTED and isinstance(part, list):
                for number, entry in enumerate(part):
                    if isinstance(entry, str):
                        yield (*route, name, number), str(entry)
            else:
                yield from _measures(part, (*route, name))


def _edited(text: str, places: dict[Span, str]) -> str:
    """The text with other scalars: in double quotes, which YAML and JSON share."""
    for span in sorted(places, key=lambda span: span.start, reverse=True):
        quoted = json.dumps(places[span], ensure_ascii=False)
        text = text[: span.start] + quoted + text[span.end :]
    return text


def _check(files: Sequence[tuple[Path, FactFile]], texts: dict[Path, str], root: Path) -> None:
    """What is written loads as facts."""
    after = [
        parse_file(Source(file.source.name, texts[path]), path) if path in texts else file
        for path, file in files
    ]
    faults = inspect(after, (), root).faults
    if faults:
        raise DiagnosticError(faults)
