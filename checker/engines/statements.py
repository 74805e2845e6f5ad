"""Statements of SQL, each made once and kept by what it is for.

To build a statement takes longer than a database takes over a small one, and longer still where
nothing else has imported the builder. What is built for a program is the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from checker.analysis.program import Apply, Test, Value
from checker.dataclasses import dataclass

Key: TypeAlias = tuple["str | int | Key | None", ...]
"""What a statement is for. Where it is for rules, it is for those of one program."""


@dataclass(frozen=True, slots=True)
class Guarding:
    """A query for arguments with which ``subject`` has no value, of which it finds a row or
    none."""

    text: str
    values: Mapping[str, Value]
    subject: Apply | Test


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as text, with the values of the parameters in it that are always the same, and
    what is asked before it."""

    text: str
    values: Mapping[str, Value]
    guards: tuple[Guarding, ...]


class Statements:
    """The statements made so far; None for what cannot be asked in one."""

    def __init__(self, kept: Mapping[Key, Statement | None] | None = None) -> None:
        self._made = dict(kept or {})
        self._kept = len(self._made)

    @property
    def made(self) -> Mapping[Key, Statement | None]:
        return self._made

    @property
    def have_grown(self) -> bool:
        """Whether some were made that were not there at the start."""
        return len(self._made) > self._kept

    def get(self, key: Key, make: Callable[[], Statement]) -> Statement:
        """The statement for this; ``make`` makes it where it is not there yet."""
        found = self.find(key, make)
        assert found is not None, f"{key} is for a statement"
        return found

    def find(self, key: Key, make: Callable[[], Statement | None]) -> Statement | None:
        """The statement for this, if there is any. See :meth:`get`."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]
