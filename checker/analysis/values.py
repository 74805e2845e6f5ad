"""What type inference knows of a value: the primitive types and the declared types left for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from checker.analysis.program import Primitive
from checker.analysis.types import TypeNames
from checker.language.ast import Argument

BIT: Final[Mapping[str, int]] = {str(each): 1 << at for at, each in enumerate(Primitive)}
"""A set of primitive types is a sum of these, a *mask*."""

EVERY: Final = sum(BIT.values())
NUMERIC: Final = EVERY - BIT["symbol"]
NONE: Final = 0
"""No primitive type is possible. That has been reported, and nothing more is said of it."""

LIKELIEST: Final[tuple[Primitive, ...]] = tuple(
    next((each for each in Primitive if mask & BIT[each]), Primitive.NUMBER)
    for mask in range(EVERY + 1)
)
"""By mask, the type that is taken where several are left: Soufflé's order of preference."""


def mask_of(names: Iterable[str]) -> int:
    return sum([BIT[name] for name in names])


class Value:
    """What is known of the value of an argument.

    Values of one primitive type hang together by ``kin``, and values of the same declared types
    by ``twin``; the last in such a chain holds ``mask`` and ``types`` for all. ``types`` is None
    where every subtype is possible. ``node`` is where the value was first met.
    """

    __slots__ = ("kin", "mask", "node", "twin", "types")

    def __init__(self, node: Argument, mask: int, types: TypeNames | None) -> None:
        self.node = node
        self.mask = mask
        self.types = types
        self.kin: Value | None = None
        self.twin: Value | None = None

    def last_kin(self) -> Value:
        value = self
        while value.kin is not None:
            value = value.kin
        return value

    def last_twin(self) -> Value:
        value = self
        while value.twin is not None:
            value = value.twin
        return value
