"""Files that appear together, each of them whole, or none of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from errno import EISDIR
from pathlib import Path


def write_files(files: Mapping[Path, bytes | Path]) -> None:
    """Puts each content into its file; a path instead of content is a complete file on the same
    disk, which is moved there.

    Every one is written beside its file, and is on the disk, before the first takes its place in
    one step: a reader meets an old file or a new one, and a full disk leaves all the old ones.
    Folders that are not there are made. A file keeps its permissions, and a symbolic link keeps
    pointing at its file. What is no file, as ``/dev/stdout``, is written to as it is, last.

    Raises :class:`OSError`, whose ``filename`` is the path that was given. Nothing has changed
    then, unless the disk failed while files were taking their places.
    """
    given = {path.resolve(): path for path in files}
    contents = {target: files[path] for target, path in given.items()}
    streams = [path for path in contents if path.exists() and not path.is_file()]
    made: list[Path] = []
    ready: dict[Path, Path] = {}
    target = Path()
    try:
        for target in contents:
            if target.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            if target not in streams:
                made += _make_folders(target.parent)
                ready[target] = _beside(target, contents[target])
        for target, beside in ready.items():
            beside.replace(target)
        for target in streams:
            _pour(contents[target], target)
    except BaseException as error:
        for beside in ready.values():
            beside.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(given.get(target, target)), None
        raise


def _make_folders(folder: Path) -> list[Path]:
    """Those that were missing, the outermost first."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _beside(target: Path, content: bytes | Path) -> Path:
    """A file on the target's disk with the content and the target's permissions."""
    beside = target.with_name(f".{os.urandom(8).hex()}") if isinstance(content, bytes) else content
    try:
        if isinstance(content, bytes):
            with beside.open("xb") as file:
                file.write(content)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(target.stat().st_mode & 0o7777)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _pour(content: bytes | Path, target: Path) -> None:
    target.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
