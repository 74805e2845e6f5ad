"""The settings under which a database reaches the files that it is to read, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def confine(connection: DuckDBPyConnection, files: Iterable[Path], folder: Path | None) -> None:
    """Let a database read these files, write below ``folder`` (nowhere where None), and reach
    nothing else from now on."""
    connection.execute("SET allowed_paths = $paths", {"paths": [str(path) for path in files]})
    if folder is not None:
        connection.execute("SET allowed_directories = $folders", {"folders": [f"{folder}/"]})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
