"""What a proof is: one step for every row that it needs, down to the facts given.

A proof is kept as a table of steps and not as nested nodes: a row that is needed in many places
is proven once, and a proof a thousand steps high is no deeper to walk, compare or print than one
of two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from checker.analysis.program import Row, Rule, Value


class GroundAtom(NamedTuple):
    """A row of a relation."""

    relation: str
    row: Row


class Pattern(NamedTuple):
    """Rows of a relation: those with these values in its columns, None for any value."""

    relation: str
    cells: tuple[Value | None, ...]


# --- what a rule's literals rest on ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Absence:
    """Rows that were looked for and not found."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison that holds of two values."""

    op: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Computation:
    """A variable and the value that a term or a range gives it."""

    variable: str
    value: Value


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What was counted, summed or compared.

    ``answers`` holds for each answer of the aggregate's body the rows that it rests on, of which
    there may be none; it ends after :data:`SHOWN_ANSWERS` of ``total``.
    """

    op: str
    variable: str
    value: Value
    answers: tuple[tuple[GroundAtom, ...], ...]
    total: int


SHOWN_ANSWERS = 12
"""Answers of an aggregate that a proof names; the others are counted."""

Premise: TypeAlias = GroundAtom | Absence | Comparison | Computation | Aggregate


# --- steps ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """The row was given as a fact."""

    @property
    def height(self) -> int:
        return 0


GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Application:
    """The row follows by a rule.

    ``substitution`` gives each variable of the rule its value, by name; ``premises`` stand in the
    order of the rule's literals, one for each. ``height`` is one more than that of the highest
    premise; what is not a row has none.
    """

    rule: Rule
    substitution: tuple[tuple[str, Value], ...]
    premises: tuple[Premise, ...]
    height: int


Step: TypeAlias = Given | Application


@dataclass(frozen=True, slots=True)
class Proof:
    """Why ``goal`` holds: a step for it and for every row that its premises name.

    ``steps`` stand in the order in which a reader meets them: a row before its premises.
    """

    goal: GroundAtom
    steps: Mapping[GroundAtom, Step]

    @property
    def height(self) -> int:
        """The longest way from the goal to a fact, in rules."""
        return self.steps[self.goal].height

    @property
    def facts(self) -> tuple[GroundAtom, ...]:
        """The facts that it rests on, each once, in the order in which a reader meets them."""
        return tuple(atom for atom, step in self.steps.items() if isinstance(step, Given))
