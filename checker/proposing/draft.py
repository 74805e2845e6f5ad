"""A bundle that is put together from something else, with the place of each of its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field

from checker.diagnostics import Span
from checker.facts.tree import Route, Value

_NOT_IN_ID = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Draft:
    """Sections of records, and where each part of them stands in what they were made from.

    ``places`` holds the span of a record under ``(section, number)``, and those of its fields
    under longer routes. A part without a span of its own stands where the part around it does.
    """

    sections: dict[str, list[Value]] = _field(default_factory=dict)
    places: dict[Route, Span] = _field(default_factory=dict)
    _ids: dict[tuple[str, str], int] = _field(default_factory=dict)

    def add(
        self,
        section: str,
        record: Mapping[str, Value],
        at: Span,
        parts: Mapping[Route, Span] | None = None,
    ) -> None:
        """Append a record; ``parts`` are the spans of its fields, by their routes in it.

        Fields that are None are left out.
        """
        records = self.sections.setdefault(section, [])
        route = (section, len(records))
        records.append({name: value for name, value in record.items() if value is not None})
        self.places[route] = at
        for inner, span in (parts or {}).items():
            self.places[(*route, *inner)] = span

    def new_id(self, section: str, stem: str) -> str:
        """An id that no record of the section has: ``stem``, ``stem-2``, ..."""
        number = self._count(section, stem)
        return stem if number == 1 else f"{stem}-{number}"

    def numbered_id(self, section: str, stem: str) -> str:
        """An id that no record of the section has: ``stem-1``, ``stem-2``, ..."""
        return f"{stem}-{self._count(section, stem)}"

    def _count(self, section: str, stem: str) -> int:
        number = self._ids[section, stem] = self._ids.get((section, stem), 0) + 1
        return number

    def extend(self, section: str, identity: str, field: str, more: list[Value]) -> None:
        """Append to a list of a record that was added."""
        for record in self.sections.get(section, ()):
            if isinstance(record, dict) and record.get("id") == identity and more:
                given = record.get(field)
                record[field] = [*(given if isinstance(given, list) else ()), *more]

    def place(self, route: Route) -> Span:
        """The span of a part, or of the nearest part around it.

        Raises :class:`KeyError` where the draft has no such record.
        """
        around = route
        while around and around not in self.places:
            around = around[:-1]
        return self.places[around]

    def without(self, left_out: frozenset[tuple[str, int]]) -> Draft:
        """The draft without some records."""
        kept = Draft(_ids=dict(self._ids))
        numbers: dict[tuple[str | int, ...], int] = {}
        for section, records in self.sections.items():
            for number, record in enumerate(records):
                if (section, number) not in left_out:
                    remaining = kept.sections.setdefault(section, [])
                    numbers[section, number] = len(remaining)
                    remaining.append(record)
        for route, span in self.places.items():
            if route[:2] in numbers:
                kept.places[(route[0], numbers[route[:2]], *route[2:])] = span
        return kept


def quoting(text: str, start: int, end: int) -> dict[str, Value]:
    """The selector of ``text[start:end]``: by its words, and by its start where they recur."""
    exact = text[start:end]
    first = text.find(exact)
    recurs = first != start or text.find(exact, first + 1) >= 0
    return {"exact": exact, "start": start} if recurs else {"exact": exact}


def slug(name: str) -> str:
    """An id's part made of a name: its letters and digits, in lower case."""
    return _NOT_IN_ID.sub("-", name.casefold()).strip("-")[:60].strip("-") or "unnamed"
