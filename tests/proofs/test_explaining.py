"""Findings by the beginnings of their names, and proofs over tables of rows."""

from pathlib import Path

import pytest

from checker import explaining
from checker.auditing import audit
from checker.diagnostics import DiagnosticError
from checker.explaining import Asked, explain, explain_absence

ROOT = Path(__file__).resolve().parents[2]
SEED = Asked(ROOT / "facts" / "istanbul-talks", root=ROOT)


def test_a_beginning_that_several_findings_share_lists_them(monkeypatch):
    monkeypatch.setattr(explaining, "SHORTEST_PREFIX", 0)
    with pytest.raises(DiagnosticError) as caught:
        explain(SEED, "")
    [fault] = caught.value.diagnostics
    assert "findings begin with ``" in fault.message
    assert "editorial/word-to-watch: " in fault.help
    assert "more" in fault.help


def test_a_slip_in_a_fingerprint_is_mended():
    meant = audit(SEED.facts, root=ROOT).findings[0].fingerprint
    slip = meant[:-1] + ("0" if meant[-1] != "0" else "1")
    with pytest.raises(DiagnosticError) as caught:
        explain(SEED, slip)
    assert f"did you mean this one?\n{meant}" in caught.value.diagnostics[0].help


def test_a_row_has_proofs_and_no_finding():
    found = explain(SEED, 'contested("c-children-alleged", _)')
    assert found.finding is None
    assert [proof.goal.relation for proof in found.proofs] == ["contested"]


def test_what_is_missing_is_explained_from_the_library():
    explained = explain_absence(SEED, 'contested("c-children-denied", "c-children-alleged")')
    assert len(explained.answer.blocked) == 2
