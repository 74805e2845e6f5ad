"""The reference meaning of every functor, comparison, range and aggregate of the dialect.

Every engine gives these answers. They are Soufflé's with a 64-bit domain, except where Soufflé
leaves the answer to the machine or prints a warning and goes on:

- number is two's complement of 64 bits and unsigned counts modulo 2**64. Division truncates
  toward zero, and a remainder has the sign of the dividend. Powers are exact before they wrap
  (Soufflé rounds them through a double).
- float is an IEEE 754 double with *one zero* and *no NaN*: ``-0.0`` becomes ``0.0``, and a
  functor whose result would be NaN (``0.0 / 0.0``, infinity minus infinity) has no value. So
  two floats are the same row exactly where they are equal. Infinities are values.
- A float sum is the exact sum rounded once, so that it does not depend on the order of rows.
- Symbols are Unicode texts. ``strlen`` and ``substr`` count bytes of UTF-8, and texts compare
  by these bytes, which is the order of their code points. ``match`` works on the same bytes.
- A conversion from text wants the whole text to be the number.

Where there is no value, :class:`NoValueError` says why; a pattern that cannot be read raises
:class:`checker.engines.patterns.PatternError`.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from checker.analysis.program import Primitive, Value
from checker.engines.patterns import compile_pattern

NUMBER, UNSIGNED, FLOAT, SYMBOL = (
    Primitive.NUMBER,
    Primitive.UNSIGNED,
    Primitive.FLOAT,
    Primitive.SYMBOL,
)

Function = Callable[..., Value]
"""A functor on values of the types that its signature gives."""


class NoValueError(Exception):
    """A functor has no value for its arguments. ``mend`` says how a rule can avoid it."""

    def __init__(self, why: str, mend: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.mend = mend


# --- 64-bit integers -------------------------------------------------------------------------

_SIGN = 1 << 63
_MASK = (1 << 64) - 1


def _signed(value: int) -> int:
    if -_SIGN <= value < _SIGN:
        return value
    return ((value + _SIGN) & _MASK) - _SIGN


def _unsigned(value: int) -> int:
    return value & _MASK


def _quotient(a: int, b: int) -> int:
    if b == 0:
        raise NoValueError(f"{a} / 0 has no value", "exclude zero in the rule's body: `x != 0`")
    return a // b if (a < 0) == (b < 0) else -(-a // b)


def _remainder(a: int, b: int) -> int:
    if b == 0:
        raise NoValueError(f"{a} % 0 has no value", "exclude zero in the rule's body: `x != 0`")
    return a - b * _quotient(a, b)


def _power(a: int, b: int) -> int:
    if b >= 0:
        return pow(a, b, 1 << 64) if a >= 0 or b % 2 == 0 else -pow(-a, b, 1 << 64)
    if a == 0:
        raise NoValueError(f"0 ^ {b} has no value", "exclude negative exponents of zero")
    return {1: 1, -1: 1 if b % 2 == 0 else -1}.get(a, 0)


def _integer_functors(
    primitive: Primitive, wrap: Callable[[int], int]
) -> Iterator[tuple[tuple[str, Primitive], Function]]:
    def wrapped(function: Callable[[int, int], int]) -> Function:
        return lambda a, b: wrap(function(a, b))

    binary: Mapping[str, Callable[[int, int], int]] = {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": _quotient,
        "%": _remainder,
        "^": _power,
        "band": operator.and_,
        "bor": operator.or_,
        "bxor": operator.xor,
        "bshl": lambda a, b: a << (b & 63),
        "bshr": lambda a, b: a >> (b & 63),
        "bshru": lambda a, b: (a & _MASK) >> (b & 63),
        "land": lambda a, b: int(a != 0 and b != 0),
        "lor": lambda a, b: int(a != 0 or b != 0),
        "lxor": lambda a, b: int((a != 0) != (b != 0)),
    }
    for name, function in binary.items():
        yield (name, primitive), wrapped(function)
    yield ("bnot", primitive), lambda a: wrap(~a)
    yield ("lnot", primitive), lambda a: int(a == 0)


# --- floats ----------------------------------------------------------------------------------


def canonical(value: float) -> float:
    """The float with the one zero. Raises :class:`NoValueError` for NaN."""
    if value != value:
        raise NoValueError("the result is not a number (NaN)", "exclude infinities and 0.0 / 0.0")
    return value + 0.0


def _float_quotient(a: float, b: float) -> float:
    if b == 0.0:
        return math.nan if a == 0.0 else math.copysign(math.inf, a)
    return a / b


def _float_power(a: float, b: float) -> float:
    odd = b % 2.0 == 1.0
    if a == 0.0 and b < 0.0:
        return math.inf
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0.0 and odd else math.inf
    except ValueError:  # a root of a negative number
        return math.nan


def _float_functors() -> Iterator[tuple[tuple[str, Primitive], Function]]:
    def checked(function: Callable[[float, float], float]) -> Function:
        return lambda a, b: canonical(function(a, b))

    yield ("+", FLOAT), checked(operator.add)
    yield ("-", FLOAT), checked(operator.sub)
    yield ("*", FLOAT), checked(operator.mul)
    yield ("/", FLOAT), checked(_float_quotient)
    yield ("^", FLOAT), checked(_float_power)
    yield ("neg", FLOAT), lambda a: 0.0 - a


# --- symbols ---------------------------------------------------------------------------------


def encode(text: str) -> bytes:
    """UTF-8. A lone surrogate, which JSON can smuggle in, is kept as its three bytes."""
    return text.encode("utf-8", "surrogatepass")


def _strlen(text: str) -> int:
    return len(text) if text.isascii() else len(encode(text))


def _substr(text: str, start: int, length: int) -> str:
    """``length`` bytes from byte ``start``; a negative length reaches to the end, and a start
    outside of the text gives the empty text (std::string::substr under Soufflé's guard)."""
    data = encode(text)
    if not 0 <= start <= len(data):
        return ""
    stop = start + length if length >= 0 else len(data)
    try:
        return data[start:stop].decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise NoValueError(
            f"bytes {start} to {min(stop, len(data))} of {shown(text)} cut a character in two",
            "`substr` counts bytes of UTF-8, as Soufflé does",
        ) from None


def shown(text: str) -> str:
    """The text as a message shows it."""
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'


# --- conversions -----------------------------------------------------------------------------


def _integer_of_text(text: str, functor: str, low: int, high: int) -> int:
    sign = "[+-]?" if low < 0 else "[+]?"
    if not re.fullmatch(rf"[ \t\n\v\f\r]*{sign}[0-9]+", text):
        raise NoValueError(
            f"{functor}({shown(text)}) has no value: the text is no whole number",
            'let a literal such as `match("[0-9]+", x)` choose the texts',
        )
    digits = text.strip().lstrip("+-0")
    value = int(digits or "0") if len(digits) <= 20 else 1 << 64  # int() refuses very many digits
    if "-" in text:
        value = -value
    if not low <= value < high:
        raise NoValueError(f"{functor}({shown(text)}) has no value: it does not fit into 64 bits")
    return value


def _float_of_text(text: str) -> float:
    number = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf(?:inity)?"
    if not re.fullmatch(rf"[ \t\n\v\f\r]*[+-]?(?:{number})", text, re.ASCII | re.IGNORECASE):
        raise NoValueError(
            f"to_float({shown(text)}) has no value: the text is no number",
            'let a literal such as `match("[0-9.]+", x)` choose the texts',
        )
    value = float(text)
    if math.isinf(value) and "n" not in text.lower():
        raise NoValueError(f"to_float({shown(text)}) has no value: it does not fit into a float")
    return canonical(value)


def _integer_of_float(value: float, functor: str, low: int, high: int) -> int:
    if not low - 1 < value < high:
        raise NoValueError(f"{functor}({value!r}) has no value: it does not fit into 64 bits")
    return int(value)


CONVERSIONS: Mapping[tuple[str, Primitive], Function] = {
    ("to_number", NUMBER): lambda a: a,
    ("to_number", UNSIGNED): _signed,
    ("to_number", FLOAT): lambda a: _integer_of_float(a, "to_number", -_SIGN, _SIGN),
    ("to_number", SYMBOL): lambda a: _integer_of_text(a, "to_number", -_SIGN, _SIGN),
    ("to_unsigned", NUMBER): _unsigned,
    ("to_unsigned", UNSIGNED): lambda a: a,
    ("to_unsigned", FLOAT): lambda a: _integer_of_float(a, "to_unsigned", 0, 1 << 64),
    ("to_unsigned", SYMBOL): lambda a: _integer_of_text(a, "to_unsigned", 0, 1 << 64),
    ("to_float", NUMBER): float,
    ("to_float", UNSIGNED): float,
    ("to_float", FLOAT): lambda a: a,
    ("to_float", SYMBOL): _float_of_text,
    ("to_string", NUMBER): str,
    ("to_string", UNSIGNED): str,
    ("to_string", FLOAT): lambda a: f"{a:f}",  # std::to_string prints with %f
    ("to_string", SYMBOL): lambda a: a,
}

FUNCTORS: Mapping[tuple[str, Primitive], Function] = {
    **dict(_integer_functors(NUMBER, _signed)),
    **dict(_integer_functors(UNSIGNED, _unsigned)),
    ("neg", NUMBER): lambda a: _signed(-a),
    **dict(_float_functors()),
    **{("min", primitive): lambda *values: min(values) for primitive in Primitive},
    **{("max", primitive): lambda *values: max(values) for primitive in Primitive},
    ("cat", SYMBOL): lambda *texts: "".join(texts),
    ("strlen", SYMBOL): _strlen,
    ("substr", SYMBOL): _substr,
    **CONVERSIONS,
}
"""Each functor by its name and its operands' primitive type (the first operand's where they
differ)."""

_PARTIAL = frozenset(
    {
        ("/", NUMBER),
        ("%", NUMBER),
        ("^", NUMBER),
        ("/", UNSIGNED),
        ("%", UNSIGNED),
        ("^", UNSIGNED),
        ("/", FLOAT),
        ("^", FLOAT),
        ("substr", SYMBOL),
        ("to_number", FLOAT),
        ("to_number", SYMBOL),
        ("to_unsigned", FLOAT),
        ("to_unsigned", SYMBOL),
        ("to_float", SYMBOL),
    }
)


def is_partial(functor: str, operand: Primitive) -> bool:
    """Whether the functor has no value for some everyday arguments.

    Sums and products of floats are not counted as such, though infinities can make NaN of them.
    """
    return (functor, operand) in _PARTIAL


# --- comparisons -----------------------------------------------------------------------------


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is one of the pattern's. Raises :class:`PatternError`."""
    return compile_pattern(pattern).matches(encode(text))


COMPARISONS: Mapping[str, Callable[..., bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "match": matches,
    "!match": lambda pattern, text: not matches(pattern, text),
    "contains": lambda part, whole: part in whole,
    "!contains": lambda part, whole: part not in whole,
}
"""Each comparison of two values of one primitive type."""


# --- ranges ----------------------------------------------------------------------------------


def span_of(operand: Primitive, start: Value, stop: Value, step: Value | None) -> Iterator[Value]:
    """The values of ``range(start, stop, step)``; ``stop`` is left out.

    Without a step it is 1, or -1 where ``stop`` lies below ``start``; unsigned has no -1, so
    nothing lies between (Soufflé wraps the step there and finds nothing either). A step of zero
    gives the start alone, if the range is not empty. The range ends at the last value of the
    type, and where a float step is too small to move on.
    """
    assert not isinstance(start, str) and not isinstance(stop, str) and not isinstance(step, str)
    if step is None:
        if start > stop and operand is UNSIGNED:
            return
        step = 1 if start <= stop else -1
    low, high = _BOUNDS[operand]
    value = start
    while value < stop if step > 0 else value > stop if step < 0 else value != stop:
        yield value
        following = value + step
        if following == value or not low <= following <= high:
            return
        value = following + 0.0 if operand is FLOAT else following


_BOUNDS: Mapping[Primitive, tuple[float, float]] = {
    NUMBER: (-_SIGN, _SIGN - 1),
    UNSIGNED: (0, _MASK),
    FLOAT: (-math.inf, math.inf),
}


# --- aggregates ------------------------------------------------------------------------------


def _exact_sum(values: Sequence[float]) -> float:
    infinities = {value for value in values if math.isinf(value)}
    if infinities:
        return canonical(sum(infinities))
    try:
        return canonical(math.fsum(values))
    except OverflowError:  # of a partial sum; the whole may still fit
        total = sum(map(Fraction, values), Fraction(0))
    try:
        return float(total)
    except OverflowError:
        return math.inf if total > 0 else -math.inf


def _integer_mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)


def _float_mean(values: Sequence[float]) -> float:
    return canonical(_exact_sum(values) / len(values))


AGGREGATES: Mapping[tuple[str, Primitive], Callable[..., Value]] = {
    ("sum", NUMBER): lambda values: _signed(sum(values)),
    ("sum", UNSIGNED): lambda values: _unsigned(sum(values)),
    ("sum", FLOAT): _exact_sum,
    **{("min", primitive): min for primitive in Primitive},
    **{("max", primitive): max for primitive in Primitive},
    ("mean", NUMBER): _integer_mean,
    ("mean", UNSIGNED): _integer_mean,
    ("mean", FLOAT): _float_mean,
}
"""Each aggregate of one value or more, by name and the values' primitive type. ``count`` is not
among them: it looks at no value."""

EMPTY: Mapping[tuple[str, Primitive], Value] = {
    ("sum", NUMBER): 0,
    ("sum", UNSIGNED): 0,
    ("sum", FLOAT): 0.0,
}
"""The aggregates that hold of no values at all, besides ``count``."""
