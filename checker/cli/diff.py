"""``checker diff``: what came, went and changed between two runs or two sets of facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit, command
from checker.cli.engines import EngineOptions
from checker.cli.projects import open_project, rules_of, selectors
from checker.cli.publishing import write
from checker.config import Project

if TYPE_CHECKING:
    from checker.engines import Engine, Limits
    from checker.findings import Report
    from checker.tracking import Ground

_EXAMPLES = """\b
Examples:
  checker diff facts-of-yesterday facts
  checker diff yesterday.json today.json --format json"""


class DiffFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    app.command("diff", epilog=_EXAMPLES)(command(diff))


def diff(
    old: Annotated[
        Path,
        typer.Argument(
            metavar="OLD",
            parser=options.there,
            autocompletion=options.beginning_with,
            help="A JSON report, a fact file, or a folder of those.",
        ),
    ],
    new: Annotated[
        Path,
        typer.Argument(
            metavar="NEW",
            parser=options.there,
            autocompletion=options.beginning_with,
            help="What to compare it with.",
        ),
    ],
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    format: Annotated[  # noqa: A002 - the option's name
        DiffFormat,
        typer.Option(
            "--format",
            metavar=options.choices(DiffFormat),
            help="A comparison to read (the default), or one for programs.",
        ),
    ] = DiffFormat.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help="Write the comparison to FILE instead of printing it.",
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
    """Compare the findings of two runs: what is gone, what is new, what has changed.

    A report that `checker audit --format json` wrote is taken as it is, facts are audited now;
    between two sets of facts, the rows that made each difference are shown as well. The exit code
    is 0 where all findings are the same, 1 where they are not, and 2 for wrong input.
    """
    from checker.engines import Limits
    from checker.report.difference import render_difference, render_difference_json
    from checker.tracking import compare

    project = open_project(config, [path for path in (old, new) if path.is_dir()])
    settings = project.settings
    choice = _Choice(
        project,
        rules_of(project, rules, no_builtin_rules),
        selectors(select) or settings.select,
        selectors(ignore) or settings.ignore,
        EngineOptions(engine, threads, memory_limit, spark_master, spark_conf).engine(settings),
        Limits(timeout or settings.timeout, max_rows or settings.max_rows),
    )
    before, after = _run(old, choice), _run(new, choice)
    grounds = (before.ground, after.ground) if before.ground and after.ground else None
    difference = compare(
        before.report, after.report, names=(old.as_posix(), new.as_posix()), grounds=grounds
    )
    render = render_difference_json if format is DiffFormat.JSON else render_difference
    if output:
        write({output: render(difference)})
    else:
        typer.echo(render(difference), nl=False)
    if not difference.is_empty:
        raise typer.Exit(Exit.FINDINGS)


@dataclass(frozen=True, slots=True)
class _Choice:
    project: Project
    rules: tuple[Path, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    engine: Engine
    limits: Limits


@dataclass(frozen=True, slots=True)
class _Run:
    report: Report
    ground: Ground | None


def _run(path: Path, choice: _Choice) -> _Run:
    if path.suffix == ".json" and (report := _report(path)):
        return _Run(report, None)
    from checker.auditing import Examined, audit
    from checker.report import Sources
    from checker.tracking import Ground

    seen: list[Examined] = []
    report = audit(
        path,
        choice.rules,
        root=choice.project.root,
        select=choice.select,
        ignore=choice.ignore,
        engine=choice.engine,
        limits=choice.limits,
        watch=seen.append,
    )
    (examined,) = seen
    facts = examined.corpus.relations
    sources = Sources(examined.program, examined.corpus, examined.evaluation.relations)
    proofs = {name: proof.facts for name, proof in sources.proofs(report).items()}
    return _Run(report, Ground(facts, proofs))


def _report(path: Path) -> Report | None:
    """The report in a file; None where it holds something else, as facts in JSON."""
    from checker.tracking.baseline import read_source

    text = read_source(path).text
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None  # the reader of facts says what is wrong with it
    if not isinstance(value, Mapping) or "findings" not in value:
        return None
    return _checked(path, text)


def _checked(path: Path, text: str) -> Report:
    from pydantic import ValidationError

    from checker.diagnostics import DiagnosticError, Source, Span
    from checker.findings import Report
    from checker.tracking.errors import NOT_A_REPORT

    try:
        return Report.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the report"
        raise DiagnosticError(
            [
                NOT_A_REPORT.at(
                    Span(Source(path.as_posix(), text), 0, 0),
                    f"this is no report of a version that is known: {where}: {first['msg']}",
                    help="write it anew with `checker audit --format json`",
                )
            ]
        ) from error
