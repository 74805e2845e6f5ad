"""The metadata of installed packages, read when somebody asks for it.

To build its first model pydantic imports :mod:`importlib.metadata`, with the standard library's
mail parser behind it, for plugins that :func:`checker.cli.main` turns off. That took a tenth of
the time in which an audit is ahead of its imports. DuckDB imports it for its own version, which
took a twelfth of a run over ten thousand rows.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

_NAME = "importlib.metadata"


def put_off_metadata() -> None:
    """Have :mod:`importlib.metadata` imported at the first use of anything in it.

    :class:`importlib.util.LazyLoader` does not serve: ``from ... import entry_points`` is a use.
    """
    if _NAME not in sys.modules:
        later = _Metadata(_NAME)
        later.__spec__ = ModuleSpec(_NAME, None)
        sys.modules[_NAME] = later
        importlib.metadata = later


class _Metadata(ModuleType):
    """Stands for the module until it is imported, and passes on what is asked of it after."""

    def entry_points(self, **wanted: str) -> EntryPoints:
        """As :func:`importlib.metadata.entry_points`."""
        from importlib.metadata import EntryPoints

        found = _real().entry_points(**wanted)
        assert isinstance(found, EntryPoints)
        return found

    def version(self, distribution_name: str) -> str:
        """As :func:`importlib.metadata.version`."""
        found = _version_by_folder(distribution_name)
        return _real().version(distribution_name) if found is None else found

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # the import statement looks for `__path__`
            raise AttributeError(name)
        return getattr(_real(), name)


def _version_by_folder(distribution_name: str) -> str | None:
    """The version that stands in the name of the folder of a package's metadata; None where that
    may not be how the metadata write it."""
    escaped = re.sub(r"[-_.]+", "_", distribution_name).lower()
    named = re.compile(rf"{re.escape(escaped)}-([0-9]+(?:\.[0-9]+)*)\.dist-info")
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - pathlib reads no quicker
        except OSError:
            continue
        found = [match[1] for name in names if (match := named.fullmatch(name))]
        if found or any(name.lower().startswith(f"{escaped}-") for name in names):
            return found[0] if len(found) == 1 else None
    return None


def _real() -> ModuleType:
    if isinstance(sys.modules.get(_NAME), _Metadata):
        del sys.modules[_NAME]
    return importlib.import_module(_NAME)
