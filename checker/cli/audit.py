"""``checker audit``: the facts of documents through the rules, to a report.

Annotations are values here, not texts: typer would compile and evaluate each text, twice.
"""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit, command
from checker.cli.engines import EngineOptions
from checker.cli.progress import progress
from checker.cli.projects import (
    facts_of,
    is_whole,
    named_by,
    open_project,
    places,
    resolved,
    rules_of,
)
from checker.cli.publishing import publish, wanted
from checker.config import FailOn, Project

if TYPE_CHECKING:
    from checker.auditing import Examined
    from checker.bulk.stores import Place
    from checker.findings import Report
    from checker.report import Sources

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
) -> None:
    """Audit facts and report what is found.

    The report says which statements cannot both stand and which stand without support, where
    they are, and on whose word. It never says what is true. Options override the configuration.
    """
    from checker.auditing import audit as run_audit
    from checker.engines import Limits

    given = places(facts)
    project = open_project(config, given)
    settings = project.settings
    reports = wanted(format or settings.format, output or (), quiet=quiet, proofs=proofs)
    examined: list[Examined] = []
    with progress() as report_progress:
        report = run_audit(
            facts_of(project, given),
            rules_of(project, rules, no_builtin_rules),
            select=options.selectors(select) or settings.select,
            ignore=options.selectors(ignore) or settings.ignore,
            engine=EngineOptions(engine, threads, memory_limit, spark_master, spark_conf).engine(
                settings
            ),
            root=project.root,
            limits=Limits(timeout or settings.timeout, max_rows or settings.max_rows),
            progress=report_progress,
            clock=perf_counter if statistics else None,
            suppressions=settings.suppress,
            baseline=baseline or project.baseline,
            whole=is_whole(project, given),
            watch=examined.append if reports.shows_sources else None,
        )
    asked_with = _arguments(project, given, rules, no_builtin_rules, config)
    publish(report, reports, _sources(examined), asked_with)
    if statistics:
        _print_statistics(report)
    if _fails(report, fail_on or settings.fail_on):
        raise typer.Exit(Exit.FINDINGS)


def _sources(examined: "list[Examined]") -> "Sources | None":
    """What the report was made from, where a format wants to see it."""
    if not examined:
        return None
    from checker.report import Sources

    (found,) = examined
    return Sources(found.program, found.corpus, found.evaluation.relations)


def _arguments(
    project: Project,
    given: "Sequence[Place]",
    rules: list[Path] | None,
    no_builtin_rules: bool,
    config: Path | None,
) -> str:
    """Those of this command that decide what is looked at, as a shell reads them; none that the
    project names anyway."""
    named = resolved(given) == resolved(named_by(project))
    words = [] if named else [str(each) for each in given]
    for path in rules or ():
        words += ["--rules", str(path)]
    if no_builtin_rules:
        words.append("--no-builtin-rules")
    if config:
        words += ["--config", str(config)]
    if not words:
        return ""
    from shlex import join

    return join(words)


def _print_statistics(report: "Report") -> None:
    """Totals, and the steps that took longest."""
    counted = report.statistics
    seconds = sum(timing.seconds for timing in counted.timings)
    typer.echo(
        f"documents: {len(report.documents)}, facts: {counted.facts}, rules: {len(report.rules)},"
        f" rows derived by {report.engine}: {counted.derived}, seconds: {seconds:.2f}",
        err=True,
    )
    slowest = sorted(counted.timings, key=lambda timing: -timing.seconds)[:_SLOWEST]
    for timing in slowest:
        typer.echo(f"{timing.seconds:8.3f} s {timing.rows:9} rows  {timing.step}", err=True)


_SLOWEST = 10


def _fails(report: "Report", fail_on: FailOn) -> bool:
    from checker.analysis.program import Severity

    return fail_on is not FailOn.NEVER and bool(report.failing(Severity(fail_on)))
