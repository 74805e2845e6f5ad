"""Which relation depends on which, and in what order they can be completed.

The precedence graph has an edge from each relation of a body to the relation of the head. Its
strongly connected components are the strata. An edge through a negation or an aggregate inside of
a component has no order, and is reported with the cycle that it closes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.analysis import errors
from checker.analysis.alternatives import Alternative, atoms
from checker.analysis.declarations import Relations
from checker.diagnostics import Diagnostic, Label, Span


@dataclass(frozen=True, slots=True)
class Dependency:
    """A relation reads another one at a place; ``through`` is "", "negation" or "aggregation"."""

    reader: str
    read: str
    through: str
    span: Span


def find_strata(
    alternatives: Iterable[Alternative], relations: Relations, found: list[Diagnostic]
) -> list[tuple[str, ...]]:
    """The components of the precedence graph, each after those that it depends on.

    The order depends on the declarations alone, not on the order of the rules.
    """
    dependencies = [
        Dependency(alternative.head.relation, atom.relation, through, atom.span)
        for alternative in alternatives
        for atom, through in atoms(alternative.body)
        if atom.relation in relations and alternative.head.relation in relations
    ]
    place = {name: at for at, name in enumerate(relations)}
    edges: dict[str, set[str]] = {}
    for each in dependencies:
        edges.setdefault(each.reader, set()).add(each.read)
    graph = {name: sorted(edges.get(name, ()), key=place.__getitem__) for name in relations}
    components = [
        tuple(sorted(component, key=place.__getitem__))
        for component in strongly_connected_components(graph)
    ]
    _check_cycles(dependencies, components, found)
    return components


def strongly_connected_components(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The components of a graph, each after all that it has edges to.

    Tarjan 1972, with a stack of its own in place of recursion.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    components: list[list[str]] = []
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        is_open.add(root)
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    open_nodes.append(successor)
                    is_open.add(successor)
                    work.append((successor, iter(graph[successor])))
                    break
                if successor in is_open:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    caller = work[-1][0]
                    low[caller] = min(low[caller], low[node])
                if low[node] == index[node]:
                    at = open_nodes.index(node)
                    component = open_nodes[at:]
                    del open_nodes[at:]
                    is_open.difference_update(component)
                    components.append(component)
    return components


# --- what cannot be stratified ---------------------------------------------------------------


def _check_cycles(
    dependencies: Sequence[Dependency],
    components: Iterable[tuple[str, ...]],
    found: list[Diagnostic],
) -> None:
    """Reports one cycle for each pair of relations that negation or aggregation holds in one."""
    number = {name: at for at, names in enumerate(components) for name in names}
    inside = [each for each in dependencies if number[each.reader] == number[each.read]]
    if not any(each.through for each in inside):
        return
    by_reader: dict[str, list[Dependency]] = {}
    for each in inside:
        by_reader.setdefault(each.reader, []).append(each)
    reported: set[tuple[str, str]] = set()
    for each in inside:
        if each.through and (each.reader, each.read) not in reported:
            reported.add((each.reader, each.read))
            found.append(_unstratifiable([each, *_way(each.read, each.reader, by_reader)]))


def _way(start: str, goal: str, by_reader: Mapping[str, Sequence[Dependency]]) -> list[Dependency]:
    """A shortest chain of dependencies from one relation to another."""
    if start == goal:
        return []
    came: dict[str, Dependency] = {}
    waiting = deque([start])
    while goal not in came:
        for each in by_reader[waiting.popleft()]:
            if each.read != start and each.read not in came:
                came[each.read] = each
                waiting.append(each.read)
    way: list[Dependency] = []
    while goal != start:
        way.append(came[goal])
        goal = came[goal].reader
    return way[::-1]


def _unstratifiable(cycle: Sequence[Dependency]) -> Diagnostic:
    first, *others = cycle
    verb = {"negation": "negates", "aggregation": "aggregates", "": "reads"}
    names = " -> ".join([each.reader for each in cycle] + [first.reader])
    others_than_itself = f" through {len(cycle)} relations" if others else ""
    return errors.UNSTRATIFIABLE.at(
        first.span,
        f"`{first.reader}` depends on a {first.through} of itself{others_than_itself}"
        if first.through == "negation"
        else f"`{first.reader}` depends on an {first.through} of itself{others_than_itself}",
        label=f"`{first.reader}` {verb[first.through]} `{first.read}` here",
        related=[
            Label(each.span, f"`{each.reader}` {verb[each.through]} `{each.read}`")
            for each in others
        ],
        note=f"the cycle: {names}",
        help=f"derive what `{first.reader}` looks at without it, in a relation of its own",
    )
