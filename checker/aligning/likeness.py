"""What a likeness is, whatever it goes by: reasons from 0 to 1, each with a weight.

Claims and names are compared by the words they have (:mod:`checker.aligning.wording`), and, for
those who ask for it, by what the words mean (:mod:`checker.aligning.embedding`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from checker.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in which two things are alike, from 0 to 1, and how much it counts."""

    what: str
    likeness: float
    weight: float

    @property
    def aside(self) -> Reason:
        """The same, told but not counted."""
        return Reason(self.what, self.likeness, 0.0)


@dataclass(frozen=True, slots=True)
class Score:
    """The weighted mean of the reasons, from 0 to 1."""

    reasons: tuple[Reason, ...]

    @property
    def value(self) -> float:
        weights = sum(reason.weight for reason in self.reasons)
        alike = sum(reason.weight * reason.likeness for reason in self.reasons)
        return alike / weights if weights else 0.0

    def __str__(self) -> str:
        return ", ".join(f"{reason.what} {reason.likeness:.2f}" for reason in self.reasons)


class Likeness(Protocol):
    """A way to compare the claims and the names of some facts. It is symmetric.

    Claims are named by their numbers in the list of statements that the likeness was made of.
    """

    @property
    def least(self) -> float:
        """The score from which on two claims of :meth:`pairs` are proposed."""

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The claims of two documents that are worth a look, the lesser number first."""

    def claims(self, one: int, other: int) -> tuple[Reason, ...]:
        """How alike the texts of two claims are."""

    def names(self, one: str, other: str) -> Reason:
        """How alike the names of two measures are."""
