"""`checker convert` and `checker export` as people run them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import ROOT, checker, tree

LINE = {
    "document_id": "d",
    "text": "Lind said that twelve boats had left.",
    "extractions": [
        {"extraction_class": "claim", "extraction_text": "twelve boats had left"},
        {"extraction_class": "claim", "extraction_text": "nine boats had left"},
        {"extraction_class": "dose", "extraction_text": "Lind"},
    ],
}


def test_converted_facts_are_audited_and_what_is_left_out_is_shown(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps(LINE))
    arguments = ("convert", "--from", "langextract", "x.jsonl", "-o", "facts/x.yaml")
    ran = checker(*arguments, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "facts/x.yaml: 1 document, 1 claim; 1 left out\n"
    assert "warning[CHK440]: left out: the span of claim `d:claim-2`" in ran.stderr
    assert "the class `dose` is not mapped" in ran.stderr
    assert checker("audit", "facts", "--fail-on", "never", cwd=tmp_path).returncode == 0
    assert checker(*arguments, cwd=tmp_path).returncode == 0  # the same again

    (tmp_path / "facts/x.yaml").write_text("checker: 1\n")
    refused = checker(*arguments, cwd=tmp_path)
    assert refused.returncode == 2
    assert "is there already, with other content" in refused.stderr
    assert (tmp_path / "facts/x.yaml").read_text() == "checker: 1\n"
    assert checker(*arguments, "--force", cwd=tmp_path).returncode == 0


def test_a_malformed_file_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps(LINE) + "\n{\n")
    before = tree(tmp_path)
    ran = checker("convert", "--from", "langextract", "x.jsonl", "-o", "f/x.yaml", cwd=tmp_path)
    assert ran.returncode == 2
    assert "x.jsonl:2:2" in ran.stderr
    assert tree(tmp_path) == before


def test_the_shipped_facts_go_out_in_both_formats(tmp_path: Path) -> None:
    for name, items in (("claimreview", "@graph"), ("web-annotation", "items")):
        ran = checker("export", ROOT / "facts/istanbul-talks", "--to", name, cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert len(json.loads(ran.stdout)[items]) > 20


def test_facts_without_claims_are_nothing_to_export(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("checker: 1\n")
    for name in ("claimreview", "web-annotation"):
        ran = checker("export", "f.yaml", "--to", name, "-o", "out.json", cwd=tmp_path)
        assert ran.returncode == 2
        assert "nothing to export" in ran.stderr
    assert not (tmp_path / "out.json").exists()
