"""The whole list of findings of the seed and of the dossier, held to the letter.

When a change is meant: ``python -m tests.golden.update``, then read the diff.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

import pytest
import yaml

from checker import Finding
from tests.golden.audits import AUDITS, ROOT, GoldenAudit, written

every_audit = pytest.mark.parametrize("audit", AUDITS, ids=lambda audit: audit.name)


@every_audit
def test_the_findings_are_those_that_are_held(audit: GoldenAudit) -> None:
    held = audit.golden.read_text("utf-8")
    found = written(audit.report())
    diff = unified_diff(held.splitlines(), found.splitlines(), "held", "found", lineterm="")
    assert found == held, "run `python -m tests.golden.update`\n" + "\n".join(diff)


@dataclass(frozen=True)
class Expected:
    """An entry of ``*.expected.yaml``: values of a row in their order, of one rule or of any."""

    rule: str | None
    entities: tuple[str, ...]
    why: str

    def means(self, finding: Finding) -> bool:
        values = iter(finding.row.values())
        return self.rule in (None, finding.rule) and all(one in values for one in self.entities)


def expected(audit: GoldenAudit, section: str) -> Iterator[Expected]:
    entries = yaml.safe_load(audit.expected.read_text("utf-8"))[section]
    for entry in entries:
        yield Expected(entry.get("rule"), tuple(entry["entities"]), entry["why"])


@every_audit
def test_all_is_found_that_a_perfect_audit_finds(audit: GoldenAudit) -> None:
    findings = audit.report().findings
    missed = [entry for entry in expected(audit, "found") if not any(map(entry.means, findings))]
    assert missed == []


@every_audit
def test_nothing_else_is_found(audit: GoldenAudit) -> None:
    entries = list(expected(audit, "found"))
    beyond = [
        (finding.rule, [item.id for item in finding.evidence], finding.message)
        for finding in audit.report().findings
        if not any(entry.means(finding) for entry in entries)
    ]
    assert beyond == []


@every_audit
def test_an_audit_stays_silent_on_what_only_looks_like_a_finding(audit: GoldenAudit) -> None:
    wrong = [
        (entry.why, finding.rule, finding.message)
        for entry in expected(audit, "silent")
        for finding in audit.report().findings
        if entry.means(finding)
    ]
    assert wrong == []


@every_audit
def test_every_quote_stands_in_its_file_at_its_line_and_column(audit: GoldenAudit) -> None:
    for finding in audit.report().findings:
        for item in finding.evidence:
            if item.passage is not None:
                lines = (ROOT / str(item.path)).read_text("utf-8").splitlines()
                rest = "\n".join(
                    [
                        lines[item.passage.line - 1][item.passage.column - 1 :],
                        *lines[item.passage.line :],
                    ]
                )
                assert rest.startswith(item.passage.exact)


@every_audit
def test_fingerprints_are_unique(audit: GoldenAudit) -> None:
    prints = [finding.fingerprint for finding in audit.report().findings]
    assert len(set(prints)) == len(prints)
