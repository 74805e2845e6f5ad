"""Where facts themselves come from (PROV-O: wasAttributedTo, used, generatedAtTime)."""

from typing import Annotated

from pydantic import Field

from checker.facts.models.base import Model, Number, Text, When


class Extraction(Model):
    """Who took a fact out of its document, with which tool, when, and how sure of it."""

    by: Text
    """Who extracted it: a person's name, a team, a program."""
    tool: str = ""
    """With which tool; empty when read by hand."""
    day: When | None = None
    """On which day."""
    confidence: Annotated[Number, Field(ge=0, le=1)] | None = None
    """How likely the extraction is right, by the tool's own account: from 0 to 1."""
