"""A search for inputs that a reader cannot take: bounded in time, repeatable by its seed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from time import perf_counter
from types import FrameType

from tests.fuzzing.mutation import mutated
from tests.fuzzing.targets import MOST_BYTES, Target, codes

PATIENCE = 5.0
"""Seconds for one input. Everything but a document takes milliseconds."""

_MOST_SEEDS = 2_000


class HangError(Exception):
    """An input took longer than :data:`PATIENCE`."""


@dataclass(slots=True)
class Searched:
    """``found`` are the inputs that went wrong, one for each way to go wrong."""

    target: Target
    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    ways: int = 0
    found: dict[str, bytes] = field(default_factory=dict)


def search(target: Target, inputs: int, seed: int, folder: Path) -> Searched:
    """Reads mutated seeds. One that leads to a new set of codes becomes a seed itself."""
    random = Random(f"{target.name}-{seed}")
    seeds = list(target.seeds())
    others = tuple(seeds)
    ways: set[tuple[str, ...]] = set()
    searched = Searched(target)
    started = perf_counter()
    for _ in range(inputs):
        data = mutated(random.choice(seeds), random, others, MOST_BYTES)
        before = perf_counter()
        try:
            with _deadline(PATIENCE):
                way = codes(target, data, folder)
        except Exception as error:
            searched.found.setdefault(_way_wrong(error), data)
            continue
        finally:
            searched.slowest = max(searched.slowest, perf_counter() - before)
        if way not in ways:
            ways.add(way)
            if len(seeds) < _MOST_SEEDS:
                seeds.append(data)
    searched.inputs, searched.ways = inputs, len(ways)
    searched.seconds = perf_counter() - started
    return searched


def keep(searched: Searched, corpus: Path) -> Iterator[Path]:
    """Writes what was found into the corpus, named by its content."""
    folder = corpus / searched.target.name
    for data in searched.found.values():
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / sha256(data).hexdigest()[:16]
        path.write_bytes(data)
        yield path


def _way_wrong(error: Exception) -> str:
    """The kind of fault and the line of the project that it comes from."""
    place = error.__traceback__
    where = ""
    while place is not None:
        name = place.tb_frame.f_code.co_filename
        if "/checker/" in name or name.endswith("targets.py"):
            where = f"{name.rpartition('/checker/')[2]}:{place.tb_lineno}"
        place = place.tb_next
    text = str(error).splitlines()[0][:100] if str(error) else ""
    return f"{type(error).__name__} at {where}: {text if isinstance(error, AssertionError) else ''}"


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise HangError(f"longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
