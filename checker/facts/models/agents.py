"""Who speaks, acts and is spoken of."""

from pydantic import model_validator

from checker.facts.models import vocabulary as v
from checker.facts.models.base import AgentRef, Id, Items, Model, Text, refuse


class AgentRecord(Model):
    """A person, an organisation, a state, an outlet, or a source without a name."""

    id: Id
    """The agent's id."""
    name: Text
    """Its full name."""
    aliases: Items[Text] = ()
    """Other names under which texts speak of it."""
    kind: v.AgentKind
    """What it is."""
    side: Text | None = None
    """The side that it stands on, any word."""
    interests: Items[Text] = ()
    """Topics in whose outcome it has an interest."""
    member_of: Items[AgentRef] = ()
    """Agents that it speaks for or belongs to."""

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
