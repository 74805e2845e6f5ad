"""How much memory this process holds, and how much it may."""

from __future__ import annotations

import os
import re
import sys
from typing import Final

_UNITS: Final = {"K": 1, "M": 2, "G": 3, "T": 4}
_OF_THE_MACHINE: Final = 0.8
"""What DuckDB takes at most when nobody says otherwise."""


def size_in_bytes(size: str) -> int:
    """``4GB`` and ``4GiB`` as bytes. Raises ``ValueError`` for what is no size."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT])(i?)B", size, re.ASCII | re.IGNORECASE)
    if found is None:
        raise ValueError(f"{size!r} is no size")
    return int(float(found[1]) * (1024 if found[3] else 1000) ** _UNITS[found[2].upper()])


def most_bytes() -> int | None:
    """What a process may hold when nobody says otherwise: most of the machine's memory; None
    where the system does not tell."""
    if not hasattr(os, "sysconf"):
        return None
    return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * _OF_THE_MACHINE)


def held_bytes() -> int:
    """The memory that this process holds now; where the system does not tell, the most that it
    has held, or else 0."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - read often
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return _most_held()


def _most_held() -> int:
    try:
        import resource
    except ImportError:
        return 0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
