"""A triage for programs."""

from __future__ import annotations

from collections.abc import Iterable

from checker.findings import Evidence, Finding
from checker.proofs import Json
from checker.triage.model import Advice, Triage


def triage_to_json(triage: Triage) -> Json:
    """The triage as JSON's values; findings are named by their fingerprints."""
    return {
        "findings": [_finding(each) for each in triage.findings],
        "singles": [_advice(each) for each in triage.singles],
        "together": None if triage.together is None else _advice(triage.together),
        "smallest": triage.smallest,
        "unresolved": _fingerprints(triage.unresolved),
    }


def _advice(advice: Advice) -> Json:
    return {
        "facts": [
            _fact(fact, resting) for fact, resting in zip(advice.facts, advice.resting, strict=True)
        ],
        "would_resolve": _fingerprints(advice.resolves),
        "would_bring": [_finding(each) for each in advice.brings],
    }


def _fact(fact: Evidence, resting: Iterable[Finding]) -> Json:
    passage = fact.passage
    return {
        "kind": fact.kind,
        "id": fact.id,
        "label": fact.label,
        "source": fact.source,
        "voice": fact.voice,
        "document": fact.document,
        "title": fact.title,
        "path": fact.path,
        "line": passage.line if passage else None,
        "column": passage.column if passage else None,
        "quote": passage.exact if passage else None,
        "findings": _fingerprints(resting),
    }


def _finding(finding: Finding) -> Json:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
    }


def _fingerprints(findings: Iterable[Finding]) -> list[Json]:
    return [each.fingerprint for each in findings]
