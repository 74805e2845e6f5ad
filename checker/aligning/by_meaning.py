"""The likeness of claims and names by what they mean, as a model of language has it.

Models place texts of one matter near each other, whether they affirm or deny it and whatever the
figure is. So nearness alone proposes little: two claims have to be the nearest of each other in
their documents, and names with other figures, or with a denial in one of them, are not compared.

Every machine gets the same scores: vectors are rounded to whole numbers so small that single
precision adds their products without rounding, in whatever order a BLAS does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from checker.aligning.differences import in_words
from checker.aligning.encoders import Encoder
from checker.aligning.likeness import Reason
from checker.aligning.statements import Statement

_LENGTH = 2048
"""Of a rounded vector; a sum of products stays below 2**24, the last whole number of float32."""
_DOCUMENTS = 8
"""The nearest documents to a claim in which others are proposed: so proposals grow with the claims,
and not with the pairs of documents."""
_ROWS = 256
"""Claims that are compared with all others at once: ten thousand take 10 MB."""


class Meaning:
    """The likeness of claims by meaning. ``nearest`` is the cosine from which on two claims that
    are the nearest of each other are proposed, ``names`` are those that will be asked for."""

    least = 0.0

    def __init__(
        self, found: Sequence[Statement], names: Sequence[str], encoder: Encoder, nearest: float
    ) -> None:
        self._nearest = nearest
        self._vectors = _encoded([statement.text for statement in found], encoder)
        self._documents = [statement.claim.document for statement in found]
        self._places = {name: place for place, name in enumerate(sorted(set(names)))}
        self._names = _encoded(list(self._places), encoder)

    def pairs(self) -> Iterator[tuple[int, int]]:
        if self._documents:
            yield from nearest_pairs(self._vectors, self._documents, self._nearest)

    def claims(self, one: int, other: int) -> tuple[Reason, ...]:
        return (Reason("meaning", cosine(self._vectors[one], self._vectors[other]), 0.6),)

    def names(self, one: str, other: str) -> Reason:
        first, second = (self._names[self._places[name]] for name in (one, other))
        likeness = 0.0 if in_words(one, other) else cosine(first, second)
        return Reason("meaning of the names", likeness, 0.8)


def _encoded(texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    """Raises :class:`ValueError` where an encoder does not give each text a vector of numbers."""
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    vectors = np.asarray(encoder(texts), dtype=np.float64)
    if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
        shape = " by ".join(map(str, vectors.shape))
        raise ValueError(f"{len(texts)} texts need as many vectors of finite numbers, not {shape}")
    return rounded(vectors)


def rounded(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    """The vectors at one length, in whole numbers; zero stays zero."""
    lengths = np.array([math.sqrt(math.fsum(row)) for row in (vectors * vectors).tolist()])
    scale = np.divide(_LENGTH, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    whole: NDArray[np.float32] = np.rint(vectors * scale[:, None]).astype(np.float32)
    return whole


def cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """From 0 to 1: what points apart is not alike at all."""
    return min(1.0, max(0.0, float(one @ other) / _LENGTH**2))


def nearest_pairs(
    vectors: NDArray[np.float32], documents: Sequence[str], least: float
) -> Iterator[tuple[int, int]]:
    """Rows of two documents each of which is the nearest to the other in its document, and that
    document among the nearest to it.

    Ties are all kept, so that the order of rows makes no difference. Compares all with all, by
    products of matrices: the time grows with the square of the rows, the memory with the rows.
    """
    _, codes = np.unique(np.array(documents), return_inverse=True)
    order = np.argsort(codes, kind="stable")
    placed, codes = vectors[order], codes[order]
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    floor = max(least * _LENGTH**2, 1.0)
    count = len(placed)
    towards = []
    for start in range(0, len(placed), _ROWS):
        rows = slice(start, start + _ROWS)
        products = placed[rows] @ placed.T
        products[codes[rows, None] == codes] = 0
        best = np.maximum.reduceat(products, starts, axis=1)
        least_of_row = np.maximum(_most(best), floor)
        one, other = np.nonzero(products >= least_of_row)
        nearest = products[one, other] == best[one, codes[other]]
        one, other = one[nearest], other[nearest]
        towards.append(order[one + start] * count + order[other])
    ways = np.concatenate(towards)
    back = ways % count * count + ways // count
    for way in np.intersect1d(ways, back).tolist():
        if way // count < way % count:
            yield way // count, way % count


def _most(best: NDArray[np.float32]) -> NDArray[np.float32]:
    """What each row has at least in common with its nearest documents, as a column."""
    if best.shape[1] <= _DOCUMENTS:
        return np.zeros((len(best), 1), dtype=np.float32)
    return np.partition(best, -_DOCUMENTS, axis=1)[:, -_DOCUMENTS, None]
