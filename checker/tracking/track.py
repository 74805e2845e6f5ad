"""A report held against what is suppressed and what was accepted before. Nothing is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from checker.analysis.program import Severity
from checker.findings.models import (
    Baseline,
    BaselineState,
    Counts,
    Finding,
    Notice,
    Report,
    Suppression,
)
from checker.tracking.baseline import Accepted
from checker.tracking.suppress import Suppress

UNUSED = "checker/suppression-unused"
EXPIRED = "checker/suppression-expired"


def track(
    report: Report,
    *,
    suppressions: Sequence[Suppress] = (),
    baseline: Accepted | None = None,
    today: date,
    whole: bool = True,
) -> Report:
    """The report with its findings marked, and counted anew.

    A suppression holds by the day of the audit that the facts give, or else by ``today``. One
    that has expired, or that means no finding, becomes a notice. An audit that is not ``whole``
    looked at chosen rules or facts alone: it calls no suppression unused and no accepted finding
    absent, as it cannot know.
    """
    day = date.fromisoformat(report.audit_day) if report.audit_day else today
    findings = tuple(_suppressed(report.findings, suppressions, day))
    notices = _notices(report.findings, suppressions, day, whole)
    against = None
    if baseline:
        findings = tuple(_marked(findings, baseline))
        against = _against(findings, baseline, whole)
    return _recounted(report, findings).model_copy(
        update={
            "notices": (*report.notices, *notices),
            "day": day.isoformat() if suppressions else None,
            "baseline": against,
        }
    )


# --- suppression -----------------------------------------------------------------------------


def _suppressed(
    findings: Iterable[Finding], suppressions: Sequence[Suppress], day: date
) -> Iterator[Finding]:
    live = [one for one in suppressions if one.holds(day)]
    for finding in findings:
        found = next((one for one in live if one.means(finding)), None)
        if found is None:
            yield finding
            continue
        yield finding.model_copy(
            update={
                "suppression": Suppression.model_construct(
                    reason=found.reason,
                    expires=found.expires.isoformat() if found.expires else None,
                    path=found.path,
                    line=found.line,
                )
            }
        )


def _notices(
    findings: Sequence[Finding], suppressions: Iterable[Suppress], day: date, whole: bool
) -> Iterator[Notice]:
    for one in suppressions:
        meant = sum(map(one.means, findings))
        if not one.holds(day):
            yield _notice(
                one,
                EXPIRED,
                f"the suppression of {one.conditions} expired on {one.expires}:"
                f" {meant} finding{'s' * (meant != 1)} of it count again (today is {day})",
                help="settle what it hid, or give it another day",
            )
        elif whole and not meant:
            yield _notice(
                one,
                UNUSED,
                f"the suppression of {one.conditions} means no finding",
                help="take it away",
            )


def _notice(one: Suppress, code: str, message: str, *, help: str) -> Notice:  # noqa: A002
    return Notice.model_construct(
        code=code,
        level="warning",
        message=message,
        path=one.path,
        line=one.line,
        column=one.column,
        note=f"its reason: {one.reason}",
        help=help,
    )


# --- baseline --------------------------------------------------------------------------------


def _marked(findings: Iterable[Finding], baseline: Accepted) -> Iterator[Finding]:
    accepted = {one.fingerprint for one in baseline.findings}
    for finding in findings:
        known = finding.fingerprint in accepted
        state = BaselineState.UNCHANGED if known else BaselineState.NEW
        yield finding.model_copy(update={"baseline": state})


def _against(findings: Sequence[Finding], baseline: Accepted, whole: bool) -> Baseline:
    found = {finding.fingerprint for finding in findings}
    return Baseline.model_construct(
        path=baseline.path,
        new=sum(finding.counts for finding in findings),
        unchanged=sum(finding.baseline is BaselineState.UNCHANGED for finding in findings),
        absent=tuple(one for one in baseline.findings if whole and one.fingerprint not in found),
    )


# --- counting --------------------------------------------------------------------------------


def _recounted(report: Report, findings: Sequence[Finding]) -> Report:
    counted = [finding for finding in findings if finding.suppression is None]
    severities = Counter(finding.severity for finding in counted)
    rules = Counter(finding.rule for finding in counted)
    documents = Counter(finding.document for finding in counted)
    return report.model_copy(
        update={
            "findings": tuple(findings),
            "counts": Counts.model_construct(
                error=severities[Severity.ERROR],
                warning=severities[Severity.WARNING],
                info=severities[Severity.INFO],
                suppressed=len(findings) - len(counted),
            ),
            "rules": tuple(
                rule.model_copy(update={"findings": rules[rule.id]}) for rule in report.rules
            ),
            "documents": tuple(
                document.model_copy(update={"findings": documents[document.id]})
                for document in report.documents
            ),
        }
    )
