"""The work of ``checker audit``, whoever read its command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from checker.cli.ending import Exit
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
    selectors,
)
from checker.cli.publishing import publish, wanted
from checker.config import FailOn, Project
from checker.dataclasses import dataclass

if TYPE_CHECKING:
    from checker.auditing import Examined
    from checker.bulk.stores import Place
    from checker.findings import Report
    from checker.report import Sources


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says; None, and what is empty, leaves it to the configuration."""

    facts: Sequence[str] = ()
    rules: Sequence[Path] = ()
    no_builtin_rules: bool = False
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    fail_on: FailOn | None = None
    format: str | None = None
    output: Sequence[str] = ()
    proofs: bool = False
    baseline: Path | None = None
    engine: EngineOptions = EngineOptions()
    timeout: float | None = None
    max_rows: int | None = None
    statistics: bool = False
    quiet: bool = False
    config: Path | None = None


def run_audit(asked: Asked) -> Exit:
    """Audits and reports; says whether there are findings that fail the run.

    Raises :class:`checker.diagnostics.DiagnosticError`, and :class:`checker.cli.usage.UsageError`
    before anything is written.
    """
    from checker.auditing import audit
    from checker.engines import Limits

    given = places(asked.facts)
    project = open_project(asked.config, given)
    settings = project.settings
    reports = wanted(
        asked.format or settings.format, asked.output, quiet=asked.quiet, proofs=asked.proofs
    )
    examined: list[Examined] = []
    with progress() as report_progress:
        report = audit(
            facts_of(project, given),
            rules_of(project, asked.rules, asked.no_builtin_rules),
            select=selectors(asked.select) or settings.select,
            ignore=selectors(asked.ignore) or settings.ignore,
            engine=asked.engine.engine(settings),
            root=project.root,
            limits=Limits(asked.timeout or settings.timeout, asked.max_rows or settings.max_rows),
            progress=report_progress,
            clock=perf_counter if asked.statistics else None,
            suppressions=settings.suppress,
            baseline=asked.baseline or project.baseline,
            whole=is_whole(project, given),
            watch=examined.append if reports.shows_sources else None,
        )
    publish(report, reports, _sources(examined), _arguments(project, given, asked))
    if asked.statistics:
        _print_statistics(report)
    fails = _fails(report, asked.fail_on or settings.fail_on)
    return Exit.FINDINGS if fails else Exit.CLEAN


def _sources(examined: list[Examined]) -> Sources | None:
    """What the report was made from, where a format wants to see it."""
    if not examined:
        return None
    from checker.report import Sources

    (found,) = examined
    return Sources(found.program, found.corpus, found.evaluation.relations)


def _arguments(
    project: Project,
    given: Sequence[Place],
    asked: Asked,
) -> str:
    """Those of this command that decide what is looked at, as a shell reads them; none that the
    project names anyway."""
    named = resolved(given) == resolved(named_by(project))
    words = [] if named else [str(each) for each in given]
    for path in asked.rules:
        words += ["--rules", str(path)]
    if asked.no_builtin_rules:
        words.append("--no-builtin-rules")
    if asked.config:
        words += ["--config", str(asked.config)]
    if not words:
        return ""
    from shlex import join

    return join(words)


def _print_statistics(report: Report) -> None:
    """Totals, and the steps that took longest."""
    counted = report.statistics
    seconds = sum(timing.seconds for timing in counted.timings)
    print(
        f"documents: {len(report.documents)}, facts: {counted.facts}, rules: {len(report.rules)},"
        f" rows derived by {report.engine}: {counted.derived}, seconds: {seconds:.2f}",
        file=sys.stderr,
    )
    slowest = sorted(counted.timings, key=lambda timing: -timing.seconds)[:_SLOWEST]
    for timing in slowest:
        print(f"{timing.seconds:8.3f} s {timing.rows:9} rows  {timing.step}", file=sys.stderr)


_SLOWEST = 10


def _fails(report: Report, fail_on: FailOn) -> bool:
    from checker.analysis.program import Severity

    return fail_on is not FailOn.NEVER and bool(report.failing(Severity(fail_on)))
