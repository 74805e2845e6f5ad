"""However a command ends, its exit code and its last words are right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
import typer

from checker.cli.ending import Exit, command
from tests.cli.command import ROOT, checker

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def test_help_and_version_are_printed_and_end_well(tmp_path):
    for arguments in (["--help"], ["-h"], ["audit", "--help"], ["rules", "test", "-h"]):
        ran = checker(*arguments, cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith("Usage: checker ")
    assert checker("--version", cwd=tmp_path).stdout.startswith("checker ")


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["--frobnicate"], ["rules"]])
def test_wrong_usage_ends_with_2(tmp_path, arguments):
    ran = checker(*arguments, cwd=tmp_path)
    assert ran.returncode == Exit.BAD_INPUT
    assert "Usage: checker " in ran.stdout + ran.stderr


def test_an_interrupted_command_ends_with_130_and_says_nothing(tmp_path):
    (tmp_path / "endless.dl").write_text(
        ".decl n(x: number)\nn(0).\nn(x + 1) :- n(x).\n.output n\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-m", "checker", "run", "-w", "endless.dl"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (Exit.INTERRUPTED, b"", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["endless.dl"]


def test_an_interrupt_while_a_command_starts_ends_with_130_and_says_nothing(monkeypatch, capsys):
    from checker.cli import app, main
    from checker.cli.ending import Exit

    def interrupted(_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "build", interrupted)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == Exit.INTERRUPTED
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_goes_away_is_no_fault(tmp_path):
    running = subprocess.Popen(
        [sys.executable, "-m", "checker", "schema"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == b""
    assert running.wait(timeout=30) == Exit.BROKEN_PIPE


def test_a_fault_of_ours_is_said_to_be_ours(capsys, monkeypatch):
    @command
    def broken() -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.delenv("CHECKER_DEBUG", raising=False)
    with pytest.raises(typer.Exit) as ended:
        broken()
    said = capsys.readouterr().err
    assert ended.value.exit_code == Exit.INTERNAL_ERROR
    assert said.startswith("internal error: ZeroDivisionError: of all things\n")
    assert "not in your files" in said
    assert "Traceback" not in said
    monkeypatch.setenv("CHECKER_DEBUG", "1")
    with pytest.raises(typer.Exit):
        broken()
    assert "Traceback" in capsys.readouterr().err


def test_a_terminal_that_lacks_characters_shows_them_escaped(tmp_path):
    checker("init", cwd=tmp_path)
    ran = checker("audit", cwd=tmp_path, environment={"PYTHONIOENCODING": "latin-1"})
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "nothing says who speaks: \\u201cEvery euro" in ran.stdout


def test_a_file_name_that_is_no_text_is_shown_escaped(tmp_path):
    name = os.fsdecode(b"caf\xe9.dl")
    (tmp_path / name).write_text(".decl a(x: number)\na(x) :- b(x).\n")
    ran = checker("run", name, cwd=tmp_path)
    assert ran.returncode == Exit.BAD_INPUT
    assert "caf<U+DCE9>.dl:2:9" in ran.stderr


def test_starting_a_command_does_not_import_what_it_does_not_use(tmp_path):
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from checker.cli.app import build; build(['audit']);"
            "heavy = {'rich', 'yaml', 'pyDatalog', 'checker.auditing', 'checker.cli.run'};"
            "print(heavy & set(sys.modules))",
        ],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout == "set()\n"
