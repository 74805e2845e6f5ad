"""``checker rules`` lists rules, checks them, and runs their cases."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.command import ROOT, checker


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "checker" / "_data" / "template", tmp_path / "project")
    return tmp_path / "project"


def test_rules_are_listed_by_id_with_severity_and_summary(project):
    ran = checker("rules", "list", cwd=project)
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    ids = [line.split()[0] for line in lines]
    assert ids == sorted(ids)
    assert "own/quotation-without-cue" in ids
    (own,) = [line.split(maxsplit=2) for line in lines if line.startswith("own/")]
    assert own[1:] == ["warning", "A quotation stands there with no word that says who speaks."]


def test_the_list_is_that_of_an_audit(project):
    only = checker("rules", "list", "--no-builtin-rules", cwd=project)
    assert [line.split()[0] for line in only.stdout.splitlines()] == ["own/quotation-without-cue"]
    chosen = checker("rules", "list", "--select", "own,numbers", "--ignore", "numbers", cwd=project)
    assert chosen.stdout == only.stdout


def test_a_rule_is_shown_with_its_cases_and_where_it_and_what_it_reads_stand(project):
    ran = checker("rules", "show", "promises/no-plan", "own", cwd=project)
    assert (ran.returncode, ran.stderr) == (0, "")
    first, second = ran.stdout.split("# promises/no-plan\n")
    assert first.startswith("# own/quotation-without-cue\n")
    for heading in ("What it looks at", "A case that it finds", "As a rule", "Where it stands"):
        assert f"\n## {heading}\n" in second
    assert "`pledge_without_plan(pledge)`, " in second
    assert "- `pledge_plan(pledge, claim)`, " in second
    assert "rules/schema.dl:" in second


def test_a_rule_that_there_is_none_of_is_not_shown(project):
    ran = checker("rules", "show", "promises/no-plam", cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "promises/no-plan" in ran.stderr


def test_the_shipped_rules_are_clean(tmp_path):
    ran = checker("rules", "check", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith(" rules, no errors\n")


def test_every_fault_of_a_rule_file_is_shown(project):
    (project / "rules" / "own.dl").write_text(
        '.include "schema.dl"\n.decl a(x: ClaimId)\na(x) :- claims(x).\na(y) :- claim(_, _).\n'
    )
    ran = checker("rules", "check", "rules/own.dl", cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "rules/own.dl:3:9" in ran.stderr
    assert "rules/own.dl:4:" in ran.stderr


def test_cases_that_pass_are_counted(project):
    ran = checker("rules", "test", "rules", cwd=project)
    assert (ran.returncode, ran.stderr) == (0, "")
    first, _, count = ran.stdout.split()[:3]
    assert first == count


def test_a_case_that_fails_shows_what_is_missing(project):
    own = project / "rules" / "own.dl"
    own.write_text(own.read_text().replace('"direct"', '"indirect"'))
    ran = checker("rules", "test", "rules/own.dl", cwd=project)
    assert ran.returncode == 1
    assert "- expected  own/quotation-without-cue" in ran.stdout
    assert "✗ claim(claim: quoted, " in ran.stdout  # the literal at which the rule fails
    assert "rules/own.test.yaml:" in ran.stdout


def test_a_malformed_test_file_is_shown_at_its_place(project):
    (project / "rules" / "own.test.yaml").write_text("- rule: own/gone\n  nam: x\n")
    ran = checker("rules", "test", "rules", cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "rules/own.test.yaml:" in ran.stderr


def test_tests_without_a_pack_are_refused(project):
    (project / "rules" / "own.dl").rename(project / "rules" / "other.dl")
    ran = checker("rules", "test", "rules", cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "own.dl" in ran.stderr
