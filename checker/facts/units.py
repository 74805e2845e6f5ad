"""Units brought to the base unit of their kind, so that figures of one measure compare.

Codes are UCUM's (case-sensitive) and ISO 4217's. Times come to seconds, masses to kilograms and
so on; an annotation in braces is a count (``{person}`` is ``1``); temperatures, currencies and
logarithmic scales stay as they are. The table's factors are pint's.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from checker.diagnostics import closest

_ANNOTATION = re.compile(r"\{[^{}]*\}")
_PART = re.compile(r"([./]|^)([^./]+)")
_POWER = re.compile(r"(.*[^0-9*+-])([+-]?[1-9])\Z")

_NAMES = {
    "day": "d",
    "days": "d",
    "week": "wk",
    "weeks": "wk",
    "month": "mo",
    "months": "mo",
    "year": "a",
    "years": "a",
    "hour": "h",
    "hours": "h",
    "minute": "min",
    "minutes": "min",
    "second": "s",
    "seconds": "s",
    "percent": "%",
    "km2": "km2",
    "mile": "[mi_i]",
    "miles": "[mi_i]",
    "foot": "[ft_i]",
    "feet": "[ft_i]",
    "pound": "[lb_av]",
    "pounds": "[lb_av]",
    "acre": "[acr_us]",
    "acres": "[acr_us]",
    "barrel": "[bbl_us]",
    "barrels": "[bbl_us]",
    "hectare": "har",
    "hectares": "har",
    "ha": "har",
    "metre": "m",
    "metres": "m",
    "kilometre": "km",
    "kilometres": "km",
    "tonne": "t",
    "tonnes": "t",
    "ton": "t",
    "tons": "t",
    "dollar": "USD",
    "dollars": "USD",
    "$": "USD",
    "US$": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "€": "EUR",
    "£": "GBP",
    "°C": "Cel",
    "C°": "Cel",
    "people": "{person}",
    "persons": "{person}",
    "person": "{person}",
}
"""What people write in place of a code, for the mend."""


class UnitError(ValueError):
    """A text that is no unit; ``mend`` says how to write one."""

    def __init__(self, unit: str, mend: str) -> None:
        super().__init__(f"`{unit}` is no unit that can be converted")
        self.mend = mend


def base_unit(unit: str, declared: Collection[str]) -> tuple[str, float]:
    """The base unit and what one ``unit`` is in it.

    ``declared`` are units of the desk's own: they stay as they are, and rules convert them.
    Raises :class:`UnitError`.
    """
    return (unit, 1.0) if unit in declared else _base_unit(unit)


@lru_cache(maxsize=512)
def _base_unit(unit: str) -> tuple[str, float]:
    from checker.facts.unit_table import UNITS

    known = UNITS.get(unit)
    if known is not None:
        return known
    bare = _ANNOTATION.sub("", unit)
    if bare != unit:
        bare = bare if bare and not bare.startswith("/") else "1" + bare
        known = UNITS.get(bare)
        if known is not None:
            return known
    return _compound(unit, bare)


def _compound(unit: str, text: str) -> tuple[str, float]:
    """A product or quotient: ``km/h``, ``{person}/d``, ``EUR/m2``, ``kg.m2``."""
    if "".join(match[0] for match in _PART.finditer(text)) != text:
        raise UnitError(unit, _mend(unit))
    factor = 1.0
    exponents: dict[str, int] = {}
    for operator, part in _PART.findall(text):
        base, part_factor, exponent = _component(unit, part)
        exponent = -exponent if operator == "/" else exponent
        factor *= part_factor**exponent
        if base != "1":
            exponents[base] = exponents.get(base, 0) + exponent
    above = [_powered(base, power) for base, power in sorted(exponents.items()) if power > 0]
    below = [_powered(base, -power) for base, power in sorted(exponents.items()) if power < 0]
    return "/".join([".".join(above) or "1", *below]), factor


def _component(unit: str, part: str) -> tuple[str, float, int]:
    from checker.facts.unit_table import UNITS

    known = UNITS.get(part)
    if known is not None:
        return *known, 1
    power = _POWER.match(part)
    if power is not None and (known := UNITS.get(power[1])) is not None:
        return *known, int(power[2])
    raise UnitError(unit, _mend(unit))


def _powered(base: str, power: int) -> str:
    return base if power == 1 else f"{base}{power}"


def _mend(unit: str) -> str:
    from checker.facts.unit_table import UNITS

    code = _NAMES.get(unit.lower()) or _NAMES.get(unit)
    if code is None:
        code = closest(unit, UNITS)
    known = f"write `{code}`" if code else ""
    count = f"a count of things is `{{{unit}}}`" if unit.isalpha() and unit.islower() else ""
    own = "or declare it under the desk's `units`"
    return "; ".join(part for part in (known, count, own) if part)
