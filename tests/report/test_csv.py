"""CSV: a finding a row, by RFC 4180, and nothing in it is computed."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

from hypothesis import given

from checker.findings import Report
from checker.report import render_csv
from checker.tracking import Accepted, track
from tests.findings.hand_made import a_report
from tests.report.hostile import TEXTS, report_with
from tests.tracking.support import gone


def rows_of(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(render_csv(report), newline=""), strict=True))


def test_a_finding_is_a_row_with_its_place_and_its_words() -> None:
    rows = rows_of(a_report())
    assert [row["rule"] for row in rows] == [one.rule for one in a_report().findings]
    row = rows[0]
    assert (row["path"], row["line"], row["column"]) == ("page.txt", "4", "11")
    assert (row["source"], row["quote"]) == ("Kyiv", "3 died")
    assert row["others"] == "b: page.txt:5:2: Moscow: “Пять”"


def test_lines_end_as_the_standard_says() -> None:
    text = render_csv(a_report())
    assert text.endswith("\r\n")
    assert text.count("\r\n") == 1 + len(a_report().findings)


def test_absent_findings_are_rows_at_the_end() -> None:
    baseline = Accepted("b", (gone("0" * 16, "x/lost", "it is gone"),))
    *found, last = rows_of(track(a_report(), baseline=baseline, today=date(2026, 1, 1)))
    assert {row["state"] for row in found} == {"new"}
    assert (last["state"], last["rule"], last["message"]) == ("absent", "x/lost", "it is gone")


def test_a_quote_is_never_a_formula() -> None:
    for start in ("=", "+", "-", "@", "\t", "＝"):
        row = rows_of(report_with(f"{start}1", "x", "n"))[0]
        assert row["quote"] == f"'{start}1"


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_a_document_holds_the_table_keeps_its_shape(quote, other, name) -> None:
    report = report_with(quote, other, name)
    render_csv(report).encode("utf-8")
    rows = rows_of(report)
    assert len(rows) == len(report.findings)
    assert all(None not in row and None not in row.values() for row in rows)
    exact = report.findings[0].evidence[0].passage.exact
    shown = exact.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert rows[0]["quote"].removeprefix("'") in (shown, shown.removeprefix("'"))
