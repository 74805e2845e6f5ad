"""How alike two texts are by their words, and by how they are worded.

No model is asked, and nothing is learned: what is alike is said in words and numbers that a person
can follow. Rare words count more than common ones (inverse document frequency, Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from checker.aligning.errors import NOT_INSTALLED
from checker.dataclasses import dataclass
from checker.diagnostics.extras import not_installed

_WORD = re.compile(r"[^\W\d_]+")
_IDLE = frozenset(
    "a about after all also an and are as at be been before but by for from had has have he her his"  # noqa: SIM905
    " in into is it its more most no not of on one or out said say says she than that the their"
    " then there they this to up was were which who with".split()
)
_ENDINGS = ("ing", "ed", "es", "s")


def words(text: str) -> tuple[str, ...]:
    """The words that tell something, in lower case and without common endings of English."""
    found = (match[0].lower() for match in _WORD.finditer(text))
    return tuple(_stem(word) for word in found if word not in _IDLE)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much a word tells, by how few of the texts have it."""

    texts: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, texts: Iterable[tuple[str, ...]]) -> Rarity:
        given = list(texts)
        return cls(len(given), Counter(word for text in given for word in set(text)))

    def shared(self, one: Iterable[str], other: Iterable[str]) -> float:
        """The cosine of two sets of words, each weighted by its rarity."""
        first, second = set(one), set(other)
        norm = math.sqrt(self._mass(first) * self._mass(second))
        return self._mass(first & second) / norm if norm else 0.0

    def _mass(self, found: set[str]) -> float:
        # summed in the order of words: floats added in the order of a set differ by the run
        return sum(self.weight(word) ** 2 for word in sorted(found))

    def weight(self, word: str) -> float:
        """The inverse document frequency."""
        return math.log((self.texts + 1) / (self.counts.get(word, 0) + 0.5))


def alike(one: str, other: str) -> float:
    """How alike two short texts are, whatever the order of their words, from 0 to 1.

    Raises :class:`DiagnosticError` where rapidfuzz is not installed.
    """
    try:
        from rapidfuzz import fuzz
    except ImportError:
        said = "texts are compared by `rapidfuzz`, which is not installed"
        raise not_installed(NOT_INSTALLED, "<align>", said, "align") from None
    return fuzz.token_sort_ratio(one.lower(), other.lower()) / 100
