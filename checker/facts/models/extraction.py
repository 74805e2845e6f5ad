"""Where facts themselves come from (PROV-O: wasAttributedTo, used, generatedAtTime)."""

from pydantic import Field

from checker.facts.models.base import Model, Text, When


class Extraction(Model):
    """Who took a claim out of its document, with which tool, and when."""

    by: Text = Field(description="Who extracted it: a person's name, a team, a program.")
    tool: str = Field(default="", description="With which tool; empty when read by hand.")
    day: When | None = Field(default=None, description="On which day.")
