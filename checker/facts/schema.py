"""The schema of facts, written out for others: as Datalog, as JSON Schema, as Markdown."""

from __future__ import annotations

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
    columns = ", ".join(f"{column.name}: {column.type}" for column in relation.columns)
    return [*lines, " */", f".decl {relation.name}({columns})"]


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
