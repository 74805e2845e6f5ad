"""Strata and cycles, compared with a look at every path."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.analysis import errors
from checker.analysis.stratification import strongly_connected_components
from checker.diagnostics import Diagnostic
from tests.analysis.programs import analysed

Edges = set[tuple[int, int]]

nodes = st.integers(0, 6)
edges = st.sets(st.tuples(nodes, nodes), max_size=14)


def reachable(edges: Edges) -> Edges:
    """All pairs with a path from one to the other, of one edge or more."""
    paths = set(edges)
    while longer := {(a, d) for a, b in paths for c, d in edges if b == c} - paths:
        paths |= longer
    return paths


@given(edges)
def test_a_component_is_what_reaches_itself_and_comes_after_what_it_reaches(edges: Edges) -> None:
    paths = reachable(edges)
    graph = {str(node): [str(b) for a, b in sorted(edges) if a == node] for node in range(7)}

    components = strongly_connected_components(graph)

    number = {int(name): at for at, component in enumerate(components) for name in component}
    assert sorted(number) == list(range(7))
    for a in range(7):
        for b in range(7):
            together = a == b or ((a, b) in paths and (b, a) in paths)
            assert (number[a] == number[b]) == together
            assert number[b] <= number[a] or (a, b) not in paths


def test_a_long_chain_needs_no_deep_recursion() -> None:
    graph = {str(at): [str(at + 1)] for at in range(20_000)} | {"20000": ["0"]}

    (component,) = strongly_connected_components(graph)

    assert len(component) == 20_001


@given(edges, edges, st.sampled_from(["!r{}(x)", "1 < count : {{ r{}(x) }}"]))
def test_a_program_is_refused_where_a_negated_relation_depends_on_the_one_that_negates(
    positive: Edges, negative: Edges, negated: str
) -> None:
    text = ".decl d(x: number)\n" + "".join(f".decl r{at}(x: number)\n" for at in range(7))
    text += "".join(f"r{a}(x) :- d(x), r{b}(x).\n" for a, b in sorted(positive))
    text += "".join(f"r{a}(x) :- d(x), {negated.format(b)}.\n" for a, b in sorted(negative))
    paths = reachable(positive | negative)
    closing = {(a, b) for a, b in negative if a == b or (b, a) in paths}

    found = analysed(text).diagnostics

    assert {error.kind for error in found} <= {errors.UNSTRATIFIABLE}
    assert {steps(error)[0] for error in found} == closing
    for error in found:
        cycle = steps(error)
        assert set(cycle[1:]) <= positive | negative
        assert [a for a, _ in cycle[1:]] + [cycle[0][0]] == [b for _, b in cycle]
        assert len({a for a, _ in cycle}) == len(cycle)


def steps(error: Diagnostic) -> list[tuple[int, int]]:
    """The cycle that a diagnostic shows: who reads whom, from the labels."""
    return [
        (int(reader[1:]), int(read[1:]))
        for label in (error.primary, *error.related)
        for reader, read in [label.text.split("`")[1::2]]
    ]
