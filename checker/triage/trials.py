"""What an audit would find without some facts, and on which facts that would rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from checker.analysis.program import Program, Row
from checker.auditing import Examined
from checker.engines import Limits, engine
from checker.facts import Corpus
from checker.findings import Finding, collect
from checker.proofs import (
    Aggregate,
    Application,
    Given,
    GroundAtom,
    Proof,
    Prover,
    lookup_in,
)
from checker.triage.facts import Fact, Holders

MOST_PROOFS = 4
"""Proofs of one finding that are looked at before it is tried whether it still stands."""

MANY_ROWS = 50_000
"""Rows from which the run's own engine evaluates the trials as well. A trial of fewer rows is over
on pyDatalog before another engine has read the rules; the answers are the same."""

Key: TypeAlias = tuple[str, str, frozenset[tuple[str, str]]]
"""The rule, the message and the evidence: by these a finding is known again in another trial, as
rows that agree in them are one finding."""


def key(finding: Finding) -> Key:
    return (
        finding.rule,
        finding.message,
        frozenset((item.kind, item.id) for item in finding.evidence),
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """What is found without some facts; for findings that were thought to be gone and are still
    there, the sets of facts that proofs of them rest on."""

    standing: Mapping[Key, Finding]
    bases: Mapping[Key, tuple[frozenset[Fact], ...]]


class Trials:
    """Evaluations of one program without some of the facts."""

    def __init__(
        self, program: Program, examined: Examined, asked: Iterable[Key], limits: Limits
    ) -> None:
        self._program = program
        self._limits = limits
        self._corpus = examined.corpus
        self._names = {rule.id: rule.relation for rule in program.findings}
        self._given = _given(program, examined)
        many = sum(map(len, self._given.values())) >= MANY_ROWS
        self._engine = engine(examined.engine if many else "pydatalog")
        relations = {**examined.corpus.relations, **self._given}
        self.holders = Holders(program, relations)
        rows = {name: examined.evaluation.relations[name] for name in program.relations}
        self._trials = {frozenset[Fact](): self._looked_at(rows, self._given, asked)}

    def without(self, facts: frozenset[Fact], gone: Iterable[Key] = ()) -> Trial:
        """What is found without these facts, where these findings are thought to be gone. Raises
        as an evaluation does."""
        trial = self._trials.get(facts)
        if trial is None:
            given = {
                name: [row for row in rows if facts.isdisjoint(self.holders.of(name, row))]
                for name, rows in self._given.items()
            }
            evaluation = self._engine.evaluate(self._program, given, limits=self._limits)
            trial = self._trials[facts] = self._looked_at(evaluation.relations, given, gone)
        return trial

    def _looked_at(
        self,
        relations: Mapping[str, Collection[Row]],
        given: Mapping[str, Collection[Row]],
        gone: Iterable[Key],
    ) -> Trial:
        standing = {
            key(finding): finding for finding in collect(self._program, relations, self._corpus)
        }
        prover = Prover(self._program, lookup_in(relations), given)
        still = [known for known in gone if known in standing]
        return Trial(standing, {known: self._bases(prover, standing[known]) for known in still})

    def _bases(self, prover: Prover, finding: Finding) -> tuple[frozenset[Fact], ...]:
        goal = GroundAtom(self._names[finding.rule], tuple(finding.row.values()))
        proofs = islice(prover.proofs(goal), MOST_PROOFS)
        return tuple(self._basis(prover, proof) for proof in proofs)

    def _basis(self, prover: Prover, proof: Proof) -> frozenset[Fact]:
        return frozenset(
            fact
            for atom in _facts_of(prover, proof)
            for fact in self.holders.of(atom.relation, atom.row)
        )


def _given(program: Program, examined: Examined) -> dict[str, Collection[Row]]:
    """The rows that were given, those of tables among them."""
    derived = {rule.relation for stratum in program.strata for rule in stratum.rules}
    return {
        name: _rows_of(examined.corpus, name)
        if name in derived
        else examined.evaluation.relations[name]
        for name in program.relations
    }


def _rows_of(corpus: Corpus, name: str) -> Collection[Row]:
    return corpus.relations.get(name, ())


def _facts_of(prover: Prover, proof: Proof) -> Iterator[GroundAtom]:
    """The rows given that a proof rests on, with those that its aggregates count."""
    counted: set[GroundAtom] = set()
    waiting = [proof]
    while waiting:
        for atom, step in waiting.pop().steps.items():
            if isinstance(step, Given):
                yield atom
                continue
            for row in _counted(step):
                if row not in counted:
                    counted.add(row)
                    below = prover.prove(row)
                    if below is not None:
                        waiting.append(below)


def _counted(step: Application) -> Iterator[GroundAtom]:
    for premise in step.premises:
        if isinstance(premise, Aggregate):
            for answer in premise.answers:
                yield from answer
