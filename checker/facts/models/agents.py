"""Who speaks, acts and is spoken of."""

from pydantic import Field, model_validator

from checker.facts.models import vocabulary as v
from checker.facts.models.base import AgentRef, Id, Items, Model, Text, refuse


class AgentRecord(Model):
    """A person, an organisation, a state, an outlet, or a source without a name."""

    id: Id = Field(description="The agent's id.")
    name: Text = Field(description="Its full name.")
    aliases: Items[Text] = Field(
        default=(), description="Other names under which texts speak of it."
    )
    kind: v.AgentKind = Field(description="What it is.")
    side: Text | None = Field(default=None, description="The side that it stands on, any word.")
    interests: Items[Text] = Field(
        default=(), description="Topics in whose outcome it has an interest."
    )
    member_of: Items[AgentRef] = Field(
        default=(), description="Agents that it speaks for or belongs to."
    )

    @model_validator(mode="after")
    def _no_reserved_id(self) -> "AgentRecord":
        if self.id == "narrator":
            refuse(
                "reserved_id",
                "the id `narrator` stands for a document's own voice",
                field="id",
                mend="choose another id, for example `the-narrator`",
            )
        return self
