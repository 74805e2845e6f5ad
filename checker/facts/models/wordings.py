"""Words to watch, names of events, and dates as written."""

from pydantic import model_validator

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

    id: Id
    """The wording's id."""
    document: DocumentRef
    """The document that it stands in."""
    span: Passage
    """Where it stands."""
    category: v.WordingCategory
    """What kind of expression it is."""
    voice: v.Voice
    """Whose words it is in."""
    source: AgentRef | None = None
    """Who uses it; left out for the narrator."""
    claim: ClaimRef | None = None
    """The claim that it is a part of."""
    about: Items[AgentRef] = ()
    """At whom it is aimed."""
    side: Text | None = None
    """Whose term it is."""
    names: EventRef | None = None
    """The event that it is a name for."""
    extraction: Extraction | None = None
    """Who extracted it, where that is not the file's `extraction`."""
    suppress: Items[Suppression] = ()
    """Findings on it that do not count."""

    @model_validator(mode="after")
    def _source_of_voice(self) -> "WordingRecord":
        check_source(f"wording `{self.id}`", self.voice, self.source)
        return self


class DateRecord(Model):
    """An expression of time, as it stands in a document."""

    id: Id
    """The date's id."""
    document: DocumentRef
    """The document that it stands in."""
    span: Passage
    """Where it stands."""
    kind: v.DateKind
    """What kind of expression it is."""
    resolved: When | None = None
    """The days that it means; left out when the text gives no anchor."""
    claim: ClaimRef | None = None
    """The claim that it is a part of."""
    extraction: Extraction | None = None
    """Who extracted it, where that is not the file's `extraction`."""
