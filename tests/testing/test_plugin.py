"""The pytest plugin: a case is an item, its difference is the failure, other projects are left
alone."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from checker.resources import packs_dir
from tests.testing.test_properties import HEADER

pytest_plugins = ["pytester"]

PASSES = """
- name: a pledge
  rule: mine/rule
  relations: {claim: [{claim: a, kind: pledge}]}
  expect: [{entities: {a: a}}]
"""
FAILS = """
- name: a report
  rule: mine/rule
  relations: {claim: [{claim: b, kind: report}, {claim: c, kind: pledge}]}
  expect: [{entities: {a: b}}]
"""


@pytest.fixture
def project(pytester, monkeypatch):
    """Runs pytest in a project of its own with this plugin and no other."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    rules = pytester.mkdir("rules")
    header = HEADER.replace("{MESSAGE}", "{a}").replace("COLUMNS", "a: ClaimId")
    (rules / "mine.dl").write_text(header + 'found(a) :- claim(a, _, _, _, "pledge").\n')

    def run(cases: str, *arguments: str):
        (rules / "mine.test.yaml").write_text(cases)
        return pytester.runpytest_subprocess("-p", "checker.testing.plugin", *arguments)

    return run


def test_each_case_is_an_item(project):
    result = project(PASSES, "-v")

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["rules/mine.test.yaml::mine/rule: a pledge PASSED*"])


def test_a_failure_is_the_difference_and_no_traceback(project):
    result = project(PASSES + FAILS)

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["mine/rule: a report", "*mine.test.yaml:7:*", "  - expected*a=b*", "  + found*a=c*"]
    )
    result.stdout.no_fnmatch_line("*running.py*")


def test_cases_are_chosen_by_name(project):
    project(PASSES + FAILS, "-k", "pledge").assert_outcomes(passed=1, deselected=1)


def test_a_faulty_file_is_an_error_with_its_diagnostics(project):
    result = project("- name: no rule\n")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*CHK701*"])


def test_a_faulty_row_fails_its_case_with_its_diagnostic(project):
    result = project(PASSES + FAILS.replace("kind: report", "kid: report"))

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*CHK703*"])


def test_a_file_of_that_name_without_a_pack_is_somebody_elses(pytester, project):
    Path(pytester.path, "api.test.yaml").write_text("openapi: 3.1.0\n")

    project(PASSES).assert_outcomes(passed=1)
    project(PASSES, "api.test.yaml").assert_outcomes(errors=1)


def test_a_shipped_pack_can_be_run_by_its_file(pytester, project):
    result = project(PASSES, str(packs_dir() / "time.test.yaml"))

    assert result.ret == 0
    assert result.parseoutcomes()["passed"] > 10


def test_the_installed_package_brings_the_plugin():
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    entry = tomllib.loads(pyproject.read_text())["project"]["entry-points"]["pytest11"]["checker"]

    assert import_module(entry).pytest_collect_file


def test_a_project_without_such_files_pays_for_no_import():
    code = (
        "import sys, pytest; before = set(sys.modules); import checker.testing.plugin\n"
        "print(sorted(name for name in set(sys.modules) - before))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )

    assert ran.stdout.strip() == "['checker', 'checker.testing', 'checker.testing.plugin']"
