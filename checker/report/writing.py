"""Reports in files: the whole of them or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from errno import ENOENT
from pathlib import Path

from checker.files import write_files


def write_report(path: Path, text: str) -> None:
    """Put ``text`` into the file at ``path``; as :func:`write_reports`."""
    write_reports({path: text})


def write_reports(texts: Mapping[Path, str]) -> None:
    """Put each text into its file, in UTF-8, as :func:`checker.files.write_files` does.

    A folder that is not there is an error and not made: a slip in a path would else go unseen.
    Raises :class:`OSError`, whose ``filename`` is the path that was given.
    """
    for path in texts:
        if not path.resolve().parent.is_dir():
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(path))
    write_files({path: text.encode("utf-8") for path, text in texts.items()})
