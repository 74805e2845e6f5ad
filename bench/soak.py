"""`python -m bench.soak`: audits over changing facts for half an hour, in one process.

Each round some facts of a small desk change: figures move, sources come and go. It is audited three
times - by pyDatalog, by DuckDB, and by an engine that goes on from the last round - and what the
three find is held against what follows from how the facts were made. Prints, for each minute, the
rounds and the resident memory, and ends with 1 at the first wrong answer.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic

from checker.auditing import audit
from checker.engines import Engine, engine
from checker.engines.incremental import IncrementalEngine

MEASURES = ("houses flooded", "roads closed", "people moved")
SOURCES = ("mayor", "clinic", "army", "mill")
RULE = "numbers/conflict"


@dataclass(frozen=True)
class Statement:
    """A source's figure for a measure on a day."""

    source: str
    measure: str
    day: int
    amount: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        sys.exit(_soak(Path(folder), Random(given.seed), given.minutes))


def _soak(folder: Path, random: Random, minutes: float) -> int:
    engines: dict[str, Engine] = {
        "pydatalog": engine("pydatalog"),
        "duckdb": engine("duckdb"),
        "going on": IncrementalEngine(engine("pydatalog")),
    }
    statements = {_drawn(random) for _ in range(12)}
    started = monotonic()
    rounds, found, minute = 0, 0, 0
    print("minute | rounds | findings | resident MiB")
    while monotonic() - started < minutes * 60:
        statements = _changed(statements, random)
        (folder / "facts.json").write_text(json.dumps(_bundle(sorted(statements, key=repr))))
        expected = _conflicts(statements)
        for name, each in engines.items():
            report = audit(folder / "facts.json", root=folder, engine=each, select=["numbers"])
            pairs = [
                frozenset(item.id for item in finding.evidence)
                for finding in report.findings
                if finding.rule == RULE
            ]
            if sorted(map(sorted, pairs)) != sorted(map(sorted, expected)):
                print(f"round {rounds}, {name}: {pairs} where {expected} follow", file=sys.stderr)
                return 1
        rounds, found = rounds + 1, found + len(expected)
        if (monotonic() - started) / 60 >= minute:
            gc.collect()
            print(f"{minute} | {rounds} | {found} | {_resident():.1f}", flush=True)
            minute += 1
    print(f"{rounds} rounds, {3 * rounds} audits, {found} findings, every one right")
    return 0


def _drawn(random: Random) -> Statement:
    return Statement(
        random.choice(SOURCES), random.choice(MEASURES), random.randrange(1, 4), random.randrange(9)
    )


def _changed(statements: set[Statement], random: Random) -> set[Statement]:
    kept = [each for each in sorted(statements, key=repr) if random.random() < 0.8]
    return {*kept[:20], *(_drawn(random) for _ in range(random.randrange(5)))}


def _conflicts(statements: set[Statement]) -> list[frozenset[str]]:
    """The pairs of different sources that give different figures for one measure and day."""
    return [
        frozenset({_name(one), _name(other)})
        for one, other in combinations(sorted(statements, key=repr), 2)
        if (one.measure, one.day) == (other.measure, other.day)
        and one.source != other.source
        and one.amount != other.amount
    ]


def _name(statement: Statement) -> str:
    measure = MEASURES.index(statement.measure)
    return f"{statement.source}-{measure}-{statement.day}-{statement.amount}"


def _bundle(statements: list[Statement]) -> dict[str, object]:
    text = " ".join(_sentence(each) for each in statements)
    return {
        "checker": 1,
        "documents": [{"id": "d", "title": "Flood", "content": text or "Nothing."}],
        "agents": [{"id": name, "name": name, "kind": "organisation"} for name in SOURCES],
        "claims": list(_claims(statements)),
    }


def _sentence(statement: Statement) -> str:
    return (
        f"The {statement.source} said that on day {statement.day} {statement.measure} were"
        f" {statement.amount}."
    )


def _claims(statements: list[Statement]) -> Iterator[dict[str, object]]:
    at = 0
    for each in statements:
        sentence, said = _sentence(each), f"{each.measure} were {each.amount}"
        yield {
            "id": f"c-{_name(each)}",
            "document": "d",
            "span": {"exact": said, "start": at + sentence.index(said)},
            "voice": "indirect",
            "source": each.source,
            "cue": {"exact": "said", "start": at + sentence.index("said")},
            "kind": "report",
            "valid": f"2026-01-0{each.day}",
            "quantities": [
                {
                    "id": _name(each),
                    "measure": each.measure,
                    "amount": each.amount,
                }
            ],
        }
        at += len(sentence) + 1


def _resident() -> float:
    """Resident memory of this process, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


if __name__ == "__main__":
    main()
