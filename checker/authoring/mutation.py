"""Mutation testing of rules: small edits of a file that the cases of its packs should notice.

The edited file is read and analysed as any other. An edit that is no program is skipped; one
that no case notices survives, unless it is shown to change no answer.
After DeMillo, Lipton, Sayward, "Hints on Test Data Selection" (Computer, 1978).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from checker.analysis import analyse, restrict
from checker.analysis.program import Program, Row
from checker.authoring.cases import RuleCase
from checker.authoring.edits import Edit
from checker.authoring.equivalence import Prover
from checker.authoring.equivalents import Equivalent
from checker.authoring.running import run_case
from checker.bulk.tables import BulkTable
from checker.diagnostics import DiagnosticError
from checker.engines import Engine, Evaluation, Limits, Progress
from checker.engines.base import NO_TABLES
from checker.language import parse
from checker.language.ast import RuleFile

LIMITS = Limits(seconds=5.0, rows=100_000)
"""An edit may let a rule run away; a case that it does so in has noticed it."""


class Fate(StrEnum):
    """What became of an edit."""

    KILLED = "killed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Mutant:
    """An edit and what became of it; ``by`` is the case that noticed it, or the reason why none
    can. ``declared`` is the entry of a test file that gives the reason."""

    edit: Edit
    fate: Fate
    by: str = ""
    declared: Equivalent | None = None


@dataclass(frozen=True)
class Pack:
    """What edits are tried on: the files of a program, and the cases of the pack among them."""

    files: Sequence[RuleFile]
    program: Program
    cases: Sequence[RuleCase]
    equivalents: Sequence[Equivalent]
    root: Path

    @cached_property
    def prover(self) -> Prover:
        return Prover(self.program)

    @cached_property
    def affected(self) -> Mapping[str, Sequence[RuleCase]]:
        """By relation, the cases that read it, directly or not."""
        relations = {rule.id: rule.relation for rule in self.program.findings}
        reached: dict[str, frozenset[str]] = {}
        affected: dict[str, list[RuleCase]] = {}
        for case in self.cases:
            seen: set[str] = set()
            for watched in (*case.watched, *case.derived):
                name = relations.get(watched, watched)
                if name not in self.program.relations:
                    continue
                if name not in reached:
                    reached[name] = frozenset(restrict(self.program, [name]).relations)
                seen |= reached[name]
            for name in seen:
                affected.setdefault(name, []).append(case)
        return affected


def mutants(
    packs: Sequence[Pack],
    edits: Iterable[Edit],
    engine: Engine,
    progress: Callable[[Mutant], None] | None = None,
) -> Iterator[Mutant]:
    """What becomes of each edit of a file that all these packs read.

    The cases of the packs that the edited relation cannot reach are left out; those that have
    noticed most go first.
    """
    kills: Counter[tuple[int, str]] = Counter()
    for edit in edits:
        cases = [
            (at, case)
            for at, pack in enumerate(packs)
            for case in pack.affected.get(edit.relation, ())
        ]
        cases.sort(key=lambda each: -kills[each[0], each[1].name])
        mutant = _try(packs, edit, cases, _Limited(engine), kills)
        if progress is not None:
            progress(mutant)
        yield mutant


def _try(
    packs: Sequence[Pack],
    edit: Edit,
    cases: Sequence[tuple[int, RuleCase]],
    engine: Engine,
    kills: Counter[tuple[int, str]],
) -> Mutant:
    edited = parse(edit.edited).file
    programs: dict[int, Program] = {}
    for at, case in cases:
        if at not in programs:
            program = _program(packs[at], edit, edited)
            if program is None:
                return Mutant(edit, Fate.SKIPPED)
            programs[at] = program
        if not _passes(case, programs[at], engine, packs[at].root):
            kills[at, case.name] += 1
            return Mutant(edit, Fate.KILLED, case.name)
    return _survivor(packs, edit, edited)


def _program(pack: Pack, edit: Edit, edited: RuleFile) -> Program | None:
    """The edited program; None where it is none."""
    source = edit.span.source
    files = [edited if file.span.source == source else file for file in pack.files]
    return analyse(files).program


def _passes(case: RuleCase, program: Program, engine: Engine, root: Path) -> bool:
    try:
        return run_case(case, program, engine, root=root).passed
    except DiagnosticError:
        return False


def _survivor(packs: Sequence[Pack], edit: Edit, edited: RuleFile) -> Mutant:
    """An edit that no case notices: shown to change nothing, declared so, or a survivor."""
    reasons: list[str | None] = []
    for pack in packs:
        program = _program(pack, edit, edited)
        if program is None:
            return Mutant(edit, Fate.SKIPPED)
        reasons.append(pack.prover.reason(program, edit.clause))
    if all(reasons):
        return Mutant(edit, Fate.EQUIVALENT, reasons[0] or "")
    for declared in (each for pack in packs for each in pack.equivalents):
        if (declared.relation, declared.edit) == (edit.relation, edit.name):
            return Mutant(edit, Fate.EQUIVALENT, declared.reason, declared)
    return Mutant(edit, Fate.SURVIVED)


@dataclass(frozen=True, slots=True)
class _Limited:
    """An engine that ends what runs away."""

    engine: Engine

    @property
    def name(self) -> str:
        return self.engine.name

    def evaluate(
        self,
        program: Program,
        facts: Mapping[str, Collection[Row]],
        *,
        tables: Mapping[str, Sequence[BulkTable]] = NO_TABLES,
        limits: Limits = LIMITS,
        progress: Progress | None = None,
    ) -> Evaluation:
        return self.engine.evaluate(program, facts, tables=tables, limits=limits, progress=progress)
