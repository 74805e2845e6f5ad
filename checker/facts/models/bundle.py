"""A fact file as a whole."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator

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

    checker: Version
    """The version of the format: 1."""
    extraction: Extraction | None = None
    """Who extracted the facts of this file."""
    documents: Items[DocumentRecord] = ()
    """Documents and their texts."""
    agents: Items[AgentRecord] = ()
    """Who speaks, acts, is spoken of."""
    events: Items[EventRecord] = ()
    """What happened."""
    claims: Items[ClaimRecord] = ()
    """Who says what, and where."""
    wordings: Items[WordingRecord] = ()
    """Words to watch, and names."""
    dates: Items[DateRecord] = ()
    """Dates as written."""
    pledges: Items[PledgeRecord] = ()
    """Promises, and what came of them."""
    rejected: Items[Rejection] = ()
    """Claims that reviewers rejected."""
    desk: Desks = ()
    """What the desk itself knows."""


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
