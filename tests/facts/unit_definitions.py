"""Where checker/facts/unit_table.py comes from: UCUM's codes, and pint's definitions of them.

``python tests/facts/unit_definitions.py`` writes the table anew.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pint

TABLE = Path(__file__).parents[2] / "checker" / "facts" / "unit_table.py"

UCUM = {
    # time
    "ns": "nanosecond",
    "us": "microsecond",
    "ms": "millisecond",
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "wk": "week",
    "mo": "julian_month",
    "a": "julian_year",
    # length
    "nm": "nanometer",
    "um": "micrometer",
    "mm": "millimeter",
    "cm": "centimeter",
    "dm": "decimeter",
    "m": "meter",
    "km": "kilometer",
    "[in_i]": "inch",
    "[ft_i]": "foot",
    "[yd_i]": "yard",
    "[mi_i]": "mile",
    "[nmi_i]": "nautical_mile",
    "AU": "astronomical_unit",
    # mass
    "ug": "microgram",
    "mg": "milligram",
    "g": "gram",
    "kg": "kilogram",
    "t": "metric_ton",
    "kt": "kilometric_ton",
    "Mt": "megametric_ton",
    "Gt": "gigametric_ton",
    "[oz_av]": "ounce",
    "[lb_av]": "pound",
    "[ston_av]": "short_ton",
    "[lton_av]": "long_ton",
    # area
    "mm2": "millimeter ** 2",
    "cm2": "centimeter ** 2",
    "m2": "meter ** 2",
    "km2": "kilometer ** 2",
    "har": "hectare",
    "[sin_i]": "inch ** 2",
    "[sft_i]": "foot ** 2",
    "[acr_us]": "43560 * us_foot ** 2",
    "[smi_us]": "27878400 * us_foot ** 2",
    # volume
    "mm3": "millimeter ** 3",
    "cm3": "centimeter ** 3",
    "m3": "meter ** 3",
    "km3": "kilometer ** 3",
    "mL": "milliliter",
    "cL": "centiliter",
    "dL": "deciliter",
    "L": "liter",
    "l": "liter",
    "hL": "hectoliter",
    "[gal_us]": "gallon",
    "[gal_br]": "imperial_gallon",
    "[pt_us]": "pint",
    "[bbl_us]": "oil_barrel",
    # speed
    "m/s": "meter / second",
    "km/h": "kilometer / hour",
    "[mi_i]/h": "mile / hour",
    "[kn_i]": "knot",
    # energy
    "J": "joule",
    "kJ": "kilojoule",
    "MJ": "megajoule",
    "GJ": "gigajoule",
    "TJ": "terajoule",
    "W.h": "watt_hour",
    "kW.h": "kilowatt_hour",
    "MW.h": "megawatt_hour",
    "GW.h": "gigawatt_hour",
    "TW.h": "terawatt_hour",
    "cal": "calorie",
    "kcal": "kilocalorie",
    "eV": "electron_volt",
    # power
    "mW": "milliwatt",
    "W": "watt",
    "kW": "kilowatt",
    "MW": "megawatt",
    "GW": "gigawatt",
    "TW": "terawatt",
    "[HP]": "horsepower",
    # force, pressure
    "N": "newton",
    "kN": "kilonewton",
    "Pa": "pascal",
    "hPa": "hectopascal",
    "kPa": "kilopascal",
    "MPa": "megapascal",
    "bar": "bar",
    "mbar": "millibar",
    "atm": "standard_atmosphere",
    "[psi]": "psi",
    # electricity, frequency
    "A": "ampere",
    "mA": "milliampere",
    "V": "volt",
    "kV": "kilovolt",
    "Ohm": "ohm",
    "C": "coulomb",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    # data
    "bit": "bit",
    "By": "byte",
    "kBy": "kilobyte",
    "MBy": "megabyte",
    "GBy": "gigabyte",
    "TBy": "terabyte",
    # radiation
    "Bq": "becquerel",
    "Gy": "gray",
    "Sv": "sievert",
    "mSv": "millisievert",
    "uSv": "microsievert",
    # angle
    "rad": "radian",
    "deg": "degree",
    # amount
    "mol": "mole",
}
"""UCUM code: the same unit in pint's words."""

BASES = ("s", "m", "kg", "m2", "m3", "m/s", "J", "W", "N", "Pa", "A", "V", "Ohm", "C", "Hz")
BASES += ("By", "Bq", "Gy", "Sv", "rad", "mol")
"""The code that each kind of quantity is brought to: SI's coherent units, and bytes."""

ALONE = {
    "1": 1.0,
    "%": 1.0,
    "[ppth]": 0.1,
    "[ppm]": 1e-4,
    "[ppb]": 1e-7,
}
"""Parts of a whole are brought to per cent, which texts speak of; they are kept from counts."""

POWERS = {"10*2": 1e2, "10*3": 1e3, "10*6": 1e6, "10*9": 1e9, "10*12": 1e12}
"""UCUM's powers of ten, as counts."""

SELVES = ("Cel", "K", "[degF]", "[pH]", "dB")
"""Codes that no factor brings to another one: scales with an offset, logarithms."""

_ISO_4217 = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
UGX USD UYU UZS VES VND VUV WST XAF XAG XAU XCD XOF XPD XPF XPT YER ZAR ZMW ZWG
ANG BGN HRK SLL XCG XDR ZWL
"""
CURRENCIES = _ISO_4217.split()
"""ISO 4217: active codes, and in the last line new and lately withdrawn ones.

Rates of exchange are no facts of a unit, so each is its own base.
"""


@cache
def registry() -> pint.UnitRegistry:
    """pint's units, with UCUM's mean year and month of the Julian calendar, and its US foot.

    Versions of pint differ in what an acre and a survey foot are.
    """
    units = pint.UnitRegistry()
    units.define("us_foot = 1200 / 3937 * meter")
    units.define("julian_year = 365.25 * day")
    units.define("julian_month = julian_year / 12")
    return units


def factors() -> dict[str, tuple[str, float]]:
    """Each UCUM code's base and factor, as pint has them."""
    units = registry()
    bases = {units.Unit(UCUM[base]).dimensionality: base for base in reversed(BASES)}
    table = {}
    for code, name in UCUM.items():
        unit = 1.0 * units.parse_expression(name)
        base = _base(code, unit, bases)
        table[code] = (base, float(f"{unit.to(UCUM[base]).magnitude:.14g}"))
    return table


def _base(code: str, unit: pint.Quantity, bases: dict[object, str]) -> str:
    """By dimension, but for kinds that share one: frequency, decays, doses, angles, data."""
    for kind in ("Hz", "Bq", "Gy", "Sv", "rad", "By"):
        names = {"By": ("bit", "By"), "rad": ("rad", "deg")}.get(kind, (kind,))
        if any(code.endswith(name) for name in names):
            return kind
    return bases[unit.dimensionality]


def table_text() -> str:
    lines = [
        '"""Units and what they are in the base unit of their kind.',
        "",
        "Generated by tests/facts/unit_definitions.py from UCUM's codes and pint's definitions.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "UNITS: dict[str, tuple[str, float]] = {",
    ]
    rows = {code: (code if code == "1" else "%", factor) for code, factor in ALONE.items()}
    rows |= {code: ("1", factor) for code, factor in POWERS.items()}
    rows |= factors()
    rows |= {code: (code, 1.0) for code in SELVES}
    rows |= {code: (code, 1.0) for code in CURRENCIES}
    lines += [f'    "{code}": ("{base}", {factor!r}),' for code, (base, factor) in rows.items()]
    return "\n".join(
        [*lines, "}", '"""UCUM code or ISO 4217 code: the base unit, and the factor."""', ""]
    )


if __name__ == "__main__":
    TABLE.write_text(table_text(), encoding="utf-8")
