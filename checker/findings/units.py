"""Units as a message shows them: UCUM codes as people write them."""

from __future__ import annotations

import re

_SYMBOLS = {
    "[in_i]": "in",
    "[ft_i]": "ft",
    "[yd_i]": "yd",
    "[mi_i]": "mi",
    "[nmi_i]": "nmi",
    "[mi_i]/h": "mph",
    "[kn_i]": "kn",
    "[oz_av]": "oz",
    "[lb_av]": "lb",
    "Cel": "°C",
    "[degF]": "°F",
}
"""What UCUM's table gives as print symbols, where no other of its units has the same."""

_ANNOTATION = re.compile(r"\{[^{}]*\}")
_PER = re.compile(r"/\{([^{}]+)\}")


def symbol(unit: str) -> str:
    """The unit without its annotations (``{person}``), by its symbol; "" for a bare count. What is
    counted in a quotient stays: ``EUR/{person}`` is ``EUR per person``."""
    bare = _ANNOTATION.sub("", _PER.sub(r" per \1", unit)).removeprefix("1 ")
    return "" if bare in ("", "1") else _SYMBOLS.get(bare, bare)


def with_unit(amount: str, unit: str) -> str:
    """``62 ft``, ``20%``, ``339``."""
    shown = symbol(unit)
    gap = "" if shown in ("", "%") else " "
    return f"{amount}{gap}{shown}"
