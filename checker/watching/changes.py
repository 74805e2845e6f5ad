"""The stream of changes below some folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from checker.diagnostics.extras import not_installed
from checker.watching.errors import NO_WATCHER

_QUIET = 200
"""Milliseconds without a change before what changed is told, so that one save is one change."""

_PULSE = 100
"""Milliseconds after which the watcher says that nothing changed, the first time and then on."""


def changes(paths: Iterable[Path]) -> Iterator[frozenset[Path]]:
    """The files that changed below these paths, each time that some did.

    Comes first when watching has begun, without any file: what changes from then on is told, also
    while whoever asked is at work. Left out are the folders and the files in between that no user
    edits: ``.git``, virtual environments, caches, editors' copies. Ends by
    :class:`KeyboardInterrupt` alone. Raises :class:`DiagnosticError` where the package that
    watches is not installed.
    """
    told = _watchfiles().watch(
        *_apart(paths),
        debounce=_QUIET,
        step=_QUIET // 4,
        rust_timeout=_PULSE,
        yield_on_timeout=True,
    )
    yield frozenset(Path(name) for _, name in next(told))
    for found in told:
        if found:
            yield frozenset(Path(name) for _, name in found)


def _apart(paths: Iterable[Path]) -> list[Path]:
    """The paths without those that lie below another one, which would be watched twice."""
    every = sorted({path.resolve() for path in paths})
    return [path for path in every if not any(above in every for above in path.parents)]


def _watchfiles() -> ModuleType:
    from importlib import import_module

    try:
        return import_module("watchfiles")
    except ModuleNotFoundError as error:
        said = "the package watchfiles is not installed"
        raise not_installed(NO_WATCHER, "watch", said, "watch") from error
