"""``checker audit``: the facts of documents through the rules, to a report.

Annotations are values here, not texts: typer would compile and evaluate each text, twice.
"""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli import options
from checker.cli.auditing import Asked, run_audit
from checker.cli.ending import Exit, command
from checker.cli.engines import EngineOptions
from checker.config import FailOn

_EXAMPLES = """\b
Examples:
  checker audit
  checker audit facts/dossier --select numbers,disputes
  checker audit --proofs
  checker audit --format json --output report.json --fail-on never
  checker audit --output sarif=checker.sarif --output junit=checker.xml
  checker audit --baseline checker-baseline.json"""


def register(app: typer.Typer) -> None:
    app.command("audit", epilog=_EXAMPLES)(command(audit))


def audit(
    facts: options.Facts = None,
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            metavar=options.choices(FailOn),
            help="Exit with 1 if there are findings of this severity or worse; error by default."
            " Suppressed findings do not count, nor do those that a baseline lists.",
        ),
    ] = None,
    format: options.Format = None,  # noqa: A002 - the option's name
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="[FORMAT=]FILE",
            help="Write a report to FILE. May be given again; all are written, or none. With"
            " FORMAT= it comes besides the printed report, without it, instead of it.",
        ),
    ] = None,
    proofs: Annotated[
        bool,
        typer.Option(
            "--proofs",
            help="Unfold the proof under each finding of a text report; the other formats hold"
            " proofs anyway.",
        ),
    ] = False,
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Mark findings as new or unchanged against this file of `checker baseline`, and"
            " list those that are gone.",
        ),
    ] = None,
    engine: options.Engine = None,
    threads: options.Threads = None,
    memory_limit: options.MemoryLimit = None,
    spark_master: options.SparkMaster = None,
    spark_conf: options.SparkConf = None,
    timeout: options.Timeout = None,
    max_rows: options.MaxRows = None,
    statistics: Annotated[
        bool,
        typer.Option(
            "--statistics",
            help="Also say how much was read and derived, and which steps took longest.",
        ),
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", "-q", help="Print no report; the exit code tells. Errors are shown."
        ),
    ] = False,
    config: options.Config = None,
) -> Exit:
    """Audit facts and report what is found.

    The report says which statements cannot both stand and which stand without support, where
    they are, and on whose word. It never says what is true. Options override the configuration.
    """
    return run_audit(
        Asked(
            facts=tuple(facts or ()),
            rules=tuple(rules or ()),
            no_builtin_rules=no_builtin_rules,
            select=tuple(select or ()),
            ignore=tuple(ignore or ()),
            fail_on=fail_on,
            format=format,
            output=tuple(output or ()),
            proofs=proofs,
            baseline=baseline,
            engine=EngineOptions(engine, threads, memory_limit, spark_master, spark_conf),
            timeout=timeout,
            max_rows=max_rows,
            statistics=statistics,
            quiet=quiet,
            config=config,
        )
    )
