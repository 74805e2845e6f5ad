"""A rule's message, its placeholders filled from a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.analysis.program import FindingRule, Relation, Row, Value

if TYPE_CHECKING:
    from checker.findings.evidence import EvidenceBook

UNSTATED = "unstated"
"""What stands for an attribute that the facts leave empty."""

_UNBOUNDED = 1.7976931348623157e308
"""The bound that the fact files' relations use for none; the largest double."""


def fill(rule: FindingRule, relation: Relation, row: Row, book: EvidenceBook) -> str:
    """The message in one line."""
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
            parts.append(book.attribute(entity, str(value), part.attribute) or UNSTATED)
    return " ".join("".join(parts).split())


def written(value: Value) -> str:
    """A value as a person writes it: a whole float without its point."""
    if isinstance(value, float):
        if abs(value) >= _UNBOUNDED:
            return "no bound"
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return f"{value:.12g}"
    return str(value) or UNSTATED
