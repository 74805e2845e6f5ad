"""``checker rules mutate``: edits of rules that their cases should notice."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit
from checker.cli.engines import EngineOptions
from checker.cli.projects import open_project, rules_of, test_files
from checker.cli.rules_arguments import TestPaths

if TYPE_CHECKING:
    from checker.analysis.program import Program
    from checker.authoring.mutation import Edit, Mutant, Pack
    from checker.language.ast import RuleFile


def mutate(
    paths: TestPaths = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="RULE",
            help="Edit the clauses of this rule only: an id, or a relation. May be given again.",
        ),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(
            "--max", metavar="N", min=1, help="Try about N edits of each pack, spread over it."
        ),
    ] = None,
    engine: options.Engine = None,
    spark_master: options.SparkMaster = None,
    config: options.Config = None,
) -> None:
    """Edit rules, and show which edits no case notices.

    Edits drop a literal, negate one or take its negation away, turn or loosen a comparison, move a
    constant, swap variables, and let a variable or constant be any value. What is no program is
    skipped; of the cases, those run that the edit can reach. An edit that changes no answer is
    declared in the test file, with `equivalent: RELATION`, `edit: ...` as it is shown here, and a
    `reason`. Exits with 1 if an edit survives.
    """
    from checker.authoring.mutation import Fate, mutants

    project = open_project(config)
    chosen = EngineOptions(engine, spark_master=spark_master).engine(project.settings)
    survivors = total = 0
    for file in test_files(paths or rules_of(project, None, False)):
        pack = _pack(file, project.root)
        wanted = _edits(pack.files[-1], pack.program, rule)
        tried = list(_spread(wanted, most))
        fates: Counter[Fate] = Counter()
        for mutant in mutants(pack, tried, chosen, _progress(len(tried))):
            fates[mutant.fate] += 1
            if mutant.fate is Fate.SURVIVED:
                typer.echo(_shown(mutant))
        survivors += fates[Fate.SURVIVED]
        total += len(tried)
        if tried:
            counts = ", ".join(f"{fates[fate]} {fate}" for fate in Fate)
            typer.echo(f"{file.name}: {len(tried)} edits, {counts}")
    if rule and not total:
        raise typer.BadParameter(f"no pack has {' or '.join(rule)}", param_hint="--rule")
    if survivors:
        raise typer.Exit(Exit.FINDINGS)


def _pack(file: Path, root: Path) -> Pack:
    from checker.authoring.mutation import Pack
    from checker.authoring.reading import load_tests
    from checker.authoring.running import read_pack
    from checker.resources import packs_dir

    tests = load_tests(file)
    files, program = read_pack(file, root=root, include_dirs=(packs_dir(),))
    return Pack(files, program, tests.cases, tests.equivalents, root)


def _edits(file: RuleFile, program: Program, rules: list[str] | None) -> list[Edit]:
    from checker.authoring.mutation import edits

    if rules is None:
        return list(edits(file))
    names = {rule.id: rule.relation for rule in program.findings}
    return list(edits(file, [names.get(rule, rule) for rule in rules]))


def _spread(edits: list[Edit], most: int | None) -> Iterator[Edit]:
    step = 1 if most is None else max(1, -(-len(edits) // most))
    return islice(edits, 0, None, step)


def _progress(total: int) -> _Progress | None:
    return _Progress(total) if sys.stderr.isatty() else None


class _Progress:
    """How many edits were tried, on a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def __call__(self, mutant: Mutant) -> None:
        self._done += 1
        end = "\r" if self._done < self._total else "\r\x1b[K"
        sys.stderr.write(f"\r{self._done} of {self._total} edits{end}")
        sys.stderr.flush()


def _shown(mutant: Mutant) -> str:
    edit = mutant.edit
    return f"{edit.relation}: {edit.name}\n{edit.difference()}"
