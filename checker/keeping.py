"""Programs that were run before, kept ready with the statements that were made for them.

To read and analyse a program, and to build its statements, takes longer than to run it over some
hundred thousand rows. What comes of it is kept beside the bytecode of this package, under the same
conditions (:mod:`checker.compiling`), by the text of the program: as long as the code that made it
is what it was, for the last :data:`MOST` programs that include no other file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from typing import Final

from checker.analysis.program import Program
from checker.dataclasses import dataclass
from checker.diagnostics import Source
from checker.diagnostics.source import source_name
from checker.engines.statements import Key, Statement
from checker.pickling import ProgramReader, ProgramWriter, Stamp, stamps

MOST: Final = 64
"""How many programs are kept; the one that was kept first goes first."""

_LARGEST: Final = 1 << 20
"""Bytes of the longest program that is kept."""

_CODE = ("analysis", "diagnostics", "engines", "language")
"""The rooms whose code decides what becomes of a program."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A program without errors or warnings, and statements that were made for it."""

    program: Program
    statements: Mapping[Key, Statement | None]


class Place:
    """Where a program is kept."""

    def __init__(self, file: Path, stamp: Stamp, digest: str, source: str) -> None:
        self._file = file
        self._stamp = stamp
        self._digest = digest
        self._source = source

    @classmethod
    def of(cls, program: Path, root: Path) -> Place | None:
        """The place for what is in a file now; None for what is not kept. ``root`` is the folder
        that sources are named after."""
        path = Path(os.path.realpath(program))
        try:
            if not path.is_file() or path.stat().st_size > _LARGEST:
                return None
            digest = sha256(path.read_bytes()).hexdigest()
        except OSError:
            return None
        shown_below = (Path(os.path.realpath(root)), Path(os.path.realpath(".")))
        return cls(
            kept_programs() / f"{digest}.pickle",
            _stamp(),
            digest,
            source_name(path, shown_below, program),
        )

    def read(self) -> Kept | None:
        """What is kept; None where nothing is, or other code made it."""
        try:
            with self._file.open("rb") as file:
                stamp, program, statements = ProgramReader(file, self._named).load()
        except Exception:  # whatever is wrong with the file: without it a run is only slower
            return None
        return Kept(program, statements) if stamp == self._stamp else None

    def write(self, kept: Kept) -> None:
        """Keep a program. Where that cannot be done, nothing is lost but time."""
        if sys.dont_write_bytecode or not self._is_of_here(kept.program):
            return
        from io import BytesIO

        from checker.files import write_files

        content = BytesIO()
        writer = ProgramWriter(content, {self._source: ""})
        writer.dump((self._stamp, kept.program, dict(kept.statements)))
        with suppress(OSError):
            write_files({self._file: content.getvalue()})
            for file in _oldest(self._file.parent):
                file.unlink(missing_ok=True)

    def _is_of_here(self, program: Program) -> bool:
        """Whether a program was read from this text: its file may have changed since."""
        sources = {relation.span.source for relation in program.relations.values()}
        return all(
            source.name == self._source and sha256(source.text.encode()).hexdigest() == self._digest
            for source in sources
        )

    def _named(self, _name: str, text: str) -> Source:
        return Source(self._source, text)


def kept_programs() -> Path:
    """The folder of the programs that are kept."""
    module = Path(__file__).with_name("programs.py")
    return Path(cache_from_source(str(module))).with_suffix("")


def _stamp() -> Stamp:
    """Of the code in the rooms, and of the package that builds statements."""
    here = Path(__file__).parent
    found = find_spec("sqlglot")
    builder = Path(found.origin).parent.stat().st_mtime_ns if found and found.origin else 0
    rooms = [stamp for room in _CODE for stamp in stamps(here / room, ".py")]
    return (*rooms, ("sqlglot", 0, builder))


def _oldest(folder: Path) -> list[Path]:
    """The files that are more than :data:`MOST`."""
    files = sorted(folder.glob("*.pickle"), key=lambda file: file.stat().st_mtime_ns)
    return files[:-MOST]
