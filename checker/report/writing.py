"""A report in a file: the whole of it or none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_report(path: Path, text: str) -> None:
    """Put ``text`` into the file at ``path``, in UTF-8.

    It is written beside the file and takes its place in one step, so that a reader meets the old
    report or the new one, and a full disk leaves the old one. The file keeps its permissions, and
    a symbolic link keeps pointing at its file. What is no file, as ``/dev/stdout``, is written to
    as it is. Raises :class:`OSError`.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_text(text, encoding="utf-8", newline="\n")
        return
    beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
