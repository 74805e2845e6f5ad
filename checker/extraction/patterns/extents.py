"""Passages by their places: which of many lie around a given one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar


class Passage(Protocol):
    """``text[start:end]``."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_P = TypeVar("_P", bound=Passage)


class Passages(Generic[_P]):
    """Passages in the order of their starts, searched without looking at them all."""

    def __init__(self, passages: Sequence[_P]) -> None:
        self._passages = sorted(passages, key=lambda each: (each.start, each.end))
        self._starts = [each.start for each in self._passages]
        self._longest = max((each.end - each.start for each in self._passages), default=0)

    def touching(self, start: int, end: int) -> Iterator[_P]:
        """Those that share a character with ``text[start:end]``."""
        at = bisect_right(self._starts, start - self._longest)
        at = max(0, at - 1)
        while at < len(self._passages) and self._starts[at] < end:
            if self._passages[at].end > start:
                yield self._passages[at]
            at += 1

    def around(self, start: int, end: int) -> Iterator[_P]:
        """Those that ``text[start:end]`` is a part of."""
        for each in self.touching(start, end):
            if each.start <= start and end <= each.end:
                yield each

    def narrowest(self, start: int, end: int) -> _P | None:
        """The shortest of those around; of several, the first."""
        return min(
            self.around(start, end),
            key=lambda each: (each.end - each.start, each.start),
            default=None,
        )
