"""The relations that rules see: what each means, its columns, and its rows from the facts."""

from checker.facts.relations.agents import AGENTS
from checker.facts.relations.claims import CLAIMS, STATED
from checker.facts.relations.declaration import Column, Relation, Row, Section, Type
from checker.facts.relations.desk import DESK
from checker.facts.relations.documents import DOCUMENTS
from checker.facts.relations.events import EVENTS
from checker.facts.relations.quantities import QUANTITIES, QUOTATIONS
from checker.facts.relations.wordings import DATES, PLEDGES, WORDINGS

SECTIONS = (
    DOCUMENTS,
    AGENTS,
    EVENTS,
    CLAIMS,
    STATED,
    QUANTITIES,
    QUOTATIONS,
    WORDINGS,
    DATES,
    PLEDGES,
    DESK,
)

__all__ = ["SECTIONS", "Column", "Relation", "Row", "Section", "Type"]
