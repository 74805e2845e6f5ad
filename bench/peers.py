"""Who takes part: a command for a workload's files, which writes its answers to a file."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.workloads import Workload

HERE = Path(__file__).parent
ROOT = HERE.parent

ANSWER = "answer.csv"
"""The file of answers: values between tabs, a row a line, in any order."""


@dataclass(frozen=True, slots=True)
class Job:
    """One workload's files for one peer: facts are read in ``facts``, and what the peer writes
    goes to ``out``."""

    workload: Workload
    facts: Path
    out: Path


@dataclass(frozen=True, slots=True)
class Peer:
    """``command`` is None where the peer cannot do the work, or is not there."""

    name: str
    command: Callable[[Job], list[str] | None]


def _checker(engine: str) -> Callable[[Job], list[str] | None]:
    def command(job: Job) -> list[str]:
        program = str(job.workload.file("dl"))
        options = ["-F", str(job.facts), "-D", str(job.out), "--engine", engine]
        return [sys.executable, "-m", "checker", "run", program, *options]

    return command


def _sql(job: Job) -> list[str] | None:
    return _script("run_sql.py", job, "sql")


def _clingo(job: Job) -> list[str] | None:
    if importlib.util.find_spec("clingo") is None:
        return None
    return _script("run_clingo.py", job, "lp")


def _script(script: str, job: Job, suffix: str) -> list[str] | None:
    program = job.workload.file(suffix)
    if program is None:
        return None
    return [
        sys.executable,
        str(HERE / script),
        str(program),
        str(job.facts),
        str(job.out / ANSWER),
    ]


def _souffle(*options: str) -> Callable[[Job], list[str] | None]:
    def command(job: Job) -> list[str] | None:
        binary = shutil.which("souffle")
        if binary is None:
            return None
        program = str(job.workload.file("dl"))
        return [binary, *options, "-F", str(job.facts), "-D", str(job.out), program]

    return command


CHECKER = Peer("checker", _checker("duckdb"))
SQL = Peer("SQL", _sql)
PEERS: tuple[Peer, ...] = (
    CHECKER,
    SQL,
    Peer("clingo", _clingo),
    Peer("pyDatalog", _checker("pydatalog")),
    Peer("Soufflé", _souffle()),
    Peer("Soufflé, 2 threads", _souffle("-j", "2")),
)
"""Compiled Soufflé is not among them: its compiler takes longer than the work."""
