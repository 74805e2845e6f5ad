"""What a numeric constant may be, and its value as each of Soufflé's numeric types."""

from __future__ import annotations

from math import isinf
from typing import Final

from checker.analysis.program import Primitive

LEAST_NUMBER: Final = -(2**63)
GREATEST_NUMBER: Final = 2**63 - 1
GREATEST_UNSIGNED: Final = 2**64 - 1

_LONGEST: Final = 400
"""More digits than any constant in range has, but for leading zeros."""


def possible_types(text: str) -> tuple[Primitive, ...]:
    """The types that a constant may have by its form, the likeliest first."""
    if text.endswith("u"):
        return (Primitive.UNSIGNED,)
    if "." in text:
        return (Primitive.FLOAT,)
    return (Primitive.NUMBER, Primitive.UNSIGNED, Primitive.FLOAT)


def constant_value(text: str, primitive: Primitive) -> int | float | None:
    """The value of a constant such as ``-12``, ``0x1f``, ``0b11``, ``12u`` or ``1.5``.

    None where the type has no such value, or the constant another form.
    """
    if primitive not in possible_types(text) or len(text) > _LONGEST:
        return None
    if "." in text:
        real = float(text) + 0.0  # one zero: -0.0 and 0.0 are the same row
        return None if isinf(real) else real
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    digits = digits.removesuffix("u")
    base = {"0x": 16, "0b": 2}.get(digits[:2], 10)
    whole = sign * int(digits, base)
    if primitive is Primitive.FLOAT:
        return float(whole) if abs(whole) <= _GREATEST_WHOLE_FLOAT else None
    if primitive is Primitive.NUMBER:
        return whole if LEAST_NUMBER <= whole <= GREATEST_NUMBER else None
    return whole if 0 <= whole <= GREATEST_UNSIGNED else None


_GREATEST_WHOLE_FLOAT: Final = int(1.7976931348623157e308)
