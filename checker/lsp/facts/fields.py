"""What the schema of fact files says of a place: fields, words, and which ids may stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from checker.facts.schema import json_schema
from checker.facts.tree import Route

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

_ID_OR_TEXT = {("ClaimRecord", "subject"), ("ClaimRecord", "object")}
"""Fields that hold the id of an agent or an event, or a text of its own."""


@dataclass(frozen=True)
class Place:
    """A place in fact files. ``description`` is its field's; ``record`` is the definition that the
    field belongs to, and ``name`` its name, both "" at the top."""

    schema: Mapping[str, Json]
    description: str = ""
    record: str = ""
    name: str = ""

    @cached_property
    def forms(self) -> tuple[Mapping[str, Json], ...]:
        """The forms that the value may have, references followed."""
        return tuple(_forms(self.schema))

    @cached_property
    def title(self) -> str:
        """The definition of what stands here, such as ``ClaimRecord``; "" where it is none."""
        return next((str(each["title"]) for each in self.forms if "properties" in each), "")

    @cached_property
    def fields(self) -> Mapping[str, Place]:
        """The fields of the mapping that stands here."""
        return {
            name: Place(schema, str(schema.get("description", "")), self.title, name)
            for form in self.forms
            for name, schema in _mappings(form.get("properties"))
        }

    @cached_property
    def required(self) -> frozenset[str]:
        """The fields that must be given."""
        return frozenset(
            str(name)
            for form in self.forms
            if isinstance(names := form.get("required"), list)
            for name in names
        )

    @cached_property
    def items(self) -> Place | None:
        """What an entry of the list is that stands here."""
        for form in self.forms:
            if isinstance(items := form.get("items"), dict):
                return Place(items, self.description, self.record, self.name)
        return None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that may stand here, where they are few."""
        found: dict[str, None] = {}
        for form in self.forms:
            if isinstance(words := form.get("enum"), list):
                found |= dict.fromkeys(str(word) for word in words)
            elif "const" in form:
                found[str(form["const"])] = None
            elif form.get("type") == "boolean":
                found |= {"true": None, "false": None}
        return tuple(found)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of records whose ids stand here."""
        if (self.record, self.name) in _ID_OR_TEXT:
            return ("agent", "event")
        return tuple(
            dict.fromkeys(
                kind for form in self.forms if isinstance(kind := form.get("x-refers-to"), str)
            )
        )

    @property
    def may_be_text(self) -> bool:
        """Whether a value that is no id is no fault."""
        return (self.record, self.name) in _ID_OR_TEXT

    @property
    def kind(self) -> str:
        """The kind of record that stands here, such as ``claim``; "" where it has no id."""
        has_id = self.title.endswith("Record") and "id" in self.fields
        return self.title.removesuffix("Record").lower() if has_id else ""

    @property
    def is_list(self) -> bool:
        return self.items is not None

    def step(self, step: str | int) -> Place | None:
        """The place of a field, or of an entry. A record may stand where a list of them may."""
        if isinstance(step, int):
            return self.items or (self if step == 0 else None)
        if step in self.fields:
            return self.fields[step]
        if self.items is not None and step in self.items.fields:
            return self.items.fields[step]
        for form in self.forms:
            if isinstance(more := form.get("additionalProperties"), dict):
                return Place(more, self.description, self.record, self.name)
        return None

    def at(self, route: Route) -> Place | None:
        place: Place | None = self
        for step in route:
            place = None if place is None else place.step(step)
        return place


@lru_cache(maxsize=1)
def top() -> Place:
    """A fact file as a whole."""
    return Place(_schema())


@lru_cache(maxsize=1)
def _schema() -> dict[str, Json]:
    schema: dict[str, Json] = json.loads(json_schema())
    return schema


def _forms(schema: Mapping[str, Json]) -> Iterator[Mapping[str, Json]]:
    if isinstance(choices := schema.get("anyOf"), list):
        for choice in choices:
            if isinstance(choice, dict):
                yield from _forms(choice)
    elif isinstance(reference := schema.get("$ref"), str):
        definitions = _schema()["$defs"]
        assert isinstance(definitions, dict)
        definition = definitions[reference.removeprefix("#/$defs/")]
        assert isinstance(definition, dict)
        yield from _forms(definition)
    else:
        yield schema


def _mappings(value: Json) -> Iterator[tuple[str, Mapping[str, Json]]]:
    for name, each in value.items() if isinstance(value, dict) else ():
        if isinstance(each, dict):
            yield name, each
