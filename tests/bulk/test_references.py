"""Records of fact files that refer to rows of tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import audit
from checker.bulk.corpus import read_bulk
from checker.diagnostics import DiagnosticError, render
from tests.bulk.test_tables import TABLES, as_json_lines, as_parquet, write

BUNDLE = """\
checker: 1
documents:
  - {id: wire, title: The wire, kind: article, language: en, text: wire.txt, publisher: a}
claims:
  - id: w1
    document: wire
    span: Alpha counts 90 boats
    voice: indirect
    source: SOURCE
    cue: counts
    kind: report
    links:
      - {link: contradicts, claim: LINKED}
    quantities:
      - {id: w1-boats, measure: boats, amount: 90, unit: "1"}
pledges:
  - {id: p1, claim: c1, agent: b, goal: count again}
"""


def mixed(folder: Path, source: str = "a", linked: str = "c2", **changed: str | None) -> Path:
    write(folder, **changed)
    (folder / "wire.txt").write_text("Alpha counts 90 boats, and goes home.\n")
    text = BUNDLE.replace("SOURCE", source).replace("LINKED", linked)
    (folder / "wire.yaml").write_text(text)
    return folder


def told(folder: Path) -> str:
    with pytest.raises(DiagnosticError) as error:
        read_bulk([folder], root=folder)
    return render(error.value.diagnostics)


@pytest.mark.parametrize("made", [Path, as_parquet, as_json_lines])
def test_records_refer_to_rows_of_tables_and_show_what_these_are_called(tmp_path, made) -> None:
    folder = made(mixed(tmp_path))

    report = audit(folder, select=["numbers"], root=folder)

    assert "boats: Alpha says 90, Beta, Inc says at least 120" in [
        finding.message for finding in report.findings
    ]


def test_entities_of_records_show_what_tables_call_others(tmp_path: Path) -> None:
    corpus, _ = read_bulk([mixed(tmp_path)], root=tmp_path)

    assert corpus.entities["document", "wire"].attributes["publisher"] == "Alpha"
    assert corpus.entities["pledge", "p1"].attributes["agent"] == "Beta, Inc"
    assert ("w1", "contradicts", "c2") in corpus.relations["claim_link"]


def test_a_reference_that_no_table_answers_is_told_where_it_stands(tmp_path: Path) -> None:
    found = told(mixed(tmp_path, source="nobody", linked="c9"))

    assert "there is no agent `nobody`" in found
    assert "wire.yaml:9:13" in found
    assert "there is no claim `c9`" in found
    assert "wire.yaml:13:36" in found
    assert found.count("CHK421") == 2


def test_a_table_that_cannot_be_read_may_have_what_is_referred_to(tmp_path: Path) -> None:
    found = told(mixed(tmp_path, agent="agent;name\n"))

    assert "CHK421" not in found


def test_a_document_that_a_record_quotes_needs_a_text(tmp_path: Path) -> None:
    mixed(tmp_path)
    bundle = tmp_path / "wire.yaml"
    bundle.write_text(bundle.read_text().replace("document: wire", "document: d1"))

    found = told(tmp_path)

    assert "document `d1` has no text to be quoted from" in found
    assert "wire.yaml:6:15" in found


def test_faults_of_records_and_of_tables_are_told_together(tmp_path: Path) -> None:
    found = told(mixed(tmp_path, source="nobody", claim=TABLES["claim"] + "c3,d1,a,loud,report\n"))

    assert "there is no agent `nobody`" in found
    assert "claim.csv:4" in found
