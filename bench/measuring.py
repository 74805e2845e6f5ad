"""Runs of commands, side by side: wall time, memory, and whether the answers are the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Timer
from time import perf_counter

from bench.peers import ANSWER, PEERS, ROOT, Job, Peer
from bench.workloads import Workload


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of several runs. ``seconds`` is None where a peer was stopped, or failed;
    ``processor`` is the time that all cores together worked for it."""

    seconds: float | None
    processor: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each peer's command cost; ``agree`` where all that ended wrote the same answers."""

    workload: Workload
    size: int
    rows: int
    costs: dict[str, Cost]
    agree: bool


def compare(
    workload: Workload,
    size: int,
    folder: Path,
    *,
    runs: int = 3,
    patience: float = 60.0,
    peers: Sequence[Peer] = PEERS,
) -> Comparison:
    """Runs the peers in turn, ``runs`` times. One that takes more than ``patience`` seconds is
    stopped, and not run again."""
    facts = folder / "facts"
    workload.write(size, facts)
    jobs = {peer: Job(workload, facts, folder / str(number)) for number, peer in enumerate(peers)}
    commands = {peer: command for peer, job in jobs.items() if (command := peer.command(job))}
    measured: dict[Peer, list[Cost]] = {peer: [] for peer in commands}
    for _ in range(runs):
        for peer, command in commands.items():
            if all(cost.seconds is not None for cost in measured[peer]):
                jobs[peer].out.mkdir(exist_ok=True)
                measured[peer].append(run(command, patience))
    costs = {peer.name: _median(found) for peer, found in measured.items()}
    answers = [jobs[peer].out / ANSWER for peer in commands if costs[peer.name].seconds is not None]
    rows = _lines(answers[0]) if answers else 0
    return Comparison(workload, size, rows, costs, _are_same(answers))


def run(command: list[str], patience: float, fine: Collection[int] = (0,)) -> Cost:
    """One run of a command, from its start to its end, which is good with an exit code in
    ``fine``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # Installed packages have bytecode, and Checker keeps what it made of a program beside its own.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = perf_counter()
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
        start_new_session=True,
    )
    timer = Timer(patience, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = perf_counter() - started
    return Cost(
        seconds if process.returncode in fine else None,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
    )


def _median(costs: Sequence[Cost]) -> Cost:
    seconds = [cost.seconds for cost in costs if cost.seconds is not None]
    return Cost(
        median(seconds) if len(seconds) == len(costs) else None,
        median(cost.processor for cost in costs),
        median(cost.megabytes for cost in costs),
    )


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _are_same(answers: Sequence[Path]) -> bool:
    if not answers:
        return True
    first = answers[0].read_bytes()
    others = [other for path in answers[1:] if (other := path.read_bytes()) != first]
    if not others:
        return True
    rows = sorted(first.splitlines())
    return all(sorted(other.splitlines()) == rows for other in others)
