"""Lookups give the same rows in the same order, wherever the rows are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.analysis.program import Primitive
from checker.engines.duckdb import DuckDBEngine
from checker.proofs import lookup_in
from checker.proofs.tables import TableLookup
from tests.engines.running import program
from tests.strategies import values

ENGINE = DuckDBEngine(threads=1)


class Counting:
    """A connection that counts the queries of its cursors."""

    def __init__(self, connection) -> None:
        self.connection = connection
        self.queries = 0

    def cursor(self):
        return self

    def execute(self, query, values):
        self.queries += 1
        return self.connection.execute(query, values)


def storable(value) -> bool:
    return not isinstance(value, str) or value.encode("utf-8", "replace").decode() == value


@settings(max_examples=30)
@given(st.data(), st.sampled_from(Primitive), st.sampled_from(Primitive))
def test_a_database_gives_what_memory_gives(data, first: Primitive, second: Primitive):
    row = st.tuples(values(first).filter(storable), values(second).filter(storable))
    rows = data.draw(st.lists(row, max_size=40))
    declared = program(f".decl r(a: {first}, b: {second})")
    stored = ENGINE.evaluate(declared, {"r": rows}).relations
    database, memory = lookup_in(stored), lookup_in({"r": frozenset(rows)})
    for fixed in [
        (),
        *(((0, a),) for a, _ in rows[:3]),
        *(((1, b),) for _, b in rows[:3]),
        *(((0, a), (1, b)) for a, b in rows[:3]),
        ((0, data.draw(values(first))), (1, data.draw(values(second)))),
    ]:
        assert list(database.rows("r", fixed)) == list(memory.rows("r", fixed))
    assert list(database.rows("r", ())) == sorted(set(rows))


@settings(max_examples=30)
@given(st.data(), st.sampled_from(Primitive), st.sampled_from(Primitive))
def test_what_was_expected_is_what_is_there(data, first: Primitive, second: Primitive):
    keys, others = values(first).filter(storable), values(second).filter(storable)
    few = st.sampled_from(data.draw(st.lists(keys, min_size=1, max_size=3)))
    rows = data.draw(st.lists(st.tuples(few | keys, others), max_size=80))
    asked = data.draw(st.lists(st.tuples(values(first), values(second)), max_size=12))
    declared = program(f".decl r(a: {first}, b: {second})")
    stored = ENGINE.evaluate(declared, {"r": rows}).relations
    database, memory = lookup_in(stored), lookup_in({"r": frozenset(rows)})
    for columns in [(0,), (1,), (0, 1)]:
        wanted = [tuple((each, row[each]) for each in columns) for row in [*rows, *asked]]
        database.expect("r", wanted)
        for fixed in wanted:
            assert list(database.rows("r", fixed)) == list(memory.rows("r", fixed))


def test_many_answers_that_were_expected_take_one_query():
    rows = [(number % 50, number) for number in range(30_000)]
    declared = program(".decl r(a: number, b: number)")
    stored = ENGINE.evaluate(declared, {"r": rows}).relations
    connection = Counting(stored.connection)
    lookup = TableLookup(connection, stored.tables)
    wanted = [tuple(enumerate(row)) for row in rows[:1_000]]
    lookup.expect("r", wanted)
    asked = connection.queries
    assert [list(lookup.rows("r", fixed)) for fixed in wanted] == [[row] for row in rows[:1_000]]
    assert connection.queries == asked <= 2
    lookup.expect("r", [((0, number),) for number in range(50)])
    assert list(lookup.rows("r", ((0, 7),))) == [row for row in rows if row[0] == 7]


def test_an_answer_of_many_pages_is_whole_and_may_be_read_in_parts():
    rows = [(number, number % 3) for number in range(10_000)]
    declared = program(".decl r(a: number, b: number)")
    lookup = lookup_in(ENGINE.evaluate(declared, {"r": rows}).relations)
    first = iter(lookup.rows("r", ((1, 2),)))
    assert next(first) == (2, 2)
    assert list(lookup.rows("r", ((1, 2),))) == [row for row in rows if row[1] == 2]
    assert next(first) == (5, 2)


def test_a_relation_without_columns_has_one_row_or_none():
    declared = program(".decl yes() yes(). .decl no() no() :- !yes().")
    lookup = lookup_in(ENGINE.evaluate(declared, {}).relations)
    assert list(lookup.rows("yes", ())) == [()]
    assert list(lookup.rows("no", ())) == []


@pytest.mark.parametrize("size", [100, 30_000])
def test_what_is_asked_for_often_is_read_once(size: int):
    rows = {(number % 2, number, f"{number}") for number in range(size)}
    declared = program(".decl r(a: number, b: number, c: symbol)")
    stored = ENGINE.evaluate(declared, {"r": rows}).relations
    connection = Counting(stored.connection)
    lookup, memory = TableLookup(connection, stored.tables), lookup_in({"r": rows})
    for number in range(200):
        for fixed in [((0, 1), (1, number)), ((0, 1), (1, number), (2, f"{number}"))]:
            assert list(lookup.rows("r", fixed)) == list(memory.rows("r", fixed))
    assert connection.queries < 60
    assert list(lookup.rows("r", ((0, 0),))) == list(memory.rows("r", ((0, 0),)))
    assert list(lookup.rows("r", ((0, 1), (2, "\ud800")))) == []
