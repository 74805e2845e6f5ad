"""The checker of proofs refuses whatever is not quite a proof."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.analysis.program import Value
from checker.proofs import (
    Absence,
    Aggregate,
    Application,
    Comparison,
    Computation,
    Given,
    GroundAtom,
    Pattern,
    Premise,
    Proof,
)
from checker.proofs.check import faults
from tests.proofs.running import Case
from tests.strategies import Example, programs

EVERYTHING = """
.decl figure(name: symbol, value: number)
.decl excluded(name: symbol)
.decl known(name: symbol, value: number)
.decl total(name: symbol, double: number, all: number, step: number)
known(n, v) :- figure(n, v), !excluded(n).
total(n, w, s, i) :-
    known(n, v), w = v * 2, w > 3, s = sum u : { known(_, u) }, i = range(0, 2).
.output total
"""
FIGURES = {"figure": [("a", 2), ("b", 5), ("c", 5)], "excluded": [("z",)]}


def wrong(proof: Proof) -> Iterator[tuple[str, Proof]]:
    """The proof with one thing changed, each time another one; none of them proves anything."""
    yield "another goal", replace(proof, goal=_unheard_of(proof.goal))
    for atom, step in proof.steps.items():
        less = {each: kept for each, kept in proof.steps.items() if each != atom}
        yield f"no step for {atom}", replace(proof, steps=less)
        if isinstance(step, Application):
            for how, other in _wrong_steps(step):
                steps = {**proof.steps, atom: other}
                for premise in other.premises if isinstance(other, Application) else ():
                    if isinstance(premise, GroundAtom):
                        steps.setdefault(premise, Given())
                yield f"{how} at {atom}", replace(proof, steps=steps)
        else:
            steps = {**less, _unheard_of(atom): step}
            yield f"{atom} under another name", replace(proof, steps=steps)


def _wrong_steps(step: Application) -> Iterator[tuple[str, Application]]:
    for height in (step.height - 1, step.height + 1):
        yield "another height", replace(step, height=height)
    yield "another rule", replace(step, rule=replace(step.rule, id=1_000_000))
    yield "an added literal", replace(step, premises=(*step.premises, Comparison("=", 1, 1)))
    yield "an added variable", replace(step, substitution=(*step.substitution, ("new", 1)))
    for number, (name, value) in enumerate(step.substitution):
        before, after = step.substitution[:number], step.substitution[number + 1 :]
        yield "a variable less", replace(step, substitution=before + after)
        other = (name, _other(value))
        yield "another value", replace(step, substitution=(*before, other, *after))
    for number, premise in enumerate(step.premises):
        before, after = step.premises[:number], step.premises[number + 1 :]
        yield "a premise less", replace(step, premises=before + after)
        for changed in _wrong_premises(premise):
            yield f"{changed} for {premise}", replace(step, premises=(*before, changed, *after))


def _wrong_premises(premise: Premise) -> Iterator[Premise]:
    yield Absence(Pattern("unheard", ()))
    yield GroundAtom("unheard", ())
    match premise:
        case GroundAtom():
            yield _unheard_of(premise)
        case Absence(pattern=Pattern(relation=relation, cells=cells)):
            yield Absence(Pattern(relation, (*cells, None)))
            for number, cell in enumerate(cells):
                other = 7 if cell is None else None
                yield Absence(Pattern(relation, (*cells[:number], other, *cells[number + 1 :])))
        case Comparison(op=op, left=left, right=right):
            yield replace(premise, op="<" if op != "<" else "=")
            yield replace(premise, left=_other(left))
            yield replace(premise, right=_other(right))
        case Computation():
            yield replace(premise, variable="other")
            yield replace(premise, value=_other(premise.value))
        case Aggregate(answers=answers):
            yield replace(premise, op="min" if premise.op != "min" else "max")
            yield replace(premise, variable="other")
            yield replace(premise, value=_other(premise.value))
            yield replace(premise, total=premise.total + 1)
            yield replace(premise, answers=(*answers, ()))
            for number, answer in enumerate(answers):
                before, after = answers[:number], answers[number + 1 :]
                yield replace(premise, answers=before + after)
                for atom in answer:
                    yield replace(premise, answers=(*before, (_unheard_of(atom),), *after))


def _unheard_of(atom: GroundAtom) -> GroundAtom:
    """A row that no relation of a test holds."""
    return GroundAtom(atom.relation, (*map(_other, atom.row), "unheard"))


def _other(value: Value) -> Value:
    return f"{value}, but" if isinstance(value, str) else value + 1_000


def all_are_refused(case: Case, proof: Proof) -> int:
    tried = 0
    for how, other in wrong(proof):
        tried += 1
        assert list(faults(other, case.program, case.rows, case.given)) != [], how
    return tried


@settings(max_examples=60)
@given(programs(), st.randoms(use_true_random=False))
def test_a_proof_with_anything_changed_is_refused(example: Example, random) -> None:
    case = Case(example.text, example.facts)
    proofs = [case.prover.prove(atom) for atom in case.atoms()]
    derived = [proof for proof in proofs if proof is not None and proof.height > 0]
    for proof in random.sample(derived, min(3, len(derived))):
        all_are_refused(case, proof)


def test_every_kind_of_premise_is_checked() -> None:
    case = Case(EVERYTHING, FIGURES)
    proof = case.prover.prove(GroundAtom("total", ("b", 10, 12, 1)))
    assert proof is not None
    step = proof.steps[proof.goal]
    assert isinstance(step, Application)
    kinds = {
        type(each) for known in proof.steps.values() for each in getattr(known, "premises", ())
    }
    assert kinds == {GroundAtom, Absence, Comparison, Computation, Aggregate}
    assert list(faults(proof, case.program, case.rows, case.given)) == []
    assert all_are_refused(case, proof) > 60


@pytest.mark.parametrize("heights", [(1, 1), (1, 2), (2, 1), (2, 3)])
def test_rows_that_rest_on_each_other_prove_nothing(heights: tuple[int, int]) -> None:
    case = Case(
        """
        .decl start(x: number)
        .decl a(x: number)
        .decl b(x: number)
        a(x) :- start(x).
        a(x) :- b(x).
        b(x) :- a(x).
        """,
        {"start": [(1,)]},
    )
    up, down = (
        next(
            rule
            for stratum in case.program.strata
            for rule in stratum.rules
            if rule.span.text == text
        )
        for text in ("a(x) :- b(x).", "b(x) :- a(x).")
    )
    a, b = GroundAtom("a", (1,)), GroundAtom("b", (1,))
    steps = {
        a: Application(up, (("x", 1),), (b,), heights[0]),
        b: Application(down, (("x", 1),), (a,), heights[1]),
    }
    assert list(faults(Proof(a, steps), case.program, case.rows, case.given)) != []


def test_a_functor_without_a_value_proves_nothing() -> None:
    case = Case(
        ".decl n(x: number)\n.decl half(x: number)\nhalf(y) :- n(x), y = 6 / x.\n",
        {"n": [(2,), (3,)]},
    )
    proof = case.prover.prove(GroundAtom("half", (3,)))
    assert proof is not None
    rows = {**case.rows, "n": {(0,)}}
    step = proof.steps[proof.goal]
    assert isinstance(step, Application)
    zero = GroundAtom("n", (0,))
    premises = (zero, *step.premises[1:])
    changed = replace(step, substitution=(("x", 0), ("y", 3)), premises=premises)
    other = Proof(proof.goal, {proof.goal: changed, zero: Given()})
    assert list(faults(other, case.program, rows, {"n": {(0,)}})) != []
