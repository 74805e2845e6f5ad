"""Every format shows why: folded in a terminal's text, and with the report in the others."""

from __future__ import annotations

import csv
import json
from functools import cache
from io import StringIO
from typing import TypeAlias
from xml.etree import ElementTree

import pytest

from checker import audit
from checker.auditing import Examined
from checker.findings import Report
from checker.report import (
    FORMATS,
    Sources,
    render_csv,
    render_html,
    render_json,
    render_junit,
    render_text,
)
from checker.report.proof import render_proof
from tests.golden.audits import ROOT, SEED

Audited: TypeAlias = tuple[Report, Sources]


@cache
def seed() -> Audited:
    seen: list[Examined] = []
    report = audit(SEED.facts, root=ROOT, watch=seen.append)
    (examined,) = seen
    return report, Sources(examined.program, examined.corpus, examined.evaluation.relations)


def tree(report: Report, sources: Sources, number: int = 0) -> str:
    proof = sources.proofs(report)[report.findings[number].fingerprint]
    return render_proof(proof, sources.program, sources.book)


def test_a_json_report_holds_the_proof_of_each_finding_and_is_read_back() -> None:
    report, sources = seed()
    text = render_json(report, sources)
    stored = Report.model_validate_json(text)
    assert render_json(stored) == text
    for finding in stored.findings:
        assert finding.proof is not None
        goal, *_ = finding.proof["steps"]
        assert goal["by"] == "rule"
        assert goal["row"] == list(finding.row.values())
        assert goal["height"] == finding.proof["height"]


def test_the_schema_of_the_json_report_tells_the_kinds_of_steps_and_premises_apart() -> None:
    definitions = Report.model_json_schema(mode="serialization")["$defs"]
    assert definitions["FoldedStep"]["properties"]["by"]["const"] == "folded"
    assert set(definitions["AggregatePremise"]["required"]) >= {"op", "total", "answers"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("by", "guess"), ("height", "high"), ("rule", None), ("premises", [{"kind": "row"}])],
)
def test_a_stored_proof_with_a_step_that_is_none_is_refused(key: str, value: object) -> None:
    document = json.loads(render_json(*seed()))
    document["findings"][0]["proof"]["steps"][0][key] = value
    with pytest.raises(ValueError, match="proof"):
        Report.model_validate(document)


def test_a_text_report_names_the_command_that_shows_a_proof() -> None:
    report, _ = seed()
    text = render_text(report, arguments="facts/istanbul-talks --rules 'my rules'")
    for finding in report.findings:
        name = finding.fingerprint[:8]
        line = f"  why     checker why {name} facts/istanbul-talks --rules 'my rules'\n"
        assert text.count(line) == 1


def test_a_text_report_unfolds_the_proofs_of_its_sources() -> None:
    report, sources = seed()
    text = render_text(report, sources, width=104)
    assert "  why     3 facts, 2 rules\n\n    " in text
    for number in range(len(report.findings)):
        indented = "".join(f"    {line}\n" for line in tree(report, sources, number).splitlines())
        assert indented in text


def test_no_line_of_an_unfolded_proof_is_wider_than_the_report() -> None:
    lines = render_text(*seed(), width=60).splitlines()
    assert max(map(len, lines)) <= 60


def test_junit_shows_the_proof_in_the_failure() -> None:
    report, sources = seed()
    suites = ElementTree.fromstring(render_junit(report, sources))
    told = "\n".join(failure.text or "" for failure in suites.iter("failure"))
    assert told.count("\n  proof:\n") == len(report.findings)
    assert f"    {tree(report, sources).splitlines()[-1]}\n" in told


def test_a_table_has_the_proof_in_its_last_column() -> None:
    report, sources = seed()
    rows = list(csv.DictReader(StringIO(render_csv(report, sources), newline=""), strict=True))
    assert [*rows[0]][-1] == "proof"
    assert f"{rows[0]['proof']}\n" == tree(report, sources)
    without = next(csv.DictReader(StringIO(render_csv(report), newline="")))
    assert without["proof"] == ""


def test_the_page_of_a_stored_report_has_the_proofs_that_it_holds() -> None:
    report, sources = seed()
    stored = Report.model_validate_json(render_json(report, sources))
    assert '"by":"rule"' not in render_html(report).replace(" ", "")
    assert '"by":"rule"' in render_html(stored).replace(" ", "")


@pytest.mark.parametrize("name", FORMATS)
def test_whoever_gives_sources_sees_proofs_in_every_format(name: str) -> None:
    report, sources = seed()
    shown, bare = FORMATS[name].render(report, sources), FORMATS[name].render(report)
    assert "stance" in shown
    assert len(shown) > len(bare)
