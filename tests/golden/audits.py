"""The audits whose findings are held golden, and how the findings are written down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker import Report, audit
from checker.findings import Evidence, Finding

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class GoldenAudit:
    """Fact files of the repository, audited by all shipped rules."""

    name: str
    facts: Path

    @property
    def golden(self) -> Path:
        """The list of findings that is held."""
        return Path(__file__).with_name(f"{self.name}.findings.txt")

    @property
    def expected(self) -> Path:
        """What a perfect audit finds, and on what it stays silent."""
        return Path(__file__).with_name(f"{self.name}.expected.yaml")

    def report(self) -> Report:
        return _audited(self.facts)


SEED = GoldenAudit("istanbul-talks", ROOT / "facts" / "istanbul-talks")
DOSSIER = GoldenAudit("dossier", ROOT / "facts" / "dossier")
AUDITS = (SEED, DOSSIER)


@cache
def _audited(facts: Path) -> Report:
    return audit(facts, root=ROOT)


def written(report: Report) -> str:
    """The findings, one paragraph each: rule, message, and who says what."""
    return "\n".join(map(_paragraph, report.findings))


def _paragraph(finding: Finding) -> str:
    lines = [f"{finding.severity} {finding.rule}", f"  {finding.message}"]
    return "".join(f"{line}\n" for line in (*lines, *map(_line, finding.evidence)))


def _line(item: Evidence) -> str:
    said = " ".join(filter(None, (item.voice, item.source if item.voice != "narrator" else "")))
    quote = " ".join((item.passage.exact if item.passage else item.label).split())
    where = f"{item.document}:{item.passage.line}" if item.passage else item.id
    return f"    {item.role} ({said or item.kind}, {where}): {quote}"
