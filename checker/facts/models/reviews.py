"""What people decided about extracted claims (PROV-O: wasAttributedTo, wasInvalidatedBy)."""

from pydantic import Field

from checker.facts.models import vocabulary as v
from checker.facts.models.base import Id, Model, Text, When


class Review(Model):
    """Who looked at a claim on its document and let it stand, as extracted or corrected."""

    by: Text = Field(description="Who decided: a person's name.")
    day: When = Field(description="On which day.")
    decision: v.ReviewDecision = Field(
        description="Whether it stands as it was extracted, or as the reviewer wrote it."
    )
    note: str = Field(default="", description="Why.")


class Rejection(Model):
    """A claim that was extracted and did not stand: its id is not used again."""

    claim: Id = Field(description="The id that it had.")
    document: Id = Field(
        description="The id of the document that it was said to stand in, which may be gone by now."
    )
    span: Text = Field(description="The words that it was taken from.")
    by: Text = Field(description="Who rejected it.")
    day: When = Field(description="On which day.")
    note: str = Field(default="", description="Why.")
