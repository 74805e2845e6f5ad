"""The suppressions that fact files hold, each with the entities that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from checker.dataclasses import dataclass
from checker.diagnostics import Span
from checker.facts.edtf import LATEST, period
from checker.facts.models import Suppression
from checker.facts.records import Records

Key = tuple[str, str]
"""The kind and the id of an entity."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Findings that rest on one of the ``entities`` and are the ``rule``'s (a selector; None for
    every rule) do not count. ``last_day`` counts from 1970-01-01, None for ever."""

    entities: frozenset[Key]
    rule: str | None
    reason: str
    last_day: int | None
    span: Span


def suppressions(records: Records) -> Iterator[Suppressed]:
    """Those of claims and wordings. A claim's are about its figures and its quotation as well."""
    for claim in records.claims.values():
        record = claim.record
        keys = frozenset(
            (
                ("claim", record.id),
                ("quotation", f"{record.id}#quotation"),
                *(("quantity", quantity.id) for quantity in record.quantities),
            )
        )
        for number, one in enumerate(record.suppress):
            yield _suppressed(keys, one, claim.at("suppress", number))
    for wording in records.wordings.values():
        keys = frozenset({("wording", wording.record.id)})
        for number, one in enumerate(wording.record.suppress):
            yield _suppressed(keys, one, wording.at("suppress", number))


def _suppressed(entities: frozenset[Key], one: Suppression, span: Span) -> Suppressed:
    last = period(one.expires).last if one.expires else LATEST
    return Suppressed(entities, one.rule, one.reason, None if last >= LATEST else last, span)
