"""Runaway rules are stopped, with their name and place; so is an interrupted evaluation."""

import _thread
import threading
import time
from pathlib import Path

import duckdb
import pytest

from checker.diagnostics import DiagnosticError
from checker.engines import Limits, engine
from checker.engines.duckdb import StoredRows
from checker.engines.statements import Statements
from tests.engines.running import program, rows

ENDLESS = ".decl n(x: number)\nn(0).\nn(x + 1) :- n(x).\n"
PRODUCT = """.decl a(x: number)
.decl b(x: number)
.decl four(x: number, y: number, z: number, w: number)
four(x, y, z, w) :- a(x), a(y), a(z), a(w), x + y + z + w < 0.
"""
JOIN = """.decl e(x: number, y: number)
.decl long(x: number, y: number)
long(x, y) :- e(x, a), e(a, b), e(b, c), e(c, d), e(d, f), e(f, y).
"""
COMPLETE = {"e": [(a, b) for a in range(60) for b in range(60)]}


def stopped(text, limits, facts=None):
    started = time.perf_counter()
    with pytest.raises(DiagnosticError) as raised:
        rows(text, facts, limits)
    (diagnostic,) = raised.value.diagnostics
    return diagnostic, time.perf_counter() - started


def test_a_rule_that_makes_new_values_without_end_is_stopped_by_the_clock():
    found, seconds = stopped(ENDLESS, Limits(seconds=0.2))
    assert found.code == "CHK303"
    assert "`n`" in found.message
    assert found.primary.span.text == "n(x + 1) :- n(x)."
    assert " in `n`" in found.note
    assert 0.2 <= seconds < 1.0


def test_a_rule_that_makes_new_values_without_end_is_stopped_by_its_rows():
    found, _ = stopped(ENDLESS, Limits(rows=1_000))
    assert found.code == "CHK304"
    assert found.primary.span.position.line == 3
    assert "1,001 in `n`" in found.note


@pytest.mark.parametrize("text", [PRODUCT, JOIN], ids=["product", "join"])
def test_a_body_that_takes_too_long_is_stopped_before_it_has_derived_a_row(text):
    facts = {"a": [(number,) for number in range(1_000)], **COMPLETE}
    found, seconds = stopped(text, Limits(seconds=0.2), facts)
    assert found.code == "CHK303"
    assert found.note.endswith("none")
    assert seconds < 1.5


@pytest.mark.parametrize(
    "body",
    ["x = range(0, 9223372036854775807)", "x = range(0, 9223372036854775807), x < 0"],
    ids=["kept", "dropped"],
)
def test_an_endless_range_is_stopped(body):
    found, _ = stopped(f".decl n(x: number)\nn(x) :- {body}.", Limits(seconds=0.2, rows=10**6))
    assert found.code in ("CHK303", "CHK304")


def test_an_aggregate_over_too_much_is_stopped():
    text = f"{PRODUCT}.decl c(n: number)\nc(n) :- n = count : {{ a(x), a(y), a(z), x < y }}."
    found, _ = stopped(text, Limits(seconds=0.2), {"a": [(number,) for number in range(500)]})
    assert found.code == "CHK303"


def test_given_rows_do_not_count_and_derived_ones_count_once():
    text = """.decl a(x: number)
    .decl b(x: number)
    b(x) :- a(x).
    b(x) :- a(x), x >= 0.
    """
    facts = {"a": [(number,) for number in range(100)]}
    assert len(rows(text, facts, Limits(rows=100))["b"]) == 100
    stopped(text, Limits(rows=99), facts)


def _press_until(heard: threading.Event, after: float) -> None:
    """Ctrl-C, and again for one that met a callback, in which Python drops it."""
    pause = after
    while not heard.wait(pause):
        _thread.interrupt_main()
        pause = 5.0


def test_an_interrupt_is_heard_and_leaves_nothing_behind():
    analysed = program(JOIN)
    for after in (0.05, 0.1):
        heard = threading.Event()
        impatient = threading.Thread(target=_press_until, args=(heard, after))
        impatient.start()
        with pytest.raises(KeyboardInterrupt):
            try:
                engine("pydatalog").evaluate(analysed, COMPLETE, limits=Limits(seconds=60))
            finally:
                heard.set()
        impatient.join()
    evaluation = engine("pydatalog").evaluate(analysed, {"e": [(1, 1)]})
    assert evaluation.relations["long"] == {(1, 1)}


CLOSURE = """
.decl e(a: number, b: number)
.decl p(a: number, b: number)
p(x, y) :- e(x, y).
p(x, z) :- p(x, y), e(y, z).
"""


def test_duckdb_spills_where_memory_is_short_and_says_where_it_runs_out():
    facts = {"e": [(node, node + 1) for node in range(1_000)]}
    short = engine("duckdb", threads=1, memory_limit="30MB")
    relations = short.evaluate(program(CLOSURE), facts).relations
    assert len(relations["p"]) == 1_000 * 1_001 // 2
    with pytest.raises(DiagnosticError) as stopped:
        engine("duckdb", threads=1, memory_limit="2MB").evaluate(program(CLOSURE), facts)
    assert [found.code for found in stopped.value.diagnostics] == ["CHK310"]


def test_memory_that_runs_out_while_rows_are_fetched_or_written_is_said(tmp_path: Path):
    settings = {"memory_limit": "5MB", "threads": 1, "temp_directory": ""}
    with duckdb.connect(config=settings) as connection:
        connection.execute(
            "CREATE VIEW p AS SELECT range AS c0, -range AS c1 FROM range(3_000_000) ORDER BY 2"
        )
        found = StoredRows(connection, Statements(), program(CLOSURE).relations, {"p": "p"}, {})
        for hand_out in (
            lambda: found["p"],
            lambda: found.write_text("p", tmp_path / "p.csv", "\t"),
        ):
            with pytest.raises(DiagnosticError) as stopped:
                hand_out()
            assert [each.code for each in stopped.value.diagnostics] == ["CHK310"]
            assert "`p`" in stopped.value.diagnostics[0].message
