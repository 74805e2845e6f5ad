"""Files of delimited text that a database reads and writes by itself, past Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class TextFile:
    """Rows of a relation, a line each, their values between delimiters, without quotes: none holds
    the delimiter or a line break, a carriage return neither.

    ``lines`` is how many there are. Whether the values are of the columns' types is found out
    when they are read.
    """

    path: Path
    delimiter: str
    lines: int


TextFiles = Mapping[str, Sequence[TextFile]]
"""The files of each relation."""

NO_TEXTS: Final[TextFiles] = {}


class UnusualTextError(Exception):
    """A file of text has something that is wrong, or that databases and Checker may read in
    different ways. Whoever reads value by value finds out which, and says where."""


@runtime_checkable
class WritesText(Protocol):
    """Rows of relations that can be written without a look at each."""

    def count(self, name: str) -> int:
        """How many rows the relation has."""
        ...

    def write_text(self, name: str, path: Path, delimiter: str) -> bool:
        """Writes the relation's rows in their order, as :class:`TextFile` says. False, and
        perhaps half a file, where a value holds a delimiter or a line break."""
        ...
