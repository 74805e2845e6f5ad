"""JUnit: a rule is a test, and fails by the findings that count."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

from hypothesis import given

from checker.findings import Report
from checker.report import render_junit
from checker.tracking import Accepted, Suppress, track
from tests.findings.hand_made import a_report
from tests.report.hostile import TEXTS, report_with
from tests.tracking.support import gone


def suite_of(report: Report) -> ElementTree.Element:
    (suite,) = ElementTree.fromstring(render_junit(report).encode("utf-8"))
    return suite


def case_of(report: Report, name: str) -> ElementTree.Element:
    return next(case for case in suite_of(report).iter("testcase") if case.get("name") == name)


def test_every_rule_that_ran_is_a_test_and_those_without_findings_pass() -> None:
    suite = suite_of(a_report())
    cases = {case.get("name"): case.find("failure") for case in suite.iter("testcase")}
    assert sorted(cases) == ["clean", "conflict", "loaded", "twice"]
    assert cases["clean"] is None
    assert (suite.get("tests"), suite.get("failures")) == ("4", "3")


def test_the_failure_tells_what_where_on_whose_word_and_what_to_do() -> None:
    failure = case_of(a_report(), "conflict").find("failure")
    assert failure.get("type") == "error"
    assert failure.get("message") == "Kyiv says 3 died; Moscow says Пять"
    assert failure.text.endswith(
        "\n  page.txt:4:11: Kyiv: 3 died\n  page.txt:5:2: Moscow: Пять\n\nAsk."
    )


def test_all_findings_of_a_rule_are_in_its_one_failure() -> None:
    """Most servers show the first failure of a test alone."""
    report = a_report()
    twice = report.model_copy(update={"findings": report.findings * 2})
    (failure,) = case_of(twice, "conflict").findall("failure")
    assert failure.get("message").startswith("2 findings: ")
    assert failure.text.count("page.txt:4:11: Kyiv: 3 died") == 2


def test_suppressed_and_accepted_findings_do_not_fail() -> None:
    report = a_report()
    conflict = next(one for one in report.findings if one.rule == "numbers/conflict")
    tracked = track(
        report,
        suppressions=[Suppress("why", "checker.toml", 1, 1, rule="editorial")],
        baseline=Accepted("b", (gone(conflict.fingerprint), gone("0" * 16, message="it is gone"))),
        today=date(2026, 1, 1),
    )
    assert case_of(tracked, "loaded").find("failure") is None
    assert "suppressed (why)" in case_of(tracked, "loaded").findtext("system-out")
    assert "unchanged: " in case_of(tracked, "conflict").findtext("system-out")
    assert case_of(tracked, "twice").find("failure") is not None
    assert "absent: x/y: it is gone" in suite_of(tracked).findtext("system-out")


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_a_document_holds_the_xml_can_be_read_and_says_it(quote, other, name) -> None:
    report = report_with(quote, other, name)
    message = case_of(report, "conflict").find("failure").get("message")
    illegal = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    assert message == re.sub(illegal, "\ufffd", report.findings[0].message)
