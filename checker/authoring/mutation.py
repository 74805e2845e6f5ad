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
from checker.analysis.program import Program, Row, Rule, Stratum
from checker.analysis.restriction import relations_read
from checker.authoring.cases import RuleCase
from checker.authoring.edits import Edit
from checker.authoring.equivalence import Prover
from checker.authoring.equivalents import Equivalent
from checker.authoring.holding import PreparedCase, prepare
from checker.authoring.running import evaluate_prepared
from checker.diagnostics import DiagnosticError, Level, Source
from checker.engines import Engine, Limits
from checker.language import parse
from checker.language.ast import Clause, Directive, Item, RelationDeclaration, RuleFile

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
        affected: dict[str, list[RuleCase]] = {}
        for case in self.cases:
            watched = {relations.get(name, name) for name in (*case.watched, *case.derived)}
            for name in restrict(self.program, watched & self.program.relations.keys()).relations:
                affected.setdefault(name, []).append(case)
        return affected

    @cached_property
    def readers(self) -> Mapping[str, frozenset[str]]:
        """By relation, those that depend on it, itself among them."""
        readers: dict[str, set[str]] = {}
        for name in self.program.relations:
            for read in restrict(self.program, [name]).relations:
                readers.setdefault(read, set()).add(name)
        return {name: frozenset(each) for name, each in readers.items()}

    @cached_property
    def strata(self) -> Mapping[str, frozenset[str]]:
        """By relation, those that it is derived together with."""
        return {
            name: frozenset(stratum.relations)
            for stratum in self.program.strata
            for name in stratum.relations
        }

    def edited(self, edit: Edit) -> Program | None:
        """The rules of the edit's stratum, with the clause edited; None where that is no
        program."""
        clause = _edited_clause(edit)
        if clause is None:
            return None
        return analyse(
            RuleFile(
                file.span,
                tuple(clause if item.span == edit.clause else item for item in file.items),
            )
            for file in self._around(edit.relation)
        ).program

    def _around(self, relation: str) -> Sequence[RuleFile]:
        """The files without what the relation's stratum has no need of."""
        derived = self.strata[relation]
        if relation not in self._parts:
            read = {
                name
                for stratum in self.program.strata
                if not derived.isdisjoint(stratum.relations)
                for rule in stratum.rules
                for name in relations_read(rule.body)
            }
            self._parts[relation] = [
                RuleFile(
                    file.span, tuple(item for item in file.items if _needed(item, derived, read))
                )
                for file in self.files
            ]
        return self._parts[relation]

    @cached_property
    def _parts(self) -> dict[str, Sequence[RuleFile]]:
        return {}


def _needed(item: Item, derived: Collection[str], read: Collection[str]) -> bool:
    match item:
        case Clause(heads=heads):
            return any(head.relation in derived for head in heads)
        case RelationDeclaration(name=name):
            return name in derived or name in read
        case Directive():
            return False
        case _:
            return True


def _edited_clause(edit: Edit) -> Clause | None:
    """The clause as edited, read on its own in the place where it stands."""
    source, clause = edit.span.source, edit.clause
    text = source.text[clause.start : edit.span.start] + edit.text
    text += source.text[edit.span.end : clause.end]
    blank = "".join(char if char == "\n" else " " for char in source.text[: clause.start])
    parsed = parse(Source(source.name, blank + text))
    items = parsed.file.items
    whole = len(items) == 1 and not any(each.level is Level.ERROR for each in parsed.diagnostics)
    return items[0] if whole and isinstance(items[0], Clause) else None


class _Trials:
    """A pack's cases, with the rows that they have without an edit."""

    def __init__(self, pack: Pack, engine: Engine) -> None:
        self._pack = pack
        self._engine = engine
        self._known: dict[str, tuple[PreparedCase, Mapping[str, Collection[Row]]] | None] = {}

    def passes(self, case: RuleCase, edited: _Edited) -> bool:
        known = self._of(case)
        if known is None:
            return False
        prepared, rows = known
        try:
            own = self._rows(edited.own, prepared, rows)
            if all(set(own[name]) == set(rows[name]) for name in edited.stratum):
                return True
            part = restrict(edited.program, prepared.relations)
            strata = [each for each in part.strata if edited.readers.intersection(each.relations)]
            found = self._rows(_with_strata(part, strata), prepared, rows)
        except DiagnosticError:
            return False
        return prepared.result(edited.program, found).passed

    def _rows(
        self, program: Program, prepared: PreparedCase, rows: Mapping[str, Collection[Row]]
    ) -> Mapping[str, Collection[Row]]:
        """The rows of a part of an edited program, over what comes before it as it is without
        the edit."""
        found = {name for stratum in program.strata for name in stratum.relations}
        facts = {
            name: prepared.facts.get(name, ()) if name in found else rows.get(name, ())
            for name in program.relations
        }
        return self._engine.evaluate(program, facts, limits=LIMITS).relations

    def _of(self, case: RuleCase) -> tuple[PreparedCase, Mapping[str, Collection[Row]]] | None:
        """The case, and all its rows without an edit; None where it fails as it is."""
        key = f"{case.rule} {case.name}"
        if key not in self._known:
            program = self._pack.program
            try:
                prepared = prepare(case, program, self._pack.root)
                rows = evaluate_prepared(prepared, program, self._engine)[1]
            except DiagnosticError:
                self._known[key] = None
            else:
                self._known[key] = prepared, rows
        return self._known[key]


@dataclass(frozen=True)
class _Edited:
    """An edit of a pack: ``own`` are the rules of its ``stratum`` as edited."""

    pack: Pack
    edit: Edit
    stratum: frozenset[str]
    own: Program

    @property
    def readers(self) -> frozenset[str]:
        return self.pack.readers[self.edit.relation]

    @cached_property
    def program(self) -> Program:
        """The whole program."""
        program = self.pack.program
        strata: list[Stratum] = []
        for each in program.strata:
            strata += [each] if self.stratum.isdisjoint(each.relations) else self.own.strata
        return _with_strata(program, strata)


def _parted(pack: Pack, edit: Edit) -> _Edited | None:
    """None where the edited rule is none."""
    stratum = pack.strata[edit.relation]
    program = pack.edited(edit)
    if program is None:
        return None
    read = {
        name for each in program.strata for rule in each.rules for name in relations_read(rule.body)
    }
    relations = {name: program.relations[name] for name in read | stratum}
    strata = tuple(_renumbered(each) for each in program.strata)
    return _Edited(pack, edit, stratum, Program(relations, strata, (), ()))


def _renumbered(stratum: Stratum) -> Stratum:
    """The stratum with other numbers for its rules than any of the pack has."""
    rules = tuple(
        Rule(-1 - rule.id, rule.relation, rule.args, rule.body, rule.span) for rule in stratum.rules
    )
    return Stratum(stratum.relations, rules, stratum.recursive)


def _with_strata(program: Program, strata: Sequence[Stratum]) -> Program:
    return Program(program.relations, tuple(strata), program.directives, program.findings)


def mutants(
    packs: Sequence[Pack],
    edits: Iterable[Edit],
    engine: Engine,
    progress: Callable[[Mutant], None] | None = None,
) -> Iterator[Mutant]:
    """What becomes of each edit of a file that all these packs read.

    The cases of the packs that the edited relation cannot reach are left out; those that have
    noticed most edits of the relation go first.
    """
    trials = [_Trials(pack, engine) for pack in packs]
    kills: Counter[tuple[str, int, str, str]] = Counter()
    for edit in edits:
        mutant = _try(packs, edit, trials, kills)
        if progress is not None:
            progress(mutant)
        yield mutant


def _try(
    packs: Sequence[Pack],
    edit: Edit,
    trials: Sequence[_Trials],
    kills: Counter[tuple[str, int, str, str]],
) -> Mutant:
    cases = [
        ((edit.relation, at, case.rule, case.name), case)
        for at, pack in enumerate(packs)
        for case in pack.affected.get(edit.relation, ())
    ]
    cases.sort(key=lambda each: (-kills[each[0]], len(each[1].rows)))
    programs: dict[int, _Edited] = {}
    for key, case in cases:
        at = key[1]
        if at not in programs:
            program = _parted(packs[at], edit)
            if program is None:
                return Mutant(edit, Fate.SKIPPED)
            programs[at] = program
        if not trials[at].passes(case, programs[at]):
            kills[key] += 1
            return Mutant(edit, Fate.KILLED, case.name)
    return _survivor(packs, edit)


def _survivor(packs: Sequence[Pack], edit: Edit) -> Mutant:
    """An edit that no case notices: shown to change nothing, declared so, or a survivor."""
    reasons: list[str | None] = []
    for pack in packs:
        edited = _parted(pack, edit)
        if edited is None:
            return Mutant(edit, Fate.SKIPPED)
        reasons.append(pack.prover.reason(edited.program, edit.clause))
    if all(reasons):
        return Mutant(edit, Fate.EQUIVALENT, reasons[0] or "")
    for declared in (each for pack in packs for each in pack.equivalents):
        if (declared.relation, declared.edit) == (edit.relation, edit.name):
            return Mutant(edit, Fate.EQUIVALENT, declared.reason, declared)
    return Mutant(edit, Fate.SURVIVED)
