"""How a value of each primitive type is written: Soufflé reads with C++'s ``stoll``, ``stoull``
and ``stod``, and writes with ``operator<<`` at full precision.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isinf

from checker.analysis.program import Primitive, Value

_NUMBER = re.compile(r"[ \t\v\f\r]*[+-]?[0-9]+", re.ASCII)
_UNSIGNED = re.compile(r"[ \t\v\f\r]*\+?[0-9]+|0x[0-9A-Fa-f]+|0b[01]+", re.ASCII)
_FLOAT = re.compile(
    r"[ \t\v\f\r]*[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf(?:inity)?)",
    re.ASCII | re.IGNORECASE,
)
_HEX_FLOAT = re.compile(
    r"[ \t\v\f\r]*[+-]?0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p[+-]?[0-9]+)?",
    re.ASCII | re.IGNORECASE,
)
EXPECTED: Mapping[Primitive, str] = {
    Primitive.NUMBER: "a whole number from -9223372036854775808 to 9223372036854775807",
    Primitive.UNSIGNED: "a whole number from 0 to 18446744073709551615",
    Primitive.FLOAT: "a number such as 12, -0.5 or 6.02e23",
    Primitive.SYMBOL: "a text",
}


def _read_number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    value = int(text)
    if not -(2**63) <= value < 2**63:
        raise ValueError(text)
    return value


def _read_unsigned(text: str) -> int:
    if not _UNSIGNED.fullmatch(text):
        raise ValueError(text)
    value = int(text, {"0x": 16, "0b": 2}.get(text[:2], 10))
    if value >= 2**64:
        raise ValueError(text)
    return value


def _read_float(text: str) -> float:
    if _FLOAT.fullmatch(text):
        value = float(text)
    elif _HEX_FLOAT.fullmatch(text):
        try:
            value = float.fromhex(text.strip())
        except OverflowError:
            raise ValueError(text) from None
    else:
        raise ValueError(text)
    if isinf(value) and "inf" not in text.lower():
        raise ValueError(text)
    return value + 0.0  # one zero: -0.0 and 0.0 are the same row


READ: Mapping[Primitive, Callable[[str], Value]] = {
    Primitive.NUMBER: _read_number,
    Primitive.UNSIGNED: _read_unsigned,
    Primitive.FLOAT: _read_float,
    Primitive.SYMBOL: str,
}
"""A value from its text; ``ValueError`` where the text is none of the type."""


def write_float(value: float) -> str:
    """17 significant digits, enough to read the same double back (``max_digits10`` of C++)."""
    return f"{value:.17g}"
