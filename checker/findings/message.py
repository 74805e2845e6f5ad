"""A rule's message, its placeholders filled from a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.analysis.program import FindingRule, Placeholder, Relation, Row, Value
from checker.findings.units import symbol, with_unit

if TYPE_CHECKING:
    from checker.findings.evidence import EvidenceBook

UNSTATED = "unstated"
"""What stands for an attribute that the facts leave empty."""

_UNBOUNDED = 1.7976931348623157e308
"""The bound that the fact files' relations use for none; the largest double."""


def fill(rule: FindingRule, relation: Relation, row: Row, book: EvidenceBook) -> str:
    """The message in one line. A quantity's amount has its unit, unless the message names that
    itself."""
    values = {
        column.name: (column.entity, value)
        for column, value in zip(relation.columns, row, strict=True)
    }
    parts = []
    for part in rule.message:
        if isinstance(part, str):
            parts.append(part)
            continue
        entity, value = values[part.column]
        if entity is None:
            parts.append(written(value))
        else:
            parts.append(_attribute(rule, part, entity, str(value), book) or UNSTATED)
    return " ".join("".join(parts).split())


def _attribute(
    rule: FindingRule, part: Placeholder, kind: str, name: str, book: EvidenceBook
) -> str:
    said = book.attribute(kind, name, part.attribute)
    if kind != "quantity" or not book.knows(kind, name):
        return said
    if part.attribute == "unit":
        return symbol(said) or said
    if part.attribute in (None, "amount") and said and not _names_unit(rule, part.column):
        return with_unit(said, book.attribute(kind, name, "unit"))
    return said


def _names_unit(rule: FindingRule, column: str) -> bool:
    return any(
        not isinstance(part, str) and (part.column, part.attribute) == (column, "unit")
        for part in rule.message
    )


def written(value: Value) -> str:
    """A value as a person writes it: a whole float without its point."""
    if isinstance(value, float):
        if abs(value) >= _UNBOUNDED:
            return "no bound"
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return f"{value:.12g}"
    return str(value) or UNSTATED
