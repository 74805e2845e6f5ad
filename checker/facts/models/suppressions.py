"""What a desk has settled about a record: findings on it that do not count."""

from pydantic import Field

from checker.facts.models.base import Model, Text, When


class Suppression(Model):
    """Keeps findings that rest on a record from counting. They stay in the report, marked."""

    rule: Text | None = Field(
        default=None, description="A rule's id, family, pattern or tag; left out for every rule."
    )
    reason: Text = Field(description="Why they are no fault.")
    expires: When | None = Field(
        default=None, description="The last day on which it holds; left out for ever."
    )
