"""What readers of other formats share: their input, their cast of agents, their leftovers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checker.diagnostics import Diagnostic, Span
from checker.exchange.draft import Draft, slug
from checker.exchange.errors import NOT_MAPPED
from checker.facts.tree import Value

UNNAMED = "a source without a name"
"""The agent of what is attributed to nobody in particular."""


@dataclass(slots=True)
class Outcome:
    """What a reader made of its files: a draft, what stops it, and what it has no place for."""

    draft: Draft = field(default_factory=Draft)
    faults: list[Diagnostic] = field(default_factory=list)
    _leftovers: dict[str, list[Span]] = field(default_factory=dict)

    def leave(self, what: str, at: Span) -> None:
        """Count a part that facts have no place for."""
        self._leftovers.setdefault(what, []).append(at)

    def leftovers(self) -> Iterator[Diagnostic]:
        """A warning for each kind of part that was left, at its first place."""
        for what, spans in self._leftovers.items():
            times = f", {len(spans):,} times" if len(spans) > 1 else ""
            yield NOT_MAPPED.at(
                spans[0],
                f"{what} is not mapped{times}",
                help="docs/exchange.md says what of this format becomes facts",
            )


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


def parts_of(fields: Mapping[str, Span]) -> dict[tuple[str | int, ...], Span]:
    """Spans by the names of fields, as :meth:`Draft.add` takes them."""
    return {(name,): span for name, span in fields.items()}


def text_of(value: Value) -> str | None:
    """A text that says something."""
    return value if isinstance(value, str) and value.strip() else None
