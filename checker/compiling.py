"""Rule files made ready to run, and the shipped packs kept ready.

To read and analyse the shipped packs takes longer than to audit an article by them. What comes of
it is kept where, when and as long as Python would keep the bytecode of a module beside this one:
in ``__pycache__`` (or below ``PYTHONPYCACHEPREFIX``, or nowhere with ``PYTHONDONTWRITEBYTECODE``),
while the packs and the code that reads them have the sizes and times that they had.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from checker.analysis.program import Program
from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source
from checker.diagnostics.source import source_name
from checker.pickling import ProgramReader, ProgramWriter, Stamp, stamps
from checker.resources import packs_dir


@dataclass(frozen=True, slots=True)
class Compiled:
    """A program without errors, and the warnings that its files give rise to."""

    program: Program
    warnings: tuple[Diagnostic, ...]


def compile_rules(paths: Sequence[Path], root: Path) -> Compiled:
    """The program of rule files, and of folders of ``*.dl`` files.

    ``.include`` reaches the shipped packs and what lies below ``root``. Raises
    :class:`DiagnosticError` with everything that is wrong with the files.
    """
    packs = packs_dir()
    if [Path(os.path.realpath(path)) for path in paths] != [packs]:
        return _compile(paths, packs, root)
    cache = _Cache(packs, root)
    program = cache.read()
    if program is not None:
        return Compiled(program, ())
    compiled = _compile(paths, packs, root)
    if not compiled.warnings:
        cache.write(compiled.program)
    return compiled


def _compile(paths: Iterable[Path], packs: Path, root: Path) -> Compiled:
    from checker.analysis import analyse
    from checker.language import load, rule_files

    loaded = load(rule_files(paths), include_dirs=(packs,), root=root)
    analysis = analyse(loaded.files)
    program, diagnostics = analysis.program, (*loaded.diagnostics, *analysis.diagnostics)
    if program is None or any(found.level is Level.ERROR for found in diagnostics):
        raise DiagnosticError(diagnostics)
    return Compiled(program, diagnostics)


# --- keeping the packs ready -----------------------------------------------------------------

_CODE = ("analysis", "diagnostics", "language")
"""The rooms whose code decides what becomes of a rule file."""


def kept_program() -> Path:
    """The file in which the program of the shipped packs is kept."""
    module = Path(__file__).with_name("packs.py")
    return Path(cache_from_source(str(module))).with_suffix(".pickle")


class _Cache:
    """The program of the packs, in a file.

    Sources are kept under their paths within the packs, because the names that they are shown
    under depend on where a run starts.
    """

    def __init__(self, packs: Path, root: Path) -> None:
        self._packs = packs
        self._shown_below = (Path(os.path.realpath(root)), Path(os.path.realpath(".")))
        self._file = kept_program()
        self._stamp = _stamp(packs)

    def read(self) -> Program | None:
        """The kept program; None where there is none, or not of the files that there are now."""
        try:
            with self._file.open("rb") as file:
                stamp, program = ProgramReader(file, self._source).load()
        except Exception:  # whatever is wrong with the file: without it a run is only slower
            return None
        kept: Program | None = program if stamp == self._stamp else None
        return kept

    def write(self, program: Program) -> None:
        """Keep a program. Where that cannot be done, nothing is lost but time."""
        if sys.dont_write_bytecode:
            return
        from io import BytesIO

        from checker.files import write_files

        names = {self._name(name): name for name, _, _ in self._stamp}
        content = BytesIO()
        ProgramWriter(content, names).dump((self._stamp, program))
        with suppress(OSError):
            write_files({self._file: content.getvalue()})

    def _source(self, name: str, text: str) -> Source:
        return Source(self._name(name), text)

    def _name(self, name: str) -> str:
        path = self._packs / name
        return source_name(path, self._shown_below, path)


def _stamp(packs: Path) -> Stamp:
    rooms = [Path(__file__).parent / room for room in _CODE]
    return (*stamps(packs, ".dl"), *(stamp for room in rooms for stamp in stamps(room, ".py")))
