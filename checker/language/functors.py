"""The functors of the dialect and their types: one table for the analysis and every engine.

An engine implements an entry under the key ``(op, operand)``, where ``operand`` is the primitive
type of the first argument. Source of the overloads: Soufflé's ``src/FunctorOps.cpp``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NUMBER: Final = "number"
UNSIGNED: Final = "unsigned"
FLOAT: Final = "float"
SYMBOL: Final = "symbol"

ANY: Final = "T"
"""Stands in a signature for one of the primitive types that it is ``over``."""

_INTEGERS = (NUMBER, UNSIGNED)
_NUMERIC = (NUMBER, UNSIGNED, FLOAT)
_EVERY = (NUMBER, UNSIGNED, FLOAT, SYMBOL)


@dataclass(frozen=True, slots=True)
class Signature:
    """``op(parameters) -> result``, once for each primitive type that :data:`ANY` may stand for.

    ``variadic``: the last parameter may be repeated. ``partial``: the functor has no value for
    some arguments, so that an evaluation may fail. ``multiple``: it has any number of values.
    """

    op: str
    parameters: tuple[str, ...]
    result: str
    over: tuple[str, ...] = ()
    variadic: bool = False
    partial: bool = False
    multiple: bool = False

    @property
    def operands(self) -> tuple[str, ...]:
        """The primitive types of the first argument, one for each overload."""
        return self.over or self.parameters[:1]

    def op_on(self, operand: str) -> str:
        """The name of the entry for a primitive type: ``+`` joins symbols, and so is ``cat``."""
        return "cat" if self.op == "+" and operand == SYMBOL else self.op

    def takes(self, count: int) -> bool:
        """Whether it may be written with so many arguments."""
        least = len(self.parameters)
        return count == least or (self.variadic and count > least)


def signature(name: str, count: int) -> Signature | None:
    """The signature of the functor written ``name`` with ``count`` arguments, or None."""
    return next((found for found in SIGNATURES.get(name, ()) if found.takes(count)), None)


def _binary(op: str, over: tuple[str, ...], *, partial: bool = False) -> Signature:
    return Signature(op, (ANY, ANY), ANY, over, partial=partial)


def _unary(op: str, over: tuple[str, ...]) -> Signature:
    return Signature(op, (ANY,), ANY, over)


def _conversion(op: str, result: str, *, partial: bool = False) -> Signature:
    return Signature(op, (ANY,), result, _EVERY, partial=partial)


def _choice(op: str) -> Signature:
    return Signature(op, (ANY, ANY), ANY, _EVERY, variadic=True)


SIGNATURES: Final[dict[str, tuple[Signature, ...]]] = {
    "+": (_binary("+", _EVERY),),
    "-": (_binary("-", _NUMERIC), _unary("neg", (NUMBER, FLOAT))),
    "*": (_binary("*", _NUMERIC),),
    "/": (_binary("/", _NUMERIC, partial=True),),
    "%": (_binary("%", _INTEGERS, partial=True),),
    "^": (_binary("^", _NUMERIC, partial=True),),
    **{
        name: (_binary(name, _INTEGERS),)
        for name in ("band", "bor", "bxor", "bshl", "bshr", "bshru", "land", "lor", "lxor")
    },
    "bnot": (_unary("bnot", _INTEGERS),),
    "lnot": (_unary("lnot", _INTEGERS),),
    "min": (_choice("min"),),
    "max": (_choice("max"),),
    "cat": (Signature("cat", (SYMBOL, SYMBOL), SYMBOL, variadic=True),),
    "strlen": (Signature("strlen", (SYMBOL,), NUMBER),),
    "substr": (Signature("substr", (SYMBOL, NUMBER, NUMBER), SYMBOL, partial=True),),
    "to_number": (_conversion("to_number", NUMBER, partial=True),),
    "to_unsigned": (_conversion("to_unsigned", UNSIGNED, partial=True),),
    "to_float": (_conversion("to_float", FLOAT, partial=True),),
    "to_string": (_conversion("to_string", SYMBOL),),
    "range": (
        Signature("range", (ANY, ANY), ANY, _NUMERIC, multiple=True),
        Signature("range", (ANY, ANY, ANY), ANY, _NUMERIC, multiple=True),
    ),
}
"""By the name as written; a name has a signature for each number of arguments it may take."""
