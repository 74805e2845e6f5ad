"""``checker baseline``, ``checker diff``, suppressions, and several reports of one audit."""

from __future__ import annotations

import json
import shutil
from xml.etree import ElementTree

import pytest

from tests.cli.command import ROOT, checker, tree

TEMPLATE = ROOT / "checker" / "_data" / "template"


@pytest.fixture
def project(tmp_path):
    """The project that ``checker init`` lays out: one error of a shipped rule, one warning of
    its own."""
    shutil.copytree(TEMPLATE, tmp_path / "project")
    return tmp_path / "project"


def configure(project, text):
    file = project / "checker.toml"
    file.write_text(f"{file.read_text()}\n{text}\n")


def settle(project):
    """Both texts give the same cost from now on."""
    for path in (*(project / "facts").iterdir(), project / "seeds" / "harbour-tram-evening.txt"):
        text = path.read_text("utf-8")
        path.write_text(
            text.replace("57 million", "42 million").replace("57000000", "42000000"), "utf-8"
        )


# --- several reports -------------------------------------------------------------------------


def test_several_reports_are_written_besides_the_printed_one(project):
    ran = checker(
        "audit", "--output", "sarif=a.sarif", "-o", "junit=a.xml", "-o", "csv=a.csv", cwd=project
    )
    assert "error  numbers/conflict" in ran.stdout
    assert json.loads((project / "a.sarif").read_text())["version"] == "2.1.0"
    assert ElementTree.parse(project / "a.xml").getroot().tag == "testsuites"
    assert (project / "a.csv").read_bytes().count(b"\r\n") == 3


def test_a_plain_file_takes_the_place_of_the_printed_report(project):
    ran = checker("audit", "--format", "markdown", "-o", "a.md", "-o", "json=a.json", cwd=project)
    assert (ran.stdout, ran.stderr) == ("", "")
    assert (project / "a.md").read_text().startswith("## Checker: 2 findings")
    assert json.loads((project / "a.json").read_text())["counts"]["error"] == 1


def test_quiet_prints_nothing_and_writes_all_the_same(project):
    ran = checker("audit", "--quiet", "--output", "csv=a.csv", cwd=project)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert (project / "a.csv").is_file()


@pytest.mark.parametrize(
    ("outputs", "told"),
    [
        (["csv=a", "nowhere/b"], "nowhere/b cannot be written: No such file or directory"),
        (["csv=a", "json=a"], "two reports cannot both be a"),
        (["csv=a", "json=facts"], "facts is a folder"),
        (["csv=a", "json="], "name a file: --output json=FILE"),
    ],
)
def test_all_are_written_or_none(project, outputs, told):
    before = tree(project)
    ran = checker("audit", *(f"--output={output}" for output in outputs), cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in " ".join(ran.stderr.split())
    assert tree(project) == before


def test_an_equals_sign_in_a_file_name_is_no_format(project):
    checker("audit", "--output", "./json=a", "--output", "b=c", "--format", "csv", cwd=project)
    assert (project / "json=a").read_text() == (project / "b=c").read_text()
    assert (project / "b=c").read_text().startswith("fingerprint,")


def test_an_unknown_format_is_refused_with_those_that_there_are(project):
    ran = checker("audit", "--format", "yaml", cwd=project)
    assert ran.returncode == 2
    assert "'yaml' is none of text, json, sarif" in ran.stderr


# --- baselines -------------------------------------------------------------------------------


def test_what_a_baseline_accepts_does_not_fail_and_is_still_reported(project):
    made = checker("baseline", cwd=project)
    assert (made.returncode, made.stdout) == (0, "checker-baseline.json accepts 2 findings\n")
    ran = checker("audit", "--baseline", "checker-baseline.json", cwd=project)
    assert ran.returncode == 0
    assert "error  numbers/conflict  unchanged" in ran.stdout
    assert ran.stdout.endswith("Against checker-baseline.json: 0 new, 2 unchanged, 0 absent\n")


def test_the_configuration_names_the_baseline_before_there_is_one(project):
    configure(project, 'baseline = "accepted.json"')
    assert checker("baseline", cwd=project).returncode == 0
    assert checker("audit", "--quiet", cwd=project).returncode == 0
    settle(project)
    gone = checker("audit", cwd=project)
    assert gone.returncode == 0
    assert "absent  numbers/conflict" in gone.stdout


def test_a_new_finding_fails_beside_accepted_ones(project):
    settle(project)
    checker("baseline", cwd=project)
    shutil.copytree(TEMPLATE / "facts", project / "facts", dirs_exist_ok=True)
    shutil.copytree(TEMPLATE / "seeds", project / "seeds", dirs_exist_ok=True)
    ran = checker("audit", "--baseline", "checker-baseline.json", cwd=project)
    assert ran.returncode == 1
    assert "error  numbers/conflict  new" in ran.stdout
    assert "warning  own/quotation-without-cue  unchanged" in ran.stdout


def test_a_part_of_the_project_calls_nothing_absent(project):
    checker("baseline", cwd=project)
    ran = checker("audit", "--baseline", "checker-baseline.json", "--select", "own", cwd=project)
    assert ran.stdout.endswith("0 new, 1 unchanged, 0 absent\n")


def test_a_broken_baseline_stops_the_run_with_its_place(project):
    (project / "b.json").write_text('{"checker_baseline": 1,\n "findings": [{')
    ran = checker("audit", "--baseline", "b.json", cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--> b.json:2:" in ran.stderr


# --- suppressions ----------------------------------------------------------------------------


def test_a_suppressed_finding_does_not_fail_and_is_shown_with_its_reason(project):
    configure(
        project,
        '[[suppress]]\nrule = "numbers/conflict"\nreason = "two phases"\nexpires = 2999-12-31',
    )
    ran = checker("audit", cwd=project)
    assert ran.returncode == 0
    assert "error  numbers/conflict  suppressed" in ran.stdout
    assert "reason  two phases (until 2999-12-31, checker.toml:13)" in ran.stdout
    assert "Suppressions as of 2" in ran.stdout
    assert checker("baseline", cwd=project).stdout.endswith("accepts 1 finding\n")


def test_expired_and_unused_suppressions_are_reported(project):
    configure(
        project,
        '[[suppress]]\nrule = "numbers"\nreason = "r"\nexpires = 2020-01-01\n'
        '[[suppress]]\nfingerprint = "0000000000000000"\nreason = "r"',
    )
    ran = checker("audit", cwd=project)
    assert ran.returncode == 1
    assert "warning[checker/suppression-expired]  checker.toml:13:1" in ran.stdout
    assert "warning[checker/suppression-unused]  checker.toml:17:1" in ran.stdout
    chosen = checker("audit", "--select", "own", cwd=project)
    assert "suppression-unused" not in chosen.stdout


@pytest.mark.parametrize(
    ("table", "line", "told"),
    [
        ('rule = "numbers"', 13, "a suppression needs a `reason`"),
        ('reason = "r"', 13, "a suppression needs a `rule`, a `fingerprint` or a `document`"),
        ('rule = "x"\nreason = " "', 15, "`reason` expects a text that says why"),
        ('rule = "x"\nreason = "r"\nexpires = "2026-01-31"', 16, "`expires` expects a day"),
        ('fingerprint = "x"\nreason = "r"', 14, "`fingerprint` expects"),
        ('rule = "x"\nreason = "r"\nexpire = 2026-01-31', 16, "there is no key `expire`"),
    ],
)
def test_a_faulty_suppression_is_refused_with_its_place(project, table, line, told):
    configure(project, f"[[suppress]]\n{table}")
    ran = checker("audit", cwd=project)
    assert ran.returncode == 2
    assert f"--> checker.toml:{line}:1" in ran.stderr or f"--> checker.toml:{line}:" in ran.stderr
    assert told in ran.stderr


# --- differences -----------------------------------------------------------------------------


def test_reports_and_facts_are_compared(project):
    checker("audit", "--format", "json", "--output", "old.json", cwd=project)
    shutil.copytree(project / "facts", project / "before")
    same = checker("diff", "old.json", "facts", cwd=project)
    assert (same.returncode, same.stdout) == (0, "The same 2 findings in both.\n")
    settle(project)
    other = checker("diff", "old.json", "facts", cwd=project)
    assert other.returncode == 1
    assert "- error  numbers/conflict" in other.stdout
    assert other.stdout.endswith("1 gone, 0 new, 0 changed, 1 unchanged\n")


def test_between_facts_the_rows_that_made_the_difference_are_shown(project):
    shutil.copytree(project, project / "before")
    settle(project)
    ran = checker(
        "diff", "before/facts", "facts", "--format", "json", "--output", "d.json", cwd=project
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    (went,) = json.loads((project / "d.json").read_text())["went"]
    changed = {(one["change"], one["relation"]) for one in went["facts"]}
    assert {("removed", "quantity"), ("added", "quantity")} <= changed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"schema_version": "9.0", "findings": []}', "this is no report of a version"),
        ('{"findings": ', "CHK4"),
    ],
)
def test_what_is_no_report_is_refused(project, text, told):
    (project / "old.json").write_text(text)
    ran = checker("diff", "old.json", "facts", cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr
