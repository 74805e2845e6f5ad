"""What the desk itself knows and declares."""

from __future__ import annotations

from checker.facts.edtf import period
from checker.facts.facts import Facts
from checker.facts.models import vocabulary as v
from checker.facts.relations.declaration import Rows, Type, section

DESK = section("what the desk knows")


@DESK.relation(
    "The day of the audit.",
    day=(Type.NUMBER, "the day"),
)
def audit_day(facts: Facts) -> Rows:
    for desk in facts.desks:
        if desk.audit_day is not None:
            yield (period(desk.audit_day).first,)


@DESK.relation(
    "A measure with one true value in a scope.",
    measure=(Type.SYMBOL, "the measure"),
)
def functional_measure(facts: Facts) -> Rows:
    for desk in facts.desks:
        for measure in desk.functional_measures:
            yield (measure,)


@DESK.relation(
    "A measure that never falls.",
    measure=(Type.SYMBOL, "the measure"),
)
def cumulative_measure(facts: Facts) -> Rows:
    for desk in facts.desks:
        for measure in desk.cumulative_measures:
            yield (measure,)


@DESK.relation(
    "A measure that cannot lie outside of two bounds.",
    measure=(Type.SYMBOL, "the measure"),
    low=(Type.FLOAT, "the least that it can be, in the unit that quantities of it come to"),
    high=(Type.FLOAT, "the most that it can be"),
)
def bounded_measure(facts: Facts) -> Rows:
    for desk in facts.desks:
        for bounded in desk.bounded_measures:
            yield bounded.measure, bounded.low, bounded.high


@DESK.relation(
    "A measure counts a part of what another one counts.",
    subset=(Type.SYMBOL, "the measure of the part"),
    whole=(Type.SYMBOL, "the measure of the whole"),
)
def subset_measure(facts: Facts) -> Rows:
    for desk in facts.desks:
        for subset in desk.subsets:
            yield subset.subset, subset.whole


@DESK.relation(
    "How far apart two figures of a measure may lie.",
    measure=(Type.SYMBOL, "the measure"),
    percent=(Type.FLOAT, "in percent of the larger one"),
)
def tolerance(facts: Facts) -> Rows:
    for desk in facts.desks:
        for tolerance in desk.tolerances:
            yield tolerance.measure, tolerance.percent


@DESK.relation(
    "A predicate with one true object for a subject.",
    predicate=(Type.SYMBOL, "the predicate"),
)
def functional_predicate(facts: Facts) -> Rows:
    for desk in facts.desks:
        for predicate in desk.functional_predicates:
            yield (predicate,)


@DESK.relation(
    "Two objects of a predicate that cannot both be true of one subject.",
    predicate=(Type.SYMBOL, "the predicate"),
    first=(Type.SYMBOL, "one object"),
    second=(Type.SYMBOL, "the other"),
)
def exclusive_objects(facts: Facts) -> Rows:
    for desk in facts.desks:
        for pair in desk.exclusive_objects:
            yield pair.predicate, pair.first, pair.second


@DESK.relation(
    "What a unit of the desk's own is in another one.",
    unit=(Type.SYMBOL, "the unit"),
    base=(Type.SYMBOL, "the unit that it is converted to"),
    factor=(Type.FLOAT, "how many of `base` it is"),
)
def unit_factor(facts: Facts) -> Rows:
    for desk in facts.desks:
        for unit in desk.units:
            yield unit.unit, unit.base, unit.factor


@DESK.relation(
    "A place lies in another one.",
    place=(Type.SYMBOL, "the place"),
    container=(Type.SYMBOL, "the place around it"),
)
def place_in(facts: Facts) -> Rows:
    for desk in facts.desks:
        for place in desk.places:
            yield place.place, place.container


@DESK.relation(
    "How far the desk relies on a source.",
    agent=(Type.AGENT, "the source"),
    level=(Type.SYMBOL, "how far", v.Level),
)
def reliability(facts: Facts) -> Rows:
    for desk in facts.desks:
        for reliability in desk.reliability:
            yield reliability.agent, reliability.level


@DESK.relation(
    "One side's term for something.",
    term=(Type.SYMBOL, "the term, in lower case"),
    side=(Type.SYMBOL, "the side whose term it is"),
    neutral=(Type.SYMBOL, "what to call it instead"),
)
def side_term(facts: Facts) -> Rows:
    for desk in facts.desks:
        for term in desk.side_terms:
            yield term.term.lower(), term.side, term.neutral


@DESK.relation(
    "A term to look out for in narrators' voices.",
    term=(Type.SYMBOL, "the term, in lower case"),
    category=(Type.SYMBOL, "what kind of expression it is", v.WordingCategory),
)
def watch_term(facts: Facts) -> Rows:
    for desk in facts.desks:
        for term in desk.watch_terms:
            yield term.term.lower(), term.category
