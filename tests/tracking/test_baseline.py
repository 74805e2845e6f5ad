"""A baseline accepts what is found today; nothing is dropped, and only new findings count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.analysis.program import Severity
from checker.diagnostics import DiagnosticError
from checker.findings import BaselineState, Report
from checker.report import render_json
from checker.tracking import Accepted, accepted_text, load_accepted, track
from tests.findings.hand_made import a_report
from tests.report.hostile import TEXTS, report_with
from tests.tracking.support import DAY, gone


def loaded(folder: Path, text: str) -> Accepted:
    path = folder / "baseline.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return load_accepted(path)


def faults(folder: Path, text: str) -> list[tuple[str, int, int, str]]:
    """Code, line, column and message of everything that is wrong."""
    with pytest.raises(DiagnosticError) as raised:
        loaded(folder, text)
    return [(one.code, *one.primary.span.position, one.message) for one in raised.value.diagnostics]


def test_what_is_accepted_is_unchanged_in_the_next_run(tmp_path: Path) -> None:
    accepted = loaded(tmp_path, accepted_text(a_report()))
    tracked = track(a_report(), baseline=accepted, today=DAY)
    assert {one.baseline for one in tracked.findings} == {BaselineState.UNCHANGED}
    assert tracked.failing(Severity.INFO) == ()
    assert len(tracked.at_least(Severity.INFO)) == len(a_report().findings)
    assert tracked.baseline is not None
    assert (tracked.baseline.new, tracked.baseline.unchanged) == (0, 3)


def test_new_findings_are_marked_and_they_alone_fail(tmp_path: Path) -> None:
    first, *others = a_report().findings
    known = a_report().model_copy(update={"findings": tuple(others)})
    tracked = track(a_report(), baseline=loaded(tmp_path, accepted_text(known)), today=DAY)
    assert [one.baseline for one in tracked.findings] == ["new", "unchanged", "unchanged"]
    assert [one.rule for one in tracked.failing(Severity.INFO)] == [first.rule]


def test_what_is_gone_is_listed_as_absent() -> None:
    lost = gone("0" * 16, "x/lost", "it was there")
    tracked = track(a_report(), baseline=Accepted("b.json", (lost,)), today=DAY)
    assert tracked.baseline is not None
    assert tracked.baseline.absent == (lost,)
    assert len(tracked.findings) == len(a_report().findings)


def test_a_part_of_an_audit_calls_nothing_absent() -> None:
    baseline = Accepted("b.json", (gone("0" * 16),))
    tracked = track(a_report(), baseline=baseline, today=DAY, whole=False)
    assert tracked.baseline is not None
    assert tracked.baseline.absent == ()


def test_a_tracked_report_is_read_back_as_it_was() -> None:
    tracked = track(a_report(), baseline=Accepted("b", (gone("0" * 16),)), today=DAY)
    assert Report.model_validate_json(render_json(tracked)) == tracked


def test_a_report_of_the_version_before_is_still_read() -> None:
    stored = json.loads(render_json(a_report()))
    stored["schema_version"] = "1.0"
    for name in ("audit_day", "day", "baseline"):
        del stored[name]
    del stored["counts"]["suppressed"]
    for finding in stored["findings"]:
        del finding["baseline"], finding["suppression"]
    for document in stored["documents"]:
        del document["offset"]
    assert len(Report.model_validate_json(json.dumps(stored)).findings) == 3


@given(st.permutations(range(3)))
def test_the_file_is_the_same_whatever_the_order_and_a_finding_is_a_line(order: list[int]) -> None:
    findings = tuple(a_report().findings[index] for index in order)
    text = accepted_text(a_report().model_copy(update={"findings": findings}))
    assert text == accepted_text(a_report())
    assert len(text.splitlines()) == 5 + len(findings)


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_a_document_holds_the_file_is_read_back(tmp_path_factory, quote, other, name):
    report = report_with(quote, other, name)
    accepted = loaded(tmp_path_factory.getbasetemp(), accepted_text(report))
    assert {(one.fingerprint, one.message) for one in accepted.findings} == {
        (one.fingerprint, one.message) for one in report.findings
    }


# --- files that are no baseline --------------------------------------------------------------


def test_a_half_written_file_is_shown_with_the_place_where_it_ends(tmp_path: Path) -> None:
    text = accepted_text(a_report())[:-40]
    ((code, line, _, _),) = faults(tmp_path, text)
    assert code.startswith("CHK4")
    assert line >= len(text.splitlines()) - 1


def test_marks_of_a_merge_are_shown_where_they_stand(tmp_path: Path) -> None:
    lines = accepted_text(a_report()).splitlines()
    text = "\n".join((*lines[:3], "<<<<<<< ours", *lines[3:]))
    ((_, line, column, _),) = faults(tmp_path, text)
    assert (line, column) == (4, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[]", ("CHK522", 1, 1, "this is no baseline: it has no `checker_baseline`")),
        ('{"runs": []}', ("CHK522", 1, 1, "this is no baseline: it has no `checker_baseline`")),
        ('{"checker_baseline": 2}', ("CHK523", 1, 22, "this baseline is of version 2, not 1")),
        ('{"checker_baseline": true}', ("CHK522", 1, 22, "`checker_baseline` is a whole number")),
        ('{"checker_baseline": 1, "findings": 3}', ("CHK522", 1, 37, "`findings` is a list")),
        (
            '{"checker_baseline": 1,\n "findings": [\n  3]}',
            ("CHK522", 3, 3, "a finding is an object"),
        ),
        (
            '{"checker_baseline": 1, "findings": [\n'
            '{"fingerprint": "x", "rule": "r", "message": "m"}]}',
            ("CHK522", 2, 17, "a fingerprint is 16 hexadecimal digits"),
        ),
        (
            '{"checker_baseline": 1, "findings": [\n{"fingerprint": "0000000000000000",'
            ' "message": "m"}]}',
            ("CHK522", 2, 1, "a finding has a text `rule`"),
        ),
    ],
)
def test_a_foreign_file_is_refused_with_its_place(tmp_path: Path, text, found) -> None:
    assert found in faults(tmp_path, text)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiagnosticError, match="cannot be read"):
        load_accepted(tmp_path / "nowhere.json")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(DiagnosticError, match="not UTF-8"):
        load_accepted(tmp_path / "bytes")
