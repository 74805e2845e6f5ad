"""Plain scalars of YAML, whose type the field decides that they stand in.

YAML 1.1 reads ``no`` as false, ``1:30`` as 90 and ``2025-07-23`` as a date; a symbol ``no`` or
a figure ``007`` of a text must stay what was written. So an unquoted scalar that could be more
than a text is kept as a :class:`Plain`: a text to every field of text, and a number or a truth
value, by the rules of YAML 1.2's core schema, to a field of these.
"""

from __future__ import annotations

import re

_WHOLE = re.compile(r"[-+]?[0-9]+\Z")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_TRUTH = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_MAX_DIGITS = 400  # beyond the range of a double; Python refuses to read 4,300 and more


def scalar(text: str) -> str:
    """An unquoted scalar: a :class:`Plain` where it could be more than a text."""
    if text in _TRUTH:
        return Plain(text)
    if text[:1] in _FIRST:
        plain = Plain(text)
        if type(plain.resolved()) is not str:
            return plain
    return text


_FIRST = frozenset("0123456789+-.")


class Plain(str):
    """An unquoted scalar that a number or a truth value could be written as."""

    __slots__ = ()

    def resolved(self) -> bool | int | float | str:
        """Its value under YAML 1.2's core schema; itself where that is a text."""
        truth = _TRUTH.get(self)
        if truth is not None:
            return truth
        if len(self) <= _MAX_DIGITS:
            if _WHOLE.match(self):
                return int(self)
            if _REAL.match(self):
                return float(self)
        return str(self)
