"""Which relations need no table, and that it makes no difference to answers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from checker.engines import Limits
from checker.engines.duckdb import DuckDBEngine, StoredRows
from checker.engines.duckdb.passing import passing_relations
from tests.engines.running import program

EDGES = """
.decl edge(a: number, b: number)
.decl path(a: number, b: number)
.decl circle(a: number)
path(a, b) :- edge(a, b).
path(a, c) :- path(a, b), edge(b, c).
"""
PATHS = EDGES + "circle(a) :- path(a, a).\n"
ASKED = {"circle": 1}
FACTS = {"edge": [(1, 2), (2, 1), (2, 3)]}


@pytest.mark.parametrize(
    ("text", "results", "passing"),
    [
        (PATHS, ASKED, {"path", "circle"}),
        (PATHS, {"circle": 2}, {"path"}),  # asked for twice
        (PATHS, {"circle": 1, "path": 1}, {"circle"}),
        (EDGES, {"path": 1}, set()),  # a closure, to be sorted
        (PATHS + "circle(b) :- edge(b, b).", ASKED, {"path"}),  # two rules
        (EDGES + "circle(a) :- path(a, b), edge(b, a).", ASKED, {"circle"}),  # a join
        (EDGES + "circle(a) :- edge(a, _), !path(a, a).", ASKED, {"circle"}),
        (EDGES + "circle(n) :- n = count : { path(_, _) }.", ASKED, set()),
        (EDGES + "circle(a + 1) :- path(a, a).", ASKED, {"path"}),  # a functor
        (EDGES + "circle(a) :- path(a, b), path(b, a).", ASKED, {"circle"}),
        (EDGES + "circle(1).", ASKED, set()),
    ],
)
def test_rows_pass_where_one_query_finds_them_and_one_place_asks_for_them(
    text: str, results: Mapping[str, int], passing: set[str]
) -> None:
    assert passing_relations(program(text), results) == passing


def tables(engine: DuckDBEngine, limits: Limits | None = None) -> set[str]:
    analysed = program(PATHS)
    found = engine.evaluate(analysed, FACTS, limits=limits or Limits()).relations
    assert isinstance(found, StoredRows)
    assert found["circle"] == {(1,), (2,)}
    assert found.count("circle") == 2
    assert found["path"] == {(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)}
    listed = found.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    kept = {name for (name,) in listed}
    return {name for name, table in found.tables.items() if table in kept}


def test_rows_that_pass_are_in_no_table() -> None:
    assert tables(DuckDBEngine(results=ASKED)) == {"edge"}


def test_all_rows_are_kept_where_anybody_may_ask_for_them() -> None:
    assert tables(DuckDBEngine()) == {"edge", "path", "circle"}


@pytest.mark.parametrize("limits", [Limits(rows=100), Limits(seconds=60)])
def test_all_rows_are_counted_where_there_are_limits(limits: Limits) -> None:
    assert tables(DuckDBEngine(results=ASKED), limits) == {"edge", "path", "circle"}


def test_a_limit_of_memory_is_passed_in_the_rule_that_takes_it() -> None:
    engine = DuckDBEngine(results=ASKED, memory_limit="1GB")
    assert tables(engine) == {"edge", "path", "circle"}
