"""``checker run``: a Datalog program over files of facts, as Soufflé runs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import command, settle
from checker.cli.progress import progress
from checker.config import EngineName
from checker.diagnostics import Diagnostic, DiagnosticError, Level

if TYPE_CHECKING:
    from checker.analysis.program import Program

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
    timeout: options.Timeout = None,
    max_rows: options.MaxRows = None,
) -> None:
    """Run a Datalog program over files of facts.

    The program is written in the core of Soufflé's language, and its files are Soufflé's: a
    relation R with .input is read from R.facts, one with .output is written to R.csv, a row a
    line, values between tabs. Nothing is written unless everything went well.
    """
    from checker.engines import Limits
    from checker.engines import engine as load_engine
    from checker.io import plan_outputs, read_inputs, render, save

    analysed, found = _analyse(program, tuple(include_dir or ()))
    plan = plan_outputs(analysed, None if output_dir == "-" else Path(output_dir))
    inputs = read_inputs(analysed, fact_dir, sys.stdin.buffer)
    found = (*found, *plan.diagnostics, *inputs.diagnostics)
    settle(filter(_matters_without_warnings, found) if no_warn else found)
    with progress() as report_progress:
        evaluation = load_engine(engine or EngineName.PYDATALOG).evaluate(
            analysed,
            inputs.relations,
            limits=Limits(timeout, max_rows),
            progress=report_progress,
        )
    results = render(plan, evaluation.relations)
    settle(
        filter(_matters_without_warnings, results.diagnostics) if no_warn else results.diagnostics
    )
    save(results)
    sys.stdout.buffer.write(results.stdout)


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
