"""Several files that appear together, each of them whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


class AtomicWriteError(Exception):
    """A file could not be written; none was. ``path`` is the file, ``reason`` says why."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        self.reason = error.strerror or str(error)
        super().__init__(f"{path}: {self.reason}")


def write_files(files: Mapping[Path, bytes | Path]) -> None:
    """Writes every file beside its place first, and moves all there when all are complete.

    A path instead of content is a complete file on the same disk, which is moved.

    Folders that are not there are made. Raises :class:`AtomicWriteError`; then nothing changed.
    """
    made: list[Path] = []
    waiting: list[tuple[str, Path]] = []
    path = Path()
    try:
        for path, content in files.items():
            made += _make_folders(path.parent)
            waiting.append((_write_beside(path, content), path))
            if path.is_dir():
                raise IsADirectoryError(None, "there is a folder of this name")
        for temporary, path in waiting:
            Path(temporary).replace(path)
    except OSError as error:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise AtomicWriteError(path, error) from error


def _make_folders(folder: Path) -> list[Path]:
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _write_beside(path: Path, content: bytes | Path) -> str:
    if isinstance(content, Path):
        content.chmod(_mode_of(path))
        return str(content)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(_mode_of(path))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name


def _mode_of(path: Path) -> int:
    """The permissions that the file has, or that a new one would get."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
