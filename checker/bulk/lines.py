"""Where in a CSV file a row stands that a database has loaded from it.

A database numbers the rows that it loaded. In the file there are also rows that it could not read,
empty lines, and cells with line breaks in them. So the file is read again, but only where there is
something to say of it.
"""

from __future__ import annotations

import csv
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ANY_CELL: Final = (1 << 31) - 1
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class RowPlace:
    """``row`` counts the rows of the file, header and empty lines apart, and ``line`` its lines,
    both from 1; the row begins in the line."""

    row: int
    line: int


class RowPlaces:
    """The places of a CSV file's rows.

    ``passed_over`` are the offsets in bytes, from 1 as DuckDB's table of rejects has them, of rows
    that were not loaded; DuckDB may count line ends before a row to it. In a file of one column an
    empty line is a row.
    """

    def __init__(
        self,
        path: Path,
        passed_over: Collection[int],
        *,
        columns: int,
        delimiter: str = ",",
        header_rows: int = 1,
    ) -> None:
        self._lines = array("Q")
        self._passed_over: list[int] = []
        """For each row passed over, how many were loaded before it."""
        self._rows = self._scan(path, sorted(passed_over), columns, delimiter, header_rows)

    def place(self, loaded: int) -> RowPlace:
        """The place of the row that was loaded as this one, counted from 0."""
        with _cells_of_any_size():
            while len(self._lines) <= loaded and next(self._rows, None) is not None:
                pass
        earlier = bisect_left(self._passed_over, loaded + 1)
        line = self._lines[loaded] if loaded < len(self._lines) else loaded + 2
        return RowPlace(loaded + earlier + 1, line)

    def _scan(
        self,
        path: Path,
        passed_over: Sequence[int],
        columns: int,
        delimiter: str,
        header_rows: int,
    ) -> Iterator[bool]:
        # In Latin-1 a character is a byte, whatever the file's encoding.
        with path.open(encoding="latin-1", newline="") as file:
            reached = 0

            def told() -> Iterator[str]:
                nonlocal reached
                for line in file:
                    reached += len(line)
                    yield line

            reader = csv.reader(told(), delimiter=delimiter, skipinitialspace=True)
            offset, line, skipped, passing = 0, 1, 0, 0
            for cells in reader:
                if not cells and columns > 1:
                    pass
                elif skipped < header_rows:
                    skipped += 1
                elif passing < len(passed_over) and passed_over[passing] <= offset + 1:
                    passing += 1
                    self._passed_over.append(len(self._lines))
                else:
                    self._lines.append(line)
                    yield True
                offset, line = reached, reader.line_num + 1


def line_at(path: Path, offset: int) -> int:
    """The number, from 1, of the line in which the row at this offset in bytes, from 1, begins."""
    feeds = returns = 0
    left = offset - 1
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(left, _CHUNK))):
            feeds += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            left -= len(chunk)
        while (byte := file.read(1)) in (b"\n", b"\r"):  # the row begins behind line ends
            feeds += byte == b"\n"
            returns += byte == b"\r"
    return 1 + (feeds or returns)


@contextmanager
def _cells_of_any_size() -> Iterator[None]:
    before = csv.field_size_limit(_ANY_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
