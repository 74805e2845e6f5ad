"""Minimal hitting sets (Reiter, "A Theory of Diagnosis from First Principles", 1987): the fewest
elements that meet every one of some sets.

The problem falls apart where sets share no element, and each part goes to clingo alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from types import ModuleType
from typing import TYPE_CHECKING

from checker.diagnostics.extras import not_installed
from checker.triage.errors import NO_SOLVER

if TYPE_CHECKING:
    from clingo import Model

SECONDS = 30.0
"""Wall time after which the best answer so far is taken."""


@dataclass(frozen=True, slots=True)
class Hitting:
    """Elements that meet every set, in rising order; ``smallest`` where no fewer do."""

    elements: tuple[int, ...]
    smallest: bool


def smallest_hitting_set(sets: Collection[frozenset[int]], *, seconds: float = SECONDS) -> Hitting:
    """The fewest elements that meet every set; of several such answers the one that comes first
    when their elements are compared in rising order. No set may be empty.

    Raises :class:`DiagnosticError` without clingo.
    """
    clingo = solver()
    until = monotonic() + seconds
    parts = [_solved(clingo, part, until) for part in _apart(_least(sets))]
    return Hitting(
        tuple(sorted(element for part in parts for element in part.elements)),
        all(part.smallest for part in parts),
    )


def solver() -> ModuleType:
    """The solver. Raises :class:`DiagnosticError`, which says what to install, without it."""
    from importlib import import_module

    try:
        return import_module("clingo")
    except ModuleNotFoundError as error:
        said = "the package clingo is not installed"
        raise not_installed(NO_SOLVER, "triage", said, "triage") from error


def _least(sets: Collection[frozenset[int]]) -> list[frozenset[int]]:
    """The sets that contain no other one; whoever meets these meets all."""
    least: list[frozenset[int]] = []
    holding: dict[int, list[frozenset[int]]] = {}
    for one in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(other <= one for element in one for other in holding.get(element, ())):
            least.append(one)
            for element in one:
                holding.setdefault(element, []).append(one)
    return least


def _apart(sets: Sequence[frozenset[int]]) -> Iterator[list[frozenset[int]]]:
    """The sets in groups that share no element."""
    holding: dict[int, list[int]] = {}
    for number, one in enumerate(sets):
        for element in one:
            holding.setdefault(element, []).append(number)
    seen: set[int] = set()
    for first in range(len(sets)):
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        for number in group:
            for element in sets[number]:
                near = [each for each in holding.pop(element, ()) if each not in seen]
                seen.update(near)
                group += near
        yield [sets[number] for number in group]


def _solved(clingo: ModuleType, sets: Sequence[frozenset[int]], until: float) -> Hitting:
    best = _greedy(sets)

    def keep(model: Model) -> None:
        nonlocal best
        best = tuple(sorted(symbol.arguments[0].number for symbol in model.symbols(shown=True)))

    control = clingo.Control(["--warn=none"])
    control.add("base", [], _program(sets))
    control.ground([("base", [])])
    with control.solve(on_model=keep, async_=True) as search:
        finished = search.wait(max(0.0, until - monotonic()))
        if not finished:
            search.cancel()
    return Hitting(best, finished)


def _greedy(sets: Sequence[frozenset[int]]) -> tuple[int, ...]:
    """Elements that meet every set, none of them the fewest for certain."""
    chosen: list[int] = []
    left = list(sets)
    while left:
        counts: dict[int, int] = {}
        for one in left:
            for element in one:
                counts[element] = counts.get(element, 0) + 1
        best = min(counts, key=lambda element: (-counts[element], element))
        chosen.append(best)
        left = [one for one in left if best not in one]
    return tuple(sorted(chosen))


def _program(sets: Sequence[frozenset[int]]) -> str:
    """The fewest elements count first; then having the first element, then the second, ..."""
    elements = sorted({element for one in sets for element in one})
    lines = [f"{{ in({'; '.join(map(str, elements))}) }}."]
    lines += [f":- {', '.join(f'not in({each})' for each in sorted(one))}." for one in sets]
    last = len(elements) + 1
    lines += [f"#minimize {{ 1@{last}, E : in(E) }}."]
    lines += [
        f"#maximize {{ 1@{last - rank}, {each} : in({each}) }}."
        for rank, each in enumerate(elements, 1)
    ]
    return "\n".join([*lines, "#show in/1."])
