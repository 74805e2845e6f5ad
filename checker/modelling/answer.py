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


class Answer(Part):
    """All that a part of a document states."""

    agents: list[AgentAnswer]
    claims: list[ClaimAnswer]
    wordings: list[WordingAnswer]
    dates: list[DateAnswer]
