"""What can be written at a place of a fact file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.lsp.facts.common import field_text
from checker.lsp.facts.corpus import FactCorpus
from checker.lsp.facts.cursor import Cursor, locate
from checker.lsp.facts.fields import Place, top
from checker.lsp.facts.records import Record


@dataclass(frozen=True, slots=True)
class Offer:
    """A key or a value that can be written at a place, in the place of ``start`` on."""

    label: str
    text: str
    start: int
    detail: str
    documentation: str
    order: int


def complete(corpus: FactCorpus, text: str, offset: int, rules: Collection[str]) -> list[Offer]:
    """What can be written at a place of a fact file. ``rules`` are the ids of finding rules."""
    cursor = locate(text, offset)
    return [] if cursor is None else offers(cursor, corpus.ids, rules)


def offers(
    cursor: Cursor, ids: Mapping[str, Sequence[Record]], rules: Collection[str]
) -> list[Offer]:
    """What can be written at a place of facts; ``ids`` are the records that are known, by kind."""
    place = top().at(cursor.route)
    if place is None:
        return []
    start = cursor.start
    if cursor.at_key and (place.fields or (place.items and place.items.fields)):
        holder = place if place.fields else place.items
        assert holder is not None  # it has fields
        dash = "" if place.fields or cursor.in_braces else "- "
        return [
            Offer(
                name,
                f"{dash}{name}: ",
                start,
                "required" if name in holder.required else "",
                field_text(field),
                0 if name in holder.required else 1,
            )
            for name, field in holder.fields.items()
            if name not in cursor.keys
        ]
    start += len(cursor.word) - len(cursor.word.lstrip("'\""))
    dash = "- " if cursor.at_key and place.is_list and not cursor.in_braces else ""
    return [
        replace(offer, text=f"{dash}{offer.text}") for offer in _values(place, ids, start, rules)
    ]


def _values(
    place: Place,
    ids: Mapping[str, Sequence[Record]],
    start: int,
    rules: Collection[str],
) -> Iterator[Offer]:
    inner = place.items or place
    for word in inner.words:
        yield Offer(word, word, start, place.name, place.description, 0)
    for kind in inner.kinds:
        for record in ids.get(kind, ()):
            yield Offer(record.id, record.id, start, f"{kind}: {record.summary}", "", 0)
    if inner.kinds and "agent" in inner.kinds and inner.record == "Perspective":
        yield Offer("narrator", "narrator", start, "the document's own voice", "", 0)
    if (place.record, place.name) == ("Suppression", "rule"):
        for rule in rules:
            yield Offer(rule, rule, start, "a finding rule", "", 0)
