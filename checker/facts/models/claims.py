"""Claims: who says what, where, in which voice, how sure, under which scope."""

from pydantic import Field, model_validator

from checker.facts.models import vocabulary as v
from checker.facts.models.base import (
    AgentRef,
    ClaimRef,
    DocumentRef,
    EventRef,
    Flag,
    Id,
    Items,
    Model,
    Ordinal,
    Text,
    When,
    refuse,
)
from checker.facts.models.extraction import Extraction
from checker.facts.models.quantities import QuantityRecord
from checker.facts.models.reviews import Review
from checker.facts.models.spans import Passage
from checker.facts.models.suppressions import Suppression


class Attribution(Model):
    """An outer source: who is said to have said it (PARC 3.0's nested attribution)."""

    source: AgentRef
    """The agent that it is attributed to."""
    cue: Passage | None = None
    """The words that attribute it."""


class Perspective(Model):
    """How sure somebody else is of the claim (FactBank)."""

    holder: AgentRef
    """An agent, or `narrator` for the document's own voice."""
    factuality: v.Factuality
    """How sure the holder is."""


class Mention(Model):
    """An agent that the span names in other words than its name: `He`, `the ministry`."""

    agent: AgentRef
    """Who is meant."""
    exact: Text
    """The words, as they stand in the claim's span."""


class StanceRecord(Model):
    """What the claim's source makes of another claim."""

    on: ClaimRef
    """The other claim."""
    stance: v.Stance
    """The stance taken."""


class EvidenceRecord(Model):
    """What the text gives in support of the claim."""

    kind: v.EvidenceKind
    """What kind of evidence it is; `none` for none."""
    reference: str = ""
    """What it is: an id, a name, an address."""
    exact: Passage | None = None
    """The words of the document that give it."""


class ClaimLink(Model):
    """A relation of the claim to another one."""

    link: v.Link
    """The relation."""
    claim: ClaimRef
    """The other claim."""


class EventStatement(Model):
    """What the claim states of an event."""

    event: EventRef
    """The event."""
    when: When | None = None
    """When it was, by the claim."""
    series: Text | None = None
    """The series that it belongs to, by the claim."""
    ordinal: Ordinal | None = None
    """Its place in that series, by the claim."""
    before: EventRef | None = None
    """An event that it came before, by the claim."""
    place: Text | None = None
    """Where it was, by the claim."""

    @model_validator(mode="after")
    def _states_something(self) -> "EventStatement":
        if (self.series is None) != (self.ordinal is None):
            given, missing = ("ordinal", "series") if self.series is None else ("series", "ordinal")
            refuse(
                "half_series",
                f"`{given}` stands without `{missing}`",
                field=given,
                mend=f"add `{missing}`, or leave both out",
            )
        if self.when is None and self.series is None and not self.before and self.place is None:
            refuse(
                "states_nothing",
                f"nothing is stated of event `{self.event}`",
                field="event",
                mend="add `when`, `series` and `ordinal`, `before` or `place`; "
                "an event that is only mentioned belongs under `events`",
            )
        if self.before == self.event:
            refuse(
                "before_itself",
                f"event `{self.event}` is stated to be before itself",
                field="before",
                mend="name the later event, or leave `before` out",
            )
        return self


class QuotationRecord(Model):
    """Marks the claim's span as a direct quotation."""

    utterance: Id
    """What was said on one occasion; quotations of one utterance share it."""


class ClaimRecord(Model):
    """What one source states in one span of one document."""

    id: Id
    """The claim's id."""
    document: DocumentRef
    """The document that it stands in."""
    span: Passage
    """Where it stands."""
    voice: v.Voice
    """Whose words the span is in."""
    source: AgentRef | None = None
    """Whose statement it is; left out for the narrator's."""
    cue: Passage | None = None
    """The words that attribute it to the source."""
    via: Items[Attribution] = ()
    """Outer attributions, innermost first."""
    kind: v.ClaimKind
    """What kind of statement it is."""
    subject: str = ""
    """Of whom or what: an agent's or event's id, or a text."""
    predicate: str = ""
    """What is said of it."""
    object: str = ""
    """To or about whom or what: an id or a text."""
    topic: str = ""
    """What it is about."""
    aspect: str = ""
    """Which side of the topic."""
    polarity: v.Polarity = "positive"
    """Whether it affirms or negates."""
    factuality: v.Factuality | None = None
    """How sure the source is; by default `CT+`, or `CT-` when negative."""
    perspectives: Items[Perspective] = ()
    """How sure other holders are."""
    tense: v.Tense | None = None
    """The time that it speaks of."""
    superlative: Flag = False
    """Whether it claims a most, a first, an only."""
    targets: Items[AgentRef] = ()
    """Whom an allegation or a criticism is about."""
    mentions: Items[Mention] = ()
    """Agents that the span names otherwise."""
    valid: When | None = None
    """The time of which it is said to be true."""
    as_of: When | None = None
    """The day of knowledge that it gives."""
    place: Text | None = None
    """The place of which it is said."""
    events: Items[EventRef] = ()
    """The events that it is about."""
    scope: dict[Text, Text] = Field(default={})
    """Further bounds: dimension to value, `{population: soldiers}`."""
    stances: Items[StanceRecord] = ()
    """What it makes of other claims."""
    evidence: Items[EvidenceRecord] = ()
    """What the text supports it with."""
    links: Items[ClaimLink] = ()
    """How it relates to other claims."""
    states: Items[EventStatement] = ()
    """What it states of events."""
    quotation: QuotationRecord | None = None
    """The utterance that it quotes, where it is a direct quotation."""
    quantities: Items[QuantityRecord] = ()
    """Its figures."""
    extraction: Extraction | None = None
    """Who extracted it, where that is not the file's `extraction`."""
    review: Review | None = None
    """Who looked at it on its document and let it stand."""
    suppress: Items[Suppression] = ()
    """Findings on it, and on its figures, that do not count."""

    @property
    def certainty(self) -> v.Factuality:
        """How sure the source is, given or by default."""
        return self.factuality or ("CT-" if self.polarity == "negative" else "CT+")

    @model_validator(mode="after")
    def _source_of_voice(self) -> "ClaimRecord":
        check_source(f"claim `{self.id}`", self.voice, self.source)
        if self.quotation is not None and self.voice != "direct":
            refuse(
                "quotation_voice",
                f"claim `{self.id}` is a quotation, but its voice is {self.voice}",
                field="quotation",
                mend="write `voice: direct`, or leave `quotation` out",
            )
        return self


def check_source(what: str, voice: v.Voice, source: str | None) -> None:
    """Refuse a reported or quoted voice without a source, and a narrator's with one."""
    if voice != "narrator" and source is None:
        refuse(
            "missing_source",
            f"{what} is in {voice} voice but names no `source`",
            field="voice",
            mend="add `source: <agent id>`, or write `voice: narrator` where it is the document's",
        )
    if voice == "narrator" and source is not None:
        refuse(
            "narrator_source",
            f"{what} is in the narrator's voice, whose source is the document itself",
            field="source",
            mend="leave `source` out, or write `voice: indirect` (or `direct`)",
        )
