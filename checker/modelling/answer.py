"""What a model is asked to answer: the schema that it is given and held to.

Every field has to be given, with null where there is nothing to say: endpoints that enforce a
schema ask for that.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from checker.facts.models import vocabulary as v

Category: TypeAlias = Literal[
    "weasel", "peacock", "loaded", "editorialising", "doubt", "hedge", "euphemism"
]


Evidence: TypeAlias = Literal["document", "figure", "witness", "image", "link"]
"""Without ``none``: that a text gives no evidence is for a person to say."""


class Part(BaseModel):
    """A part of an answer: closed, and nothing is converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _said(text: str) -> object:
    return Field(description=text)


class AgentAnswer(Part):
    name: Annotated[str, _said("The fullest name in the text, copied to the letter.")]
    aliases: Annotated[list[str], _said("Other names in the text, copied to the letter.")]
    kind: v.AgentKind


class MentionAnswer(Part):
    name: Annotated[str, _said("The agent's name, as under agents.")]
    words: Annotated[str, _said("Words inside the quote that mean the agent: he, the minister.")]


class FigureAnswer(Part):
    words: Annotated[str, _said("The figure as it stands in the quote, to the letter.")]
    measure: Annotated[str, _said("What is counted or measured, in a few plain words.")]
    low: Annotated[float | None, _said("The least that it may be; null where open.")]
    high: Annotated[float | None, _said("The most that it may be; null where open.")]
    qualifier: v.Qualifier
    aggregation: v.Aggregation
    unit: Annotated[str, _said("UCUM or ISO 4217 code: m, h, %, USD; {person} for a count.")]


class EventAnswer(Part):
    name: Annotated[str, _said("What the text calls it, copied to the letter.")]
    kind: Annotated[str, _said("What kind of event it is, in one or two plain words.")]
    when: Annotated[str | None, _said("Its date, copied to the letter; null where none is given.")]
    place: Annotated[str | None, _said("Its place, copied to the letter; null where none.")]
    participants: Annotated[list[str], _said("Names of agents who took part, as under agents.")]
    ordinal: Annotated[float | None, _said("Its number in a series, as in third round; or null.")]
    series: Annotated[str | None, _said("The series that it is a number of: round; or null.")]


class EvidenceAnswer(Part):
    kind: Evidence
    quote: Annotated[str, _said("The words that give the evidence, copied to the letter.")]


class LinkAnswer(Part):
    link: v.Link
    quote: Annotated[str, _said("The other claim's quote, as that record has it.")]


class StanceAnswer(Part):
    stance: v.Stance
    quote: Annotated[str, _said("The other claim's quote, as that record has it.")]


class ClaimAnswer(Part):
    quote: Annotated[str, _said("The passage that states it, copied to the letter.")]
    before: Annotated[str, _said("A few words directly before it, where it recurs; else empty.")]
    voice: v.Voice
    source: Annotated[str | None, _said("The agent's name; null in the narrator's voice.")]
    cue: Annotated[str | None, _said("The words that attribute it, copied to the letter.")]
    kind: v.ClaimKind
    subject: Annotated[str, _said("Of whom or what: an agent's name, or words of the quote.")]
    predicate: Annotated[str, _said("What is said of it, in a few plain words.")]
    object: Annotated[str, _said("To or about whom or what, or empty.")]
    topic: Annotated[str, _said("What it is about, one or two words, or empty.")]
    polarity: v.Polarity
    factuality: v.Factuality
    tense: v.Tense | None
    mentions: list[MentionAnswer]
    figures: list[FigureAnswer]
    events: Annotated[list[str], _said("Names of events that it is about, as under events.")]
    evidence: Annotated[list[EvidenceAnswer], _said("What the text gives in support of it.")]
    links: Annotated[list[LinkAnswer], _said("How it relates to other claims.")]
    stances: Annotated[list[StanceAnswer], _said("What its source makes of other claims.")]
    confidence: Annotated[float, _said("How sure you are of this record, from 0 to 1.")]


class WordingAnswer(Part):
    quote: Annotated[str, _said("The expression, copied to the letter.")]
    before: Annotated[str, _said("A few words directly before it, where it recurs; else empty.")]
    category: Category
    voice: v.Voice
    source: Annotated[str | None, _said("The agent's name; null in the narrator's voice.")]
    confidence: float


class DateAnswer(Part):
    quote: Annotated[str, _said("The expression of time, copied to the letter.")]
    before: Annotated[str, _said("A few words directly before it, where it recurs; else empty.")]
    kind: v.DateKind
    confidence: float


class OutcomeAnswer(Part):
    quote: Annotated[str, _said("The quote of the claim that says so, as that record has it.")]
    result: v.Outcome


class PledgeAnswer(Part):
    quote: Annotated[str, _said("The quote of the claim that makes it, as that record has it.")]
    agent: Annotated[str, _said("Who pledges: a name, as under agents.")]
    goal: Annotated[str, _said("What is pledged: words of that quote, copied to the letter.")]
    within: Annotated[str | None, _said("Its time: words of that quote, ten days; or null.")]
    plans: Annotated[list[str], _said("Quotes of claims that say how it is to be kept.")]
    outcomes: Annotated[list[OutcomeAnswer], _said("Claims that say what came of it.")]


class Answer(Part):
    """All that a part of a document states."""

    agents: list[AgentAnswer]
    events: list[EventAnswer]
    claims: list[ClaimAnswer]
    pledges: list[PledgeAnswer]
    wordings: list[WordingAnswer]
    dates: list[DateAnswer]
