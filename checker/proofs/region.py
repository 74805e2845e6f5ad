"""The rows around a goal that it may rest on, and how heights spread through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf

from checker.proofs.derivation import Derivation
from checker.proofs.model import GroundAtom


@dataclass(frozen=True, slots=True)
class Edge:
    """A derivation of ``atom``: the height of its settled premises, and the others."""

    atom: GroundAtom
    outside: float
    inside: tuple[GroundAtom, ...]
    derivation: Derivation


@dataclass(slots=True)
class _Node:
    height: float = inf
    edges: list[Edge] = field(default_factory=list)
    above: list[Edge] = field(default_factory=list)
    """The derivations in which the row is a premise."""


class Region:
    """The rows of one recursive stratum that a goal may rest on, in layers by their distance from
    it, and the least heights known of them."""

    def __init__(self, goal: GroundAtom) -> None:
        self._goal = goal
        self._nodes: dict[GroundAtom, _Node] = {}
        self._distances: dict[GroundAtom, int] = {}
        self._layers: list[list[GroundAtom]] = []
        self._new: list[Edge] = []
        self._enter(goal, 0)

    def layer(self, distance: int) -> list[GroundAtom]:
        """The rows at this distance; none where the region ends before."""
        return self._layers[distance] if distance < len(self._layers) else []

    def height(self, atom: GroundAtom) -> float:
        return self._nodes[atom].height

    def add(self, edge: Edge) -> None:
        """Adds a derivation."""
        for premise in edge.inside:
            if premise not in self._nodes:
                self._enter(premise, self._distances[edge.atom] + 1)
            self._nodes[premise].above.append(edge)
        self._nodes[edge.atom].edges.append(edge)
        self._new.append(edge)

    def spread(self) -> None:
        """Lets heights spread upwards from the derivations that are new, the lowest first."""
        waiting: list[tuple[float, int, Edge]] = []
        tickets = count()

        def push(edges: Iterable[Edge]) -> None:
            for edge in edges:
                height = self._height(edge)
                if height < self._nodes[edge.atom].height:
                    heappush(waiting, (height, next(tickets), edge))

        push(self._new)
        self._new.clear()
        while waiting:
            height, _, edge = heappop(waiting)
            node = self._nodes[edge.atom]
            if height < node.height:
                node.height = height
                push(node.above)

    def settled(self) -> Iterator[tuple[GroundAtom, float, Derivation]]:
        """The rows whose height is known for certain, with a derivation that has it: those that
        a proof of the goal no higher than its best may use."""
        most = self.height(self._goal)
        for atom, node in self._nodes.items():
            if node.height < inf and self._distances[atom] + node.height <= most:
                edge = next(edge for edge in node.edges if self._height(edge) == node.height)
                yield atom, node.height, edge.derivation

    def _enter(self, atom: GroundAtom, distance: int) -> None:
        if distance == len(self._layers):
            self._layers.append([])
        self._layers[distance].append(atom)
        self._distances[atom] = distance
        self._nodes[atom] = _Node()

    def _height(self, edge: Edge) -> float:
        heights = [self._nodes[premise].height for premise in edge.inside]
        return 1 + max(edge.outside, *heights) if heights else 1 + edge.outside
