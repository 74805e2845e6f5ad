"""How the pyDatalog engine grows: each workload at a size and at twice the size.

Run `python bench/engines.py` in the project's folder. Times depend on the machine; the ratio of
the two does not, and says whether a workload grows with its rows (2), with their pairs (4), or
has hit something worse.
"""

import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))

from checker.analysis import analyse
from checker.analysis.program import Program, Row
from checker.diagnostics import DiagnosticError, Source
from checker.engines import engine
from checker.language import parse

Facts = Mapping[str, Collection[Row]]

CONFLICT = """
.decl quantity(q: symbol, measure: symbol, low: float, high: float)
.decl conflict(a: symbol, b: symbol)
conflict(a, b) :- quantity(a, m, _, high), quantity(b, m, low, _), high < low.
"""
REACHED = """
.decl next(a: number, b: number)
.decl reached(a: number)
reached(0).
reached(b) :- reached(a), next(a, b).
"""
CLOSURE = """
.decl edge(a: number, b: number)
.decl path(a: number, b: number)
path(a, b) :- edge(a, b).
path(a, c) :- path(a, b), edge(b, c).
"""
UNSUPPORTED = """
.decl claim(c: symbol)
.decl supports(a: symbol, b: symbol)
.decl root(c: symbol)
.decl supported(c: symbol)
.decl unsupported(c: symbol)
supported(c) :- root(c).
supported(b) :- supported(a), supports(a, b).
unsupported(c) :- claim(c), !supported(c).
"""
PER_SOURCE = """
.decl claim(c: symbol, source: number)
.decl busy(source: number, n: number)
busy(s, n) :- claim(_, s), n = count : { claim(_, s) }, n > 3.
"""


def quantities(size: int) -> Facts:
    """Four figures a measure, of which two lie apart."""
    return {
        "quantity": [
            (f"q{number}", f"m{number // 4}", float(number % 2), float(number % 2) + 0.5)
            for number in range(size)
        ]
    }


def chain(size: int) -> Facts:
    return {"next": [(step, step + 1) for step in range(size)]}


def blocks(size: int) -> Facts:
    """Chains of twenty: the closure grows with their number."""
    return {"edge": [(step, step + 1) for step in range(size) if step % 20]}


def claims(size: int) -> Facts:
    return {
        "claim": [(f"c{number}",) for number in range(size)],
        "root": [(f"c{number}",) for number in range(0, size, 10)],
        "supports": [(f"c{number}", f"c{number + 1}") for number in range(size) if number % 10 < 7],
    }


def sources(size: int) -> Facts:
    return {"claim": [(f"c{number}", number % (size // 5)) for number in range(size)]}


WORKLOADS: tuple[tuple[str, str, Callable[[int], Facts], int], ...] = (
    ("conflicting figures (self-join)", CONFLICT, quantities, 2_000),
    ("reached along a chain (a round a row)", REACHED, chain, 5_000),
    ("closure of short chains", CLOSURE, blocks, 1_000),
    ("unsupported claims (negation)", UNSUPPORTED, claims, 2_000),
    ("claims of each source (count)", PER_SOURCE, sources, 5_000),
)


def program(text: str) -> Program:
    analysis = analyse([parse(Source("bench.dl", text)).file])
    if analysis.program is None:
        raise DiagnosticError(analysis.diagnostics)
    return analysis.program


def seconds(analysed: Program, facts: Facts) -> float:
    """The best of three: the least that anything else on the machine took part in."""
    return min(_once(analysed, facts) for _ in range(3))


def _once(analysed: Program, facts: Facts) -> float:
    started = perf_counter()
    engine("pydatalog").evaluate(analysed, facts)
    return perf_counter() - started


def main() -> None:
    print(f"{'workload':40}{'rows':>8}{'seconds':>9}{'twice':>9}{'ratio':>7}")
    for name, text, make, size in WORKLOADS:
        analysed = program(text)
        once, twice = (seconds(analysed, make(rows)) for rows in (size, 2 * size))
        print(f"{name:40}{size:>8,}{once:>9.3f}{twice:>9.3f}{twice / once:>7.1f}")


if __name__ == "__main__":
    main()
