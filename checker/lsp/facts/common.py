"""What hovers, completion and navigation in fact files share."""

from __future__ import annotations

from checker.facts.documents import Document
from checker.facts.files import FactFile
from checker.facts.tree import Route
from checker.lsp.facts.corpus import FactCorpus
from checker.lsp.facts.fields import Place
from checker.lsp.facts.records import value_at

QUOTING = frozenset({"span", "exact", "cue"})
"""The fields that quote a document."""


def field_text(place: Place) -> str:
    """What a field is for, in Markdown."""
    lines = [f"**{place.name}**", place.description]
    if place.words:
        lines.append("One of " + ", ".join(f"`{word}`" for word in place.words) + ".")
    if place.kinds:
        lines.append(f"The id of a record of kind {' or '.join(place.kinds)}.")
    return "\n\n".join(line for line in lines if line)


def document_of(corpus: FactCorpus, file: FactFile, route: Route) -> Document | None:
    """The document of the record that a place lies in."""
    for length in range(len(route), 0, -1):
        value = value_at(file, route[:length])
        name = value.get("document") if isinstance(value, dict) else None
        if isinstance(name, str):
            return corpus.inspection.documents.get(str(name))
    return None
