"""From an entity of the corpus to the evidence that a person can look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.findings.models import Evidence, Passage

if TYPE_CHECKING:
    from checker.facts import Anchor, Corpus, Document, Entity

CONTEXT = 32
"""Code points of prefix and suffix: enough to tell two occurrences of a word apart."""

_NAMED_BY = {
    "document": "title",
    "agent": "name",
    "event": "name",
    "claim": "quote",
    "quantity": "amount",
    "wording": "term",
    "pledge": "goal",
    "date": "text",
    "quotation": "text",
    "sentence": "text",
}
"""The attribute by which people call an entity of each kind."""


class EvidenceBook:
    """Looks entities up in a corpus, each one once."""

    def __init__(self, corpus: Corpus) -> None:
        self._entities = corpus.entities
        self._documents = {document.id: document for document in corpus.documents}
        self._pages: dict[tuple[str, str], Evidence] = {}

    def attribute(self, kind: str, entity_id: str, name: str | None) -> str:
        """An attribute of an entity, or what it is called; its id where the corpus lacks it."""
        entity = self._entities.get((kind, entity_id))
        if entity is None:
            return entity_id
        return label(entity) if name is None else entity.attributes.get(name, "")

    def knows(self, kind: str, entity_id: str) -> bool:
        """Whether the corpus has the entity."""
        return (kind, entity_id) in self._entities

    def evidence(self, role: str, kind: str, entity_id: str) -> Evidence:
        """The entity as evidence in a column; its fields other than the role are looked up once."""
        page = self._pages.get((kind, entity_id))
        if page is None:
            page = self._pages[kind, entity_id] = self._look_up(role, kind, entity_id)
        return page if page.role == role else page.model_copy(update={"role": role})

    def _look_up(self, role: str, kind: str, entity_id: str) -> Evidence:
        entity = self._entities.get((kind, entity_id))
        anchor = entity.anchor if entity else None
        document = self._documents.get(
            anchor.document if anchor else entity_id if kind == "document" else ""
        )
        attributes = entity.attributes if entity else {}
        return Evidence.model_construct(
            role=role,
            kind=kind,
            id=entity_id,
            label=label(entity) if entity else entity_id,
            source=attributes.get("source", ""),
            voice=attributes.get("voice", ""),
            cue=attributes.get("cue", ""),
            document=document.id if document else None,
            # Facts from tables know of a document's title, not of its text.
            title=document.title if document else attributes.get("document") or None,
            path=document.source.name if document else None,
            passage=passage(document, anchor) if document and anchor else None,
        )


def label(entity: Entity) -> str:
    """What a person would call it; its id where it has no name."""
    return entity.attributes.get(_NAMED_BY[entity.kind], "") or entity.id


def passage(document: Document, anchor: Anchor) -> Passage:
    """The anchored quote, with its place in the document's file."""
    source, text = document.source, document.text
    start, end = anchor.start, anchor.end
    first = source.position(document.offset + start)
    after = source.position(document.offset + end)
    last_line = source.position(document.offset + max(start, end - 1)).line
    return Passage.model_construct(
        start=start,
        end=end,
        line=first.line,
        column=first.column,
        end_line=after.line,
        end_column=after.column,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        lines=tuple(source.line(number) for number in range(first.line, last_line + 1)),
    )
