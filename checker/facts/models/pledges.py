"""What was promised, by when, and what came of it."""

from checker.facts.models import vocabulary as v
from checker.facts.models.base import AgentRef, ClaimRef, Days, Id, Items, Model, Text, When


class OutcomeRecord(Model):
    """What a claim says has come of a pledge."""

    claim: ClaimRef
    """The claim that says so."""
    result: v.Outcome
    """What has come of it, by that claim."""


class PledgeRecord(Model):
    """A promise that a claim makes or reports."""

    id: Id
    """The pledge's id."""
    claim: ClaimRef
    """The claim that states it."""
    agent: AgentRef
    """Who pledges."""
    goal: Text
    """What is pledged."""
    within: Days | None = None
    """In what time: `1 day`, `6 weeks`, or a number of days."""
    due: When | None = None
    """By when."""
    plans: Items[ClaimRef] = ()
    """Claims that say how it is to be kept."""
    outcomes: Items[OutcomeRecord] = ()
    """Claims that say what came of it."""
