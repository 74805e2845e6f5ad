"""``checker rules``: for those who write rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit, command, settle
from checker.cli.engines import EngineOptions
from checker.cli.projects import (
    analysed,
    open_project,
    rules_of,
    selectors,
    shown_name,
    test_files,
)
from checker.cli.rules_arguments import Paths, TestPaths
from checker.cli.rules_coverage import coverage
from checker.cli.rules_docs import docs
from checker.cli.rules_explain import explain
from checker.cli.rules_format import fmt
from checker.cli.rules_mutate import mutate
from checker.cli.rules_new import new
from checker.cli.rules_show import show
from checker.diagnostics import Diagnostic, DiagnosticError

if TYPE_CHECKING:
    from checker.authoring import CaseResult
    from checker.engines import Engine

_EXAMPLES = """\b
Examples:
  checker rules list --select cross-source
  checker rules show numbers/conflict
  checker rules check rules/own.dl
  checker rules test rules"""


def register(app: typer.Typer) -> None:
    rules = typer.Typer(
        help="List rules, check them, and run their tests.",
        epilog=_EXAMPLES,
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    rules.command("list")(command(list_))
    rules.command("show")(command(show))
    rules.command("check")(command(check))
    rules.command("test")(command(test))
    rules.command("fmt")(command(fmt))
    rules.command("explain")(command(explain))
    rules.command("docs")(command(docs))
    rules.command("coverage")(command(coverage))
    rules.command("mutate")(command(mutate))
    rules.command("new")(command(new))
    app.add_typer(rules, name="rules")


def list_(
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    select: options.Select = None,
    ignore: options.Ignore = None,
    config: options.Config = None,
) -> None:
    """List the rules that an audit would run.

    One line a rule: its id, its severity, and what it finds.
    """
    from checker.findings import choose

    project = open_project(config)
    program, found = analysed(rules_of(project, rules, no_builtin_rules), project.root)
    settle(found)
    settings = project.settings
    chosen = choose(
        program.findings,
        selectors(select) or settings.select,
        selectors(ignore) or settings.ignore,
    )
    ordered = sorted(chosen, key=lambda rule: rule.id)
    widest = max(len(rule.id) for rule in ordered)
    for rule in ordered:
        typer.echo(f"{rule.id:{widest}}  {rule.severity:7}  {rule.summary}")


def check(
    paths: Paths = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if there is a warning.")
    ] = False,
    config: options.Config = None,
) -> None:
    """Check rule files without running them.

    Errors are in names, types, variables that nothing grounds, recursion through negation, and the
    tags of finding rules. Warnings are of what is allowed and hardly meant: a rule that can never
    fire, a cross product, a relation that is never used, a rule written twice, a message that does
    not tell two sides apart, missing documentation or advice. `checker rules explain` has a page
    on each. Exits with 2 if there is an error.
    """
    from checker.authoring.lints import lint
    from checker.language import rule_files

    project = open_project(config)
    chosen = tuple(rule_files(paths or rules_of(project, None, False)))
    program, found = analysed(chosen, project.root)
    found += lint(program, {shown_name(path, project.root) for path in chosen})
    settle(found)
    rules = len(program.findings)
    warnings = f"{len(found)} warning{'s' * (len(found) != 1)}" if found else "no errors"
    typer.echo(f"{rules} rule{'s' * (rules != 1)}, {warnings}")
    if strict and found:
        raise typer.Exit(Exit.FINDINGS)


def test(
    paths: TestPaths = None,
    engine: options.Engine = None,
    spark_master: options.SparkMaster = None,
    spark_conf: options.SparkConf = None,
    config: options.Config = None,
) -> None:
    """Run the cases that stand beside rules.

    The cases of NAME.dl stand in NAME.test.yaml: small facts, and the findings expected of them.
    What is missing and what is too much is shown, with the literals at which the rules fail for
    what is missing, and the exit code is 1.
    """
    from checker.authoring import run_tests
    from checker.resources import packs_dir

    project = open_project(config)
    chosen = EngineOptions(engine, spark_master=spark_master, spark_conf=spark_conf).engine(
        project.settings
    )
    results: list[CaseResult] = []
    failures: list[str] = []
    faults: list[Diagnostic] = []
    for file in test_files(paths or rules_of(project, None, False)):
        try:
            ran = run_tests(file, engine=chosen, root=project.root, include_dirs=(packs_dir(),))
            failed = [result for result in ran if not result.passed]
            failures += _shown(file, failed, chosen, project.root)
            results += ran
        except DiagnosticError as error:
            faults += error.diagnostics
    settle(faults)
    for failure in failures:
        typer.echo(failure)
    typer.echo(f"{len(results) - len(failures)} of {len(results)} cases passed")
    if failures:
        raise typer.Exit(Exit.FINDINGS)


def _shown(file: Path, failed: Sequence[CaseResult], engine: Engine, root: Path) -> Iterator[str]:
    """Failed cases of a file: expected against found, and why what is missing is."""
    if not failed:
        return
    from textwrap import indent

    from checker.authoring.absence import missing
    from checker.authoring.running import analysed_pack
    from checker.report.absence import render_why_not
    from checker.resources import packs_dir

    program = analysed_pack(file, root=root, include_dirs=(packs_dir(),))
    for result in failed:
        reasons = [
            render_why_not(each.answer, each.program, each.lookup, each.book).rstrip("\n")
            for each in missing(result, program, engine, root=root)
        ]
        yield "\n".join([result.difference(), *(indent(each, "      ") for each in reasons), ""])
