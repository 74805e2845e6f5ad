"""What is suppressed stays in the report and does not count, until the suppression expires."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from checker import audit
from checker.analysis.program import Severity
from checker.diagnostics import DiagnosticError
from checker.facts import load_corpus
from checker.findings import Report
from checker.report import render_text
from checker.tracking import Suppress, track
from tests.findings.hand_made import a_report
from tests.tracking.support import DAY


def suppress(**conditions: object) -> Suppress:
    return Suppress("why", "checker.toml", 7, 1, **conditions)


def hidden(report: Report) -> set[str]:
    return {one.rule for one in report.findings if one.suppression}


def tracked(*suppressions: Suppress, report: Report | None = None, whole: bool = True) -> Report:
    return track(report or a_report(), suppressions=suppressions, today=DAY, whole=whole)


@pytest.mark.parametrize(
    ("conditions", "rules"),
    [
        ({"rule": "numbers/conflict"}, {"numbers/conflict"}),
        ({"rule": "editorial"}, {"editorial/loaded"}),
        ({"rule": "*/loaded"}, {"editorial/loaded"}),
        ({"rule": "cross-source"}, {"numbers/conflict"}),
        ({"document": "page"}, {"numbers/conflict", "editorial/loaded"}),
        ({"document": "page.txt"}, {"numbers/conflict", "editorial/loaded"}),
        ({"evidence": frozenset({("claim", "loaded"), ("claim", "x")})}, {"editorial/loaded"}),
        ({"evidence": frozenset({("agent", "loaded")})}, set()),
        ({"rule": "numbers", "document": "other"}, set()),
        ({"rule": "editorial", "document": "page"}, {"editorial/loaded"}),
        ({"fingerprint": a_report().findings[0].fingerprint}, {a_report().findings[0].rule}),
    ],
)
def test_all_conditions_have_to_hold(conditions, rules) -> None:
    assert hidden(tracked(suppress(**conditions))) == rules


def test_suppressed_findings_stay_and_do_not_count() -> None:
    report = tracked(suppress(rule="numbers"))
    assert len(report.findings) == len(a_report().findings)
    assert (report.counts.error, report.counts.suppressed) == (0, 1)
    assert [one.rule for one in report.failing(Severity.ERROR)] == []
    assert next(one for one in report.rules if one.id == "numbers/conflict").findings == 0
    found = next(one for one in report.findings if one.suppression)
    assert found.suppression is not None
    assert (found.suppression.reason, found.suppression.line) == ("why", 7)


def test_the_last_day_is_the_day_on_which_it_still_holds() -> None:
    today = tracked(suppress(rule="numbers", expires=DAY))
    assert hidden(today) == {"numbers/conflict"}
    later = tracked(suppress(rule="numbers", expires=date(2026, 1, 14)))
    assert hidden(later) == set()
    (*_, notice) = later.notices
    assert notice.code == "checker/suppression-expired"
    assert "expired on 2026-01-14: 1 finding of it count again (today is 2026-01-15)" in (
        notice.message
    )
    assert (notice.path, notice.line) == ("checker.toml", 7)


def test_the_day_of_the_audit_goes_before_that_of_the_clock() -> None:
    report = a_report().model_copy(update={"audit_day": "2025-12-01"})
    suppression = suppress(rule="numbers", expires=date(2025, 12, 31))
    assert hidden(tracked(suppression, report=report)) == {"numbers/conflict"}
    assert hidden(tracked(suppression)) == set()
    assert tracked(suppression, report=report).day == "2025-12-01"
    assert "Suppressions as of 2026-01-15\n" in render_text(tracked(suppression))


def test_one_that_means_nothing_is_reported_by_a_whole_audit_alone() -> None:
    unused = suppress(rule="numbers", document="other")
    assert tracked(unused).notices[-1].code == "checker/suppression-unused"
    assert (
        tracked(unused).notices[-1].message
        == "the suppression of rule `numbers`, document `other` means no finding"
    )
    assert tracked(unused, whole=False).notices == a_report().notices


def test_of_two_that_mean_a_finding_the_first_is_shown_and_neither_is_unused() -> None:
    report = tracked(suppress(rule="numbers"), suppress(document="page"))
    assert report.notices == a_report().notices


# --- in fact files ---------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """One error on figures of two claims, one warning on a third claim."""
    shutil.copytree(ROOT / "checker" / "_data" / "template", tmp_path / "project")
    return tmp_path / "project"


def audited(project: Path, suppression: str, day: date = DAY) -> Report:
    """The audit with a suppression at the claim of the morning."""
    (facts,) = (project / "facts").iterdir()
    text = facts.read_text("utf-8").replace(
        "  - id: c-cost-morning\n", f"  - id: c-cost-morning\n    suppress: [{suppression}]\n"
    )
    facts.write_text(text, "utf-8")
    return audit(project / "facts", root=project, today=day)


def test_a_claim_suppresses_findings_on_its_figures(project: Path) -> None:
    report = audited(project, "{rule: numbers, reason: two phases, expires: 2026-01}")
    assert hidden(report) == {"numbers/conflict"}
    (found,) = (one.suppression for one in report.findings if one.suppression)
    assert (found.reason, found.expires) == ("two phases", "2026-01-31")
    assert (found.path, found.line) == ("facts/harbour-tram.yaml", 25)


def test_it_expires_and_is_called_unused_like_any_other(project: Path) -> None:
    report = audited(
        project,
        "{reason: r, expires: 2025-12-31}, {rule: editorial, reason: for ever, expires: ../..}",
    )
    assert hidden(report) == set()
    expired, unused = report.notices
    assert expired.code == "checker/suppression-expired"
    assert unused.code == "checker/suppression-unused"
    assert (
        unused.message
        == "the suppression of rule `editorial`, claim `c-cost-morning` means no finding"
    )
    assert (unused.path, unused.line) == ("facts/harbour-tram.yaml", 25)


def test_a_suppression_without_a_reason_is_refused_at_its_place(project: Path) -> None:
    with pytest.raises(DiagnosticError, match="lacks `reason`"):
        audited(project, "{rule: numbers}")


def test_it_is_in_no_relation(project: Path) -> None:
    before = load_corpus([project / "facts"], root=project).relations
    audited(project, "{reason: r}")
    assert load_corpus([project / "facts"], root=project).relations == before


def test_without_suppressions_no_day_is_named() -> None:
    assert tracked().day is None
    assert "Suppressions" not in render_text(tracked())
