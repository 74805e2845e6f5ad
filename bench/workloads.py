"""What is measured: programs with files of facts, made the same each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

Row = tuple[int | str, ...]
Tables = Mapping[str, Iterable[Row]]

PROGRAMS = Path(__file__).parent / "programs"


@dataclass(frozen=True, slots=True)
class Workload:
    """``program`` names files of :data:`PROGRAMS`, of which each derives ``answer``; ``tables``
    makes the rows for a size, and ``sizes`` are those to measure."""

    name: str
    program: str
    tables: Callable[[int], Tables]
    sizes: tuple[int, ...]

    def write(self, size: int, folder: Path) -> None:
        """The tables as files of facts, and once more as clingo reads them."""
        folder.mkdir(parents=True)
        with (folder / "facts.lp").open("w") as terms:
            for name, rows in self.tables(size).items():
                with (folder / f"{name}.facts").open("w") as values:
                    for row in rows:
                        values.write("\t".join(map(str, row)) + "\n")
                        terms.write(f"{name}({','.join(map(_term, row))}).\n")

    def file(self, suffix: str) -> Path | None:
        """The program in the language of a peer, where there is one."""
        path = PROGRAMS / f"{self.program}.{suffix}"
        return path if path.exists() else None


def _term(value: int | str) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def _numbers(size: int) -> Tables:
    """Four figures a measure; every tenth lies apart from the others."""
    random = Random(1)

    def rows() -> Iterator[Row]:
        for number in range(size):
            low = 100 + random.randrange(10) + (50 if random.random() < 0.1 else 0)
            yield (f"q{number}", f"m{number // 4}", low, low + 10)

    return {"quantity": rows()}


def _random_graph(nodes: int) -> Tables:
    random = Random(2)
    edges = ((random.randrange(nodes), random.randrange(nodes)) for _ in range(5 * nodes))
    return {"edge": edges}


def _chain(nodes: int) -> Tables:
    return {"edge": ((node, node + 1) for node in range(nodes))}


def _tree(nodes: int) -> Tables:
    return {"edge": (((node - 1) // 2, node) for node in range(1, nodes))}


def _families(people: int) -> Tables:
    return {"parent": ((child, (child - 1) // 2) for child in range(1, people))}


def _pointers(variables: int) -> Tables:
    random = Random(3)

    def pairs(number: int) -> Iterator[Row]:
        return ((random.randrange(variables), random.randrange(variables)) for _ in range(number))

    return {
        "address": pairs(variables),
        "copy": pairs(variables * 4 // 10),
        "load": pairs(variables // 7),
        "store": pairs(variables // 7),
    }


def _claims(size: int) -> Tables:
    """Chains of ten, of which each is supported from its first claim on, and breaks off."""
    return {
        "claim": ((f"c{number}",) for number in range(size)),
        "root": ((f"c{number}",) for number in range(0, size, 10)),
        "supports": ((f"c{number}", f"c{number + 1}") for number in range(size) if number % 10 < 7),
    }


def _citations(size: int) -> Tables:
    """Chains of eight documents, of which every tenth is closed to a ring."""

    def rows() -> Iterator[Row]:
        for number in range(size):
            if number % 8 < 7:
                yield (f"d{number}", f"d{number + 1}")
            elif number // 8 % 10 == 0:
                yield (f"d{number}", f"d{number - 7}")

    return {"cites": rows()}


WORKLOADS: tuple[Workload, ...] = (
    Workload("conflicting numbers", "numbers", _numbers, (10_000, 100_000, 1_000_000, 10_000_000)),
    Workload("closure, random graph", "closure", _random_graph, (2_000,)),
    Workload("closure, chain", "closure", _chain, (3_000,)),
    Workload("closure, tree", "closure", _tree, (100_000,)),
    Workload("same generation", "generation", _families, (2_000,)),
    Workload("points-to", "pointers", _pointers, (20_000,)),
    Workload("unsupported claims", "unsupported", _claims, (1_000_000,)),
    Workload("circular sourcing", "circular", _citations, (1_000_000,)),
)
TINY = 40
"""A size at which every workload ends at once."""
