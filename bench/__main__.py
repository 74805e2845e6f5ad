"""`python -m bench`: a table of ratios, each peer's time over Checker's on DuckDB.

Commands run whole, from files to a file of answers, in turn and several times; a cell is the
ratio of the medians, and peak memory. Sizes above a million rows ask for `--largest`. On a machine
that has other work, `--clock processor` compares what is left of the time then.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.archive import measure_archive
from bench.measuring import Comparison, Cost, compare
from bench.peers import CHECKER, PEERS
from bench.workloads import WORKLOADS

Clock = Callable[[Cost], float]
"""The time of a run that ended."""

CLOCKS: Mapping[str, Clock] = {
    "wall": lambda cost: cost.seconds or 0.0,
    "processor": lambda cost: cost.processor,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("workload", nargs="*", help="parts of the names of those to run")
    parser.add_argument("--runs", type=int, default=3, help="of each peer (3)")
    parser.add_argument("--patience", type=float, default=60, help="seconds for a run (60)")
    parser.add_argument("--largest", type=int, default=1_000_000, help="size to stop at (10^6)")
    parser.add_argument("--documents", type=int, default=100_000, help="of the archive (10^5)")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="what to compare (wall)")
    given = parser.parse_args()
    clock = CLOCKS[given.clock]
    print(_line("workload", "size", "answers", "checker", [peer.name for peer in PEERS[1:]]))
    print("|".join(["", *["---"] * (4 + len(PEERS[1:])), ""]))
    for workload in WORKLOADS:
        for size in workload.sizes:
            if size <= given.largest and _is_meant(workload.name, given.workload):
                with TemporaryDirectory() as folder:
                    found = compare(
                        workload, size, Path(folder), runs=given.runs, patience=given.patience
                    )
                    print(_row(found, clock), flush=True)
    if _is_meant("archive", given.workload):
        with TemporaryDirectory() as folder:
            findings, cost = measure_archive(given.documents, Path(folder), given.runs)
            ours = _ours(cost, clock)
            print(_line("archive, all packs", f"{given.documents:,}", f"{findings:,}", ours, []))
    print(f"\nload: {' '.join(f'{load:.1f}' for load in os.getloadavg())}, {os.cpu_count()} cores")


def _is_meant(name: str, parts: list[str]) -> bool:
    return not parts or any(part in name for part in parts)


def _row(found: Comparison, clock: Clock) -> str:
    ours = found.costs[CHECKER.name]
    others = [_cell(ours, found.costs.get(peer.name), clock) for peer in PEERS[1:]]
    name = found.workload.name + ("" if found.agree else " (ANSWERS DIFFER)")
    return _line(name, f"{found.size:,}", f"{found.rows:,}", _ours(ours, clock), others)


def _ours(cost: Cost, clock: Clock) -> str:
    return "failed" if cost.seconds is None else f"{clock(cost):.2f} s, {cost.megabytes:.0f} MB"


def _cell(ours: Cost, other: Cost | None, clock: Clock) -> str:
    if other is None:
        return ""
    if ours.seconds is None or other.seconds is None:
        return "stopped"
    return f"{clock(other) / clock(ours):.2f} x, {other.megabytes:.0f} MB"


def _line(name: str, size: str, rows: str, ours: str, others: list[str]) -> str:
    return f"| {' | '.join([name, size, rows, ours, *others])} |"


if __name__ == "__main__":
    main()
