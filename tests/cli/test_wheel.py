"""The built wheel works on its own: in an empty environment, in an empty folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.cli.command import ROOT, tree


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The ``checker`` command of a fresh environment that holds nothing but the wheel; the
    libraries that it needs are lent from the environment of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)],
        check=True,
    )
    (wheel,) = folder.glob("checker-*.whl")
    environment = folder / "environment"
    venv.create(environment, symlinks=True)
    python = environment / "bin" / "python"
    subprocess.run(
        [*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)],
        check=True,
    )
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment / "bin" / "checker"


def run(command: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *arguments],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_project_is_laid_out_and_audited(installed, tmp_path):
    laid_out = run(installed, "init", cwd=tmp_path)
    assert (laid_out.returncode, laid_out.stderr) == (0, "")
    audited = run(installed, "audit", cwd=tmp_path)
    assert audited.stderr == ""
    assert "numbers/conflict" in audited.stdout
    assert "own/quotation-without-cue" in audited.stdout
    assert audited.returncode == 1
    tested = run(installed, "rules", "test", "rules", cwd=tmp_path)
    assert (tested.returncode, tested.stderr) == (0, "")


def test_the_wheel_carries_every_shipped_rule_and_runs_its_own_code(installed, tmp_path):
    (packs,) = installed.parents[1].glob("lib/python*/site-packages/checker/_data/rules")
    assert tree(packs) == tree(ROOT / "rules")
    listed = run(installed, "rules", "check", cwd=tmp_path)
    assert (listed.returncode, listed.stderr) == (0, "")


def test_it_knows_its_version(installed, tmp_path):
    assert run(installed, "--version", cwd=tmp_path).stdout.startswith("checker 0.")
