"""A suppression: which findings do not count, why, and until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checker.dataclasses import dataclass

if TYPE_CHECKING:
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
    evidence: tuple[str, str] | None = None
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
                or any((item.kind, item.id) == self.evidence for item in finding.evidence)
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
            ("evidence", self.evidence and " ".join(self.evidence)),
        )
        return ", ".join(f"{name} `{value}`" for name, value in asked if value)


def _documents(finding: Finding) -> set[str]:
    """The document under which a finding is listed, by its id and by its file."""
    if finding.document is None:
        return set()
    paths = {item.path for item in finding.evidence if item.document == finding.document}
    return {finding.document, *(path for path in paths if path is not None)}
