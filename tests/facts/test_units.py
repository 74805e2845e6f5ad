"""Units come to the base unit of their kind, by pint's definitions."""

from __future__ import annotations

import re
from collections import Counter

import pint
import pytest

from checker.facts.unit_table import UNITS
from checker.facts.units import UnitError, base_unit
from tests.facts import unit_definitions as definitions
from tests.facts.support import CLAIM, HEAD, corpus, fault, place


def test_the_table_is_what_its_definitions_give() -> None:
    assert definitions.TABLE.read_text(encoding="utf-8") == definitions.table_text()


@pytest.mark.parametrize("code", definitions.UCUM)
def test_factors_are_those_of_pint(code: str) -> None:
    registry = definitions.registry()
    base, factor = UNITS[code]
    quantity = 1.0 * registry.parse_expression(definitions.UCUM[code])
    assert quantity.to(definitions.UCUM[base]).magnitude == pytest.approx(factor, rel=1e-12)
    assert UNITS[base] == (base, 1.0)


def test_every_base_is_a_base_of_its_own() -> None:
    assert {base for base, _ in UNITS.values()} == {
        code for code, (base, factor) in UNITS.items() if base == code and factor == 1.0
    }


def test_currencies_are_codes_of_three_letters_each_its_own_base() -> None:
    assert all(re.fullmatch("[A-Z]{3}", code) for code in definitions.CURRENCIES)
    assert all(UNITS[code] == (code, 1.0) for code in definitions.CURRENCIES)
    assert max(Counter(definitions.CURRENCIES).values()) == 1


@pytest.mark.parametrize(
    ("unit", "base", "factor"),
    [
        ("1", "1", 1.0),
        ("{person}", "1", 1.0),
        ("{}", "1", 1.0),
        ("10*6{person}", "1", 1e6),
        ("km{trip}", "m", 1000.0),
        ("%", "%", 1.0),
        ("[ppth]", "%", 0.1),
        ("Cel", "Cel", 1.0),
        ("USD", "USD", 1.0),
        ("km/h", "m/s", 1000 / 3600),
        ("m/s", "m/s", 1.0),
        ("{person}/d", "1/s", 1 / 86400),
        ("/d", "1/s", 1 / 86400),
        ("EUR/m2", "EUR/m2", 1.0),
        ("EUR/[acr_us]", "EUR/m2", 1 / 4046.8726098743),
        ("kg.m2", "kg.m2", 1.0),
        ("s-1", "1/s", 1.0),
        ("m.m", "m2", 1.0),
        ("d.d/d", "s", 86400.0),
        ("m/m", "1", 1.0),
    ],
)
def test_codes_and_what_they_come_to(unit: str, base: str, factor: float) -> None:
    assert base_unit(unit, ()) == (base, pytest.approx(factor))


def test_a_compound_is_converted_as_pint_converts_it() -> None:
    registry = pint.UnitRegistry()
    for unit, name in (("[ft_i]/min", "foot/minute"), ("t/wk", "metric_ton/week")):
        base, factor = base_unit(unit, ())
        numerator, denominator = base.split("/")
        expected = registry.Quantity(1.0, name).to(f"{numerator}/{denominator}").magnitude
        assert factor == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "mend"),
    [
        ("days", "`d`"),
        ("usd", "`USD`"),
        ("people", "`{person}`"),
        ("children", "`{children}`"),
        ("KM", "`km`"),
        ("°C", "`Cel`"),
        ("km//h", "`units`"),
        ("m^2", "`m2`"),
        ("{", "`units`"),
        ("m/", "`units`"),
        (".", "`units`"),
        ("m0", "`units`"),
    ],
)
def test_an_unknown_unit_is_refused_with_near_names(unit: str, mend: str) -> None:
    with pytest.raises(UnitError) as caught:
        base_unit(unit, ())
    assert mend in caught.value.mend


def test_an_unknown_unit_is_shown_at_its_place() -> None:
    found = fault(
        f"{HEAD}{CLAIM}    quantities:\n      - {{id: q, measure: m, amount: 3, unit: dys}}\n"
    )
    assert (found.code, place(found)) == ("CHK423", "facts.yaml:20:46")


def test_the_desk_s_own_units_stay_as_they_are() -> None:
    given = corpus(
        f"{HEAD}{CLAIM}    quantities:\n      - {{id: q, measure: m, amount: 3, unit: boatload}}\n"
        "desk: {units: [{unit: boatload, base: '{person}', factor: 40}]}\n"
    )
    assert given.relations["quantity"] == (("q", "c", "m", 3.0, 3.0, "boatload"),)
    assert given.relations["unit_factor"] == (("boatload", "{person}", 40.0),)


def test_quantities_of_one_kind_compare_in_their_base_unit() -> None:
    given = corpus(
        f"{HEAD}{CLAIM}    quantities:\n"
        "      - {id: days, measure: m, amount: 3, unit: d}\n"
        "      - {id: hours, measure: m, low: 3, unit: h}\n"
    )
    most = 1.7976931348623157e308
    assert given.relations["quantity"] == (
        ("days", "c", "m", 259200.0, 259200.0, "s"),
        ("hours", "c", "m", 10800.0, most, "s"),
    )
    assert given.relations["quantity_written"] == (
        ("days", 3.0, 3.0, "d"),
        ("hours", 3.0, most, "h"),
    )
