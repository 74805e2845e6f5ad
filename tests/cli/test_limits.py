"""Runaway rules end with their name, their place and what they had derived; Ctrl-C ends at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from checker.diagnostics import DiagnosticError
from checker.engines import Limits, engine
from tests.cli.command import ROOT, checker, tree
from tests.engines.running import program

ENDLESS = ".decl n(x: number)\nn(0).\nn(x + 1) :- n(x).\n.output n\n"
DOUBLING = '.decl t(x: symbol)\nt("a").\nt(cat(x, x)) :- t(x).\n.output t\n'
PRODUCT = """.decl a(x: number)
.decl p(x: number, y: number, z: number, w: number)
a(x) :- x = range(0, 1000).
p(x, y, z, w) :- a(x), a(y), a(z), a(w).
.output p
"""
DROPPED = PRODUCT.replace("a(w).", "a(w), x + y + z + w < 0.")
ENGINES = ("pydatalog", "duckdb")


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (ENDLESS, "n(x + 1) :- n(x)."),
        (DOUBLING, "t(cat(x, x)) :- t(x)."),
        (PRODUCT, "p(x, y, z, w) :- a(x), a(y), a(z), a(w)."),
        (DROPPED, "p(x, y, z, w) :- a(x), a(y), a(z), a(w), x + y + z + w < 0."),
    ],
    ids=["endless", "doubling", "product", "dropped"],
)
def test_the_clock_stops_a_rule_on_each_engine(text: str, rule: str, name: str) -> None:
    with pytest.raises(DiagnosticError) as stopped:
        engine(name).evaluate(program(text), {}, limits=Limits(seconds=1.0))
    (found,) = stopped.value.diagnostics
    assert (found.code, found.primary.span.text) == ("CHK303", rule)
    assert "rows derived so far" in found.note


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    ("text", "rule", "derived"),
    [
        (ENDLESS, "n(x + 1) :- n(x).", "3,001 in `n`"),
        (PRODUCT, "p(x, y, z, w) :- a(x), a(y), a(z), a(w).", "2,001 in `p`, 1,000 in `a`"),
    ],
    ids=["endless", "product"],
)
def test_the_number_of_rows_stops_a_rule_on_each_engine(
    text: str, rule: str, derived: str, name: str
) -> None:
    with pytest.raises(DiagnosticError) as stopped:
        engine(name).evaluate(program(text), {}, limits=Limits(rows=3_000))
    (found,) = stopped.value.diagnostics
    assert (found.code, found.primary.span.text) == ("CHK304", rule)
    assert found.note == f"rows derived so far: {derived}"


@pytest.mark.parametrize("name", ENGINES)
def test_memory_stops_a_rule_on_each_engine(name: str, tmp_path: Path) -> None:
    (tmp_path / "doubling.dl").write_text(DOUBLING)
    limits = ("--memory-limit", "250MB", "--timeout", "30")
    ran = checker("run", "doubling.dl", "--engine", name, *limits, "-w", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("error[CHK310]: ")
    assert " --> doubling.dl:3:1\n" in ran.stderr
    assert list(tree(tmp_path)) == ["doubling.dl"]


@pytest.mark.parametrize("name", ENGINES)
def test_a_limit_is_passed_without_a_trace_in_the_next_evaluation(name: str) -> None:
    one = engine(name)
    with pytest.raises(DiagnosticError):
        one.evaluate(program(ENDLESS), {}, limits=Limits(rows=10))
    finite = program(".decl a(x: number)\n.decl b(x: number)\na(1).\nb(x) :- a(x).\n")
    assert one.evaluate(finite, {}, limits=Limits(10, 10)).relations["b"] == {(1,)}


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("text", [ENDLESS, PRODUCT, DROPPED], ids=["endless", "product", "dropped"])
def test_ctrl_c_ends_at_once_says_nothing_and_leaves_nothing(
    text: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / "runaway.dl").write_text(text)
    with subprocess.Popen(
        [sys.executable, "-m", "checker", "run", "runaway.dl", "-w", "--engine", name],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as running:
        sleep(1.8)
        pressed = monotonic()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (130, b"", b"")
    assert monotonic() - pressed < 5
    assert list(tree(tmp_path)) == ["runaway.dl"]
