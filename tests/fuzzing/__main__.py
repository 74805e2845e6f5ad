"""``python -m tests.fuzzing --inputs N``: looks for inputs that a reader cannot take."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzzing.search import keep, search
from tests.fuzzing.targets import TARGETS, prepare

CORPUS = Path(__file__).parent / "corpus"


def main() -> int:
    arguments = _arguments()
    chosen = [each for each in TARGETS if arguments.target in (None, each.name)]
    whole = sum(target.share for target in chosen)
    memory = Path("/dev/shm")
    faults = inputs = 0
    print(f"{'target':<14}{'inputs':>9}{'per s':>8}{'slowest':>9}{'ways':>6}{'faults':>8}")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        for target in chosen:
            folder = Path(name) / target.name
            folder.mkdir()
            prepare(folder)
            searched = search(
                target, arguments.inputs * target.share // whole, arguments.seed, folder
            )
            faults += len(searched.found)
            inputs += searched.inputs
            rate = searched.inputs / max(searched.seconds, 1e-9)
            print(
                f"{target.name:<14}{searched.inputs:>9,}{rate:>8,.0f}{searched.slowest:>8.2f}s"
                f"{searched.ways:>6}{len(searched.found):>8}",
                flush=True,
            )
            paths = keep(searched, CORPUS)
            for way, path in zip(searched.found, paths, strict=True):
                print(f"  {way}\n    {path}", flush=True)
    print(f"{inputs:,} inputs, {faults} fault{'s' * (faults != 1)}")
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="over all targets")
    parser.add_argument("--seed", type=int, default=0, help="another seed draws other inputs")
    parser.add_argument("--target", choices=[each.name for each in TARGETS])
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
