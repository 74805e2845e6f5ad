"""Command lines that are read without typer do what they would do with it."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.audit import audit
from checker.cli.auditing import Asked
from checker.cli.plain import ENGINES, FOLDERS, TEXTS, plain_command
from checker.cli.run import run
from checker.config import EngineName
from tests.cli.command import ROOT, checker

PROGRAM = """.decl edge(a: number, b: number)
.decl path(a: number, b: number)
.input edge
.output path
path(x, y) :- edge(x, y).
path(x, z) :- path(x, y), edge(y, z).
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "paths.dl").write_text(PROGRAM)
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "edge.facts").write_text("1\t2\n2\t3\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "audit",
        "audit facts paths.dl",
        "run paths.dl",
        "run paths.dl -F facts -D -",
        "run -D out --engine duckdb --fact-dir facts paths.dl",
    ],
)
def test_a_command_line_of_plain_options_is_plain(folder: Path, line: str) -> None:
    assert plain_command(line.split()) is not None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "run",
        "audit --quiet",
        "audit facts --quiet",
        "audit facts/missing",
        "audit hdfs://store/facts",
        "audit -- facts",
        "audit -h",
        "run --help",
        "run missing.dl",
        "run facts",
        "run paths.dl paths.dl",
        "run paths.dl -F missing",
        "run paths.dl -F paths.dl",
        "run paths.dl -F",
        "run paths.dl -F facts -F facts",
        "run paths.dl -Ffacts",
        "run paths.dl --engine=duckdb",
        "run paths.dl --engine prolog",
        "run paths.dl --engine spark",
        "run paths.dl -D --engine",
        "run paths.dl --timeout 3",
        "run -- paths.dl",
    ],
)
def test_whatever_else_a_command_line_has_is_left_to_typer(folder: Path, line: str) -> None:
    assert plain_command(line.split()) is None


def test_plain_options_are_options_of_the_command() -> None:
    parameters = inspect.signature(run, eval_str=True).parameters
    for option, name in {**FOLDERS, **TEXTS}.items():
        assert option in {f"--{name.replace('_', '-')}", *_declared(parameters[name])}
    assert set(EngineName) - {EngineName.SPARK} == ENGINES


def test_what_a_plain_audit_does_not_ask_for_is_what_the_command_has_by_default() -> None:
    given: list[Asked] = []
    parameters = inspect.signature(audit).parameters
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("checker.cli.audit.run_audit", given.append)
        audit(**{name: each.default for name, each in parameters.items()})
    assert given == [Asked()]


def test_a_plain_audit_needs_no_typer_and_reports_as_with_it(tmp_path: Path) -> None:
    dossier = str(ROOT / "facts" / "dossier")
    by_typer = checker("audit", dossier, "--timeout", "60", cwd=tmp_path)
    assert without_typer("audit", dossier) == f"{by_typer.stdout}1 ['pydantic']\n"


def test_a_plain_audit_of_nothing_is_told_how_to_use_the_command(tmp_path: Path) -> None:
    plain = checker("audit", cwd=tmp_path)
    by_typer = checker("audit", "--timeout", "60", cwd=tmp_path)
    assert (plain.returncode, plain.stdout, plain.stderr) == (2, "", by_typer.stderr)
    assert "Usage: checker audit" in plain.stderr
    assert "nothing to audit" in plain.stderr


@pytest.mark.parametrize("options", [[], ["--quiet"]])
def test_a_name_too_long_for_a_file_is_one_that_is_not_there(
    tmp_path: Path, options: list[str]
) -> None:
    ran = checker("audit", "a" * 5_000, *options, cwd=tmp_path)
    assert ran.returncode == 2
    assert "does not exist" in ran.stderr


def _declared(parameter: inspect.Parameter) -> tuple[str, ...]:
    return tuple(
        name
        for described in parameter.annotation.__metadata__
        for name in described.param_decls or ()
    )


@pytest.mark.parametrize("engine", ["pydatalog", "duckdb"])
def test_a_plain_run_needs_no_typer_and_answers_as_with_it(folder: Path, engine: str) -> None:
    plain = f"run paths.dl -F facts -D - --engine {engine}".split()
    by_typer = checker(*plain, "--timeout", "60", cwd=folder)
    assert by_typer.stdout.startswith("---------------\npath")
    assert without_typer(*plain) == f"{by_typer.stdout}0 []\n"


def without_typer(*arguments: str) -> str:
    """What a command line prints in the current folder, then its exit code, and which of typer and
    pydantic were imported."""
    program = (
        f"import sys; sys.argv = ['checker', *{arguments!r}]\n"
        "from checker.cli import ending, main\n"
        "heavy = {'typer', 'pydantic'}\n"
        "ending.leave = lambda end: print(int(end.code), sorted(heavy & set(sys.modules)))\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    return done.stdout
