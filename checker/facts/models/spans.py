"""Places in a document's text: TextQuoteSelector and TextPositionSelector of the W3C's Web
Annotation data model."""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from checker.facts.models.base import Model, ShortForm, Text, Whole


class Selector(Model):
    """A passage by its words, what stands around them, and where it starts (W3C)."""

    exact: Text
    """The passage, to the letter."""
    prefix: str = ""
    """What stands directly before it."""
    suffix: str = ""
    """What stands directly after it."""
    start: Annotated[Whole, Field(ge=0)] | None = None
    """Where it starts: code points from the start of the document's text."""


def _short(value: object) -> object:
    return {"exact": value} if isinstance(value, str) else value


Passage: TypeAlias = Annotated[
    Selector,
    BeforeValidator(_short),
    ShortForm(lambda _: {"type": "string", "minLength": 1}),
]
"""A selector, or a text alone, which stands for its ``exact``."""
