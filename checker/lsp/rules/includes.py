"""How a file is included in another one, and where."""

from __future__ import annotations

import os
from pathlib import Path

from checker.diagnostics import Edit, Span
from checker.lsp.rules.names import FileNames
from checker.lsp.workspace import real_path


def written_path(file: Path, folder: Path, packs: Path) -> str:
    """A file as an include names it: from the packs' folder where it lies there, else from the
    folder of the file that includes it."""
    packs = real_path(packs)
    if file.is_relative_to(packs) and not folder.is_relative_to(packs):
        return file.relative_to(packs).as_posix()
    return Path(os.path.relpath(file, folder)).as_posix()


def include_edit(names: FileNames, file: Path, folder: Path) -> Edit:
    """Writes the include behind the last one, else before the first item and its comment."""
    from checker.resources import packs_dir

    line = f'.include "{written_path(file, folder, packs_dir())}"'
    source = names.source
    includes = [item for item in names.items if item.kind in (".include", ".once")]
    if includes:
        end = names.tokens.ends[includes[-1].last - 1]
        return Edit(Span(source, end, end), f"\n{line}")
    start = 0
    if names.items:
        first = names.items[0]
        start = names.tokens.starts[first.first] if first.doc is None else first.doc.span.start
    return Edit(Span(source, start, start), f"{line}\n\n")
