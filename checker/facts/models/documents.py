"""Documents and where they come from."""

from typing import Annotated

from pydantic import Field, model_validator

from checker.facts.models import vocabulary as v
from checker.facts.models.base import AgentRef, DocumentRef, Id, Items, Model, Text, When, refuse


class Origin(Model):
    """Another document that this one comes from (PROV-O)."""

    document: DocumentRef
    """The document that it comes from."""
    how: v.Derivation
    """In which way."""


class DocumentRecord(Model):
    """A document: its text, and what is known of it."""

    id: Id
    """The document's id."""
    title: Text
    """Its title."""
    text: Text | None = None
    """The text's file, relative to this file and inside of the project; front matter between two
    lines `---` is not part of the text."""
    content: Text | None = None
    """The text itself, in place of a file."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """SHA-256 of the text in UTF-8, checked when given."""
    publisher: AgentRef | None = None
    """The agent that publishes it."""
    published: When | None = None
    """When it was published."""
    kind: v.DocumentKind = "article"
    """What it is."""
    language: Text = "und"
    """Its language, a BCP 47 tag; `und` where unsaid."""
    derived_from: Items[Origin] = ()
    """The documents that it comes from."""

    @model_validator(mode="after")
    def _one_text(self) -> "DocumentRecord":
        if self.text is None and self.content is None:
            refuse(
                "missing_text",
                f"document `{self.id}` has neither `text` nor `content`",
                field="id",
                mend="name the text's file with `text: path/to/file.txt`, "
                "or write it out with `content: |`",
            )
        if self.text is not None and self.content is not None:
            refuse(
                "two_texts",
                f"document `{self.id}` has both `text` and `content`",
                field="content",
                mend="leave one of the two out",
            )
        return self
