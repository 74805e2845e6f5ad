"""What stands under the pointer in a rule file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Span
from checker.lsp.rules import describing
from checker.lsp.rules.calls import variable_columns
from checker.lsp.rules.names import FileNames, Kind, Occurrence
from checker.lsp.rules.program import RuleProgram
from checker.lsp.rules.words import RELATION_TAGS, TYPE_TAGS, described
from checker.lsp.world import World


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown on a place."""

    text: str
    span: Span


def hover(world: World, path: Path, offset: int, rows: Mapping[str, int]) -> Hover | None:
    """What there is to say of a place. ``rows`` are the numbers of rows by relation, if known."""
    names = world.names(path)
    if names is None:
        return None
    found = names.at(offset)
    if found is not None:
        for program in world.around(path):
            text = _of_name(found, names, program, rows)
            if text:
                return Hover(text, names.span(found))
        return None
    return _of_word(names, offset)


def _of_name(
    found: Occurrence, names: FileNames, program: RuleProgram, rows: Mapping[str, int]
) -> str:
    match found.kind:
        case Kind.RELATION:
            return _of_relation(found.name, program, rows)
        case Kind.TYPE:
            declared = program.types.get(found.name)
            return described(found.name) if declared is None else describing.type_(declared)
        case Kind.COLUMN:
            return _of_column(found.owner, found.name, program)
        case Kind.VARIABLE:
            return _of_variable(found, names, program)
        case Kind.RULE:
            return _of_rule(found.name, program)
        case Kind.FILE:
            return ""


def _of_relation(name: str, program: RuleProgram, rows: Mapping[str, int]) -> str:
    declaration = program.relations.get(name)
    if declaration is None:
        return ""
    text = describing.relation(declaration)
    if name in rows:
        number = rows[name]
        text += f"\n\n{number:,} row{'s' * (number != 1)} in the project's facts."
    return text


def _of_column(owner: str, name: str, program: RuleProgram) -> str:
    declaration = program.relations.get(owner)
    if declaration is None:
        return ""
    numbers = [at for at, each in enumerate(declaration.attributes) if each.name == name]
    return describing.column(declaration, numbers[0], program) if numbers else ""


def _of_variable(found: Occurrence, names: FileNames, program: RuleProgram) -> str:
    """The columns that a variable takes its values from, and their types."""
    lines = []
    kinds: dict[str, None] = {}
    for relation, number in variable_columns(names, found):
        declaration = program.relations.get(relation)
        if declaration is None or number >= len(declaration.attributes):
            continue
        column = declaration.attributes[number]
        meaning = describing.column_meaning(declaration, column.name)
        kinds[column.type_name] = None
        lines.append(f"- `{relation}.{column.name}`" + (f": {meaning}" if meaning else ""))
    if not lines:
        return f"```dl\n{found.name}\n```\n\nA variable of this rule."
    types = [text for each in kinds if (text := describing.type_summary(each, program))]
    head = f"```dl\n{found.name}: {' & '.join(kinds)}\n```"
    return "\n\n".join([head, "\n".join(lines), *types])


def _of_rule(name: str, program: RuleProgram) -> str:
    for declaration in program.relations.values():
        if declaration.doc is not None and name in declaration.doc.text.split():
            return describing.relation(declaration)
    return ""


# --- words of the language -------------------------------------------------------------------

_TAG = re.compile(r"@[a-z]+")


def _of_word(names: FileNames, offset: int) -> Hover | None:
    source = names.source
    for comment in names.tokens.comments:
        if comment.span.start <= offset < comment.span.end:
            return _of_tag(comment.span, offset)
    for start, end in zip(names.tokens.starts, names.tokens.ends, strict=True):
        if start <= offset < end:
            text = described(source.text[start:end])
            return Hover(text, Span(source, start, end)) if text else None
    return None


def _of_tag(comment: Span, offset: int) -> Hover | None:
    for found in _TAG.finditer(comment.source.text, comment.start, comment.end):
        if found.start() <= offset <= found.end():
            name = found[0][1:]
            text = (RELATION_TAGS | TYPE_TAGS).get(name, "")
            span = Span(comment.source, found.start(), found.end())
            return Hover(f"*@{name}*: {text}", span) if text else None
    return None
