"""The name that somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like ``name``, or None where none is near enough to be a slip of it.

    Case is looked through first (``Claim`` for ``claim``); among equals the first in the order
    of their characters is taken, whatever the order in which they are given.
    """
    from difflib import get_close_matches  # only for a fault

    ordered = sorted(set(candidates))
    for candidate in ordered:
        if candidate.casefold() == name.casefold():
            return candidate
    near = get_close_matches(name, ordered, n=1, cutoff=0.65)
    return near[0] if near else None
