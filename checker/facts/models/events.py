"""What happened, as far as the desk holds it; what texts state of it stands on their claims."""

from pydantic import model_validator

from checker.facts.models.base import (
    AgentRef,
    EventRef,
    Id,
    Items,
    Model,
    Ordinal,
    Text,
    When,
    refuse,
)


class Participant(Model):
    """An agent that took part."""

    agent: AgentRef
    """Who took part."""
    role: str = ""
    """As what, any word."""


class EventRecord(Model):
    """An event that claims, wordings and other events refer to."""

    id: Id
    """The event's id."""
    name: Text
    """What it is called."""
    kind: str = ""
    """What kind of event it is, any word."""
    when: When | None = None
    """When it was."""
    place: Text | None = None
    """Where it was."""
    participants: Items[Participant] = ()
    """Who took part."""
    series: Text | None = None
    """The series of events that it belongs to."""
    ordinal: Ordinal | None = None
    """Its place in that series, from 1."""
    part_of: Items[EventRef] = ()
    """Events that it is a part of."""
    before: Items[EventRef] = ()
    """Events that it came before."""

    @model_validator(mode="after")
    def _ordinal_in_series(self) -> "EventRecord":
        if (self.series is None) != (self.ordinal is None):
            given, missing = ("ordinal", "series") if self.series is None else ("series", "ordinal")
            refuse(
                "half_series",
                f"event `{self.id}` has `{given}` without `{missing}`",
                field=given,
                mend=f"add `{missing}`, or leave both out",
            )
        return self
