"""What happened, as far as the desk holds it."""

from __future__ import annotations

from checker.facts.edtf import period
from checker.facts.facts import Facts
from checker.facts.relations.declaration import Rows, Type, section

EVENTS = section("events")


@EVENTS.relation(
    "An event. What texts state of it is in `stated_when` and its kin.",
    event=(Type.EVENT, "the event"),
    name=(Type.SYMBOL, "what it is called"),
    kind=(Type.SYMBOL, "what kind of event it is, any word"),
)
def event(facts: Facts) -> Rows:
    for event in facts.events:
        yield event.id, event.name, event.kind


@EVENTS.relation(
    "Where an event was, as the desk holds it.",
    event=(Type.EVENT, "the event"),
    place=(Type.SYMBOL, "the place"),
)
def event_place(facts: Facts) -> Rows:
    for event in facts.events:
        if event.place is not None:
            yield event.id, event.place


@EVENTS.relation(
    "When an event was, as the desk holds it.",
    event=(Type.EVENT, "the event"),
    first_day=(Type.NUMBER, "its first day"),
    last_day=(Type.NUMBER, "its last day"),
)
def event_when(facts: Facts) -> Rows:
    for event in facts.events:
        if event.when is not None:
            yield (event.id, *period(event.when))


@EVENTS.relation(
    "An agent took part in an event.",
    event=(Type.EVENT, "the event"),
    agent=(Type.AGENT, "who took part"),
    role=(Type.SYMBOL, 'as what, any word; "" where unsaid'),
)
def event_participant(facts: Facts) -> Rows:
    for event in facts.events:
        for participant in event.participants:
            yield event.id, participant.agent, participant.role


@EVENTS.relation(
    "An event's place in a series, as the desk holds it.",
    event=(Type.EVENT, "the event"),
    series=(Type.SYMBOL, "the series"),
    ordinal=(Type.NUMBER, "its place in it, from 1"),
)
def event_series(facts: Facts) -> Rows:
    for event in facts.events:
        if event.series is not None and event.ordinal is not None:
            yield event.id, event.series, event.ordinal


@EVENTS.relation(
    "An event is a part of another one.",
    event=(Type.EVENT, "the part"),
    whole=(Type.EVENT, "the whole"),
)
def event_part(facts: Facts) -> Rows:
    for event in facts.events:
        for whole in event.part_of:
            yield event.id, whole


@EVENTS.relation(
    "An event came before another one, as the desk holds it.",
    earlier=(Type.EVENT, "the earlier event"),
    later=(Type.EVENT, "the later event"),
)
def event_before(facts: Facts) -> Rows:
    for event in facts.events:
        for later in event.before:
            yield event.id, later
