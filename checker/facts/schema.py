"""The schema of facts, written out for others: as Datalog, as JSON Schema, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from checker.facts.entities import ATTRIBUTES
from checker.facts.relations import SECTIONS, Relation, Type

_ENTITIES = {
    Type.DOCUMENT: ("document", "A document; see `document`."),
    Type.AGENT: ("agent", "A person, organisation, state, outlet, or a narrator; see `agent`."),
    Type.EVENT: ("event", "An event; see `event`."),
    Type.CLAIM: ("claim", "What one source states in one span; see `claim`."),
    Type.QUANTITY: ("quantity", "A figure of a claim; see `quantity`."),
    Type.WORDING: ("wording", "An expression that is more than neutral; see `wording`."),
    Type.PLEDGE: ("pledge", "A promise; see `pledge`."),
    Type.DATE: ("date", "An expression of time; see `date`."),
    Type.QUOTATION: ("quotation", "A direct quotation; see `quotation`."),
    Type.SENTENCE: ("sentence", "A sentence of a document; see `sentence`."),
}


def relation_names() -> tuple[str, ...]:
    """The names of all relations, in the order of the schema."""
    return tuple(relation.name for section in SECTIONS for relation in section.relations)


def datalog() -> str:
    """The declarations of all relations, as rule files include them."""
    lines = [
        "// The relations that facts are loaded into. Written by `checker schema`; do not edit.",
        "// A column of an entity type is followed to its place in a document; a message of a",
        "// finding rule may name the entity's attributes. Days are counted from 1970-01-01.",
        ".once",
        "",
        "// --- entities ---",
    ]
    for type_, (kind, meaning) in _ENTITIES.items():
        attributes = " ".join(ATTRIBUTES[kind])
        lines += [
            "",
            "/**",
            f" * {meaning}",
            " *",
            f" * @entity     {kind}",
            f" * @attributes {attributes}",
            " */",
            f".type {type_} <: symbol",
        ]
    for section in SECTIONS:
        lines += ["", f"// --- {section.title} ---"]
        for relation in section.relations:
            lines += ["", *_declaration(relation)]
    return "\n".join([*lines, ""])


def _declaration(relation: Relation) -> list[str]:
    """A relation with its documentation; a column's line names its vocabulary."""
    width = max(len(column.name) for column in relation.columns)
    lines = ["/**", *(f" * {line}" for line in _wrapped(relation.meaning, 94)), " *"]
    for column in relation.columns:
        words = f" ({', '.join(column.words)})" if column.words else ""
        first, *rest = _wrapped(f"{column.meaning}{words}", 90 - width)
        lines.append(f" * {column.name:{width}}  {first}")
        lines += [f" * {'':{width}}  {line}" for line in rest]
    columns = [f"{column.name}: {column.type}" for column in relation.columns]
    declared = f".decl {relation.name}({', '.join(columns)})"
    if len(declared) <= 100:
        return [*lines, " */", declared]
    together = ", ".join(columns).replace(": ", ":\0")  # a column and its type stay on one line
    broken = [f"    {line}".replace("\0", " ") for line in _wrapped(f"{together})", 96)]
    return [*lines, " */", f".decl {relation.name}(", *broken]


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


# --- JSON Schema -----------------------------------------------------------------------------

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


def json_schema() -> str:
    """The JSON Schema (2020-12) of a fact file in JSON or YAML.

    What stands in other files, and whether a span stands in its document, is beyond it.
    """
    import json

    return json.dumps(_json_schema(), indent=2, ensure_ascii=False) + "\n"


def _json_schema() -> dict[str, Json]:
    from checker.facts.models import Bundle

    head: dict[str, Json] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Fact file",
    }
    schema: dict[str, Json] = Bundle.model_json_schema(mode="validation")
    return head | {name: value for name, value in schema.items() if name != "title"}


# --- Markdown --------------------------------------------------------------------------------


def markdown() -> str:
    """Tables of the fact files' fields and of the relations that they become."""
    return "\n".join([*_field_tables(), "", *_relation_tables(), ""])


def _field_tables() -> Iterator[str]:
    schema = _json_schema()
    definitions = _mapping(schema["$defs"])
    yield from (
        "## Fields",
        "",
        "Fields in bold must be given. An id has no white space and no `#`.",
    )
    yield from _fields("A fact file", schema)
    for name in _in_order(schema, definitions):
        yield from _fields(_title(name), _mapping(definitions[name]))


def _in_order(schema: Json, definitions: Mapping[str, Json]) -> list[str]:
    """The definitions, each after the one that first refers to it, before what that goes on to."""
    found: list[str] = []

    def visit(part: Json) -> None:
        if isinstance(part, list):
            for item in part:
                visit(item)
        elif isinstance(part, dict):
            reference = part.get("$ref")
            if isinstance(reference, str) and (name := _referred(reference)) not in found:
                found.append(name)
                visit(definitions[name])
            for key, item in part.items():
                if key != "$defs":
                    visit(item)

    visit(schema)
    return found


def _fields(title: str, schema: Mapping[str, Json]) -> Iterator[str]:
    required = schema.get("required", [])
    yield from ("", f"### {title}", "", str(schema["description"]), "")
    yield from ("| field | value | meaning |", "|---|---|---|")
    for name, part in _mapping(schema["properties"]).items():
        field = _mapping(part)
        needed = isinstance(required, list) and name in required
        shown = f"**`{name}`**" if needed else f"`{name}`"
        yield f"| {shown} | {_value(field)} | {_cell(str(field['description']))} |"


def _value(schema: Mapping[str, Json]) -> str:
    """What a field takes, in words."""
    if isinstance(choices := schema.get("anyOf"), list):
        parts = [_value(_mapping(choice)) for choice in choices]
        return " or ".join(part for part in parts if part != "nothing")
    if isinstance(reference := schema.get("$ref"), str):
        title = _title(_referred(reference))
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    if isinstance(words := schema.get("enum"), list):
        return ", ".join(f"`{word}`" for word in words)
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("format") == "edtf":
        return "date"
    if isinstance(kind := schema.get("x-refers-to"), str):
        return f"[{kind}](#{kind}) id"
    if schema["type"] == "array":
        item = _value(_mapping(schema["items"]))
        return f"list of {item}s" if item.endswith(" id") else f"list of {item}"
    return {
        "string": "text",
        "number": "number",
        "integer": "whole number",
        "boolean": "true or false",
        "object": "mapping of text to text",
        "null": "nothing",
    }[str(schema["type"])]


def _title(name: str) -> str:
    """``EventStatement`` is "Event statement"; a record loses the word."""
    import re

    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Record")).lower()
    return words.capitalize()


def _referred(reference: str) -> str:
    return reference.removeprefix("#/$defs/")


def _mapping(value: Json) -> dict[str, Json]:
    assert isinstance(value, dict)
    return value


def _relation_tables() -> Iterator[str]:
    yield "## Relations"
    for section in SECTIONS:
        yield from ("", f"### {section.title.capitalize()}", "")
        yield from ("| relation | meaning |", "|---|---|")
        for relation in section.relations:
            columns = ", ".join(f"{column.name}: {column.type}" for column in relation.columns)
            words = "".join(
                f"<br>{column.name}: {', '.join(f'`{word}`' for word in column.words)}"
                for column in relation.columns
                if column.words
            )
            yield f"| `{relation.name}({columns})` | {_cell(relation.meaning)}{words} |"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
