"""Every place at which a part stands in a text, also where many parts are looked for in one."""

from __future__ import annotations

from collections.abc import Iterator

_WINDOW = 6
"""Code points. A part of twice as many, less one, has a window in it that the index has."""
_SHORTEST = 2 * _WINDOW - 1
_WORTH_IT = 20_000
"""Code points. In a shorter text looking for a part is as quick as looking it up."""
_MOST_TRIED = 4


def occurrences(part: str, text: str) -> Iterator[int]:
    """Every offset at which a part begins, those that overlap included."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


class Searched:
    """A text in which parts are looked for, indexed when it is long.

    The index has each window at a multiple of its length. A part that stands in the text covers
    such a window, at one of as many offsets as a window is long.
    """

    def __init__(self, text: str, *, worth_it: int = _WORTH_IT) -> None:
        self.text = text
        self._worth_it = worth_it
        self._places: dict[str, list[int]] | None = None

    def occurrences(self, part: str) -> Iterator[int]:
        """As :func:`occurrences` of the text."""
        if len(part) < _SHORTEST or len(self.text) < self._worth_it:
            return occurrences(part, self.text)
        return iter(sorted(self._found(part)))

    def _found(self, part: str) -> Iterator[int]:
        for first in range(_WINDOW):
            offset, places = self._rarest(part, first)
            for place in places:
                if place >= offset and self.text.startswith(part, place - offset):
                    yield place - offset

    def _rarest(self, part: str, first: int) -> tuple[int, list[int]]:
        """Of the first windows in a part, from an offset on, the one with the fewest places."""
        index = self._index()
        last = min(len(part) - _WINDOW, first + (_MOST_TRIED - 1) * _WINDOW)
        fewest = first, index.get(part[first : first + _WINDOW], [])
        for offset in range(first + _WINDOW, last + 1, _WINDOW):
            places = index.get(part[offset : offset + _WINDOW], [])
            if len(places) < len(fewest[1]):
                fewest = offset, places
        return fewest

    def _index(self) -> dict[str, list[int]]:
        if self._places is None:
            self._places = {}
            for at in range(0, len(self.text) - _WINDOW + 1, _WINDOW):
                self._places.setdefault(self.text[at : at + _WINDOW], []).append(at)
        return self._places
