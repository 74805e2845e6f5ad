"""The hooks for pre-commit and the action for GitHub name commands that work."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.command import ROOT

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step.get("name", step.get("uses")): step for step in ACTION["runs"]["steps"]}


@pytest.fixture
def project(tmp_path):
    """The project that ``checker init`` lays out: one error, one warning."""
    shutil.copytree(ROOT / "checker" / "_data" / "template", tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def environment(tmp_path):
    """What a runner gives its steps, with ``checker`` and ``python`` on the path."""
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "checker").write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m checker "$@"\n'
    )
    (commands / "checker").chmod(0o755)
    (commands / "python").symlink_to(sys.executable)
    (tmp_path / "temp").mkdir()
    return {
        "PATH": f"{commands}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_ACTION_PATH": str(ROOT),
    }


# --- pre-commit ------------------------------------------------------------------------------


def test_every_hook_has_what_pre_commit_asks_for():
    for hook in HOOKS:
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()
        assert hook["language"] == "python"
        re.compile(hook["files"])


@pytest.mark.parametrize(
    ("hook", "files", "code"),
    [("checker-audit", [], 1), ("checker-rules", ["rules/own.dl"], 0)],
)
def test_a_hook_runs_in_a_project(project, environment, hook, files, code):
    (found,) = (each for each in HOOKS if each["id"] == hook)
    given = [] if found.get("pass_filenames") is False else files
    ran = subprocess.run(
        [*shlex.split(found["entry"]), *given],
        cwd=project,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (code, b"")


def test_the_audit_is_asked_for_by_changes_of_facts_documents_and_rules():
    (audit,) = (each for each in HOOKS if each["id"] == "checker-audit")
    changes = ["checker.toml", "facts/a.yaml", "facts/a.jsonl", "seeds/a.txt", "rules/own.dl"]
    assert all(re.search(audit["files"], change) for change in changes)
    assert not re.search(audit["files"], "README.md")


# --- the action ------------------------------------------------------------------------------


def run(name, project, environment, inputs, outputs=None):
    """Runs a step as a runner does: expressions filled in, the script in a shell of its own."""
    step = STEPS[name]
    values = {each: declared.get("default", "") for each, declared in ACTION["inputs"].items()}
    values |= inputs

    def filled(text):
        text = re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
        return re.sub(
            r"\$\{\{ steps\.audit\.outputs\.(\w+) \}\}", lambda found: outputs[found[1]], text
        )

    assert "${{" not in step["run"]
    shells = {"bash": ["bash", "-e", "-c"], "python": ["python", "-c"]}
    return subprocess.run(
        [*shells[step["shell"]], step["run"]],
        cwd=project,
        env=environment | {key: filled(text) for key, text in step.get("env", {}).items()},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def outputs_of(environment):
    lines = Path(environment["GITHUB_OUTPUT"]).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def audited(project, environment, **inputs):
    given = {key.replace("_", "-"): value for key, value in inputs.items()}
    return run("Audit", project, environment, given)


def test_the_audit_writes_sarif_and_a_summary_and_leaves_failing_to_the_last_step(
    project, environment
):
    ran = audited(project, environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert outputs_of(environment) == {"code": "1"}
    assert json.loads((project / "checker.sarif").read_text())["version"] == "2.1.0"
    summary = Path(environment["GITHUB_STEP_SUMMARY"]).read_text()
    assert summary.startswith("## Checker: 2 findings")
    last = run(
        "Fail if something was found that counts",
        project,
        environment,
        {},
        outputs_of(environment),
    )
    assert last.returncode == 1


def test_inputs_are_options_and_no_script(project, environment):
    ran = audited(
        project, environment, facts="facts\n$(touch evil)\n", fail_on="never", sarif="a b.sarif"
    )
    assert ran.returncode == 2
    assert not (project / "evil").exists()
    ran = audited(project, environment, facts="facts", fail_on="never", sarif="a b.sarif")
    assert ran.returncode == 0
    assert (project / "a b.sarif").is_file()
    assert outputs_of(environment)["code"] == "0"


def test_a_fault_in_the_facts_ends_the_action_at_once(project, environment):
    (project / "facts" / "harbour-tram.yaml").write_text("checker: [")
    assert audited(project, environment).returncode == 2


def test_what_is_uploaded_counts_as_open(project, environment):
    subprocess.run(["checker", "baseline"], cwd=project, env=environment, check=True)
    baseline = project / "checker-baseline.json"
    baseline.write_text(
        baseline.read_text().replace(
            '{"fingerprint"',
            '{"fingerprint": "0000000000000000", "rule": "x/y", "message": "m"},\n'
            '    {"fingerprint"',
            1,
        )
    )
    with (project / "checker.toml").open("a") as file:
        file.write('\n[[suppress]]\nrule = "own"\nreason = "known"\n')
    audited(project, environment, baseline="checker-baseline.json")
    assert outputs_of(environment) == {"code": "0"}
    whole = json.loads((project / "checker.sarif").read_text())["runs"][0]["results"]
    assert len(whole) == 3
    ran = run("Leave out what is suppressed or gone", project, environment, {})
    assert (ran.returncode, ran.stderr) == (0, "")
    uploaded = Path(environment["RUNNER_TEMP"], "checker-upload", "checker.sarif")
    (left,) = json.loads(uploaded.read_text())["runs"][0]["results"]
    assert left["ruleId"] == "numbers/conflict"
    assert STEPS["Upload"]["with"]["sarif_file"].endswith("/checker-upload/checker.sarif")


def test_the_action_installs_the_project_that_it_stands_in():
    command = shlex.split(STEPS["Install Checker"]["run"])
    assert command == ["python", "-m", "pip", "install", "--quiet", "$GITHUB_ACTION_PATH"]
    assert (ROOT / "pyproject.toml").is_file()
    assert os.access(ROOT / "action.yml", os.R_OK)
