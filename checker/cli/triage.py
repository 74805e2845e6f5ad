"""``checker triage``: which facts to look at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from checker.analysis.program import Severity
from checker.cli import options
from checker.cli.asking import AnswerFormat, Format, print_json
from checker.cli.ending import command
from checker.cli.engines import EngineOptions
from checker.cli.progress import progress
from checker.cli.projects import facts_of, is_whole, open_project, places, rules_of, selectors
from checker.cli.publishing import terminal_width

if TYPE_CHECKING:
    from checker.auditing import Examined

_EXAMPLES = """\b
Examples:
  checker triage
  checker triage facts/dossier --select numbers,time --max 3
  checker triage --severity warning --format json"""


def register(app: typer.Typer) -> None:
    app.command("triage", epilog=_EXAMPLES)(command(triage))


def triage(
    facts: options.Facts = None,
    severity: Annotated[
        Severity,
        typer.Option(
            "--severity",
            metavar=options.choices(Severity),
            help="Look at findings of this severity or worse; suppressed ones do not count, nor"
            " do those that the configuration's baseline lists.",
        ),
    ] = Severity.ERROR,
    most: Annotated[
        int,
        typer.Option(
            "--max", metavar="N", min=1, help="Show the N single facts that would resolve most."
        ),
    ] = 10,
    format: Format = AnswerFormat.TEXT,  # noqa: A002 - the option's name
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    engine: options.Engine = None,
    threads: options.Threads = None,
    memory_limit: options.MemoryLimit = None,
    spark_master: options.SparkMaster = None,
    spark_conf: options.SparkConf = None,
    timeout: options.Timeout = None,
    max_rows: options.MaxRows = None,
    config: options.Config = None,
) -> None:
    """Show which facts to look at first.

    First come the single facts whose retraction or correction would resolve most findings, then
    the smallest set that would resolve all. Each answer is tried by an evaluation without these
    facts, which also shows the findings that would come. It never says which fact is wrong. Needs
    the extra `triage`.
    """
    from checker.auditing import audit
    from checker.engines import Limits
    from checker.triage import triage as find
    from checker.triage.hitting import solver
    from checker.triage.json import triage_to_json
    from checker.triage.text import render_triage

    solver()
    given = places(facts)
    project = open_project(config, given)
    settings = project.settings
    limits = Limits(timeout or settings.timeout, max_rows or settings.max_rows)
    examined: list[Examined] = []
    with progress() as report_progress:
        report = audit(
            facts_of(project, given),
            rules_of(project, rules, no_builtin_rules),
            root=project.root,
            select=selectors(select) or settings.select,
            ignore=selectors(ignore) or settings.ignore,
            engine=EngineOptions(engine, threads, memory_limit, spark_master, spark_conf).engine(
                settings
            ),
            limits=limits,
            progress=report_progress,
            suppressions=settings.suppress,
            baseline=project.baseline,
            whole=is_whole(project, given),
            watch=examined.append,
        )
        found = find(examined[0], report.failing(severity), severity, most, limits=limits)
    if format is AnswerFormat.JSON:
        print_json(triage_to_json(found))
    else:
        typer.echo(render_triage(found, width=terminal_width()), nl=False)
