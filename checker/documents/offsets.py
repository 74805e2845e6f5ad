"""Where each part of a normalised text stands in the file that it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from checker.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """``text[start:end]`` is the source's ``[source_start:source_end]``.

    Code point for code point where both are of one length, as a whole elsewhere (``&nbsp;``).
    ``page`` is the page of a PDF, from 1, and 0 where the source has no pages; offsets count
    code points of the decoded source, with LF as its line ends, or of the page.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    page: int = 0

    @property
    def is_linear(self) -> bool:
        return self.end - self.start == self.source_end - self.source_start


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A passage in the source: from a place on one page to a place on the same or a later one."""

    page: int
    start: int
    end_page: int
    end: int


@dataclass(frozen=True)
class OffsetMap:
    """Runs in the order of the text. What lies between them was put in, and has no source."""

    runs: tuple[Run, ...]

    def place(self, start: int, end: int) -> SourcePlace | None:
        """Where ``text[start:end]`` stands in the source; None where no part of it does."""
        touched = list(self._touching(start, end))
        if not touched:
            return None
        first, last = touched[0], touched[-1]
        return SourcePlace(
            first.page,
            first.source_start + (max(0, start - first.start) if first.is_linear else 0),
            last.page,
            last.source_end - (max(0, last.end - end) if last.is_linear else 0),
        )

    def _touching(self, start: int, end: int) -> Iterator[Run]:
        at = max(0, bisect_right(self._starts, start) - 1)
        while at < len(self.runs) and self.runs[at].start < end:
            if self.runs[at].end > start:
                yield self.runs[at]
            at += 1

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(run.start for run in self.runs)


class TextBuilder:
    """A text put together from parts of a source, and the map of the two."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    @property
    def is_empty(self) -> bool:
        return self._length == 0

    def take(self, text: str, source_start: int, source_end: int, page: int = 0) -> None:
        """Add what the source has at a place."""
        if not text:
            return
        start, end = self._length, self._length + len(text)
        self._parts.append(text)
        self._length = end
        run = Run(start, end, source_start, source_end, page)
        before = self._runs[-1] if self._runs else None
        if before is not None and _continues(before, run):
            run = Run(before.start, end, before.source_start, source_end, page)
            self._runs.pop()
        self._runs.append(run)

    def put(self, text: str) -> None:
        """Add what the source does not have."""
        self._parts.append(text)
        self._length += len(text)

    def build(self) -> tuple[str, OffsetMap]:
        return "".join(self._parts), OffsetMap(tuple(self._runs))


def _continues(before: Run, run: Run) -> bool:
    return (
        before.is_linear
        and run.is_linear
        and before.page == run.page
        and before.end == run.start
        and before.source_end == run.source_start
    )
