"""Words to watch, names of events, dates as written, and pledges."""

from __future__ import annotations

from checker.facts.edtf import period
from checker.facts.facts import Facts
from checker.facts.models import vocabulary as v
from checker.facts.relations.declaration import Rows, Type, section

WORDINGS = section("wording")
DATES = section("dates as written")
PLEDGES = section("pledges")


@WORDINGS.relation(
    "An expression that is more than neutral, or a name for an event.",
    wording=(Type.WORDING, "the wording"),
    document=(Type.DOCUMENT, "the document that it stands in"),
    term=(Type.SYMBOL, "the expression, in lower case"),
    category=(Type.SYMBOL, "what kind of expression it is", v.WordingCategory),
    voice=(Type.SYMBOL, "whose words it is in", v.Voice),
    source=(Type.AGENT, "who uses it; the document's narrator in its own voice"),
)
def wording(facts: Facts) -> Rows:
    for wording in facts.wordings:
        yield (
            wording.id,
            wording.document,
            facts.quoted("wording", wording.id).lower(),
            wording.category,
            wording.voice,
            facts.source(wording),
        )


@WORDINGS.relation(
    "A wording is a part of a claim.",
    wording=(Type.WORDING, "the wording"),
    claim=(Type.CLAIM, "the claim"),
)
def wording_claim(facts: Facts) -> Rows:
    for wording in facts.wordings:
        if wording.claim is not None:
            yield wording.id, wording.claim


@WORDINGS.relation(
    "At whom a wording is aimed.",
    wording=(Type.WORDING, "the wording"),
    agent=(Type.AGENT, "at whom"),
)
def wording_about(facts: Facts) -> Rows:
    for wording in facts.wordings:
        for agent in wording.about:
            yield wording.id, agent


@WORDINGS.relation(
    "Whose term a wording is.",
    wording=(Type.WORDING, "the wording"),
    side=(Type.SYMBOL, "the side whose term it is"),
)
def wording_side(facts: Facts) -> Rows:
    for wording in facts.wordings:
        if wording.side is not None:
            yield wording.id, wording.side


@WORDINGS.relation(
    "The event that a wording is a name for.",
    wording=(Type.WORDING, "the wording"),
    event=(Type.EVENT, "the event"),
)
def wording_referent(facts: Facts) -> Rows:
    for wording in facts.wordings:
        if wording.names is not None:
            yield wording.id, wording.names


@DATES.relation(
    "An expression of time, as it stands in a document.",
    date=(Type.DATE, "the date"),
    document=(Type.DOCUMENT, "the document that it stands in"),
    text=(Type.SYMBOL, "the expression, to the letter"),
    kind=(Type.SYMBOL, "what kind of expression it is", v.DateKind),
)
def date(facts: Facts) -> Rows:
    for date in facts.dates:
        yield date.id, date.document, facts.quoted("date", date.id), date.kind


@DATES.relation(
    "The days that a date means; no row when the text gives no anchor for it.",
    date=(Type.DATE, "the date"),
    first_day=(Type.NUMBER, "the first day"),
    last_day=(Type.NUMBER, "the last day"),
)
def date_resolved(facts: Facts) -> Rows:
    for date in facts.dates:
        if date.resolved is not None:
            yield (date.id, *period(date.resolved))


@DATES.relation(
    "A date is a part of a claim.",
    date=(Type.DATE, "the date"),
    claim=(Type.CLAIM, "the claim"),
)
def date_claim(facts: Facts) -> Rows:
    for date in facts.dates:
        if date.claim is not None:
            yield date.id, date.claim


@PLEDGES.relation(
    "A promise that a claim makes or reports.",
    pledge=(Type.PLEDGE, "the pledge"),
    claim=(Type.CLAIM, "the claim that states it"),
    agent=(Type.AGENT, "who pledges"),
    goal=(Type.SYMBOL, "what is pledged"),
)
def pledge(facts: Facts) -> Rows:
    for pledge in facts.pledges:
        yield pledge.id, pledge.claim, pledge.agent, pledge.goal


@PLEDGES.relation(
    "In what time a pledge is to be kept.",
    pledge=(Type.PLEDGE, "the pledge"),
    days=(Type.FLOAT, "days; a month is 30.4375 and a year 365.25 of them"),
)
def pledge_within(facts: Facts) -> Rows:
    for pledge in facts.pledges:
        if pledge.within is not None:
            yield pledge.id, pledge.within


@PLEDGES.relation(
    "By when a pledge is to be kept.",
    pledge=(Type.PLEDGE, "the pledge"),
    first_day=(Type.NUMBER, "the first day that is meant"),
    last_day=(Type.NUMBER, "the last day that is meant"),
)
def pledge_due(facts: Facts) -> Rows:
    for pledge in facts.pledges:
        if pledge.due is not None:
            yield (pledge.id, *period(pledge.due))


@PLEDGES.relation(
    "A claim says how a pledge is to be kept.",
    pledge=(Type.PLEDGE, "the pledge"),
    claim=(Type.CLAIM, "the claim"),
)
def pledge_plan(facts: Facts) -> Rows:
    for pledge in facts.pledges:
        for plan in pledge.plans:
            yield pledge.id, plan


@PLEDGES.relation(
    "A claim says what came of a pledge.",
    pledge=(Type.PLEDGE, "the pledge"),
    claim=(Type.CLAIM, "the claim"),
    result=(Type.SYMBOL, "what came of it", v.Outcome),
)
def pledge_outcome(facts: Facts) -> Rows:
    for pledge in facts.pledges:
        for outcome in pledge.outcomes:
            yield pledge.id, outcome.claim, outcome.result
