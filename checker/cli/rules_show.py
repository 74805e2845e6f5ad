"""``checker rules show``: all that there is to say of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import settle
from checker.cli.projects import analysed, open_project, rules_of, test_files

if TYPE_CHECKING:
    from checker.analysis.program import FindingRule, Program


def show(
    wanted: Annotated[
        list[str],
        typer.Argument(
            metavar="RULE", help="Rules by id, family, pattern or tag: `numbers/conflict`."
        ),
    ],
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    config: options.Config = None,
) -> None:
    """Show rules: what they look at, their clauses, their cases.

    For each: what it looks at and leaves alone, its message and advice, a case that it finds and
    one that it does not, its clauses, the place where it stands, and the relations that it reads,
    with theirs.
    """
    from checker.authoring import load_cases
    from checker.authoring.docs import markdown, rule_pages
    from checker.findings import choose
    from checker.language import rule_files

    project = open_project(config)
    paths = tuple(rule_files(rules_of(project, rules, no_builtin_rules)))
    program, found = analysed(paths, project.root)
    settle(found)
    chosen = {rule.id for rule in choose(program.findings, wanted)}
    cases = [case for file in test_files(paths) for case in load_cases(file)]
    shown = [
        "\n".join([markdown(page).rstrip("\n"), "", *_places(program, page.rule), ""])
        for page in rule_pages(program, cases)
        if page.rule.id in chosen
    ]
    typer.echo("\n".join(shown), nl=False)


def _places(program: Program, rule: FindingRule) -> Iterator[str]:
    """Where the rule stands, and where what it reads does."""
    from checker.analysis.restriction import relations_read

    yield "## Where it stands"
    yield ""
    yield _place(program, rule.relation)
    read = {
        name
        for stratum in program.strata
        for clause in stratum.rules
        if clause.relation == rule.relation
        for name in relations_read(clause.body)
    }
    if read:
        yield ""
        yield "## What it reads"
        yield ""
        yield from (f"- {_place(program, name)}" for name in sorted(read))


def _place(program: Program, name: str) -> str:
    relation = program.relations[name]
    columns = ", ".join(column.name for column in relation.columns)
    line = relation.span.position.line
    return f"`{name}({columns})`, {relation.span.source.name}:{line}"
