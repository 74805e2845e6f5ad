"""What holds of every proof, whatever the program: of the prover against the checker, against
heights counted by brute force, and against itself on another engine's rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.analysis.program import Match
from checker.proofs import GroundAtom, Pattern, why_not
from checker.proofs.check import faults
from tests import oracle
from tests.proofs.running import Case
from tests.strategies import Example, programs


def ranks(case: Case) -> dict[GroundAtom, int]:
    """The stage in which naive evaluation from the given rows first finds each row, where
    negation and aggregates look at all rows from the start."""
    everything = {name: set(rows) for name, rows in case.rows.items()}
    found = {GroundAtom(name, row): 0 for name, rows in case.given.items() for row in rows}
    rules = [rule for stratum in case.program.strata for rule in stratum.rules]
    stage = 0
    while True:
        stage += 1
        known = {name: set() for name in everything}
        for atom in found:
            known[atom.relation].add(atom.row)
        new = {
            GroundAtom(rule.relation, tuple(oracle.value(arg, binding) for arg in rule.args))
            for rule in rules
            for binding in answers(rule.body, {}, known, everything)
        } - found.keys()
        if not new:
            return found
        found.update(dict.fromkeys(new, stage))


def answers(body, binding, known, everything):
    if not body:
        yield binding
        return
    rows = known if isinstance(body[0], Match) else everything
    for extended in oracle.extensions(body[0], binding, rows):
        yield from answers(body[1:], extended, known, everything)


@settings(max_examples=100)
@given(programs())
def test_every_row_has_a_proof_of_least_height_that_the_checker_accepts(example: Example):
    case = Case(example.text, example.facts)
    expected = ranks(case)
    for atom in case.atoms():
        proof = case.prover.prove(atom)
        assert proof is not None
        assert list(faults(proof, case.program, case.rows, case.given)) == []
        assert {each: proof.steps[each].height for each in proof.steps} == {
            each: expected[each] for each in proof.steps
        }


@given(programs())
def test_a_proof_does_not_depend_on_what_was_proven_before(example: Example):
    case = Case(example.text, example.facts)
    atoms = case.atoms()
    there = [case.prover.prove(atom) for atom in atoms]
    other = Case(example.text, example.facts)
    back = [other.prover.prove(atom) for atom in reversed(atoms)]
    assert there == back[::-1]


@settings(max_examples=25)
@given(programs())
def test_the_proofs_are_the_same_over_the_rows_of_another_engine(example: Example):
    pytest.importorskip("duckdb")
    case, other = (Case(example.text, example.facts, name) for name in ("pydatalog", "duckdb"))
    other.prover.expect(case.atoms())
    for atom in case.atoms():
        assert list(zip(range(3), case.prover.proofs(atom), strict=False)) == list(
            zip(range(3), other.prover.proofs(atom), strict=False)
        )


@settings(max_examples=40)
@given(programs())
def test_further_proofs_are_right_all_different_and_rise(example: Example):
    case = Case(example.text, example.facts)
    for atom in case.atoms():
        found = [proof for proof, _ in zip(case.prover.proofs(atom), range(6), strict=False)]
        assert found[0] == case.prover.prove(atom)
        for proof in found:
            assert list(faults(proof, case.program, case.rows, case.given)) == []
        heights = [proof.height for proof in found]
        assert heights == sorted(heights)
        assert all(one != other for i, one in enumerate(found) for other in found[:i])


@given(programs(), st.data())
def test_a_row_that_does_not_hold_has_no_proof_and_a_literal_that_fails(example: Example, data):
    case = Case(example.text, example.facts)
    known = {name: set(rows) for name, rows in case.rows.items()}
    for name, relation in case.program.relations.items():
        row = tuple(
            data.draw(st.sampled_from(sorted({row[column] for row in known[name]} | extra)))
            for column, extra in enumerate(
                {"": {"x"}, "symbol": {"x"}, "float": {0.25}}.get(each.primitive, {77})
                for each in relation.columns
            )
        )
        atom = GroundAtom(name, row)
        answer = why_not(case.program, case.lookup, Pattern(*atom))
        if row in known[name]:
            assert answer.holds == (atom,)
            continue
        assert case.prover.prove(atom) is None
        for blocked in answer.blocked:
            if blocked.literal is not None:
                binding = dict(blocked.binding)
                assert list(oracle.extensions(blocked.literal, binding, known)) == []
