"""From findings to the report that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checker.analysis.program import FindingRule, Severity
from checker.diagnostics import Diagnostic
from checker.findings.collect import in_order
from checker.findings.models import (
    SCHEMA_VERSION,
    Counts,
    DocumentSummary,
    EngineChoice,
    Finding,
    Notice,
    Report,
    RuleSummary,
    Statistics,
)

if TYPE_CHECKING:
    from checker.facts import Corpus, Document


def summarise(
    findings: Sequence[Finding],
    *,
    rules: Iterable[FindingRule],
    corpus: Corpus,
    engine: str,
    engine_choice: EngineChoice | None = None,
    notices: Iterable[Diagnostic] = (),
    statistics: Statistics,
) -> Report:
    """The report of an audit; ``rules`` are those that ran, ``notices`` what did not stop it."""
    by_severity = Counter(finding.severity for finding in findings)
    by_document = Counter(finding.document for finding in findings)
    by_rule = Counter(finding.rule for finding in findings)
    return Report.model_construct(
        schema_version=SCHEMA_VERSION,
        engine=engine,
        engine_choice=engine_choice,
        counts=Counts.model_construct(
            error=by_severity[Severity.ERROR],
            warning=by_severity[Severity.WARNING],
            info=by_severity[Severity.INFO],
        ),
        documents=tuple(
            _document(document, by_document[document.id]) for document in in_order(corpus.documents)
        ),
        rules=tuple(
            _rule(rule, by_rule[rule.id]) for rule in sorted(rules, key=lambda rule: rule.id)
        ),
        findings=tuple(findings),
        notices=tuple(
            _notice(notice) for notice in sorted(notices, key=lambda notice: notice.sort_key)
        ),
        statistics=statistics,
        audit_day=_audit_day(corpus),
    )


def _audit_day(corpus: Corpus) -> str | None:
    """The one day that the desk gives, as ISO 8601 writes it."""
    for (days,) in corpus.relations.get("audit_day", ()):
        # EDTF has a year 0, which Python's calendar lacks.
        with suppress(OverflowError):
            return (date(1970, 1, 1) + timedelta(days=int(days))).isoformat()
    return None


def _document(document: Document, findings: int) -> DocumentSummary:
    return DocumentSummary.model_construct(
        id=document.id,
        title=document.title,
        path=document.source.name,
        findings=findings,
        offset=document.offset,
    )


def _rule(rule: FindingRule, findings: int) -> RuleSummary:
    return RuleSummary.model_construct(
        id=rule.id,
        severity=rule.severity,
        summary=rule.summary,
        description=rule.description,
        advice=rule.advice,
        tags=rule.tags,
        path=rule.span.source.name,
        line=rule.span.position.line,
        findings=findings,
    )


def _notice(diagnostic: Diagnostic) -> Notice:
    span = diagnostic.primary.span
    return Notice.model_construct(
        code=diagnostic.code,
        level=str(diagnostic.level),
        message=diagnostic.message,
        path=span.source.name,
        line=span.position.line,
        column=span.position.column,
        note=diagnostic.note,
        help=diagnostic.help,
    )
