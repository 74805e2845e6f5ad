"""What a report was made from, for formats that show more than its findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from checker.analysis.program import Program, Row, Severity
from checker.diagnostics import DiagnosticError
from checker.facts import Corpus
from checker.findings.evidence import EvidenceBook
from checker.findings.models import Finding, Report

if TYPE_CHECKING:
    from checker.proofs import Proof

MOST_PROOFS = 2_000
"""Findings of one report that are proven, the worst first: some seconds, some megabytes."""

SHOWN_DEPTH = 20
"""Rules from a finding to what a report still shows of its proof; `checker why` shows all."""


class Sources:
    """The facts of an audit, and the rows that its rules derived from them.

    ``corpus`` knows the entities that the rows name. Proofs are found when they are asked for.
    """

    def __init__(
        self, program: Program, corpus: Corpus, relations: Mapping[str, Collection[Row]]
    ) -> None:
        self.program = program
        self.corpus = corpus
        self._relations = relations
        self._last: tuple[Report, Mapping[str, Proof]] | None = None

    @cached_property
    def book(self) -> EvidenceBook:
        """Where each entity stands."""
        return EvidenceBook(self.corpus)

    def proofs(self, report: Report) -> Mapping[str, Proof]:
        """The lowest proof of each finding, by its fingerprint; none of what takes too much work,
        and of what is beyond :data:`MOST_PROOFS`. Asked again for the same report, as by several
        formats, they are found already."""
        if self._last is None or self._last[0] is not report:
            self._last = report, dict(self._proven(report))
        return self._last[1]

    def _proven(self, report: Report) -> Iterator[tuple[str, Proof]]:
        from checker.proofs import GroundAtom, Prover, lookup_in

        prover = Prover(self.program, lookup_in(self._relations), self.corpus.relations)
        relations = {rule.id: rule.relation for rule in self.program.findings}
        chosen = sorted(report.findings, key=_rank)[:MOST_PROOFS]
        atoms = [GroundAtom(relations[one.rule], tuple(one.row.values())) for one in chosen]
        prover.expect(atoms)
        for finding, atom in zip(chosen, atoms, strict=True):
            try:
                found = next(iter(prover.proofs(atom)), None)
            except DiagnosticError:  # too much work, which `checker why` tells of
                continue
            if found is not None:
                yield finding.fingerprint, found


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def _rank(finding: Finding) -> int:
    return _RANKS[finding.severity]
