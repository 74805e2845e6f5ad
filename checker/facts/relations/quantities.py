"""The figures of claims, and quotations."""

from __future__ import annotations

import sys

from checker.facts.facts import Facts
from checker.facts.models import vocabulary as v
from checker.facts.quotations import plain_quotation, quotation_of
from checker.facts.relations.declaration import Rows, Type, section

QUANTITIES = section("quantities")
QUOTATIONS = section("quotations")

UNBOUNDED = sys.float_info.max
"""Stands, with its sign, for a bound that is not there."""


@QUANTITIES.relation(
    "A figure of a claim, in the base unit of its kind. A missing bound is -/+1.8e308.",
    quantity=(Type.QUANTITY, "the quantity"),
    claim=(Type.CLAIM, "the claim"),
    measure=(Type.SYMBOL, "what is counted or measured"),
    low=(Type.FLOAT, "the least that it may be"),
    high=(Type.FLOAT, "the most that it may be"),
    unit=(Type.SYMBOL, "the base unit: 1 for counts, s, m, kg, %, USD, ..."),
)
def quantity(facts: Facts) -> Rows:
    for claim in facts.claims:
        for quantity in claim.quantities:
            unit, factor = facts.base_unit(quantity.unit)
            low, high = quantity.bounds
            yield (
                quantity.id,
                claim.id,
                quantity.measure,
                -UNBOUNDED if low is None else _scaled(low, factor),
                UNBOUNDED if high is None else _scaled(high, factor),
                unit,
            )


def _scaled(value: float, factor: float) -> float:
    return max(-UNBOUNDED, min(value * factor, UNBOUNDED))


@QUANTITIES.relation(
    "A quantity as it is written. A missing bound is -/+1.8e308.",
    quantity=(Type.QUANTITY, "the quantity"),
    low=(Type.FLOAT, "the least that it may be"),
    high=(Type.FLOAT, "the most that it may be"),
    unit=(Type.SYMBOL, "the unit, a UCUM or ISO 4217 code or the desk's own"),
)
def quantity_written(facts: Facts) -> Rows:
    for quantity in facts.quantities:
        low, high = quantity.bounds
        yield (
            quantity.id,
            -UNBOUNDED if low is None else low,
            UNBOUNDED if high is None else high,
            quantity.unit,
        )


@QUANTITIES.relation(
    "How a quantity's bounds are meant.",
    quantity=(Type.QUANTITY, "the quantity"),
    qualifier=(Type.SYMBOL, "the qualifier", v.Qualifier),
)
def quantity_qualifier(facts: Facts) -> Rows:
    for quantity in facts.quantities:
        yield quantity.id, quantity.meant


@QUANTITIES.relation(
    "What a quantity is.",
    quantity=(Type.QUANTITY, "the quantity"),
    aggregation=(Type.SYMBOL, "the aggregation", v.Aggregation),
)
def quantity_aggregation(facts: Facts) -> Rows:
    for quantity in facts.quantities:
        yield quantity.id, quantity.aggregation


@QUANTITIES.relation(
    "Whether a quantity is each party's or all parties' together, where that is given.",
    quantity=(Type.QUANTITY, "the quantity"),
    distribution=(Type.SYMBOL, "the distribution", v.Distribution),
)
def quantity_distribution(facts: Facts) -> Rows:
    for quantity in facts.quantities:
        if quantity.distribution is not None:
            yield quantity.id, quantity.distribution


@QUANTITIES.relation(
    "Among how many parties each or in total would make a difference.",
    quantity=(Type.QUANTITY, "the quantity"),
    groups=(Type.NUMBER, "how many"),
)
def quantity_groups(facts: Facts) -> Rows:
    for quantity in facts.quantities:
        if quantity.groups is not None:
            yield quantity.id, quantity.groups


@QUANTITIES.relation(
    "The quantity that an increment adds to, or that a share is of.",
    quantity=(Type.QUANTITY, "the increment or share"),
    base=(Type.QUANTITY, "what it adds to or is of"),
)
def quantity_base(facts: Facts) -> Rows:
    for quantity in facts.quantities:
        if quantity.base is not None:
            yield quantity.id, quantity.base


@QUANTITIES.relation(
    "A quantity is a part of another one.",
    part=(Type.QUANTITY, "the part"),
    whole=(Type.QUANTITY, "the whole"),
)
def quantity_part(facts: Facts) -> Rows:
    for quantity in facts.quantities:
        for whole in quantity.part_of:
            yield quantity.id, whole


@QUANTITIES.relation(
    "The parts that name a whole are all of it.",
    whole=(Type.QUANTITY, "the whole"),
)
def quantity_parts_complete(facts: Facts) -> Rows:
    for quantity in facts.quantities:
        if quantity.parts_complete:
            yield (quantity.id,)


@QUOTATIONS.relation(
    "A claim is a direct quotation of an utterance.",
    quotation=(Type.QUOTATION, "the quotation"),
    claim=(Type.CLAIM, "the claim"),
    utterance=(Type.SYMBOL, "what was said on one occasion; quotations of it share it"),
    text=(Type.SYMBOL, "its words, quotation marks and white space made plain"),
)
def quotation(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.quotation is not None:
            text = plain_quotation(facts.quoted("claim", claim.id))
            yield quotation_of(claim.id), claim.id, claim.quotation.utterance, text
