"""Command lines that are read without typer do what they would do with it."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

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
        "audit",
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


def _declared(parameter: inspect.Parameter) -> tuple[str, ...]:
    return tuple(
        name
        for described in parameter.annotation.__metadata__
        for name in described.param_decls or ()
    )


@pytest.mark.parametrize("engine", ["pydatalog", "duckdb"])
def test_a_plain_run_needs_no_typer_and_answers_as_with_it(folder: Path, engine: str) -> None:
    plain = f"run paths.dl -F facts -D - --engine {engine}".split()
    program = (
        f"import sys; sys.argv = ['checker', *{plain!r}]\n"
        "from checker.cli import ending, main\n"
        "ending.leave = lambda end: print(end.code, {'typer', 'pydantic'} & set(sys.modules))\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    by_typer = checker(*plain, "--timeout", "60", cwd=folder)
    assert by_typer.stdout.startswith("---------------\npath")
    assert done.stdout == f"{by_typer.stdout}0 set()\n"
