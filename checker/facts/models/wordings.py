"""Words to watch, names of events, and dates as written."""

from pydantic import Field, model_validator

from checker.facts.models import vocabulary as v
from checker.facts.models.base import (
    AgentRef,
    ClaimRef,
    DocumentRef,
    EventRef,
    Id,
    Items,
    Model,
    Text,
    When,
)
from checker.facts.models.claims import check_source
from checker.facts.models.extraction import Extraction
from checker.facts.models.spans import Passage
from checker.facts.models.suppressions import Suppression


class WordingRecord(Model):
    """An expression of a document that is more than neutral, or a name for an event."""

    id: Id = Field(description="The wording's id.")
    document: DocumentRef = Field(description="The document that it stands in.")
    span: Passage = Field(description="Where it stands.")
    category: v.WordingCategory = Field(description="What kind of expression it is.")
    voice: v.Voice = Field(description="Whose words it is in.")
    source: AgentRef | None = Field(
        default=None, description="Who uses it; left out for the narrator."
    )
    claim: ClaimRef | None = Field(default=None, description="The claim that it is a part of.")
    about: Items[AgentRef] = Field(default=(), description="At whom it is aimed.")
    side: Text | None = Field(default=None, description="Whose term it is.")
    names: EventRef | None = Field(default=None, description="The event that it is a name for.")
    extraction: Extraction | None = Field(
        default=None, description="Who extracted it, where that is not the file's `extraction`."
    )
    suppress: Items[Suppression] = Field(
        default=(), description="Findings on it that do not count."
    )

    @model_validator(mode="after")
    def _source_of_voice(self) -> "WordingRecord":
        check_source(f"wording `{self.id}`", self.voice, self.source)
        return self


class DateRecord(Model):
    """An expression of time, as it stands in a document."""

    id: Id = Field(description="The date's id.")
    document: DocumentRef = Field(description="The document that it stands in.")
    span: Passage = Field(description="Where it stands.")
    kind: v.DateKind = Field(description="What kind of expression it is.")
    resolved: When | None = Field(
        default=None, description="The days that it means; left out when the text gives no anchor."
    )
    claim: ClaimRef | None = Field(default=None, description="The claim that it is a part of.")
    extraction: Extraction | None = Field(
        default=None, description="Who extracted it, where that is not the file's `extraction`."
    )
