"""``checker rules mutate``: edits of rules that their cases should notice."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit
from checker.cli.engines import EngineOptions
from checker.cli.projects import open_project, rules_of, shown_name, test_files
from checker.cli.rules_arguments import TestPaths

if TYPE_CHECKING:
    from checker.authoring.edits import Edit
    from checker.authoring.mutation import Mutant, Pack
    from checker.config import Project
    from checker.diagnostics import Span
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
    spark_conf: options.SparkConf = None,
    config: options.Config = None,
) -> None:
    """Edit rules, and show which edits no case notices.

    Edits drop a literal, negate one or take its negation away, turn or loosen a comparison, move a
    constant, swap variables, and let a variable or constant be any value. What is no program is
    skipped; of the cases, those run that the edit can reach. A folder's packs share what they
    include from there: an edit of it is tried on the cases of all of them.

    Where it follows from the rules and the facts' keys that an edit changes no answer, it is
    listed with the reason. Where it does not follow and yet is so, the test file declares it, with
    `equivalent: RELATION`, `edit: ...` as it is shown here, and a `reason`. Exits with 1 if an
    edit survives, with 2 if a declaration is not needed.
    """
    from checker.authoring.mutation import Fate, mutants

    project = open_project(config)
    chosen = EngineOptions(engine, spark_master=spark_master, spark_conf=spark_conf).engine(
        project.settings
    )
    jobs = list(_jobs(tuple(paths or rules_of(project, None, False)), project))
    fates: Counter[Fate] = Counter()
    needed: set[Span] = set()
    for job in jobs:
        wanted = _edits(job, rule)
        tried = list(_spread(wanted, most))
        own: Counter[Fate] = Counter()
        for mutant in mutants(job.packs, tried, chosen, _progress(len(tried))):
            own[mutant.fate] += 1
            if mutant.declared is not None:
                needed.add(mutant.declared.span)
            if mutant.fate in (Fate.SURVIVED, Fate.EQUIVALENT):
                typer.echo(_shown(mutant))
        fates += own
        if tried:
            counts = ", ".join(f"{own[fate]} {fate}" for fate in Fate)
            typer.echo(f"{job.name}: {len(tried)} edits, {counts}")
    if rule and not fates.total():
        raise typer.BadParameter(f"no pack has {' or '.join(rule)}", param_hint="--rule")
    if not fates.total():
        raise typer.BadParameter(
            "nothing to edit: no cases stand beside these files, and no pack with cases reads them",
            param_hint="PATH",
        )
    if rule is None and most is None:
        _refuse_unneeded(jobs, needed)
    if fates[Fate.SURVIVED]:
        raise typer.Exit(Exit.FINDINGS)


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to edit, and the packs whose cases may notice it."""

    name: str
    file: RuleFile
    packs: Sequence[Pack]


def _jobs(paths: Sequence[Path], project: Project) -> Iterator[_Job]:
    """Each pack's own file with its cases, then what packs include: of a folder's packs what
    lies in it, and files that are named and have no cases of their own."""
    packs: dict[Path, Pack] = {}
    for path in paths:
        for tests in test_files([path]):
            packs[tests] = pack = _pack(tests, project.root)
            yield _Job(tests.name, pack.files[-1], (pack,))
    for path in paths:
        if path.is_dir():
            readers = [pack for tests, pack in packs.items() if tests.parent == path]
            yield from _shared(readers, path.rglob("*.dl"), project)
        elif path.suffix == ".dl" and not any(test_files([path])):
            every = test_files(rules_of(project, None, False))
            yield from _shared([_pack(tests, project.root) for tests in every], [path], project)


def _shared(packs: Sequence[Pack], paths: Iterable[Path], project: Project) -> Iterator[_Job]:
    """The files among these paths that packs include, and that are no packs themselves."""
    wanted = {shown_name(path, project.root) for path in paths}
    wanted -= {_name(pack.files[-1]) for pack in packs}
    readers: dict[str, list[Pack]] = {}
    files: dict[str, RuleFile] = {}
    for pack in packs:
        for file in pack.files:
            if _name(file) in wanted:
                readers.setdefault(_name(file), []).append(pack)
                files[_name(file)] = file
    for name in sorted(files):
        yield _Job(name.rpartition("/")[2], files[name], tuple(readers[name]))


def _name(file: RuleFile) -> str:
    return file.span.source.name


def _pack(file: Path, root: Path) -> Pack:
    from checker.authoring.mutation import Pack
    from checker.authoring.reading import load_tests
    from checker.authoring.running import read_pack
    from checker.resources import packs_dir

    tests = load_tests(file)
    files, program = read_pack(file, root=root, include_dirs=(packs_dir(),))
    return Pack(files, program, tests.cases, tests.equivalents, root)


def _edits(job: _Job, rules: Sequence[str] | None) -> list[Edit]:
    from checker.authoring.edits import edits

    if rules is None:
        return list(edits(job.file))
    names = {rule.id: rule.relation for pack in job.packs for rule in pack.program.findings}
    return list(edits(job.file, [names.get(rule, rule) for rule in rules]))


def _spread(edits: Sequence[Edit], most: int | None) -> Iterator[Edit]:
    step = 1 if most is None else max(1, -(-len(edits) // most))
    return islice(edits, 0, None, step)


def _refuse_unneeded(jobs: Sequence[_Job], needed: Collection[Span]) -> None:
    """Raise :class:`DiagnosticError` for the declared edits of the files that were edited which
    need no declaration, and of relations that no file has."""
    from checker.authoring.edits import derived
    from checker.authoring.errors import UNUSED_EQUIVALENT
    from checker.diagnostics import DiagnosticError

    edited = {name for job in jobs for name in derived(job.file)}
    packs = {id(pack): pack for job in jobs for pack in job.packs}.values()
    faults = [
        UNUSED_EQUIVALENT.at(
            known.span,
            f"`{known.edit}` of `{known.relation}` needs no declaration",
            note="" if known.relation in edited else "no rule derives this relation",
            help="leave it out, or name the edit as `checker rules mutate` does",
        )
        for pack in packs
        for known in pack.equivalents
        if known.span not in needed
        and (known.relation in edited or all(known.relation not in derived(f) for f in pack.files))
    ]
    if faults:
        raise DiagnosticError(faults)


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
    if mutant.by:
        return f"{edit.relation}: {edit.name}\n  equivalent: {mutant.by}"
    return f"{edit.relation}: {edit.name}\n{edit.difference()}"
