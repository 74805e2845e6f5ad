"""From derivations to proofs: the best one, and further ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from typing import Protocol

from checker.proofs.derivation import Derivation
from checker.proofs.model import GIVEN, Application, GroundAtom, Proof, Step

MOST_ALTERNATIVES = 1_000
"""Derivations of one row by a rule, and combinations of derivations, that are looked at for
further proofs."""

_Choices = frozenset[tuple[GroundAtom, int]]
"""Rows, and which of their derivations is taken; the best of those that are not named."""


class Derivations(Protocol):
    """Knows how rows are derived."""

    def height(self, goal: GroundAtom) -> float:
        """The height of the row's lowest proof; infinite where it has none."""
        ...

    def best(self, goal: GroundAtom) -> Derivation | None:
        """The first step of the row's lowest proof; None where the row was given."""
        ...

    def derivations(self, goal: GroundAtom) -> list[Derivation | None]:
        """Every first step of a proof of the row, the lowest first."""
        ...


class Alternatives:
    """The proofs of a goal by rising height: the best, then those that take the next derivation
    of one row of a proof had before."""

    def __init__(self, prover: Derivations, goal: GroundAtom) -> None:
        self._prover = prover
        self._goal = goal
        self._derivations: dict[GroundAtom, list[Derivation | None]] = {}
        self._waiting: list[tuple[float, int, _Choices]] = []
        self._tickets = 0

    def proofs(self) -> Iterator[Proof]:
        self._push(self._prover.height(self._goal), frozenset())
        seen: set[_Choices] = set()
        while self._waiting and len(seen) < MOST_ALTERNATIVES:
            least, _, choices = heappop(self._waiting)
            taken = self._taken(dict(choices))
            used = frozenset((atom, number) for atom, number in choices if atom in taken)
            heights = _heights(taken)
            height = least if heights is None else heights[self._goal]
            if height > least:
                self._push(height, choices)
                continue
            if used in seen:
                continue
            seen.add(used)
            if heights is not None:
                yield _proof(self._goal, taken, heights)
            for atom in taken:
                number = dict(choices).get(atom, 0) + 1
                if number < len(self._of(atom)):
                    others = (each for each in used if each[0] != atom)
                    self._push(height, frozenset((*others, (atom, number))))

    def _push(self, height: float, choices: _Choices) -> None:
        self._tickets += 1
        heappush(self._waiting, (height, self._tickets, choices))

    def _taken(self, choices: Mapping[GroundAtom, int]) -> dict[GroundAtom, Derivation | None]:
        """The derivation of every row that the goal then rests on, a row before its premises."""
        taken: dict[GroundAtom, Derivation | None] = {}
        waiting = [self._goal]
        while waiting:
            atom = waiting.pop()
            if atom in taken:
                continue
            number = choices.get(atom, 0)
            derivation = self._of(atom)[number] if number else self._prover.best(atom)
            taken[atom] = derivation
            if derivation is not None:
                waiting += reversed(derivation.rows)
        return taken

    def _of(self, atom: GroundAtom) -> list[Derivation | None]:
        found = self._derivations.get(atom)
        if found is None:
            found = self._derivations[atom] = self._prover.derivations(atom)
        return found


def _heights(taken: Mapping[GroundAtom, Derivation | None]) -> dict[GroundAtom, int] | None:
    """The height of each row; None where rows rest on each other in a circle."""
    above: dict[GroundAtom, list[GroundAtom]] = {atom: [] for atom in taken}
    missing: Counter[GroundAtom] = Counter()
    for atom, derivation in taken.items():
        for premise in derivation.rows if derivation else ():
            above[premise].append(atom)
            missing[atom] += 1
    heights = {atom: 0 if derivation is None else 1 for atom, derivation in taken.items()}
    ready = [atom for atom in taken if not missing[atom]]
    for atom in ready:
        for user in above[atom]:
            heights[user] = max(heights[user], 1 + heights[atom])
            missing[user] -= 1
            if not missing[user]:
                ready.append(user)
    return heights if len(ready) == len(taken) else None


def _proof(
    goal: GroundAtom,
    taken: Mapping[GroundAtom, Derivation | None],
    heights: Mapping[GroundAtom, int],
) -> Proof:
    steps: dict[GroundAtom, Step] = {}
    for atom, derivation in taken.items():
        if derivation is None:
            steps[atom] = GIVEN
        else:
            answer = derivation.answer
            substitution = tuple(sorted(answer.binding.items()))
            steps[atom] = Application(derivation.rule, substitution, answer.premises, heights[atom])
    return Proof(goal, steps)
