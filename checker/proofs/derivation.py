"""Ways to derive a row."""

from __future__ import annotations

from dataclasses import dataclass

from checker.analysis.program import Rule
from checker.proofs.bodies import Answer
from checker.proofs.model import GroundAtom


@dataclass(frozen=True, slots=True)
class Derivation:
    """A way to derive a row, and its height with the best proofs of its premises."""

    height: float
    rule: Rule
    answer: Answer

    @property
    def rows(self) -> tuple[GroundAtom, ...]:
        """The rows among the premises, each once."""
        return tuple(
            dict.fromkeys(each for each in self.answer.premises if isinstance(each, GroundAtom))
        )
