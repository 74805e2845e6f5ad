"""Checks of what the desk declares, and of the units that quantities are given in."""

from __future__ import annotations

from collections.abc import Iterator

from checker.diagnostics import Diagnostic, Label
from checker.facts import errors
from checker.facts.edtf import period
from checker.facts.records import Records
from checker.facts.units import UnitError, base_unit


def check_desk(records: Records) -> Iterator[Diagnostic]:
    """One audit day of one day; units that are known or declared."""
    yield from _audit_days(records)
    declared = frozenset(
        name
        for desk in records.desks
        for unit in desk.record.units
        for name in (unit.unit, unit.base)
    )
    for quantity in records.quantities.values():
        try:
            base_unit(quantity.record.unit, declared)
        except UnitError as error:
            yield errors.UNKNOWN_UNIT.at(quantity.at("unit"), str(error), help=error.mend)


def _audit_days(records: Records) -> Iterator[Diagnostic]:
    first = None
    for desk in records.desks:
        written = desk.record.audit_day
        if written is None:
            continue
        day = period(written)
        if day.first != day.last:
            yield errors.MALFORMED.at(
                desk.at("audit_day"),
                f"`{written}` is more than one day",
                help="write the day of the audit: 2025-07-24",
            )
        if first is None:
            first = desk
        elif period(first.record.audit_day or "") != day:
            yield errors.AT_ODDS.at(
                desk.at("audit_day"),
                "two audit days are given in one corpus",
                label="another one here",
                related=[Label(first.at("audit_day"), "first here")],
                help="keep one of the two",
            )
