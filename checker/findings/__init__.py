"""Derived rows become findings: a message, the evidence with its place, a name that lasts."""

from checker.findings.collect import collect, in_order
from checker.findings.evidence import EvidenceBook
from checker.findings.models import (
    SCHEMA_VERSION,
    Absent,
    Baseline,
    BaselineState,
    Counts,
    DocumentSummary,
    EngineChoice,
    Evidence,
    Finding,
    Notice,
    Passage,
    Report,
    RuleSummary,
    Statistics,
    Suppression,
    Timing,
)
from checker.findings.selection import choose, means
from checker.findings.summary import summarise

__all__ = [
    "SCHEMA_VERSION",
    "Absent",
    "Baseline",
    "BaselineState",
    "Counts",
    "DocumentSummary",
    "EngineChoice",
    "Evidence",
    "EvidenceBook",
    "Finding",
    "Notice",
    "Passage",
    "Report",
    "RuleSummary",
    "Statistics",
    "Suppression",
    "Timing",
    "choose",
    "collect",
    "in_order",
    "means",
    "summarise",
]
