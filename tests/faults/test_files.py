"""Wherever a command is cut off, a file holds what it held before or what it was to hold.

Every run of :mod:`tests.faults.injection` is looked at, and the command is run once more in what
it left behind.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import ROOT, checker, tree
from tests.faults.injection import Fault

BESIDE = re.compile(r"\.[0-9a-f]{16}")
"""The name of a file that is not finished."""


@dataclass(frozen=True)
class Writing:
    """A command that writes files, those that are there before, and how to lay its folder out."""

    arguments: tuple[str, ...]
    before: tuple[tuple[str, str], ...] = ()
    points: int = 3
    """At how many places it can be cut off, at least."""


PROGRAM = """\
.decl edge(a: number, b: number)
.input edge
.decl path(a: number, b: number)
path(x, y) :- edge(x, y).
path(x, z) :- path(x, y), edge(y, z).
.output edge
.output path
"""

COMMANDS = {
    "audit": Writing(
        (
            *("audit", "--fail-on", "never", "--output", "report.txt"),
            *("--output", "sarif=report.sarif", "--output", "html=report.html"),
        ),
        (("report.sarif", "an older report\n"),),
        points=8,
    ),
    "baseline": Writing(("baseline",), (("checker-baseline.json", "{}"),)),
    "init": Writing(("init", "desk"), points=8),
    "run": Writing(
        ("run", "paths.dl", "-F", "in", "-D", "out"),
        (
            ("paths.dl", PROGRAM),
            ("in/edge.facts", "1\t2\n2\t3\n"),
            ("out/path.csv", "of another run\n"),
        ),
        points=5,
    ),
    "rules fmt": Writing(("rules", "fmt", "rough.dl"), (("rough.dl", ".decl  a( x:number )\n"),)),
    "rules docs": Writing(("rules", "docs", "rules/own.dl", "--output", "pages"), points=4),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    checker("init", ".", cwd=folder)
    return folder


def cut_off(folder: Path, project: Path, writing: Writing, fault: Fault) -> list[str]:
    """The runs of a command, each cut off somewhere else."""
    before = folder / "before"
    for name, content in {**tree(project), **dict(writing.before)}.items():
        path = before / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.injection", str(folder), fault, *writing.arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_process_that_is_killed_leaves_every_file_whole(tmp_path, project: Path, name: str):
    runs = cut_off(tmp_path, project, COMMANDS[name], Fault.KILL)
    print(f"{name}: killed at {len(runs)} points")
    assert len(runs) >= COMMANDS[name].points
    old, new = tree(tmp_path / "before"), tree(tmp_path / "after")
    for run in runs:
        number, _, code = run.rsplit(maxsplit=2)
        assert code == "-9"
        for path, content in tree(tmp_path / number).items():
            if not BESIDE.fullmatch(Path(path).name):
                assert content in (old.get(path), new.get(path)), (run, path)
        assert old.keys() <= tree(tmp_path / number).keys(), run


@pytest.mark.parametrize(
    ("name", "fault"),
    [*((name, Fault.FULL) for name in COMMANDS), ("audit", Fault.READ_ONLY)],
)
def test_a_disk_that_takes_nothing_leaves_all_old_files_and_nothing_besides(
    tmp_path, project: Path, name: str, fault: Fault
):
    runs = cut_off(tmp_path, project, COMMANDS[name], fault)
    assert len(runs) >= COMMANDS[name].points
    old, new = tree(tmp_path / "before"), tree(tmp_path / "after")
    taking_places = False
    for run in runs:
        number, event, code = run.rsplit(maxsplit=2)
        left = tree(tmp_path / number)
        if (event, code) == ("os.mkdir", "0"):  # of a folder that was there
            assert left == new, run
            continue
        assert code == "2", run
        if taking_places := taking_places or event == "os.rename":
            # From the second on, files that took their places before keep them.
            assert all(content in (old.get(path), new.get(path)) for path, content in left.items())
        else:
            assert left == old, run


@pytest.mark.parametrize("name", ["audit", "run", "rules fmt"])
def test_what_a_kill_leaves_behind_is_in_nobodys_way(tmp_path, project: Path, name: str):
    writing = COMMANDS[name]
    (*_, last) = cut_off(tmp_path, project, writing, Fault.KILL)
    folder = tmp_path / last.split()[0]
    assert checker(*writing.arguments, cwd=folder).returncode == 0
    finished = {
        path: content
        for path, content in tree(folder).items()
        if not BESIDE.fullmatch(Path(path).name)
    }
    assert finished == tree(tmp_path / "after")


def test_of_two_audits_that_write_one_report_one_has_written_it(tmp_path, project: Path):
    reports = []
    for number, select in enumerate(("numbers", "own")):
        checker(
            "audit", "--select", select, "-o", f"{number}.json", "--format", "json", cwd=project
        )
        reports.append((project / f"{number}.json").read_bytes())
    assert reports[0] != reports[1]
    for _ in range(3):
        running = [
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "checker", "audit", "--select", select),
                    *("--format", "json", "-o", "both.json"),
                ],
                cwd=project,
                env={"PYTHONPATH": str(ROOT)},
            )
            for select in ("numbers", "own")
        ]
        for process in running:
            process.wait(30)
        assert (project / "both.json").read_bytes() in reports
    assert not [path for path in tree(project) if BESIDE.fullmatch(Path(path).name)]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_baseline_that_something_else_left_half_written_is_refused(
    tmp_path, project: Path, share: float
):
    whole = tmp_path / "whole.json"
    checker("baseline", "-o", whole, cwd=project)
    content = whole.read_bytes()
    half = tmp_path / "half.json"
    half.write_bytes(content[: int(len(content) * share)])
    before = tree(project)
    ran = checker("audit", "--baseline", half, "-o", "report.txt", cwd=project)
    assert ran.returncode == 2
    assert "half.json" in ran.stderr
    assert tree(project) == before
