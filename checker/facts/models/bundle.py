"""A fact file as a whole."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from checker.facts.models.agents import AgentRecord
from checker.facts.models.base import Items, Model, ShortForm, resolved
from checker.facts.models.claims import ClaimRecord
from checker.facts.models.desk import DeskRecord
from checker.facts.models.documents import DocumentRecord
from checker.facts.models.events import EventRecord
from checker.facts.models.extraction import Extraction
from checker.facts.models.pledges import PledgeRecord
from checker.facts.models.reviews import Rejection
from checker.facts.models.wordings import DateRecord, WordingRecord


def _whole(value: object) -> object:
    """To a ``Literal``, True and 1.0 are 1."""
    number = resolved(value)
    return number if type(number) is int else None


Version: TypeAlias = Annotated[Literal[1], BeforeValidator(_whole)]


def _listed(value: object) -> object:
    return [value] if isinstance(value, dict) else value


Desks: TypeAlias = Annotated[
    Items[DeskRecord],
    BeforeValidator(_listed),
    ShortForm(lambda full: full["items"]),
]
"""One desk record, or a list of them, which are taken together."""


class Bundle(Model):
    """One fact file: sections of records. Sections may be left out."""

    checker: Version = Field(description="The version of the format: 1.")
    extraction: Extraction | None = Field(
        default=None, description="Who extracted the facts of this file."
    )
    documents: Items[DocumentRecord] = Field(default=(), description="Documents and their texts.")
    agents: Items[AgentRecord] = Field(default=(), description="Who speaks, acts, is spoken of.")
    events: Items[EventRecord] = Field(default=(), description="What happened.")
    claims: Items[ClaimRecord] = Field(default=(), description="Who says what, and where.")
    wordings: Items[WordingRecord] = Field(default=(), description="Words to watch, and names.")
    dates: Items[DateRecord] = Field(default=(), description="Dates as written.")
    pledges: Items[PledgeRecord] = Field(default=(), description="Promises, and what came of them.")
    rejected: Items[Rejection] = Field(default=(), description="Claims that reviewers rejected.")
    desk: Desks = Field(default=(), description="What the desk itself knows.")


RECORD_SECTIONS = {
    "document": "documents",
    "agent": "agents",
    "event": "events",
    "claim": "claims",
    "wording": "wordings",
    "date": "dates",
    "pledge": "pledges",
    "rejection": "rejected",
    "desk": "desk",
}
"""JSON Lines: the section of a bundle that a record of each kind belongs to."""
