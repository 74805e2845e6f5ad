"""Finds the facts to look at first.

Every proof of a finding has to lose a fact before the finding goes, so facts that resolve
findings are hitting sets of the proofs (Reiter 1987). There can be very many proofs: a few are
taken to begin with, and an evaluation without the facts of an answer shows whether others are
left, which then join them, until none is (implicit hitting sets: Moreno-Centeno and Karp 2013).

What is counted as a loss are the rows that a proof uses or counts. Where a rule looks for what is
not there, a retraction can bring findings; the evaluation shows which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from checker.analysis import restrict
from checker.analysis.program import Program, Severity
from checker.auditing import Examined
from checker.engines import Limits
from checker.engines.base import NO_LIMITS
from checker.facts import Corpus
from checker.findings import Evidence, EvidenceBook, Finding, in_order
from checker.triage.facts import Fact
from checker.triage.hitting import smallest_hitting_set, solver
from checker.triage.model import Advice, Triage
from checker.triage.trials import Key, Trial, Trials, key

MOST_ROUNDS = 100
"""Answers that are tried; after so many the last one is added to until it is enough."""


def triage(
    examined: Examined,
    findings: Sequence[Finding],
    severity: Severity,
    most: int = 10,
    *,
    limits: Limits = NO_LIMITS,
) -> Triage:
    """The facts to look at for ``findings`` of an audit, in their order, all of them of this
    severity or worse; ``most`` single facts at most. ``limits`` are those of each evaluation.

    Raises :class:`checker.diagnostics.DiagnosticError` without the solver, where a proof takes too
    much work, and as an evaluation does.
    """
    solver()
    asked = {key(finding): finding for finding in findings}
    trials = Trials(_part(examined.program, severity), examined, asked, limits)
    return _Search(trials, examined.corpus, asked).answer(most)


def _part(program: Program, severity: Severity) -> Program:
    """What findings of this severity and of worse ones depend on."""
    worst_first = tuple(Severity)
    kept = worst_first[: worst_first.index(severity) + 1]
    rules = tuple(rule for rule in program.findings if rule.severity in kept)
    return replace(restrict(program, [rule.relation for rule in rules]), findings=rules)


class _Search:
    """The findings asked about, with the facts that the proofs seen so far rest on."""

    def __init__(self, trials: Trials, corpus: Corpus, asked: dict[Key, Finding]) -> None:
        self._trials = trials
        self._corpus = corpus
        self._book = EvidenceBook(corpus)
        self._asked = asked
        self._bases: dict[Key, set[frozenset[Fact]]] = {known: set() for known in asked}
        self._order: dict[Fact, int] = {}
        self._at_first = trials.without(frozenset())
        self._learn(self._at_first)

    def answer(self, most: int) -> Triage:
        singles = self._singles(most)
        together, smallest = self._together()
        return Triage(
            tuple(self._asked.values()),
            tuple(self._advice([fact]) for fact in singles),
            self._advice(together) if together else None,
            smallest,
            tuple(finding for known, finding in self._asked.items() if not self._can_go(known)),
        )

    # --- single facts ---

    def _singles(self, most: int) -> list[Fact]:
        """The facts that alone resolve most, the first in the documents first where they tie.

        What a fact hits of the proofs seen is the most that it can resolve, so only the best is
        tried each time, and is taken when the trial shows no further proof.
        """
        taken: dict[Fact, frozenset[Key]] = {}
        tried: set[Fact] = set()
        passed: set[Fact] = set()
        while len(taken) < most:
            hits = self._hits()
            left = hits.keys() - taken.keys() - passed
            if not left:
                break
            best = min(left, key=lambda fact: (-len(hits[fact]), self._order[fact]))
            whole = self._trials.holders.whole(best)
            if best not in tried:
                self._try([best])
                tried.add(best)
            elif whole is not None and taken.get(whole) == frozenset(hits[best]):
                passed.add(best)  # the claim has been named, of which this is a part
            else:
                taken[best] = frozenset(hits[best])
        return list(taken)

    def _hits(self) -> dict[Fact, list[Key]]:
        """The findings of which each fact meets every proof seen."""
        hits: dict[Fact, list[Key]] = {}
        for known, bases in self._bases.items():
            for fact in frozenset.intersection(*bases) if bases else ():
                hits.setdefault(fact, []).append(known)
        return hits

    # --- the smallest set ---

    def _together(self) -> tuple[list[Fact], bool]:
        """The fewest facts that resolve all that can be resolved."""
        chosen: list[Fact] = []
        smallest = True
        rounds = 0
        hit: list[frozenset[Fact]] = []
        # A trial adds proofs to hit, or shows that a finding cannot go, which then asks for none.
        while (bases := self._to_hit()) != hit:
            rounds += 1
            if rounds <= MOST_ROUNDS:
                chosen, smallest = self._fewest(bases)
            else:
                missed = [basis for basis in bases if basis.isdisjoint(chosen)]
                chosen += {min(basis, key=self._order.__getitem__) for basis in missed}
                smallest = False
            hit = bases
            self._try(chosen)
        return chosen, smallest

    def _fewest(self, bases: Sequence[frozenset[Fact]]) -> tuple[list[Fact], bool]:
        facts = sorted({fact for basis in bases for fact in basis}, key=self._order.__getitem__)
        numbers = {fact: number for number, fact in enumerate(facts)}
        found = smallest_hitting_set(
            [frozenset(numbers[fact] for fact in basis) for basis in bases]
        )
        return [facts[number] for number in found.elements], found.smallest

    def _to_hit(self) -> list[frozenset[Fact]]:
        return [
            basis for known, bases in self._bases.items() if self._can_go(known) for basis in bases
        ]

    # --- what trials teach ---

    def _try(self, facts: Collection[Fact]) -> None:
        """Looks for proofs without these facts, of the findings of which they meet every proof
        seen."""
        gone = [
            known
            for known, bases in self._bases.items()
            if not any(basis.isdisjoint(facts) for basis in bases)
        ]
        self._learn(self._trials.without(frozenset(facts), gone))

    def _learn(self, trial: Trial) -> None:
        for known, bases in trial.bases.items():
            self._bases[known].update(bases)
        seen = {fact for known in trial.bases for basis in self._bases[known] for fact in basis}
        if not seen <= self._order.keys():
            self._order = self._places({*self._order, *seen})

    def _can_go(self, known: Key) -> bool:
        """Whether every proof seen rests on a fact that can be retracted."""
        return all(self._bases[known])

    # --- what is said of facts ---

    def _advice(self, facts: Iterable[Fact]) -> Advice:
        chosen = sorted(facts, key=self._order.__getitem__)
        trial = self._trials.without(frozenset(chosen))
        return Advice(
            tuple(map(self._evidence, chosen)),
            tuple(map(self._resting_on, chosen)),
            tuple(each for known, each in self._asked.items() if known not in trial.standing),
            tuple(
                finding
                for known, finding in trial.standing.items()
                if known not in self._at_first.standing
            ),
        )

    def _resting_on(self, fact: Fact) -> tuple[Finding, ...]:
        return tuple(
            self._asked[known]
            for known, bases in self._bases.items()
            if any(fact in basis for basis in bases)
        )

    def _evidence(self, fact: Fact) -> Evidence:
        return self._book.evidence(fact.kind, fact.kind, fact.id)

    def _places(self, facts: Iterable[Fact]) -> dict[Fact, int]:
        """Facts by their place in the documents, what holds others first; then those that have
        none, by kind and id."""
        ranks = {
            document.id: rank for rank, document in enumerate(in_order(self._corpus.documents))
        }

        def place(fact: Fact) -> tuple[int, int, int, str, str]:
            found = self._evidence(fact)
            if found.passage is None or found.document is None:
                return (len(ranks), 0, 0, *fact)
            start, end = found.passage.start, found.passage.end
            return (ranks[found.document], start, -end, *fact)

        return {fact: rank for rank, fact in enumerate(sorted(facts, key=place))}
