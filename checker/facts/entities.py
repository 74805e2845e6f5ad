"""What a report shows of each entity: its place and its attributes, made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from checker.dataclasses import dataclass
from checker.facts.documents import Anchor
from checker.facts.facts import Facts
from checker.facts.models import ClaimRecord, QuantityRecord, WordingRecord
from checker.facts.numerals import written
from checker.facts.quotations import plain_quotation, quotation_of

_Made = tuple[Anchor | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that has an id: ``anchor`` is its place, None where it has none of its own.

    ``attributes`` are those of its kind, every one of them, "" where there is no value.
    """

    kind: str
    id: str
    anchor: Anchor | None
    attributes: Mapping[str, str]


ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "document": ("title", "publisher", "published", "kind", "language"),
    "agent": ("name", "kind", "side"),
    "event": ("name", "kind", "place", "when"),
    "claim": (
        "source",
        "voice",
        "cue",
        "kind",
        "quote",
        "topic",
        "aspect",
        "subject",
        "predicate",
        "object",
        "document",
    ),
    "quantity": ("amount", "measure", "unit", "source", "voice", "quote", "document"),
    "wording": ("term", "category", "voice", "source", "document", "side"),
    "pledge": ("agent", "goal", "within", "due", "quote", "source"),
    "date": ("text", "kind", "resolved", "document"),
    "quotation": ("text", "source", "document"),
    "sentence": ("text", "document"),
}
"""The attributes of each kind of entity."""


class Entities(Mapping[tuple[str, str], Entity]):
    """The entities of a corpus by kind and id; each is made when it is first looked up."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._made: dict[tuple[str, str], Entity] = {}

    def __getitem__(self, key: tuple[str, str]) -> Entity:
        made = self._made.get(key)
        if made is None:
            if key not in self._keys:
                raise KeyError(key)
            kind, name = key
            anchor, values = self._makers[kind](name)
            attributes = dict(zip(ATTRIBUTES[kind], values, strict=True))
            made = self._made[key] = Entity(kind, name, anchor, attributes)
        return made

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[str], _Made]]:
        return {
            "document": self._document,
            "agent": self._agent,
            "event": self._event,
            "claim": self._claim,
            "quantity": self._quantity,
            "wording": self._wording,
            "pledge": self._pledge,
            "date": self._date,
            "quotation": self._quotation,
            "sentence": self._sentence,
        }

    @cached_property
    def _sentences(self) -> Mapping[str, Anchor]:
        return {
            sentence.id: Anchor(document, sentence.start, sentence.end)
            for document, sentences in self._facts.sentences.items()
            for sentence in sentences
        }

    @cached_property
    def _keys(self) -> Mapping[tuple[str, str], None]:
        records = self._facts.records
        quoted = (claim for claim in self._facts.claims if claim.quotation is not None)
        ids = {
            "document": records.documents,
            "agent": [*records.agents, *self._facts.narrators],
            "event": records.events,
            "claim": records.claims,
            "quantity": records.quantities,
            "wording": records.wordings,
            "pledge": records.pledges,
            "date": records.dates,
            "quotation": [quotation_of(claim.id) for claim in quoted],
            "sentence": self._sentences,
        }
        return {(kind, name): None for kind, names in ids.items() for name in names}

    def _document(self, name: str) -> _Made:
        record = self._facts.records.documents[name].record
        publisher = self._name(record.publisher)
        published = record.published or ""
        return None, (record.title, publisher, published, record.kind, record.language)

    def _agent(self, name: str) -> _Made:
        narrated = self._facts.narrators.get(name)
        if narrated is not None:
            return None, (self._name(name), "narrator", "")
        record = self._facts.records.agents[name].record
        return None, (record.name, record.kind, record.side or "")

    def _event(self, name: str) -> _Made:
        record = self._facts.records.events[name].record
        return None, (record.name, record.kind, record.place or "", record.when or "")

    def _claim(self, name: str) -> _Made:
        record = self._facts.records.claims[name].record
        return self._facts.anchors["claim", name], (
            self._source(record),
            record.voice,
            record.cue.exact if record.cue else "",
            record.kind,
            self._facts.quoted("claim", name),
            record.topic,
            record.aspect,
            self._name(record.subject),
            record.predicate,
            self._name(record.object),
            self._title(record.document),
        )

    def _quantity(self, name: str) -> _Made:
        record = self._facts.records.quantities[name].record
        claim = self._facts.claim_of[name]
        return self._facts.anchors["quantity", name], (
            amount(record),
            record.measure,
            record.unit,
            self._source(claim),
            claim.voice,
            self._facts.quoted("claim", claim.id),
            self._title(claim.document),
        )

    def _wording(self, name: str) -> _Made:
        record = self._facts.records.wordings[name].record
        return self._facts.anchors["wording", name], (
            self._facts.quoted("wording", name),
            record.category,
            record.voice,
            self._source(record),
            self._title(record.document),
            record.side or "",
        )

    def _pledge(self, name: str) -> _Made:
        record = self._facts.records.pledges[name].record
        claim = self._facts.records.claims.get(record.claim)
        within = record.within
        days = "" if within is None else f"{written(within)} day{'' if within == 1 else 's'}"
        pledged = (self._name(record.agent), record.goal, days, record.due or "")
        if claim is None:  # a row of a table, which has no place
            return None, (*pledged, "", "")
        return self._facts.anchors["claim", record.claim], (
            *pledged,
            self._facts.quoted("claim", record.claim),
            self._source(claim.record),
        )

    def _date(self, name: str) -> _Made:
        record = self._facts.records.dates[name].record
        text = self._facts.quoted("date", name)
        title = self._title(record.document)
        return self._facts.anchors["date", name], (text, record.kind, record.resolved or "", title)

    def _quotation(self, name: str) -> _Made:
        record = self._facts.records.claims[name.removesuffix("#quotation")].record
        text = plain_quotation(self._facts.quoted("claim", record.id))
        title = self._title(record.document)
        return self._facts.anchors["claim", record.id], (text, self._source(record), title)

    def _sentence(self, name: str) -> _Made:
        anchor = self._sentences[name]
        text = self._facts.texts[anchor.document].text[anchor.start : anchor.end]
        return anchor, (text, self._title(anchor.document))

    def _source(self, record: ClaimRecord | WordingRecord) -> str:
        return self._name(self._facts.source(record))

    def _title(self, document: str) -> str:
        return self._facts.records.documents[document].record.title

    def _name(self, name: str | None) -> str:
        """What an agent or event is called; a text that is no id as it is."""
        if name is None:
            return ""
        narrated = self._facts.narrators.get(name)
        if narrated is not None:
            return f"narrator of {narrated.title}"
        known = self._facts.records.agents.get(name) or self._facts.records.events.get(name)
        return self._facts.called.get(name, name) if known is None else known.record.name


def amount(quantity: QuantityRecord) -> str:
    """A quantity as a person writes it: ``1,200``, ``24 to 48``, ``at least 3,000``."""
    low, high = quantity.bounds
    return written_amount(low, high, about=quantity.meant == "about")


def written_amount(low: float | None, high: float | None, *, about: bool) -> str:
    """Bounds as a person writes them; None is no bound."""
    if low is None or high is None:
        bound = low if high is None else high
        words = "at least" if high is None else "at most"
        return f"{words} {_grouped(bound or 0.0)}"
    figure = _grouped(low) if low == high else f"{_grouped(low)} to {_grouped(high)}"
    return f"about {figure}" if about else figure


def _grouped(number: float) -> str:
    return f"{int(number):,}" if number.is_integer() and abs(number) < 1e18 else f"{number:,}"
