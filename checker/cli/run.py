"""``checker run``: a Datalog program over files of facts, as Soufflé runs it."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import command, settle
from checker.cli.engines import EngineOptions
from checker.cli.progress import progress
from checker.config import EngineName, Settings
from checker.diagnostics import Diagnostic, DiagnosticError, Level

if TYPE_CHECKING:
    from checker.analysis.program import Program, Row
    from checker.engines import Engine, Limits
    from checker.engines.duckdb import DuckDBEngine
    from checker.engines.texts import TextFiles
    from checker.io import OutputPlan, Results

_EXAMPLES = """\b
Examples:
  checker run paths.dl -F facts -D results
  checker run paths.dl -F facts -D -"""


def register(app: typer.Typer) -> None:
    app.command("run", epilog=_EXAMPLES)(command(run))


def run(
    program: Annotated[
        Path,
        typer.Argument(
            metavar="PROGRAM.dl", exists=True, dir_okay=False, help="The Datalog program."
        ),
    ],
    fact_dir: Annotated[
        Path,
        typer.Option(
            "--fact-dir",
            "-F",
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Where the files of .input are read; the current folder by default.",
            show_default=False,
        ),
    ] = Path(),
    output_dir: Annotated[
        str,
        typer.Option(
            "--output-dir",
            "-D",
            metavar="DIR",
            help="Where the files of .output are written, the current folder by default; with -"
            " they are printed.",
            show_default=False,
        ),
    ] = ".",
    include_dir: Annotated[
        list[Path] | None,
        typer.Option(
            "--include-dir",
            "-I",
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Where .include looks besides the program's own folder. May be given again.",
        ),
    ] = None,
    no_warn: Annotated[
        bool,
        typer.Option(
            "--no-warn",
            "-w",
            help="Show no warnings; a relation whose fact file is missing starts empty.",
        ),
    ] = False,
    engine: options.Engine = None,
    threads: options.Threads = None,
    memory_limit: options.MemoryLimit = None,
    spark_master: options.SparkMaster = None,
    timeout: options.Timeout = None,
    max_rows: options.MaxRows = None,
) -> None:
    """Run a Datalog program over files of facts.

    The program is written in the core of Soufflé's language, and its files are Soufflé's: a
    relation R with .input is read from R.facts, one with .output is written to R.csv, a row a
    line, values between tabs. Nothing is written unless everything went well.
    """
    from checker.engines import Limits
    from checker.io import plan_outputs, results_folder, save

    analysed, found = _analyse(program, tuple(include_dir or ()))
    results_dir = None if output_dir == "-" else Path(output_dir)
    plan = plan_outputs(analysed, results_dir)
    chosen = EngineOptions(engine, threads, memory_limit, spark_master).engine(Settings())
    work = _Work(analysed, fact_dir, plan, chosen, Limits(timeout, max_rows), no_warn)
    work.settle((*found, *plan.diagnostics), at_once=False)
    with results_folder(plan, results_dir) as folder:
        results = work.directly(folder) or work.by_value()
        work.settle(results.diagnostics)
        save(results)
    sys.stdout.buffer.write(results.stdout)


class _Work:
    """A program on its way to results.

    Where the engine can, it reads and writes plain files by itself; a look at each value is what
    is left, and says what is wrong with it.
    """

    def __init__(
        self,
        program: Program,
        fact_dir: Path,
        plan: OutputPlan,
        engine: Engine,
        limits: Limits,
        no_warn: bool,
    ) -> None:
        self._program = program
        self._fact_dir = fact_dir
        self._plan = plan
        self._engine = engine
        self._limits = limits
        self._no_warn = no_warn
        self._found: tuple[Diagnostic, ...] = ()

    def settle(self, found: Iterable[Diagnostic], *, at_once: bool = True) -> None:
        """Shows warnings, and raises errors; later, with those of the facts, unless at once."""
        self._found = (*self._found, *found)
        if at_once:
            due, self._found = self._found, ()
            settle(filter(_matters_without_warnings, due) if self._no_warn else due)

    def directly(self, folder: Path | None) -> Results | None:
        """The results, or None where values have to be looked at."""
        from checker.engines.texts import UnusualTextError
        from checker.io import export, plain_inputs, render

        if self._engine.name == EngineName.PYDATALOG or _has_error(self._found):
            return None
        files = plain_inputs(self._program, self._fact_dir)
        if files is None:
            return None
        lines = sum(file.lines for several in files.values() for file in several)
        reader = _text_reader(self._engine, lines, files, folder)
        if reader is None:
            return None
        try:
            rows = self._evaluated(reader, {})
        except UnusualTextError:
            return None
        written = export(self._plan, rows, folder) if folder else None
        return written or render(self._plan, rows)

    def by_value(self) -> Results:
        """The results, with a look at each value."""
        from checker.io import read_inputs, render

        inputs = read_inputs(self._program, self._fact_dir, sys.stdin.buffer)
        self.settle(inputs.diagnostics)
        return render(self._plan, self._evaluated(self._engine, inputs.relations))

    def _evaluated(
        self, engine: Engine, facts: Mapping[str, Collection[Row]]
    ) -> Mapping[str, Collection[Row]]:
        with progress() as report_progress:
            evaluation = engine.evaluate(
                self._program, facts, limits=self._limits, progress=report_progress
            )
        return evaluation.relations


def _text_reader(
    engine: Engine, lines: int, files: TextFiles, folder: Path | None
) -> DuckDBEngine | None:
    """The engine with these files, if it is one that reads them by itself."""
    from checker.engines.choice import AutoEngine

    if isinstance(engine, AutoEngine):
        engine = engine.chosen_for(lines, bulk=False)
    if engine.name != EngineName.DUCKDB:
        return None
    from checker.engines.duckdb import DuckDBEngine

    return replace(engine, texts=files, folder=folder) if isinstance(engine, DuckDBEngine) else None


def _has_error(found: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.level is Level.ERROR for diagnostic in found)


def _analyse(
    program: Path, include_dirs: tuple[Path, ...]
) -> tuple[Program, tuple[Diagnostic, ...]]:
    """The program, cut down to what its results depend on."""
    from checker.analysis import analyse, restrict
    from checker.language import load

    here = Path()
    root = here if program.resolve().is_relative_to(here.resolve()) else program.parent
    loaded = load([program], include_dirs=include_dirs, root=root)
    analysis = analyse(loaded.files)
    found = (*loaded.diagnostics, *analysis.diagnostics)
    if analysis.program is None:
        raise DiagnosticError(found)
    wanted = [d.relation for d in analysis.program.directives if d.kind in ("output", "printsize")]
    return restrict(analysis.program, wanted), found


def _matters_without_warnings(diagnostic: Diagnostic) -> bool:
    """What --no-warn leaves: as in Soufflé, a missing fact file is only a warning."""
    from checker.io.errors import MISSING

    return diagnostic.level is Level.ERROR and diagnostic.kind is not MISSING
