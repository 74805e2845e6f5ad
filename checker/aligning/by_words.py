"""The likeness of claims and names by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from checker.aligning.likeness import Reason
from checker.aligning.statements import Statement
from checker.aligning.wording import Rarity, alike

_WORDS, _WORDING, _OTHERS = 0.4, 0.2, 0.4
"""What counts how much; others are what facts say of both, at the most."""


class Wording:
    """The likeness of claims by words. Pairs that share too little to reach ``least`` are passed
    over unscored, and no others."""

    def __init__(self, found: Sequence[Statement], least: float) -> None:
        self.least = least
        self.rarity = Rarity.of(statement.words for statement in found)
        self._found = found
        self._names: dict[tuple[str, str], Reason] = {}

    def pairs(self) -> Iterator[tuple[int, int]]:
        shared = _Shared(self._found, self.rarity)
        documents = np.array([statement.claim.document for statement in self._found])
        floor = least_shared(self.least)
        for one in range(len(self._found) - 1):
            near = shared.after(one) >= floor
            near &= documents[one + 1 :] != documents[one]
            yield from ((one, one + 1 + int(other)) for other in np.flatnonzero(near))

    def claims(self, one: int, other: int) -> tuple[Reason, ...]:
        return of_texts(self._found[one], self._found[other], self.rarity)

    def names(self, one: str, other: str) -> Reason:
        pair = (one, other) if one <= other else (other, one)
        if pair not in self._names:
            self._names[pair] = Reason("names", alike(*pair), 0.8)
        return self._names[pair]


def of_texts(one: Statement, other: Statement, rarity: Rarity) -> tuple[Reason, ...]:
    """How alike the texts of two claims are."""
    return (
        Reason("words", rarity.shared(one.words, other.words), _WORDS),
        Reason("wording", alike(one.text, other.text), _WORDING),
    )


def least_shared(least: float) -> float:
    """What two claims' words must share for a score of ``least``, all else being fully alike.

    With less said of both, words count for more, so that this is the lowest bound there is. The
    margin is for sums of floats that are added in another order.
    """
    return (least - _WORDING - _OTHERS) / _WORDS - 1e-6


class _Shared:
    """:meth:`Rarity.shared` of one claim with all later ones at once, by an inverted index."""

    def __init__(self, found: Sequence[Statement], rarity: Rarity) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, statement in enumerate(found):
            for word in set(statement.words):
                places[word].append(number)
        self._words = [sorted(set(statement.words)) for statement in found]
        self._places = {word: np.array(numbers) for word, numbers in places.items()}
        self._masses = {word: rarity.weight(word) ** 2 for word in places}
        total = np.array([sum(self._masses[word] for word in own) for own in self._words])
        self._norms = np.sqrt(np.where(total > 0, total, np.inf))

    def after(self, one: int) -> NDArray[np.float64]:
        """The cosines with the claims after it, in their order."""
        masses = np.zeros(len(self._words))
        for word in self._words[one]:
            masses[self._places[word]] += self._masses[word]
        cosines: NDArray[np.float64] = masses / (self._norms * self._norms[one])
        return cosines[one + 1 :]
