"""A rule test as its file states it, before it is held against a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from checker.diagnostics import Span

Cell: TypeAlias = "bool | int | float | str | None"
"""A value as written; ``None`` is no bound, in the columns ``low`` and ``high`` of floats."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a row or of an expected finding, and where it stands."""

    value: Cell
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row for a relation. ``cells`` are in the order of its columns, or by column."""

    relation: str
    cells: tuple[Given, ...] | Mapping[str, Given]
    span: Span = field(compare=False, repr=False)
    name_span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding that must come out.

    ``columns`` are values of the finding's row; columns left out may have any value. ``message``
    is the filled message, or None where it does not matter.
    """

    rule: str
    columns: Mapping[str, Given]
    message: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """A row that a relation must have; columns left out may have any value."""

    relation: str
    columns: Mapping[str, Given]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Facts written out as in a fact file.

    ``text`` is YAML in which every record has the line and the column that it has in the test
    file, so that whoever reads it reports places of that file.
    """

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One case. ``watched`` are the ids of the rules that may find nothing but what is expected:
    the rule under test first. ``derived`` are the relations that may have no rows but
    ``derives``."""

    name: str
    rule: str
    bundle: Bundle | None
    rows: tuple[GivenRow, ...]
    expected: tuple[ExpectedFinding, ...]
    watched: Mapping[str, Span]
    span: Span = field(compare=False, repr=False)
    derives: tuple[ExpectedRow, ...] = ()
    derived: Mapping[str, Span] = field(default_factory=dict)

    @property
    def fires(self) -> bool:
        """Whether the rule under test must find something."""
        return any(expected.rule == self.rule for expected in self.expected)
