"""A suppression: which findings do not count, why, and until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from checker.dataclasses import dataclass

if TYPE_CHECKING:
    from checker.facts.suppressions import Suppressed
    from checker.findings.models import Finding


@dataclass(frozen=True, slots=True)
class Suppress:
    """A suppression as it is written at ``path``, ``line`` and ``column``.

    It means the findings on which all of its conditions hold: ``rule`` is an id, family, pattern
    or tag, ``fingerprint`` a whole fingerprint, ``document`` the id or file of the document under
    which a finding is listed, ``evidence`` the kind and id of something that the finding rests
    on. Those that are None ask for nothing. ``expires`` is the last day on which it holds.
    """

    reason: str
    path: str
    line: int
    column: int
    rule: str | None = None
    fingerprint: str | None = None
    document: str | None = None
    evidence: frozenset[tuple[str, str]] | None = None
    expires: date | None = None

    def means(self, finding: Finding) -> bool:
        """Whether all conditions hold on a finding, whatever the day."""
        from checker.findings.selection import means_rule

        return (
            self.fingerprint in (None, finding.fingerprint)
            and (self.rule is None or means_rule(self.rule, finding.rule, finding.tags))
            and (self.document is None or self.document in _documents(finding))
            and (
                self.evidence is None
                or any((item.kind, item.id) in self.evidence for item in finding.evidence)
            )
        )

    def holds(self, day: date) -> bool:
        return self.expires is None or day <= self.expires

    @property
    def conditions(self) -> str:
        """What it asks for, in words."""
        asked = (
            ("rule", self.rule),
            ("fingerprint", self.fingerprint),
            ("document", self.document),
            # Of a claim with its figures and quotation, the claim.
            min(self.evidence) if self.evidence else ("evidence", None),
        )
        return ", ".join(f"{name} `{value}`" for name, value in asked if value)


def in_facts(found: Suppressed) -> Suppress:
    """A suppression that stands in a fact file, at a claim or wording."""
    place = found.span.position
    return Suppress(
        found.reason,
        found.span.source.name,
        place.line,
        place.column,
        rule=found.rule,
        evidence=found.entities,
        expires=None if found.last_day is None else _day(found.last_day),
    )


def _day(days: int) -> date:
    """A day by its number from 1970-01-01; those outside of Python's calendar as its last or
    first day."""
    try:
        return date(1970, 1, 1) + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _documents(finding: Finding) -> set[str]:
    """The document under which a finding is listed, by its id and by its file."""
    if finding.document is None:
        return set()
    paths = {item.path for item in finding.evidence if item.document == finding.document}
    return {finding.document, *(path for path in paths if path is not None)}
