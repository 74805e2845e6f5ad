"""What holds of every program, whatever it says: of engines against the oracle and themselves."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.analysis.program import Primitive
from tests import oracle
from tests.engines.running import program, rows
from tests.strategies import Example, positive_programs, programs, values

TYPES = {
    Primitive.NUMBER: int,
    Primitive.UNSIGNED: int,
    Primitive.FLOAT: float,
    Primitive.SYMBOL: str,
}
randoms = st.randoms(use_true_random=False)


@settings(max_examples=300)
@given(programs())
def test_the_engine_agrees_with_the_oracle(example: Example):
    expected = oracle.evaluate(program(example.text), example.facts)
    assert rows(example.text, example.facts) == expected


@given(programs(), randoms)
def test_the_order_of_clauses_literals_and_facts_changes_nothing(example: Example, random: Random):
    shuffled = example.shuffled(random)
    assert rows(shuffled.text, shuffled.facts) == rows(example.text, example.facts)


@given(positive_programs(), randoms)
def test_without_negation_and_aggregates_fewer_facts_give_no_other_rows(
    example: Example, random: Random
):
    fewer = {
        name: [row for row in given if random.random() < 0.6]
        for name, given in example.facts.items()
    }
    every = rows(example.text, example.facts)
    for name, found in rows(example.text, fewer).items():
        assert found <= every[name]


@given(positive_programs())
def test_what_was_derived_derives_nothing_new(example: Example):
    every = rows(example.text, example.facts)
    assert rows(example.text, every) == every


@given(st.data(), st.sampled_from(Primitive), st.sampled_from(Primitive))
def test_values_of_any_type_are_kept_whole_and_apart(data, first: Primitive, second: Primitive):
    text = f"""
    .decl given(a: {first}, b: {second})
    .decl swapped(b: {second}, a: {first})
    .decl joined(a: {first}, b: {second})
    .decl missing(a: {first}, b: {second})
    swapped(b, a) :- given(a, b).
    joined(a, b) :- given(a, _), swapped(b, a).
    missing(a, b) :- given(a, b), !swapped(b, a).
    """
    given_rows = data.draw(st.lists(st.tuples(values(first), values(second)), max_size=8))
    found = rows(text, {"given": given_rows})
    assert found["joined"] == set(given_rows)
    assert found["swapped"] == {(b, a) for a, b in given_rows}
    assert found["missing"] == set()
    for row in found["joined"]:
        assert tuple(map(type, row)) == (TYPES[first], TYPES[second])
