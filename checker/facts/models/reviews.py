"""What people decided about extracted claims (PROV-O: wasAttributedTo, wasInvalidatedBy)."""

from checker.facts.models import vocabulary as v
from checker.facts.models.base import Id, Model, Text, When


class Review(Model):
    """Who looked at a claim on its document and let it stand, as extracted or corrected."""

    by: Text
    """Who decided: a person's name."""
    day: When
    """On which day."""
    decision: v.ReviewDecision
    """Whether it stands as it was extracted, or as the reviewer wrote it."""
    note: str = ""
    """Why."""


class Rejection(Model):
    """A claim that was extracted and did not stand: its id is not used again."""

    claim: Id
    """The id that it had."""
    document: Id
    """The id of the document that it was said to stand in, which may be gone by now."""
    span: Text
    """The words that it was taken from."""
    by: Text
    """Who rejected it."""
    day: When
    """On which day."""
    note: str = ""
    """Why."""
