"""Every shipped rule, and what packs share, is held in place by the cases."""

from __future__ import annotations

from tests.cli.command import ROOT, checker


def test_no_edit_of_a_shipped_rule_goes_unnoticed(tmp_path):
    ran = checker("rules", "mutate", ROOT / "rules", cwd=tmp_path)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    summaries = [line for line in ran.stdout.splitlines() if " edits, " in line]
    assert len(summaries) >= 13  # eight packs, and the files that they share
    assert all(" 0 survived" in line for line in summaries)
