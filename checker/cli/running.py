"""The work of ``checker run``, whoever read its command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.ending import settle
from checker.cli.progress import progress
from checker.diagnostics import Diagnostic, Level

if TYPE_CHECKING:
    from checker.engines import Engine, Limits


def run_program(
    program: Path,
    fact_dir: Path,
    output_dir: str,
    include_dirs: tuple[Path, ...],
    engine: Engine,
    *,
    no_warn: bool,
    limits: Limits,
) -> None:
    """Runs a program over files of facts; with ``-`` as ``output_dir`` its results are printed.

    Raises :class:`checker.diagnostics.DiagnosticError`.
    """
    from checker.keeping import Place
    from checker.running import Files, run_files

    here = Path()
    files = Files(
        program,
        fact_dir,
        None if output_dir == "-" else Path(output_dir),
        here if program.resolve().is_relative_to(here.resolve()) else program.parent,
        include_dirs,
    )
    with progress() as report_progress:
        printed = run_files(
            files,
            engine,
            settle=_settle_without_warnings if no_warn else settle,
            stdin=sys.stdin.buffer,
            limits=limits,
            progress=report_progress,
            place=Place.of(files.program, files.root),
        )
    sys.stdout.buffer.write(printed)


def _settle_without_warnings(found: Iterable[Diagnostic]) -> None:
    settle(filter(_matters_without_warnings, found))


def _matters_without_warnings(diagnostic: Diagnostic) -> bool:
    """What --no-warn leaves: as in Soufflé, a missing fact file is only a warning."""
    from checker.io.errors import MISSING

    return diagnostic.level is Level.ERROR and diagnostic.kind is not MISSING
