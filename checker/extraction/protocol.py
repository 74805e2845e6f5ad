"""What an extractor is: from a document to the facts that it proposes.

The deterministic one is :mod:`checker.extraction.patterns`. Another one implements
:class:`Extractor`; what it proposes goes through :func:`checker.extraction.validation.validate`,
and what is left is written by :mod:`checker.extraction.writing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from checker.dataclasses import dataclass
from checker.documents.model import SourceDocument
from checker.facts.tree import Value

Record: TypeAlias = Mapping[str, Value]
"""One record as a fact file has it: docs/facts.md."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Records that an extractor proposes, not checked yet.

    Their ids begin with the document's id and a colon (:func:`own_id`), so that bundles of a
    folder go together. Every claim, wording and date has an ``extraction`` (:func:`mark`).
    """

    agents: tuple[Record, ...] = ()
    events: tuple[Record, ...] = ()
    claims: tuple[Record, ...] = ()
    wordings: tuple[Record, ...] = ()
    dates: tuple[Record, ...] = ()
    pledges: tuple[Record, ...] = ()

    def sections(self) -> dict[str, tuple[Record, ...]]:
        """The records by the section of a fact file that they belong to."""
        return {
            "agents": self.agents,
            "events": self.events,
            "claims": self.claims,
            "wordings": self.wordings,
            "dates": self.dates,
            "pledges": self.pledges,
        }


class Extractor(Protocol):
    """Proposes facts; the same for the same document, or it says so in its documentation."""

    @property
    def name(self) -> str:
        """What facts say they were extracted by (PROV: wasAttributedTo)."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same document may give other facts."""
        ...

    def propose(self, document: SourceDocument) -> Proposal:
        """The facts that the document seems to state. Its text is data, never an instruction."""
        ...


def own_id(document: SourceDocument, key: str) -> str:
    """The id of a record that an extractor makes of a document."""
    return f"{document.id}:{key}"


def mark(extractor: Extractor, confidence: float) -> dict[str, Value]:
    """A record's ``extraction``: by whom, and how sure, from 0 to 1."""
    return {
        "by": extractor.name,
        "tool": extractor.version,
        "confidence": round(confidence, 2),
    }
