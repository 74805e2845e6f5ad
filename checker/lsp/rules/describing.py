"""Relations, columns and types in Markdown, for hovers and for lists of what can be written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.analysis.comments import read_comment
from checker.language.ast import DocComment, RelationDeclaration, TypeDeclaration
from checker.lsp.prose import plain, prose
from checker.lsp.rules.program import RuleProgram
from checker.lsp.rules.words import PRIMITIVES


def signature(relation: RelationDeclaration) -> str:
    """``name(column: Type, ...)``."""
    columns = ", ".join(f"{each.name}: {each.type_name}" for each in relation.attributes)
    return f"{relation.name}({columns})"


def relation(declaration: RelationDeclaration) -> str:
    """A relation with what is said of it and of its columns."""
    parts = [f"```dl\n.decl {signature(declaration)}\n```"]
    if declaration.doc is not None:
        parts += _documentation(declaration.doc, [each.name for each in declaration.attributes])
    return "\n\n".join(parts)


def column(declaration: RelationDeclaration, number: int, program: RuleProgram) -> str:
    """A column with its meaning and its type."""
    attribute = declaration.attributes[number]
    parts = [
        f"```dl\n{attribute.name}: {attribute.type_name}\n```",
        f"Column {number + 1} of `{declaration.name}`.",
        column_meaning(declaration, attribute.name),
        type_summary(attribute.type_name, program),
    ]
    return "\n\n".join(part for part in parts if part)


def column_meaning(declaration: RelationDeclaration, name: str) -> str:
    """What the documentation of a relation says of a column; "" where it says nothing."""
    if declaration.doc is None:
        return ""
    lines = _column_lines(declaration.doc, [each.name for each in declaration.attributes])
    return prose(lines.get(name, ""))


def type_(declaration: TypeDeclaration) -> str:
    """A type with what is said of it."""
    sign = "<:" if declaration.kind == "subtype" else "="
    head = f"```dl\n.type {declaration.name} {sign} {' | '.join(declaration.bases)}\n```"
    doc = [] if declaration.doc is None else _documentation(declaration.doc, [])
    return "\n\n".join([head, *doc])


def type_summary(name: str, program: RuleProgram) -> str:
    """A type in a sentence."""
    if name in PRIMITIVES:
        return f"`{name}`: {PRIMITIVES[name]}"
    declared = program.types.get(name)
    if declared is None or declared.doc is None:
        return ""
    resolved = attributes(name, program)
    asked = f" A message may ask for {plain(', '.join(resolved))}."
    return f"`{name}`: {prose(read_comment(declared.doc).summary)}" + (asked if resolved else "")


def attributes(type_name: str, program: RuleProgram) -> tuple[str, ...]:
    """What a message may ask of a value of the type."""
    types = program.resolved_types
    resolved = types.get(type_name) if type_name in types else None
    return () if resolved is None else resolved.attributes


def summary(doc: DocComment | None) -> str:
    """The first sentence of a comment."""
    return "" if doc is None else prose(read_comment(doc).summary)


# --- comments --------------------------------------------------------------------------------

_COLUMN_LINE = re.compile(r"^([?A-Za-z_][?A-Za-z0-9_]*)[ \t]{2,}(\S.*)$")


def _documentation(doc: DocComment, columns: list[str]) -> Iterator[str]:
    """The prose, the columns as a list, and the tags as another."""
    comment = read_comment(doc)
    lines = _column_lines(doc, columns)
    text = _before_columns(doc, columns) if lines else comment.prose
    if text:
        yield prose(text)
    if lines:
        yield "\n".join(f"- `{name}`: {prose(meaning)}" for name, meaning in lines.items())
    if comment.tags:
        yield "\n".join(f"- *@{prose(tag.name)}* {plain(tag.value)}" for tag in comment.tags)


def _column_lines(doc: DocComment, columns: list[str]) -> dict[str, str]:
    """The lines that begin with a column's name and two blanks, with those that go on."""
    found: dict[str, str] = {}
    last = ""
    for line in doc.text.split("\n"):
        matched = _COLUMN_LINE.match(line)
        if matched and matched[1] in columns:
            last = matched[1]
            found[last] = matched[2]
        elif last and line.startswith("  ") and line.strip():
            found[last] += f" {line.strip()}"
        else:
            last = ""
    return found


def _before_columns(doc: DocComment, columns: list[str]) -> str:
    lines = []
    for line in doc.text.split("\n"):
        matched = _COLUMN_LINE.match(line)
        if matched and matched[1] in columns:
            break
        lines.append(line.strip())
    return "\n".join(lines).strip()
