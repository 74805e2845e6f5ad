"""Figures and claims as they are compared: by their words, and by what facts say of them."""

from __future__ import annotations

from collections.abc import Iterator

from checker.aligning.wording import words
from checker.dataclasses import dataclass
from checker.facts.corpus import Inspection
from checker.facts.models import ClaimRecord, QuantityRecord
from checker.facts.units import base_unit

_NEAR = 60
"""Code points on each side of a figure whose words are its own."""
_NEAREST = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim. ``words`` are those of its span, ``place`` is where it stands, for people."""

    claim: ClaimRecord
    text: str
    words: tuple[str, ...]
    place: str

    @property
    def gist(self) -> str:
        """Of whom or what it says what."""
        return " ".join(filter(None, (self.claim.subject, self.claim.predicate, self.claim.object)))

    @property
    def topic(self) -> str:
        return " ".join(filter(None, (self.claim.topic, self.claim.aspect)))


@dataclass(frozen=True, slots=True)
class FigureStatement:
    """A figure of a claim. ``near`` are the words next to it; bounds are in the base unit."""

    statement: Statement
    quantity: QuantityRecord
    near: tuple[str, ...]
    unit: str
    bounds: tuple[float | None, float | None]


def statements(facts: Inspection) -> list[Statement]:
    """All claims, in the order of their ids."""
    found = []
    for name, placed in facts.records.claims.items():
        anchor = facts.guarded.anchors["claim", name]
        document = facts.documents[anchor.document]
        text = document.text[anchor.start : anchor.end]
        span = document.span(anchor.start, anchor.end)
        place = f"{span.source.name}:{span.position.line}"
        found.append(Statement(placed.record, text, words(text), place))
    return found


def figures(facts: Inspection, found: list[Statement]) -> Iterator[FigureStatement]:
    """The figures of claims."""
    units = {
        unit.unit: (unit.base, unit.factor)
        for desk in facts.records.desks
        for unit in desk.record.units
    }
    for statement in found:
        for quantity in statement.claim.quantities:
            unit, factor = _base(quantity.unit, units)
            low, high = quantity.bounds
            yield FigureStatement(
                statement,
                quantity,
                _near(facts, statement, quantity),
                unit,
                (None if low is None else low * factor, None if high is None else high * factor),
            )


def _base(unit: str, declared: dict[str, tuple[str, float]]) -> tuple[str, float]:
    """The base unit of a unit, and what one of it is in that.

    A count of one thing is not one of another: ``{person}`` stays what it is. Units of facts
    without faults are known, or the desk's own.
    """
    base, factor = declared.get(unit, (unit, 1.0))
    if base.startswith("{") or base in {known for known, _ in declared.values()}:
        return base, factor
    known, times = base_unit(base, ())
    return known, times * factor


def _near(facts: Inspection, statement: Statement, quantity: QuantityRecord) -> tuple[str, ...]:
    anchor = facts.guarded.anchors["quantity", quantity.id]
    whole = facts.guarded.anchors["claim", statement.claim.id]
    text = facts.documents[anchor.document].text
    before = words(text[max(whole.start, anchor.start - _NEAR) : anchor.start])
    after = words(text[anchor.end : min(whole.end, anchor.end + _NEAR)])
    return (*before[-_NEAREST:], *after[:_NEAREST])
