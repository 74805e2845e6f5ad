"""``checker rules new`` writes a rule and tests that pass."""

from __future__ import annotations

import shutil

import pytest

from checker.analysis.program import Severity
from checker.authoring.scaffold import NoCommonGroundError, from_relations, relations
from tests.cli.command import ROOT, checker


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "checker" / "_data" / "template", tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize(
    "reads", [["claim"], ["claim", "stance"], ["claim", "document"], ["claim", "claim_topic"]]
)
def test_a_rule_over_relations_passes_its_tests_and_is_clean(project, reads):
    options = [word for name in reads for word in ("--reads", name)]
    ran = checker("rules", "new", "own/first-try", *options, "--severity", "info", cwd=project)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("2 of 2 cases passed\n")
    checked = checker("rules", "check", "--strict", "rules/own-first-try.dl", cwd=project)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checker("rules", "fmt", "--check", "rules", cwd=project).returncode == 0


def test_two_claims_become_a_rule_of_what_they_have_in_common(project):
    ran = checker(
        *("rules", "new", "own/two-costs", "c-cost-morning", "c-cost-evening"),
        *("--from", "facts/harbour-tram.yaml"),
        cwd=project,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("2 of 2 cases passed\n")
    rule = (project / "rules" / "own-two-costs.dl").read_text()
    assert "quantity(_, a, measure, _, _, unit)" in rule
    assert "quantity(_, b, measure, _, _, unit)" in rule
    found = checker("audit", "--select", "own/two-costs", cwd=project)
    assert "own/two-costs" in found.stdout


def test_what_it_reads_is_asked_for(project):
    ran = checker("rules", "new", "own/asked", cwd=project, stdin=b"agent\nagent_side\n")
    assert ran.returncode == 0
    assert "agent_side(" in (project / "rules" / "own-asked.dl").read_text()


def test_nothing_is_overwritten(project):
    assert checker("rules", "new", "own/x", "--reads", "claim", cwd=project).returncode == 0
    again = checker("rules", "new", "own/x", "--reads", "agent", cwd=project)
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert "claim(" in (project / "rules" / "own-x.dl").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Own", "--reads", "claim"], "family/name"),
        (["own/x", "--reads", "claims"], "did you mean claim?"),
        (["own/x", "c-one", "c-two"], "--from"),
        (["own/x", "c-one", "--from", "facts"], "two claims"),
        (["own/x", "c-one", "c-two", "--from", "facts"], "no claim c-one"),
    ],
)
def test_what_does_not_fit_is_refused(project, arguments, message):
    ran = checker("rules", "new", *arguments, cwd=project)
    assert ran.returncode == 2
    assert message in " ".join(ran.stderr.replace("│", " ").split())
    assert not list((project / "rules").glob("own-x*"))


def test_any_two_relations_are_joined_or_refused():
    for one in relations():
        for other in relations():
            try:
                from_relations("own/x", Severity.INFO, [one, other])
            except NoCommonGroundError as error:
                assert one in str(error)
