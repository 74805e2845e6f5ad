"""`python -m bench.startup`: an audit of the seed in a process of its own, side by side with the
imports of the libraries that it stands on.

Prints the medians of both and their ratio, by the clock and by processor time. One run of each that
is not counted goes before, so that bytecode and the kept program of the packs are there.
"""

from __future__ import annotations

import argparse
import sys
from statistics import median

from bench.measuring import Cost, run

COMMANDS = {
    "checker audit": [sys.executable, "-m", "checker", "audit"],
    "checker audit --engine auto": [sys.executable, "-m", "checker", "audit", "--engine", "auto"],
    "import pydantic, typer": [sys.executable, "-c", "import pydantic, typer"],
}
"""The second is read by typer, which the first, without an option, has no need of."""
FOUND = 1
"""The exit code of an audit with findings."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.startup", description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs: int = parser.parse_args().runs
    measured: dict[str, list[Cost]] = {name: [] for name in COMMANDS}
    for number in range(runs + 1):
        for name, command in COMMANDS.items():
            cost = run(command, patience=60.0, fine=(0, FOUND))
            if number:
                measured[name].append(cost)
    *audits, imports = measured.values()
    print("| command | wall | processor | memory | over the imports: wall | processor |")
    print("|---|---|---|---|---|---|")
    for name, costs in zip(COMMANDS, (*audits, imports), strict=True):
        wall, processor = _wall(costs), _processor(costs)
        megabytes = median(cost.megabytes for cost in costs)
        print(
            f"| `{name}` | {wall:.3f} s | {processor:.3f} s | {megabytes:.0f} MB"
            f" | {wall / _wall(imports):.2f} | {processor / _processor(imports):.2f} |"
        )


def _wall(costs: list[Cost]) -> float:
    return median(cost.seconds or float("nan") for cost in costs)


def _processor(costs: list[Cost]) -> float:
    return median(cost.processor for cost in costs)


if __name__ == "__main__":
    main()
