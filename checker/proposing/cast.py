"""The agents of a document, by the names that it gives them."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.diagnostics import Span
from checker.facts.tree import Value
from checker.proposing.draft import Draft, slug

UNNAMED = "a source without a name"
"""The agent of what is attributed to nobody in particular."""


@dataclass(slots=True)
class Cast:
    """The agents of one document, by the names that it gives them."""

    draft: Draft
    document: str
    _ids: dict[str, str] = field(default_factory=dict)

    def agent(self, name: str, kind: str | None, at: Span) -> str:
        """The id of the agent of that name, who is added when first met."""
        plain = " ".join(name.split()) or UNNAMED
        key = plain.casefold()
        if key not in self._ids:
            self._ids[key] = self.draft.new_id("agents", f"{self.document}:{slug(plain)}")
            record: dict[str, Value] = {
                "id": self._ids[key],
                "name": plain,
                "kind": kind or likely_kind(plain),
            }
            self.draft.add("agents", record, at)
        return self._ids[key]

    def id_or_text(self, name: str) -> str:
        """The id of an agent who is known by that name; else the text itself."""
        return self._ids.get(" ".join(name.split()).casefold(), name)


_NO_NAMES = (
    "a all an another any both each few he her his i it its many more most my nobody no one our"
    " several she some somebody someone that the their these they this those we who you your"
)


def likely_kind(name: str) -> str:
    """``person`` where a name has a capital that is not its first word's; else ``collective``.

    Formats that do not say what a source is leave that to whoever reviews the facts.
    """
    first, *rest = name.split()
    named = [word for word in rest if word[:1].isupper()]
    if first[:1].isupper() and first.casefold() not in _NO_NAMES.split():
        named.append(first)
    return "person" if named else "collective"
