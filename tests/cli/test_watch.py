"""``checker watch``: one report, then what each change of a file changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from checker.cli.ending import Exit
from tests.cli.command import ROOT, checker

PATIENCE = 20
"""Seconds for a line that is due."""


class Watching:
    """The command at work, and the lines that it prints."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self.process = running
        self._lines: Queue[str] = Queue()
        for stream in (running.stdout, running.stderr):
            Thread(target=lambda stream=stream: self._read(stream), daemon=True).start()

    def _read(self, stream: Iterator[str]) -> None:
        for line in stream:
            self._lines.put(line.rstrip("\n"))

    def until(self, words: str) -> list[str]:
        """The lines up to one with these words."""
        seen: list[str] = []
        while not seen or words not in seen[-1]:
            try:
                seen.append(self._lines.get(timeout=PATIENCE))
            except Empty:
                pytest.fail(f"no line says {words!r} after: {seen}")
        return seen


@contextmanager
def watching(*arguments: str, folder: Path) -> Iterator[Watching]:
    with subprocess.Popen(
        [sys.executable, "-m", "checker", "watch", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield Watching(running)
        finally:
            running.kill()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    checker("init", "desk", cwd=tmp_path)
    return tmp_path / "desk"


def test_after_the_first_report_only_changes_are_printed(project: Path):
    facts = project / "facts" / "harbour-tram.yaml"
    document = project / "seeds" / "harbour-tram-evening.txt"
    text, article = facts.read_text(), document.read_text()
    assert "57 million" in article
    with watching(folder=project) as watched:
        assert any("numbers/conflict" in line for line in watched.until("2 findings: "))

        document.write_text(article.replace("57 million", "42 million"))
        facts.write_text(text.replace("57 million", "42 million").replace("57000000", "42000000"))
        gone = watched.until("1 gone, 0 new, 0 changed, 1 unchanged")
        assert not any("quotation-without-cue" in line for line in gone)
        assert any("numbers/conflict" in line for line in gone)
        assert any(line.lstrip().startswith("- quantity(") for line in gone)

        facts.write_text(text + "\nnonsense: [\n")
        assert any("harbour-tram.yaml" in line for line in watched.until("nothing was done"))

        document.write_text(article)
        facts.write_text(text)
        assert any("numbers/conflict" in line for line in watched.until("0 gone, 1 new"))

        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(PATIENCE) == Exit.INTERRUPTED


def test_a_change_that_touches_no_rule_runs_none(project: Path):
    rules = project / "rules" / "own.dl"
    with watching(folder=project) as watched:
        watched.until("2 findings: ")
        rules.write_text(f"// a remark\n{rules.read_text()}")
        seen = watched.until("no finding changed, there are 2")
        assert any(" 0 strata in " in line for line in seen)


def test_a_configuration_that_changes_is_heard(project: Path):
    with watching(folder=project) as watched:
        watched.until("2 findings: ")
        with (project / "checker.toml").open("a") as file:
            file.write('ignore = ["numbers"]\n')
        watched.until("1 gone, 0 new")


def test_without_facts_there_is_nothing_to_watch(tmp_path: Path):
    ran = checker("watch", cwd=tmp_path)
    assert ran.returncode == Exit.BAD_INPUT
    assert "nothing to audit" in ran.stderr
