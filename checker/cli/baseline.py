"""``checker baseline``: accept the findings of today, so that an audit asks for new ones alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.cli import options
from checker.cli.ending import command
from checker.cli.engines import EngineOptions
from checker.cli.progress import progress
from checker.cli.projects import facts_of, open_project, places, rules_of
from checker.cli.publishing import write

FILE = "checker-baseline.json"

_EXAMPLES = """\b
Examples:
  checker baseline
  checker audit --baseline checker-baseline.json"""


def register(app: typer.Typer) -> None:
    app.command("baseline", epilog=_EXAMPLES)(command(baseline))


def baseline(
    facts: options.Facts = None,
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help=f"Where to write; the configuration's baseline, or {FILE}, if left out.",
        ),
    ] = None,
    engine: options.Engine = None,
    threads: options.Threads = None,
    memory_limit: options.MemoryLimit = None,
    spark_master: options.SparkMaster = None,
    spark_conf: options.SparkConf = None,
    timeout: options.Timeout = None,
    max_rows: options.MaxRows = None,
    config: options.Config = None,
) -> None:
    """Audit facts and write down what is found as accepted.

    The file lists each finding by its fingerprint, with its rule and message for people, and
    belongs under version control. An audit that is given it still reports everything, marks what
    is new, and fails on that alone. Suppressed findings are not accepted by it.
    """
    from checker.auditing import audit
    from checker.engines import Limits
    from checker.tracking import accepted_text

    given = places(facts)
    project = open_project(config, given)
    settings = project.settings
    with progress() as report_progress:
        report = audit(
            facts_of(project, given),
            rules_of(project, rules, no_builtin_rules),
            select=settings.select,
            ignore=settings.ignore,
            engine=EngineOptions(engine, threads, memory_limit, spark_master, spark_conf).engine(
                settings
            ),
            root=project.root,
            limits=Limits(timeout or settings.timeout, max_rows or settings.max_rows),
            progress=report_progress,
            suppressions=settings.suppress,
        )
    path = output or project.baseline or project.root / FILE
    write({path: accepted_text(report)})
    accepted = len(report.findings) - report.counts.suppressed
    typer.echo(f"{path} accepts {accepted} finding{'s' * (accepted != 1)}")
