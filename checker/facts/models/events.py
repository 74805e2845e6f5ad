"""What happened, as far as the desk holds it; what texts state of it stands on their claims."""

from pydantic import Field, model_validator

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

    agent: AgentRef = Field(description="Who took part.")
    role: str = Field(default="", description="As what, any word.")


class EventRecord(Model):
    """An event that claims, wordings and other events refer to."""

    id: Id = Field(description="The event's id.")
    name: Text = Field(description="What it is called.")
    kind: str = Field(default="", description="What kind of event it is, any word.")
    when: When | None = Field(default=None, description="When it was.")
    place: Text | None = Field(default=None, description="Where it was.")
    participants: Items[Participant] = Field(default=(), description="Who took part.")
    series: Text | None = Field(
        default=None, description="The series of events that it belongs to."
    )
    ordinal: Ordinal | None = Field(default=None, description="Its place in that series, from 1.")
    part_of: Items[EventRef] = Field(default=(), description="Events that it is a part of.")
    before: Items[EventRef] = Field(default=(), description="Events that it came before.")

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
