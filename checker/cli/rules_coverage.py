"""``checker rules coverage``: what the tests of rules exercise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit
from checker.cli.engines import EngineOptions
from checker.cli.projects import open_project, rules_of, test_files
from checker.cli.rules_arguments import TestPaths

if TYPE_CHECKING:
    from checker.authoring.coverage import RuleCoverage


def coverage(
    paths: TestPaths = None,
    fail_under: Annotated[
        float,
        typer.Option(
            "--fail-under",
            metavar="PERCENT",
            min=0,
            max=100,
            help="Exit with 1 if a smaller share of the literals is exercised.",
        ),
    ] = 0,
    engine: options.Engine = None,
    spark_master: options.SparkMaster = None,
    spark_conf: options.SparkConf = None,
    config: options.Config = None,
) -> None:
    """Show which rules and literals the tests exercise.

    A literal is exercised when one case meets it and another one fails there, after all that
    is looked at before it. Counted are the packs whose tests run, and what they include but the
    schema; the literals that are not exercised are named.
    """
    from checker.authoring.coverage import Coverage
    from checker.authoring.reading import load_cases
    from checker.authoring.running import analysed_pack
    from checker.resources import packs_dir

    project = open_project(config)
    chosen = EngineOptions(engine, spark_master=spark_master, spark_conf=spark_conf).engine(
        project.settings
    )
    gathered = Coverage()
    files: dict[str, None] = {}
    for file in test_files(paths or rules_of(project, None, False)):
        program = analysed_pack(file, root=project.root, include_dirs=(packs_dir(),))
        gathered.add(program, load_cases(file), chosen, root=project.root)
        for relation in program.relations.values():
            files[relation.span.source.name] = None
    percent = _show({name: gathered.rules([name]) for name in files})
    if percent < fail_under:
        typer.echo(f"less than {fail_under:g} %", err=True)
        raise typer.Exit(Exit.FINDINGS)


def _show(files: dict[str, tuple[RuleCoverage, ...]]) -> float:
    """Prints the table, then what is missing; gives the percentage of literals exercised."""
    rows = [(name, *_counts(rules)) for name, rules in sorted(files.items()) if rules]
    rows.append(("all", *_counts([rule for rules in files.values() for rule in rules])))
    width = max(len(row[0]) for row in rows)
    typer.echo(f"{'file':{width}}  {'rules':>9}  {'literals':>11}")
    for name, fired, rules, met, literals in rows:
        share = f"{_percent(met, literals):.0f} %"
        typer.echo(f"{name:{width}}  {fired:4}/{rules:<4}  {met:5}/{literals:<5}  {share:>5}")
    for each in files.values():
        for rule in each:
            for span, missing in rule.unexercised:
                line, column = span.position
                text = " ".join(span.text.split())
                typer.echo(f"{span.source.name}:{line}:{column}: {missing}: {text}")
    return _percent(*rows[-1][3:])


def _counts(rules: Iterable[RuleCoverage]) -> tuple[int, int, int, int]:
    """Rules that fire, rules, literals exercised, literals."""
    rules = list(rules)
    literals = sum(rule.literals for rule in rules)
    missing = sum(len(rule.unexercised) for rule in rules)
    return sum(rule.fired for rule in rules), len(rules), literals - missing, literals


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0
