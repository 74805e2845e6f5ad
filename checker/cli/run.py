"""``checker run``: a Datalog program over files of facts, as Soufflé runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.cli import options
from checker.cli.ending import command
from checker.cli.engines import EngineOptions
from checker.config import Settings

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
    spark_conf: options.SparkConf = None,
    timeout: options.Timeout = None,
    max_rows: options.MaxRows = None,
) -> None:
    """Run a Datalog program over files of facts.

    The program is written in the core of Soufflé's language, and its files are Soufflé's: a
    relation R with .input is read from R.facts, one with .output is written to R.csv, a row a
    line, values between tabs. Nothing is written unless everything went well.
    """
    from checker.cli.running import run_program
    from checker.engines import Limits

    run_program(
        program,
        fact_dir,
        output_dir,
        tuple(include_dir or ()),
        EngineOptions(engine, threads, memory_limit, spark_master, spark_conf).engine(Settings()),
        no_warn=no_warn,
        limits=Limits(timeout, max_rows),
    )
