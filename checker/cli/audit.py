"""``checker audit``: the facts of documents through the rules, to a report."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit, command, in_colour
from checker.cli.progress import progress
from checker.cli.projects import facts_of, open_project, rules_of
from checker.config import FailOn, ReportFormat

if TYPE_CHECKING:
    from checker.findings import Report

_EXAMPLES = """\b
Examples:
  checker audit
  checker audit facts/dossier --select numbers,disputes
  checker audit --format json --output report.json --fail-on never"""


def register(app: typer.Typer) -> None:
    app.command("audit", epilog=_EXAMPLES)(command(audit))


def audit(
    facts: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FACTS",
            exists=True,
            help="Fact files, or folders of them; those of the configuration if left out.",
            show_default=False,
        ),
    ] = None,
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            metavar=options.choices(FailOn),
            help="Exit with 1 if there are findings of this severity or worse; error by default.",
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        ReportFormat | None,
        typer.Option(
            "--format",
            metavar=options.choices(ReportFormat),
            help="A report to read (the default), or one for programs.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help="Write the report to FILE, whole or not at all, instead of printing it.",
        ),
    ] = None,
    engine: options.Engine = None,
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

    project = open_project(config, facts or ())
    settings = project.settings
    with progress() as report_progress:
        report = run_audit(
            facts_of(project, facts),
            rules_of(project, rules, no_builtin_rules),
            select=options.selectors(select) or settings.select,
            ignore=options.selectors(ignore) or settings.ignore,
            engine=engine or settings.engine,
            root=project.root,
            limits=Limits(timeout or settings.timeout, max_rows or settings.max_rows),
            progress=report_progress,
            clock=perf_counter if statistics else None,
        )
    if output or not quiet:
        _publish(report, format or settings.format, output)
    if statistics:
        _print_statistics(report)
    if _fails(report, fail_on or settings.fail_on):
        raise typer.Exit(Exit.FINDINGS)


def _publish(report: Report, format: ReportFormat, output: Path | None) -> None:  # noqa: A002
    from checker.report import render_json, render_text, write_report

    if output is None:
        if format is ReportFormat.JSON:
            typer.echo(render_json(report), nl=False)
        else:
            typer.echo(render_text(report, width=_width(), color=in_colour(sys.stdout)), nl=False)
        return
    text = render_json(report) if format is ReportFormat.JSON else render_text(report)
    try:
        write_report(output, text)
    except OSError as error:
        raise typer.BadParameter(
            f"{output} cannot be written: {error.strerror or error}", param_hint="--output"
        ) from error


def _width() -> int:
    """The terminal's columns; a report that goes to a pipe is the same everywhere."""
    if not sys.stdout.isatty():
        from checker.report.text import DEFAULT_WIDTH

        return DEFAULT_WIDTH
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _print_statistics(report: Report) -> None:
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


def _fails(report: Report, fail_on: FailOn) -> bool:
    from checker.analysis.program import Severity

    return fail_on is not FailOn.NEVER and bool(report.at_least(Severity(fail_on)))
