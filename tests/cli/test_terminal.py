"""A terminal gets colours and signs of life; a file or a pipe gets neither."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time

import pytest

from checker.cli import progress as progress_module
from checker.cli.progress import progress
from tests.cli.command import ROOT

pty = pytest.importorskip("pty", reason="a pseudo-terminal is needed to play one")


def on_a_terminal(*arguments: str, cwd, **environment: str) -> str:
    """What a terminal shows of standard error."""
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "checker", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        check=False,
    )
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    os.close(theirs)
    return shown


@pytest.fixture
def wrong(tmp_path):
    (tmp_path / "wrong.dl").write_text(".decl a(x: number)\na(x) :- b(x).\n")
    return tmp_path


def test_diagnostics_are_coloured_on_a_terminal(wrong):
    assert "\x1b[" in on_a_terminal("run", "wrong.dl", cwd=wrong, NO_COLOR="")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"NO_COLOR": "", "TERM": "dumb"}])
def test_whoever_wants_no_colour_gets_none(wrong, environment):
    shown = on_a_terminal("run", "wrong.dl", cwd=wrong, **environment)
    assert "CHK207" in shown
    assert "\x1b[" not in shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_long_work_says_what_it_does_and_leaves_nothing_behind(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress_module, "PATIENCE", 0.01)
    with progress() as step:
        assert step is not None
        step(0, 3, "edge")
        time.sleep(0.2)
        step(2, 3, "path")
    shown = terminal.getvalue()
    assert "[1/3] edge" in shown
    assert "[3/3] path" in shown
    assert shown.endswith("\r\x1b[K")


def test_short_work_says_nothing(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress() as step:
        assert step is not None
        step(0, 1, "edge")
    assert terminal.getvalue() == ""


def test_without_a_terminal_nothing_is_called_at_all(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress() as step:
        assert step is None
