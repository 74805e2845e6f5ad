"""The models of the fact files: one source for the relations, the JSON Schema and the docs."""

from checker.facts.models.agents import AgentRecord
from checker.facts.models.base import Model
from checker.facts.models.bundle import RECORD_SECTIONS, Bundle
from checker.facts.models.claims import ClaimRecord
from checker.facts.models.desk import DeskRecord
from checker.facts.models.documents import DocumentRecord
from checker.facts.models.events import EventRecord
from checker.facts.models.extraction import Extraction
from checker.facts.models.pledges import PledgeRecord
from checker.facts.models.quantities import QuantityRecord
from checker.facts.models.spans import Selector
from checker.facts.models.suppressions import Suppression
from checker.facts.models.wordings import DateRecord, WordingRecord

__all__ = [
    "RECORD_SECTIONS",
    "AgentRecord",
    "Bundle",
    "ClaimRecord",
    "DateRecord",
    "DeskRecord",
    "DocumentRecord",
    "EventRecord",
    "Extraction",
    "Model",
    "PledgeRecord",
    "QuantityRecord",
    "Selector",
    "Suppression",
    "WordingRecord",
]
