"""Which file a program means, and whether it may."""

from __future__ import annotations

from pathlib import Path

from checker.diagnostics import Diagnostic, Span
from checker.io.errors import OUTSIDE
from checker.io.parameters import FileName


def confined(folder: Path, file: FileName, span: Span) -> Path | Diagnostic:
    """The file of that name in ``folder``, links followed; a diagnostic where it leads out."""
    path = folder / file
    try:
        inside = folder.resolve() in path.resolve().parents
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL in the name
        return OUTSIDE.at(span, f"{file!r} names no file", note=str(error))
    if not inside:
        return OUTSIDE.at(
            span,
            f"{file!r} is no file below {folder}",
            note="a program reads and writes files below its folders of facts and results only",
            help="move the file there, or name another folder with -F or -D",
        )
    return path
