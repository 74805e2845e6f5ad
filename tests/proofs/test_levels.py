"""Rules that read themselves twice: the same proofs, found from the lowest height upwards."""

from collections import deque
from math import ceil, log2
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.proofs import GroundAtom, Prover
from checker.proofs import levels as module
from checker.proofs.check import faults
from tests.proofs.running import Case

SQUARED = """
.decl edge(a: number, b: number)
.decl path(a: number, b: number)
path(a, b) :- edge(a, b).
path(a, c) :- path(a, b), path(b, c).
"""
MUTUAL = """
.decl edge(a: number, b: number)
.decl blocked(a: number)
.decl open(a: number, b: number)
.decl odd(a: number, b: number)
.decl even(a: number, b: number)
open(a, b) :- edge(a, b), !blocked(b).
odd(a, b) :- open(a, b).
even(a, c) :- odd(a, b), odd(b, c).
odd(a, c) :- even(a, b), odd(b, c), a != c.
even(a, n) :- even(a, b), odd(b, a), n = count : { edge(a, _) }.
"""
NODES = st.integers(0, 5)
EDGES = st.frozensets(st.tuples(NODES, NODES), max_size=12)


@settings(max_examples=60)
@given(
    st.sampled_from([SQUARED, MUTUAL]),
    EDGES,
    st.frozensets(st.tuples(NODES), max_size=2),
    st.frozensets(st.tuples(NODES, NODES), max_size=2),
)
def test_levels_find_the_proofs_that_are_found_without_them(text, edges, blocked, odd):
    case = Case(text, {"edge": edges, "blocked": blocked, "odd": odd, "path": odd})
    by_levels = [case.prover.prove(atom) for atom in case.atoms()]
    with patch.object(module, "MOST_LEVELS", 0):
        prover = Prover(case.program, case.lookup, case.given)
        assert [prover.prove(atom) for atom in case.atoms()] == by_levels
    with patch.object(module, "MOST_LEVELS", 2):
        prover = Prover(case.program, case.lookup, case.given)
        assert [prover.prove(atom) for atom in case.atoms()] == by_levels


def test_a_closure_by_squaring_over_a_random_graph_is_proven_as_low_as_can_be():
    random = Random(7)
    edges = {(random.randrange(300), random.randrange(300)) for _ in range(1_500)}
    case = Case(SQUARED, {"edge": edges}, "duckdb")
    for start in range(0, 300, 60):
        for end, distance in sorted(distances(edges, start).items())[::40]:
            proof = case.prover.prove(GroundAtom("path", (start, end)))
            assert proof is not None
            assert proof.height == 1 + ceil(log2(distance))
    checked = Case(SQUARED, {"edge": set(list(edges)[:40])})
    for atom in checked.atoms():
        proof = checked.prover.prove(atom)
        assert list(faults(proof, checked.program, checked.rows, checked.given)) == []


def distances(edges, start):
    """The edges that lead from one node to each that can be reached."""
    out = {}
    for a, b in edges:
        out.setdefault(a, []).append(b)
    found = {}
    waiting = deque([(start, 0)])
    while waiting:
        node, steps = waiting.popleft()
        for following in out.get(node, ()):
            if following not in found:
                found[following] = steps + 1
                waiting.append((following, steps + 1))
    return found


@pytest.mark.parametrize("strata", [2, 30])
def test_strata_that_rest_on_each_other_do_not_nest_without_end(strata: int):
    closures = "".join(
        f".decl p{number}(a: number, b: number)\n"
        f"p{number}(a, b) :- p{number - 1}(a, b).\n"
        f"p{number}(a, c) :- p{number}(a, b), p{number}(b, c).\n"
        for number in range(1, strata + 1)
    )
    text = f".decl p0(a: number, b: number)\n{closures}"
    case = Case(text, {"p0": [(0, 1), (1, 2), (2, 3)]})
    proof = case.prover.prove(GroundAtom(f"p{strata}", (0, 3)))
    assert proof is not None
    assert proof.height == strata + 2
