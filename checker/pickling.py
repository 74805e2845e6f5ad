"""Analysed programs, and statements made for them, in files: how they are written and read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from pickle import Pickler, Unpickler, UnpicklingError
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from checker.analysis import program as programs
from checker.analysis.program import Wildcard
from checker.diagnostics import Source, Span
from checker.engines import statements

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_CLASSES = frozenset(
    {"checker.analysis.program", "checker.diagnostics.source", "checker.engines.statements"}
)
"""The modules whose classes a kept program is made of. Nothing else is ever unpickled."""

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
"""Name, size and time of change (ns) of every file that a kept program depends on."""


def stamps(folder: Path, suffix: str) -> Stamp:
    """The stamp of the files in a folder and below, by name."""
    start = len(f"{folder}{os.sep}")
    paths = [
        os.path.join(above, name)  # noqa: PTH118 - in every run, and pathlib takes ten times as long
        for above, _, names in os.walk(folder)
        for name in names
        if name.endswith(suffix)
    ]
    statuses = [(path[start:].replace(os.sep, "/"), os.stat(path)) for path in sorted(paths)]  # noqa: PTH116
    return tuple((name, status.st_size, status.st_mtime_ns) for name, status in statuses)


class ProgramWriter(Pickler):
    """Writes a dataclass as a call with its fields, which is read twice as fast as the state that
    pickle makes of it. ``names`` gives sources the names to keep them under."""

    def __init__(self, file: BinaryIO, names: Mapping[str, str]) -> None:
        super().__init__(file, protocol=5)
        modules = (programs, statements)
        kinds = (
            kind for module in modules for kind in vars(module).values() if isinstance(kind, type)
        )
        self.dispatch_table = {
            **{kind: _call for kind in kinds if is_dataclass(kind)},
            Span: _call,
            Source: lambda source: (Source, (names[source.name], source.text)),
            Wildcard: lambda _: "WILDCARD",  # engines know it by its identity
        }


def _call(value: DataclassInstance) -> tuple[type, tuple[object, ...]]:
    return type(value), tuple(getattr(value, field.name) for field in fields(value))


class ProgramReader(Unpickler):
    """Makes programs and nothing else, whatever the file says; ``source`` names sources anew."""

    def __init__(self, file: BinaryIO, source: Callable[[str, str], Source]) -> None:
        super().__init__(file)
        self._source = source

    def find_class(self, module: str, name: str) -> object:
        if module not in _CLASSES or "." in name:
            raise UnpicklingError(f"{module}.{name} is no part of a program")
        if name == Source.__name__:
            return self._source
        return super().find_class(module, name)
