"""The report for programs."""

from __future__ import annotations

import json
import re

from checker.findings import Report
from checker.report import render_json
from tests.findings.hand_made import a_report, claim, corpus, document, report_of, rule


def test_it_ends_with_a_newline_and_keeps_letters_as_they_are() -> None:
    text = render_json(a_report())
    assert text.endswith("}\n")
    assert "„Пять“, said Moscow." in text


def test_the_version_comes_first() -> None:
    assert render_json(a_report()).startswith('{\n  "schema_version": "1.4",\n')


def test_the_columns_of_a_row_keep_the_order_of_the_rule() -> None:
    (found,) = (
        one
        for one in json.loads(render_json(a_report()))["findings"]
        if one["rule"] == "numbers/conflict"
    )
    assert list(found["row"].items()) == [("a", "three"), ("b", "five"), ("by", 2.0)]


def test_whole_floats_stay_floats_and_numbers_stay_numbers() -> None:
    report = report_of(
        corpus(), rule("x/y", "a: float, b: number, c: float", "m"), x_y=[(2.0, 2**63 - 1, 0.1)]
    )
    text = render_json(report)
    assert re.findall(r'"[abc]": (.+?),?\n', text) == ["2.0", "9223372036854775807", "0.1"]
    assert Report.model_validate_json(text) == report


def test_infinity_is_written_as_text() -> None:
    report = report_of(
        corpus(),
        rule("x/y", "a: float, b: float", "m"),
        x_y=[(float("inf"), float("-inf"))],
    )
    row = json.loads(render_json(report))["findings"][0]["row"]
    assert row == {"a": "Infinity", "b": "-Infinity"}


def test_lone_surrogates_and_control_characters_are_escaped() -> None:
    page = document("page", "a \ud800\x1b\u2028 b")
    report = report_of(
        corpus(page, claim("c", page, "\ud800\x1b")),
        rule("x/y", "c: ClaimId", "m"),
        x_y=[("c",)],
    )
    text = render_json(report)
    text.encode("utf-8")
    assert json.loads(text)["findings"][0]["evidence"][0]["label"] == "\ud800\x1b"
