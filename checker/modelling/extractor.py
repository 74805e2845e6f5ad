"""A model as an extractor, beside the one that goes by patterns."""

from __future__ import annotations

from checker.diagnostics import Diagnostic
from checker.documents.model import SourceDocument
from checker.extraction.protocol import Proposal, Record
from checker.facts.tree import Value
from checker.modelling.reading import ModelReader
from checker.proposing import Held


class ModelExtractor:
    """Proposes what a model finds and the text holds.

    ``left_out`` grows with every document: what the model said and the text does not hold. The
    same document gives the same facts as long as the model's answers for it are kept.
    """

    def __init__(self, reader: ModelReader) -> None:
        self.reader = reader
        self.left_out: list[Diagnostic] = []

    @property
    def name(self) -> str:
        return self.reader.endpoint.settings.model

    @property
    def version(self) -> str:
        return str(self.reader.by["tool"])

    def propose(self, document: SourceDocument) -> Proposal:
        """Raises :class:`DiagnosticError` where the endpoint cannot be used."""
        held = self.reader.read(document.id, document.name, document.text)
        self.left_out.extend(held.left_out)
        return Proposal(
            agents=_records(held, "agents"),
            events=_records(held, "events"),
            claims=_records(held, "claims"),
            pledges=_records(held, "pledges"),
            wordings=_records(held, "wordings"),
            dates=_records(held, "dates"),
        )


def _records(held: Held, section: str) -> tuple[Record, ...]:
    found: Value = held.sections.get(section)
    return (
        tuple(each for each in found if isinstance(each, dict)) if isinstance(found, list) else ()
    )
