"""The two guards against invented facts: spans to the letter, figures and names inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import chain

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic
from checker.facts import misquotes
from checker.facts.documents import Anchor, Document
from checker.facts.misquotes import Quote
from checker.facts.models import (
    AgentRecord,
    ClaimRecord,
    DateRecord,
    QuantityRecord,
    Selector,
    WordingRecord,
)
from checker.facts.numerals import Figure, figures
from checker.facts.occurrences import Searched, occurrences
from checker.facts.records import Placed, Records
from checker.facts.references import narrator_of
from checker.facts.spans import Ambiguous, Found, NotFound, find, stands_as_word
from checker.facts.tree import Route


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guards have found.

    ``anchors`` are the places of claims, wordings, dates and quantities, by kind and id;
    ``named`` the agents that each claim's span names.
    """

    anchors: dict[tuple[str, str], Anchor] = field(default_factory=dict)
    named: dict[str, frozenset[str]] = field(default_factory=dict)


def guard(records: Records, documents: Mapping[str, Document]) -> tuple[Guarded, list[Diagnostic]]:
    """Hold what records quote, count and name against the documents that could be read."""
    guarded = Guarded()
    searched = {name: Searched(document.text) for name, document in documents.items()}
    faults = list(_spans(records, documents, searched, guarded))
    for claim in records.claims.values():
        anchor = guarded.anchors.get(("claim", claim.record.id))
        if anchor is not None:
            quote = Quote(documents[anchor.document], anchor.start, anchor.end)
            faults.extend(_cues(claim, quote.document, searched[anchor.document]))
            faults.extend(_names(claim, quote, records.agents, guarded))
            for number, quantity in enumerate(claim.record.quantities):
                faults.extend(_figures(claim, number, quantity, quote, guarded))
    return guarded, faults


# --- spans -----------------------------------------------------------------------------------


def _spans(
    records: Records,
    documents: Mapping[str, Document],
    searched: Mapping[str, Searched],
    guarded: Guarded,
) -> Iterator[Diagnostic]:
    quoting: Iterator[tuple[str, Placed[ClaimRecord | WordingRecord | DateRecord]]] = chain(
        (("claim", claim) for claim in records.claims.values()),
        (("wording", wording) for wording in records.wordings.values()),
        (("date", date) for date in records.dates.values()),
    )
    for kind, placed in quoting:
        record = placed.record
        document = documents.get(record.document)
        if document is None:
            continue  # the reference or the text is a fault already
        found = find(record.span, searched[document.id])
        if isinstance(found, Found):
            guarded.anchors[kind, record.id] = Anchor(document.id, found.start, found.end)
        else:
            what = f"the span of {kind} `{record.id}`"
            yield misquotes.in_document(placed.at("span", "exact"), what, document, found)


def _cues(
    claim: Placed[ClaimRecord], document: Document, searched: Searched
) -> Iterator[Diagnostic]:
    """Cues and evidence may stand anywhere in the document, and several times."""
    record = claim.record
    cited: Iterator[tuple[str, Route, Selector | None]] = chain(
        [("cue", ("cue",), record.cue)],
        (("cue", ("via", at, "cue"), outer.cue) for at, outer in enumerate(record.via)),
        (("evidence", ("evidence", at, "exact"), e.exact) for at, e in enumerate(record.evidence)),
    )
    for what, route, selector in cited:
        if selector is not None:
            found = find(selector, searched)
            if isinstance(found, NotFound):
                named = f"the {what} of claim `{record.id}`"
                yield misquotes.in_document(claim.at(*route), named, document, found)


# --- names -----------------------------------------------------------------------------------


def _names(
    claim: Placed[ClaimRecord],
    quote: Quote,
    agents: Mapping[str, Placed[AgentRecord]],
    guarded: Guarded,
) -> Iterator[Diagnostic]:
    """An agent that is subject or object is named or mentioned in the span, or is its source."""
    record = claim.record
    named = set()
    for at, mention in enumerate(record.mentions):
        if stands_as_word(mention.exact, quote.text):
            named.add(mention.agent)
        else:
            place = claim.at("mentions", at, "exact")
            yield misquotes.not_in_span(place, "mention", record.id, quote)
    source = record.source or narrator_of(record.document)
    for role, name in (("subject", record.subject), ("object", record.object)):
        agent = agents.get(name)
        if agent is None:
            continue
        if names(agent.record, quote.text):
            named.add(name)
        elif name not in named and name != source:
            yield misquotes.unnamed(claim.at(role), role, agent.record, record.id, quote)
    guarded.named[record.id] = frozenset(named)


def names(agent: AgentRecord, text: str) -> bool:
    """Whether a text names an agent: its name, without an article, or an alias, as a word."""
    plain = _plain(text)
    folded = plain.casefold()
    for name in map(_plain, (agent.name, *agent.aliases)):
        bare = _ARTICLE.sub("", name)
        # an acronym is not a word in capitals: US is not us
        if _is_among(bare, plain) if bare.isupper() else _is_among(bare.casefold(), folded):
            return True
    return False


_ARTICLE = re.compile(r"\A(?:the|an?) (?=\S)", re.IGNORECASE)


def _plain(text: str) -> str:
    """A text with single spaces and typewriter apostrophes."""
    return " ".join(text.split()).replace("’", "'")


def _is_among(words: str, text: str) -> bool:
    """Whether words stand in a text with no letter, digit or underscore next to them."""
    return any(
        not _joins(text[at - 1 : at]) and not _joins(text[at + len(words) :][:1])
        for at in occurrences(words, text)
    )


def _joins(character: str) -> bool:
    return character.isalnum() or character == "_"


# --- figures ---------------------------------------------------------------------------------


def _figures(
    claim: Placed[ClaimRecord],
    number: int,
    quantity: QuantityRecord,
    quote: Quote,
    guarded: Guarded,
) -> Iterator[Diagnostic]:
    """Each finite bound stands in the span, or in the words of it that ``exact`` gives."""
    within = quote
    if quantity.exact is not None:
        found = find(quantity.exact, quote.text)
        place = claim.at("quantities", number, "exact")
        if isinstance(found, NotFound):
            yield misquotes.not_in_span(place, "figure", claim.record.id, quote)
            return
        if isinstance(found, Ambiguous):
            yield misquotes.ambiguous_figure(place, claim.record.id, quote, found)
            return
        within = quote.part(found.start, found.end)
    there = figures(within.text)
    standing: list[Figure] = []
    bounds = (("amount", quantity.amount), ("low", quantity.low), ("high", quantity.high))
    for bound, value in bounds:
        if value is None:
            continue
        figure = next((figure for figure in there if figure.may_be(value)), None)
        if figure is None:
            place = claim.at("quantities", number, bound)
            yield misquotes.no_figure(place, value, claim.record.id, there, within, quote)
        else:
            standing.append(figure)
    if quantity.exact is None and standing:
        start = min(figure.start for figure in standing)
        within = quote.part(start, max(figure.end for figure in standing))
    anchor = Anchor(within.document.id, within.start, within.end)
    guarded.anchors["quantity", quantity.id] = anchor
