"""`python -m bench`: a table of ratios, each peer's time over Checker's on DuckDB.

Commands run whole, from files to a file of answers, in turn and several times; a cell is the
ratio of the medians, and peak memory. Sizes above a million rows ask for `--largest`.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.archive import measure_archive
from bench.measuring import Comparison, Cost, compare
from bench.peers import CHECKER, PEERS
from bench.workloads import WORKLOADS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("workload", nargs="*", help="parts of the names of those to run")
    parser.add_argument("--runs", type=int, default=3, help="of each peer (3)")
    parser.add_argument("--patience", type=float, default=60, help="seconds for a run (60)")
    parser.add_argument("--largest", type=int, default=1_000_000, help="size to stop at (10^6)")
    parser.add_argument("--documents", type=int, default=100_000, help="of the archive (10^5)")
    given = parser.parse_args()
    print(_line("workload", "size", "answers", "checker", [peer.name for peer in PEERS[1:]]))
    print("|".join(["", *["---"] * (4 + len(PEERS[1:])), ""]))
    for workload in WORKLOADS:
        for size in workload.sizes:
            if size <= given.largest and _is_meant(workload.name, given.workload):
                with TemporaryDirectory() as folder:
                    print(_row(compare(
                        workload, size, Path(folder), runs=given.runs, patience=given.patience
                    )), flush=True)  # fmt: skip
    if _is_meant("archive", given.workload):
        with TemporaryDirectory() as folder:
            findings, cost = measure_archive(given.documents, Path(folder), given.runs)
            ours = _ours(cost)
            print(_line("archive, all packs", f"{given.documents:,}", f"{findings:,}", ours, []))
    print(f"\nload: {' '.join(f'{load:.1f}' for load in os.getloadavg())}, {os.cpu_count()} cores")


def _is_meant(name: str, parts: list[str]) -> bool:
    return not parts or any(part in name for part in parts)


def _row(found: Comparison) -> str:
    ours = found.costs[CHECKER.name]
    others = [_cell(ours, found.costs.get(peer.name)) for peer in PEERS[1:]]
    name = found.workload.name + ("" if found.agree else " (ANSWERS DIFFER)")
    return _line(name, f"{found.size:,}", f"{found.rows:,}", _ours(ours), others)


def _ours(cost: Cost) -> str:
    return "failed" if cost.seconds is None else f"{cost.seconds:.2f} s, {cost.megabytes:.0f} MB"


def _cell(ours: Cost, other: Cost | None) -> str:
    if other is None:
        return ""
    if ours.seconds is None or other.seconds is None:
        return "stopped"
    return f"{other.seconds / ours.seconds:.2f} x, {other.megabytes:.0f} MB"


def _line(name: str, size: str, rows: str, ours: str, others: list[str]) -> str:
    return f"| {' | '.join([name, size, rows, ours, *others])} |"


if __name__ == "__main__":
    main()
