"""``checker watch``: an audit after each change of a file, and what it changed."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from checker.cli import options
from checker.cli.ending import command, show
from checker.cli.engines import EngineOptions
from checker.cli.progress import progress
from checker.cli.projects import files_of, is_whole, open_project, rules_of, selectors
from checker.cli.usage import UsageError
from checker.dataclasses import dataclass
from checker.diagnostics import DiagnosticError

if TYPE_CHECKING:
    from checker.auditing import Examined
    from checker.config import Settings
    from checker.engines.incremental import IncrementalEngine
    from checker.findings import Report
    from checker.tracking import Ground

_EXAMPLES = """\b
Examples:
  checker watch
  checker watch facts/dossier --select numbers,disputes"""


def register(app: typer.Typer) -> None:
    app.command("watch", epilog=_EXAMPLES)(command(watch))


def watch(
    facts: options.FactFiles = None,
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
    """Audit, and audit again whenever a file of the project changes; Ctrl-C ends it.

    After the first report only changes are printed: the findings that came, went and changed,
    with the facts that did it. Of the rules only those run again that a change can have touched.
    While a file is not well-formed, what is wrong with it is printed, and the findings are
    compared with those from before.
    """
    audits = _Audits(
        _Wanted(
            tuple(facts or ()),
            tuple(rules or ()),
            no_builtin_rules,
            selectors(select),
            selectors(ignore),
            EngineOptions(engine, threads, memory_limit, spark_master, spark_conf),
            timeout,
            max_rows,
            config,
        )
    )
    from checker.watching import changes

    for _ in changes(audits.places()):
        try:
            typer.echo(audits.next(), nl=False)
        except DiagnosticError as error:
            show(error.diagnostics)
        except UsageError as error:  # of the configuration as it is at the moment
            typer.echo(f"error: {error.message}", err=True)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asks for."""

    facts: tuple[Path, ...]
    rules: tuple[Path, ...]
    no_builtin_rules: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    engine: EngineOptions
    timeout: float | None
    max_rows: int | None
    config: Path | None


@dataclass(frozen=True, slots=True)
class _Audit:
    """One audit, and what the next one is compared with."""

    report: Report
    ground: Ground
    strata: int
    seconds: float


class _Audits:
    """One audit after another of the same project, whose configuration may change as well."""

    def __init__(self, wanted: _Wanted) -> None:
        self._wanted = wanted
        self._last: _Audit | None = None
        self._engine: tuple[Settings, IncrementalEngine] | None = None

    def places(self) -> list[Path]:
        """What to watch: the project, and what else the command line names."""
        project = open_project(self._wanted.config, self._wanted.facts)
        own = files_of(project, self._wanted.facts)
        return [project.root, *own, *project.rules, *self._wanted.rules]

    def next(self) -> str:
        """The report of the first audit; then what another one changes. Raises
        :class:`DiagnosticError` where the files are not well-formed."""
        audit, last = self._audit(), self._last
        self._last = audit
        if last is None:
            return _whole(audit.report)
        return _difference(last, audit)

    def _audit(self) -> _Audit:
        from checker.auditing import audit as run_audit
        from checker.engines import Limits
        from checker.tracking import Ground

        wanted = self._wanted
        project = open_project(wanted.config, wanted.facts)
        settings = project.settings
        seen: list[Examined] = []
        started = perf_counter()
        with progress() as report_progress:
            report = run_audit(
                files_of(project, wanted.facts),
                rules_of(project, wanted.rules, wanted.no_builtin_rules),
                select=wanted.select or settings.select,
                ignore=wanted.ignore or settings.ignore,
                engine=self._engine_for(settings),
                root=project.root,
                limits=Limits(
                    wanted.timeout or settings.timeout, wanted.max_rows or settings.max_rows
                ),
                progress=report_progress,
                suppressions=settings.suppress,
                baseline=project.baseline,
                whole=is_whole(project, wanted.facts),
                watch=seen.append,
            )
        (examined,) = seen
        return _Audit(
            report,
            Ground(examined.corpus.relations, {}),
            len(examined.evaluation.statistics),
            perf_counter() - started,
        )

    def _engine_for(self, settings: Settings) -> IncrementalEngine:
        """The engine, which knows the last evaluation unless the configuration changed."""
        from checker.engines.incremental import IncrementalEngine

        if self._engine is None or self._engine[0] != settings:
            self._engine = settings, IncrementalEngine(self._wanted.engine.engine(settings))
        return self._engine[1]


def _whole(report: Report) -> str:
    from checker.cli.publishing import for_terminal

    return for_terminal(report, "text", None, "")


def _difference(last: _Audit, audit: _Audit) -> str:
    from time import strftime

    from checker.report.difference import render_difference
    from checker.tracking import compare

    difference = compare(
        last.report, audit.report, names=("before", "now"), grounds=(last.ground, audit.ground)
    )
    head = f"\n{strftime('%H:%M:%S')}  {audit.strata} strata in {audit.seconds:.2f} s\n"
    if difference.is_empty:
        return f"{head}no finding changed, there are {difference.unchanged:,}\n"
    return f"{head}{render_difference(difference)}"
