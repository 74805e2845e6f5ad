"""Whether two results hold the same rows.

Rows are compared as Soufflé's own tests compare them: as lines, in any order. Where lines differ,
floats are looked at to six digits, because many expected files were written by a build of Soufflé
with floats of 32 bits.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)?")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines that are missing from a result, and lines that should not be there."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __str__(self) -> str:
        parts = [
            f"{len(lines)} {what} ({', '.join(map(repr, lines[:_SHOWN]))}"
            f"{', …' if len(lines) > _SHOWN else ''})"
            for lines, what in ((self.missing, "missing"), (self.extra, "too many"))
            if lines
        ]
        return " and ".join(parts)


def difference(expected: str, found: str) -> Difference | None:
    """How the lines of a result differ from those expected, or None."""
    wanted, had = Counter(_lines(expected)), Counter(_lines(found))
    if wanted == had:
        return None
    return Difference(
        tuple(sorted((wanted - had).elements())), tuple(sorted((had - wanted).elements()))
    )


def is_rounding(found: Difference) -> bool:
    """Whether the lines differ in the digits of floats behind the sixth alone."""
    return Counter(map(_rounded, found.missing)) == Counter(map(_rounded, found.extra))


def content(data: bytes) -> str:
    """The text of a result, compressed or not."""
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    return data.decode("utf-8", errors="replace")


def _lines(text: str) -> Iterable[str]:
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _rounded(line: str) -> str:
    return _FLOAT.sub(lambda found: f"{float(found[0]):.6g}", line)
