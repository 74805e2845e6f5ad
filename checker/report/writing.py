"""Reports in files: the whole of them or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from errno import EISDIR
from pathlib import Path


def write_report(path: Path, text: str) -> None:
    """Put ``text`` into the file at ``path``; as :func:`write_reports`."""
    write_reports({path: text})


def write_reports(texts: Mapping[Path, str]) -> None:
    """Put each text into its file, in UTF-8.

    Every one is written beside its file before the first takes its place in one step, so that a
    reader meets an old report or a new one, and a full disk leaves all the old ones. A file keeps
    its permissions, and a symbolic link keeps pointing at its file. What is no file, as
    ``/dev/stdout``, is written to as it is, last. Raises :class:`OSError`, whose ``filename`` is
    the path that was given.
    """
    given = {path.resolve(): path for path in texts}
    targets = {target: texts[path] for target, path in given.items()}
    for target in targets:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(given[target]))
    streams = [path for path in targets if path.exists() and not path.is_file()]
    ready: dict[Path, Path] = {}
    try:
        for target in (path for path in targets if path not in streams):
            beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
            ready[target] = beside
            try:
                _write_beside(beside, target, targets[target])
            except OSError as error:
                error.filename = str(given[target])
                raise
        for target, beside in ready.items():
            beside.replace(target)
    except BaseException:
        for beside in ready.values():
            beside.unlink(missing_ok=True)
        raise
    for target in streams:
        target.write_text(targets[target], encoding="utf-8", newline="\n")


def _write_beside(beside: Path, target: Path, text: str) -> None:
    with beside.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        beside.chmod(target.stat().st_mode & 0o7777)
