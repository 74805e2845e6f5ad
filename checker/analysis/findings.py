"""Finding rules: the metadata in the documentation comments of relations, read and checked.

In the manner of CodeQL's query metadata: ``@id``, ``@severity``, ``@message``, ``@advice`` and
``@tags`` below the prose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from checker.analysis import errors
from checker.analysis.comments import Comment, Tag, read_comment
from checker.analysis.declarations import Declared
from checker.analysis.program import FindingRule, Placeholder, Severity
from checker.diagnostics import Diagnostic, Label, closest
from checker.diagnostics.fix import near_name, replacement
from checker.language.ast import RelationDeclaration

_TAGS: Final = ("id", "severity", "message", "advice", "tags")
_REQUIRED: Final = ("id", "severity", "message")
_ID_CHARACTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def read_findings(
    relations: Iterable[Declared], found: list[Diagnostic]
) -> tuple[FindingRule, ...]:
    """The finding rules in the order of their declarations."""
    rules: list[FindingRule] = []
    first: dict[str, Tag] = {}
    for declared in relations:
        doc = declared.declaration.doc
        if doc is None or "@" not in doc.text:
            continue
        comment = read_comment(doc)
        tags = _known_tags(comment, found)
        if not tags:
            continue
        rule = _finding_rule(declared, comment, tags, found)
        if "id" in tags:
            _check_unique(tags["id"], first, found)
        if rule is not None:
            rules.append(rule)
    return tuple(rules)


def _known_tags(comment: Comment, found: list[Diagnostic]) -> dict[str, Tag]:
    """The tags by name, those that are unknown, empty or repeated reported."""
    tags: dict[str, Tag] = {}
    for tag in comment.tags:
        if tag.name in ("entity", "attributes"):
            found.append(
                errors.MISPLACED_TAG.at(
                    tag.span,
                    f"`@{tag.name}` describes a type, not a relation",
                    label="above a `.decl`",
                    help="move it above the `.type` of the column",
                )
            )
        elif tag.name not in _TAGS:
            near = closest(tag.name, _TAGS)
            found.append(
                errors.UNKNOWN_TAG.at(
                    tag.span,
                    f"`@{tag.name}` is no tag of a finding rule",
                    label="ignored",
                    help=f"did you mean `@{near}`?"
                    if near
                    else f"the tags are {', '.join(f'@{name}' for name in _TAGS)}",
                    fixes=near_name(tag.span, f"@{near}" if near else None),
                )
            )
        elif tag.name in tags:
            found.append(
                errors.MISPLACED_TAG.at(
                    tag.span,
                    f"`@{tag.name}` stands twice in one comment",
                    label="the second one",
                    related=[Label(tags[tag.name].span, "the first one")],
                    help="join the two, or remove one",
                )
            )
        else:
            if not tag.value:
                found.append(
                    errors.MISPLACED_TAG.at(
                        tag.span,
                        f"`@{tag.name}` has no value",
                        label="a value is missing behind it",
                    )
                )
            tags[tag.name] = tag
    return tags


def _finding_rule(
    declared: Declared, comment: Comment, tags: Mapping[str, Tag], found: list[Diagnostic]
) -> FindingRule | None:
    declaration = declared.declaration
    missing = [name for name in _REQUIRED if name not in tags]
    if missing:
        found.append(_missing(declaration, missing, tags))
    if "id" in tags and tags["id"].value:
        _check_id(tags["id"], found)
    severity = _severity(tags["severity"], found) if "severity" in tags else None
    message = _message(tags["message"], declared, found) if "message" in tags else ()
    if missing or severity is None:
        return None
    return FindingRule(
        tags["id"].value,
        declared.name,
        severity,
        comment.summary,
        comment.description,
        message,
        tags["advice"].value if "advice" in tags else "",
        tuple(tags["tags"].value.replace(",", " ").split()) if "tags" in tags else (),
        declaration.name_span,
    )


def _missing(
    declaration: RelationDeclaration, missing: list[str], tags: Mapping[str, Tag]
) -> Diagnostic:
    given = next(iter(tags.values()))
    example = {
        "id": "@id family/name",
        "severity": "@severity warning",
        "message": "@message what is wrong with {column}",
    }
    names = " and ".join(f"`@{name}`" for name in missing)
    return errors.MISSING_TAG.at(
        declaration.name_span,
        f"finding rule `{declaration.name}` has no {names}",
        label="described as a finding rule",
        related=[Label(given.span, f"`@{given.name}` makes it one")],
        help=f"add to its comment: {'; '.join(f'`{example[name]}`' for name in missing)}",
    )


def _check_id(tag: Tag, found: list[Diagnostic]) -> None:
    parts = tag.value.split("/")
    words = [word for part in parts for word in part.split("-")]
    if len(parts) == 2 and all(words) and _ID_CHARACTERS.issuperset("".join(parts)):
        return
    found.append(
        errors.MALFORMED_ID.at(
            tag.place(0, len(tag.value)),
            f"`{tag.value}` is no id of a finding rule",
            label="expected `family/name`",
            help="use lower-case letters, digits and single hyphens, as in `numbers/conflict`",
        )
    )


def _check_unique(tag: Tag, first: dict[str, Tag], found: list[Diagnostic]) -> None:
    other = first.setdefault(tag.value, tag)
    if other is not tag and tag.value:
        found.append(
            errors.DUPLICATE_ID.at(
                tag.place(0, len(tag.value)),
                f"two finding rules have the id `{tag.value}`",
                label="the second one",
                related=[Label(other.place(0, len(other.value)), "the first one")],
                help="give one of them another name",
            )
        )


def _severity(tag: Tag, found: list[Diagnostic]) -> Severity | None:
    if tag.value in list(Severity):
        return Severity(tag.value)
    if tag.value:
        near = closest(tag.value, Severity)
        found.append(
            errors.UNKNOWN_SEVERITY.at(
                tag.place(0, len(tag.value)),
                f"`{tag.value}` is no severity",
                label=f"expected {', '.join(Severity)}",
                help=f"did you mean `{near}`?" if near else "write `warning` if in doubt",
                fixes=near_name(tag.place(0, len(tag.value)), near),
            )
        )
    return None


# --- messages --------------------------------------------------------------------------------


def _message(
    tag: Tag, declared: Declared, found: list[Diagnostic]
) -> tuple[str | Placeholder, ...]:
    """The message in parts; neighbouring texts are one."""
    text = tag.value
    parts: list[str | Placeholder] = []
    literal = ""
    at = 0
    while at < len(text):
        brace = text[at]
        if brace not in "{}":
            literal += brace
            at += 1
        elif text[at + 1 : at + 2] == brace:
            literal += brace
            at += 2
        else:
            end = text.find("}", at)
            inner = text[at + 1 : end]
            if brace == "}" or end < 0 or "{" in inner:
                found.append(_unbalanced(tag, at, brace))
                literal += brace
                at += 1
                continue
            if literal:
                parts.append(literal)
                literal = ""
            parts.append(_placeholder(tag, at + 1, inner, declared, found))
            at = end + 1
    if literal:
        parts.append(literal)
    return tuple(parts)


def _unbalanced(tag: Tag, at: int, brace: str) -> Diagnostic:
    return errors.TEMPLATE.at(
        tag.place(at, at + 1),
        f"`{brace}` without its {'`}`' if brace == '{' else '`{`'} in a message",
        label="alone",
        help=f"write `{brace}{brace}` for a brace in the text",
        fixes=[replacement(tag.place(at, at + 1), brace * 2)],
    )


def _placeholder(
    tag: Tag, start: int, text: str, declared: Declared, found: list[Diagnostic]
) -> Placeholder:
    name, dot, attribute = text.partition(".")
    columns = [each.name for each in declared.declaration.attributes]
    if name not in columns:
        near = closest(name, columns)
        found.append(
            errors.UNKNOWN_COLUMN.at(
                tag.place(start, start + len(name)),
                f"`{declared.name}` has no column `{name}`",
                label="unknown",
                related=[Label(declared.declaration.name_span, "described here")],
                help=f"did you mean `{near}`?"
                if near
                else f"its columns are {', '.join(columns) or 'none'}",
                fixes=near_name(tag.place(start, start + len(name)), near),
            )
        )
        return Placeholder(name, attribute if dot else None)
    column = columns.index(name)
    if dot and declared.columns[column] is not None:
        at = start + len(name) + 1
        _check_attribute(tag, at, attribute, declared, column, found)
    return Placeholder(name, attribute if dot else None)


def _check_attribute(
    tag: Tag, at: int, attribute: str, declared: Declared, column: int, found: list[Diagnostic]
) -> None:
    column_type = declared.columns[column]
    assert column_type is not None
    if attribute in column_type.attributes:
        return
    type_name = declared.declaration.attributes[column].type_name
    near = closest(attribute, column_type.attributes)
    known = ", ".join(column_type.attributes)
    if column_type.entity is None:
        why = f"`{type_name}` is no entity: its values have no attributes"
        mend = f"write `{{{declared.declaration.attributes[column].name}}}` for the value itself"
    else:
        why = f"`{type_name}` identifies a {column_type.entity}"
        mend = f"did you mean `{near}`?" if near else f"its attributes are {known or 'none'}"
    found.append(
        errors.UNKNOWN_ATTRIBUTE.at(
            tag.place(at, at + len(attribute)),
            f"{declared.described(column)} has no attribute `{attribute}`",
            label="unknown",
            related=[Label(declared.place(column), f"a `{type_name}`")],
            note=why,
            help=mend,
            fixes=near_name(tag.place(at, at + len(attribute)), near),
        )
    )
