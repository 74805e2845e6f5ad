"""What was promised, by when, and what came of it."""

from pydantic import Field

from checker.facts.models import vocabulary as v
from checker.facts.models.base import AgentRef, ClaimRef, Days, Id, Items, Model, Text, When


class OutcomeRecord(Model):
    """What a claim says has come of a pledge."""

    claim: ClaimRef = Field(description="The claim that says so.")
    result: v.Outcome = Field(description="What has come of it, by that claim.")


class PledgeRecord(Model):
    """A promise that a claim makes or reports."""

    id: Id = Field(description="The pledge's id.")
    claim: ClaimRef = Field(description="The claim that states it.")
    agent: AgentRef = Field(description="Who pledges.")
    goal: Text = Field(description="What is pledged.")
    within: Days | None = Field(
        default=None, description="In what time: `1 day`, `6 weeks`, or a number of days."
    )
    due: When | None = Field(default=None, description="By when.")
    plans: Items[ClaimRef] = Field(default=(), description="Claims that say how it is to be kept.")
    outcomes: Items[OutcomeRecord] = Field(
        default=(), description="Claims that say what came of it."
    )
