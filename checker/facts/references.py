"""References between records: each must lead to a record of its kind, and not back to itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from checker.diagnostics import Diagnostic, closest
from checker.facts import errors
from checker.facts.mends import renamed
from checker.facts.models import (
    AgentRecord,
    ClaimRecord,
    DateRecord,
    DeskRecord,
    DocumentRecord,
    EventRecord,
    PledgeRecord,
    QuantityRecord,
    WordingRecord,
)
from checker.facts.records import Placed, Records
from checker.facts.tree import Route

_Reference = tuple[str, str, Route]
"""The kind that is referred to, the id, and where in the record it stands."""

Elsewhere = Callable[[str, Collection[str]], Mapping[str, str]]
"""Of some ids of a kind, those that something else than fact files knows, each with what it is
called: tables have entities of their own."""

NARRATOR = "narrator"
_OWN_DOCUMENT: Final[Route] = ("document",)
"""Where a record names the document that it quotes, whose text must be at hand."""


def nowhere(_kind: str, _ids: Collection[str]) -> Mapping[str, str]:
    """What is :data:`Elsewhere` where fact files are everything."""
    return {}


def narrator_of(document: str) -> str:
    """The id of the agent that is a document's own voice."""
    return f"{document}#{NARRATOR}"


def check_references(
    records: Records, elsewhere: Elsewhere = nowhere
) -> tuple[list[Diagnostic], Mapping[str, str]]:
    """The references that lead nowhere, or back to where they stand; and what the entities are
    called to which the others lead elsewhere."""
    known: dict[str, Collection[str]] = {
        "document": records.documents,
        "agent": {*records.agents, *map(narrator_of, records.documents)},
        "event": records.events,
        "claim": records.claims,
        "quantity": records.quantities,
    }
    faults = []
    leaving: list[tuple[Placed[object], str, str, Route]] = []
    for own_kind, placed, own_id, references in _all(records):
        for kind, name, route in references:
            if kind == own_kind and name == own_id:
                faults.append(_to_itself(placed, kind, name, route))
            elif name not in known[kind] and name not in records.faulty_ids:
                leaving.append((placed, kind, name, route))
    found = _sought(leaving, elsewhere)
    for placed, kind, name, route in leaving:
        if name not in found[kind]:
            faults.append(_dangling(placed, kind, name, route, known))
        elif route == _OWN_DOCUMENT:
            faults.append(_without_text(placed, name, route))
    return faults, {name: called for names in found.values() for name, called in names.items()}


def _sought(
    leaving: Sequence[tuple[Placed[object], str, str, Route]], elsewhere: Elsewhere
) -> Mapping[str, Mapping[str, str]]:
    """What there is elsewhere of the entities that references name, by kind."""
    ids: dict[str, set[str]] = {}
    for _, kind, name, _ in leaving:
        ids.setdefault(kind, set()).add(name)
    return {kind: elsewhere(kind, names) for kind, names in ids.items()}


def _all(records: Records) -> Iterator[tuple[str, Placed[object], str, Iterator[_Reference]]]:
    for document in records.documents.values():
        yield "document", document, document.record.id, _of_document(document.record)
    for agent in records.agents.values():
        yield "agent", agent, agent.record.id, _of_agent(agent.record)
    for event in records.events.values():
        yield "event", event, event.record.id, _of_event(event.record)
    for claim in records.claims.values():
        yield "claim", claim, claim.record.id, _of_claim(claim.record)
    for quantity in records.quantities.values():
        yield "quantity", quantity, quantity.record.id, _of_quantity(quantity.record)
    for wording in records.wordings.values():
        yield "wording", wording, wording.record.id, _of_wording(wording.record)
    for date in records.dates.values():
        yield "date", date, date.record.id, _of_date(date.record)
    for pledge in records.pledges.values():
        yield "pledge", pledge, pledge.record.id, _of_pledge(pledge.record)
    for desk in records.desks:
        yield "desk", desk, "", _of_desk(desk.record)


def _dangling(
    placed: Placed[object],
    kind: str,
    name: str,
    route: Route,
    known: Mapping[str, Collection[str]],
) -> Diagnostic:
    elsewhere = [other for other, ids in known.items() if name in ids]
    near = closest(name, known[kind])
    return errors.DANGLING.at(
        placed.at(*route),
        f"there is no {kind} `{name}`",
        label=f"no {kind} has this id",
        note=f"`{name}` is the id of a record of kind {elsewhere[0]}" if elsewhere else "",
        help=f"did you mean `{near}`?"
        if near
        else f"add a record of kind {kind} with the id `{name}`, name another one, or load the"
        " file that has it as well",
        fixes=renamed(placed.at(*route), near),
    )


def _without_text(placed: Placed[object], name: str, route: Route) -> Diagnostic:
    return errors.DANGLING.at(
        placed.at(*route),
        f"document `{name}` has no text to be quoted from",
        label="a row of a table",
        note="what a record quotes is held against the text of its document, which no table has",
        help=f"say in a fact file where the text of `{name}` is, or make this record a row too",
    )


def _to_itself(placed: Placed[object], kind: str, name: str, route: Route) -> Diagnostic:
    return errors.SELF_REFERENCE.at(
        placed.at(*route),
        f"{kind} `{name}` refers to itself",
        help="name another record, or remove the reference",
    )


def _of_document(document: DocumentRecord) -> Iterator[_Reference]:
    if document.publisher is not None:
        yield "agent", document.publisher, ("publisher",)
    for at, origin in enumerate(document.derived_from):
        yield "document", origin.document, ("derived_from", at, "document")


def _of_agent(agent: AgentRecord) -> Iterator[_Reference]:
    for at, group in enumerate(agent.member_of):
        yield "agent", group, ("member_of", at)


def _of_event(event: EventRecord) -> Iterator[_Reference]:
    for at, participant in enumerate(event.participants):
        yield "agent", participant.agent, ("participants", at, "agent")
    for at, whole in enumerate(event.part_of):
        yield "event", whole, ("part_of", at)
    for at, later in enumerate(event.before):
        yield "event", later, ("before", at)


def _of_claim(claim: ClaimRecord) -> Iterator[_Reference]:
    yield "document", claim.document, ("document",)
    if claim.source is not None:
        yield "agent", claim.source, ("source",)
    for at, outer in enumerate(claim.via):
        yield "agent", outer.source, ("via", at, "source")
    for at, perspective in enumerate(claim.perspectives):
        if perspective.holder != NARRATOR:
            yield "agent", perspective.holder, ("perspectives", at, "holder")
    for at, target in enumerate(claim.targets):
        yield "agent", target, ("targets", at)
    for at, mention in enumerate(claim.mentions):
        yield "agent", mention.agent, ("mentions", at, "agent")
    for at, event in enumerate(claim.events):
        yield "event", event, ("events", at)
    for at, stance in enumerate(claim.stances):
        yield "claim", stance.on, ("stances", at, "on")
    for at, link in enumerate(claim.links):
        yield "claim", link.claim, ("links", at, "claim")
    for at, stated in enumerate(claim.states):
        yield "event", stated.event, ("states", at, "event")
        if stated.before is not None:
            yield "event", stated.before, ("states", at, "before")


def _of_quantity(quantity: QuantityRecord) -> Iterator[_Reference]:
    if quantity.base is not None:
        yield "quantity", quantity.base, ("base",)
    for at, whole in enumerate(quantity.part_of):
        yield "quantity", whole, ("part_of", at)


def _of_wording(wording: WordingRecord) -> Iterator[_Reference]:
    yield "document", wording.document, ("document",)
    if wording.source is not None:
        yield "agent", wording.source, ("source",)
    if wording.claim is not None:
        yield "claim", wording.claim, ("claim",)
    for at, agent in enumerate(wording.about):
        yield "agent", agent, ("about", at)
    if wording.names is not None:
        yield "event", wording.names, ("names",)


def _of_date(date: DateRecord) -> Iterator[_Reference]:
    yield "document", date.document, ("document",)
    if date.claim is not None:
        yield "claim", date.claim, ("claim",)


def _of_pledge(pledge: PledgeRecord) -> Iterator[_Reference]:
    yield "claim", pledge.claim, ("claim",)
    yield "agent", pledge.agent, ("agent",)
    for at, plan in enumerate(pledge.plans):
        yield "claim", plan, ("plans", at)
    for at, outcome in enumerate(pledge.outcomes):
        yield "claim", outcome.claim, ("outcomes", at, "claim")


def _of_desk(desk: DeskRecord) -> Iterator[_Reference]:
    for at, reliability in enumerate(desk.reliability):
        yield "agent", reliability.agent, ("reliability", at, "agent")
