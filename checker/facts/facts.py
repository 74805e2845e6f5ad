"""A corpus whose references, spans and figures have been checked: what relations are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from checker.dataclasses import dataclass
from checker.facts.documents import Anchor, Document
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
from checker.facts.records import Records
from checker.facts.references import NARRATOR, narrator_of
from checker.facts.sentences import sentences
from checker.facts.units import base_unit


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document; ``ordinal`` counts from 1."""

    id: str
    document: str
    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Facts:
    """Records with their documents, places, and the agents that each claim's span names.

    ``called`` says what the entities are called that records refer to and no record has.
    """

    records: Records
    texts: Mapping[str, Document]
    anchors: Mapping[tuple[str, str], Anchor]
    named: Mapping[str, frozenset[str]]
    called: Mapping[str, str]

    @property
    def documents(self) -> Iterator[DocumentRecord]:
        return (placed.record for placed in self.records.documents.values())

    @property
    def agents(self) -> Iterator[AgentRecord]:
        return (placed.record for placed in self.records.agents.values())

    @property
    def events(self) -> Iterator[EventRecord]:
        return (placed.record for placed in self.records.events.values())

    @property
    def claims(self) -> Iterator[ClaimRecord]:
        return (placed.record for placed in self.records.claims.values())

    @property
    def quantities(self) -> Iterator[QuantityRecord]:
        return (placed.record for placed in self.records.quantities.values())

    @property
    def wordings(self) -> Iterator[WordingRecord]:
        return (placed.record for placed in self.records.wordings.values())

    @property
    def dates(self) -> Iterator[DateRecord]:
        return (placed.record for placed in self.records.dates.values())

    @property
    def pledges(self) -> Iterator[PledgeRecord]:
        return (placed.record for placed in self.records.pledges.values())

    @property
    def desks(self) -> Iterator[DeskRecord]:
        return (placed.record for placed in self.records.desks)

    def source(self, record: ClaimRecord | WordingRecord) -> str:
        """Whose statement or wording it is: the source given, or the document's narrator."""
        return record.source or narrator_of(record.document)

    def quoted(self, kind: str, name: str) -> str:
        """The text at the place of a claim, wording, date or quantity."""
        anchor = self.anchors[kind, name]
        return self.texts[anchor.document].text[anchor.start : anchor.end]

    @cached_property
    def claim_of(self) -> Mapping[str, ClaimRecord]:
        """The claim of each quantity."""
        return {quantity.id: claim for claim in self.claims for quantity in claim.quantities}

    @cached_property
    def narrators(self) -> Mapping[str, DocumentRecord]:
        """The agents that are documents' own voices."""
        return {narrator_of(document.id): document for document in self.documents}

    @cached_property
    def sentences(self) -> Mapping[str, tuple[Sentence, ...]]:
        """The sentences of each document, in its order."""
        return {name: tuple(_sentences(document)) for name, document in self.texts.items()}

    @cached_property
    def _declared_units(self) -> frozenset[str]:
        return frozenset(
            name for desk in self.desks for unit in desk.units for name in (unit.unit, unit.base)
        )

    def base_unit(self, unit: str) -> tuple[str, float]:
        """The unit that a quantity is brought to, and the factor."""
        return base_unit(unit, self._declared_units)

    def holder(self, claim: ClaimRecord, holder: str) -> str:
        """The agent that a perspective names."""
        return narrator_of(claim.document) if holder == NARRATOR else holder


def _sentences(document: Document) -> Iterator[Sentence]:
    for ordinal, (start, end) in enumerate(sentences(document.text), start=1):
        yield Sentence(
            f"{document.id}#s{ordinal}",
            document.id,
            ordinal,
            start,
            end,
            document.text[start:end],
        )
