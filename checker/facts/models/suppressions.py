"""What a desk has settled about a record: findings on it that do not count."""

from checker.facts.models.base import Model, Text, When


class Suppression(Model):
    """Keeps findings that rest on a record from counting. They stay in the report, marked."""

    rule: Text | None = None
    """A rule's id, family, pattern or tag; left out for every rule."""
    reason: Text
    """Why they are no fault."""
    expires: When | None = None
    """The last day on which it holds; left out for ever."""
