"""An evaluation knows nothing of another one, nor of its caller's own pyDatalog program."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyDatalog import Logic, pyEngine

from checker.diagnostics import DiagnosticError
from checker.engines import Limits, engine
from tests.engines.running import program, rows

CLOSURE = """.decl edge(a: number, b: number)
.decl path(a: number, b: number)
path(a, b) :- edge(a, b).
path(a, c) :- path(a, b), edge(b, c).
"""


def chain(length, first=0):
    return {"edge": [(first + step, first + step + 1) for step in range(length)]}


def reached(length, first=0):
    end = first + length
    return {(a, b) for a in range(first, end) for b in range(a + 1, end + 1)}


def test_two_evaluations_in_a_row_do_not_see_each_other():
    analysed = program(CLOSURE)
    for first in (0, 100):
        found = engine("pydatalog").evaluate(analysed, chain(5, first)).relations["path"]
        assert found == reached(5, first)


def test_an_evaluation_inside_of_another_does_not_disturb_it():
    analysed = program(CLOSURE)
    inner = []

    def nested(*_announced):
        inner.append(engine("pydatalog").evaluate(analysed, chain(4, 50)).relations["path"])

    outer = engine("pydatalog").evaluate(analysed, chain(6), progress=nested)
    assert outer.relations["path"] == reached(6)
    assert inner == [reached(4, 50)]


def test_threads_do_not_see_each_other():
    analysed = program(CLOSURE)

    def evaluate(first):
        return engine("pydatalog").evaluate(analysed, chain(12, first)).relations["path"]

    starts = range(0, 600, 50)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(evaluate, starts)) == [reached(12, first) for first in starts]


def test_a_thread_without_a_logic_has_none_afterwards():
    has_logic = []

    def evaluate():
        rows(CLOSURE, chain(3))
        has_logic.append(hasattr(Logic.tl, "logic"))

    thread = threading.Thread(target=evaluate)
    thread.start()
    thread.join()
    assert has_logic == [False]


@pytest.fixture
def callers_program():
    """A pyDatalog program of the caller's, in this thread: `edge`, `#1` and a resolver."""
    before = Logic.tl.logic
    logic = Logic()
    literal, var, const = pyEngine.Literal, pyEngine.Var, pyEngine.Const
    for name in ("edge", "#1"):
        fact = literal(name, [const("caller's"), const(1)])
        pyEngine.assert_(pyEngine.Clause(fact, []))
    pyEngine.Fresh_var.tl.counter = 17
    yield lambda: literal("edge", [var("X"), var("Y")]).ask()
    assert Logic.tl.logic is logic
    Logic.tl.logic = before


def test_the_callers_own_program_is_as_it_was(callers_program):
    known = dict(Logic.tl.logic.Db)
    assert rows(CLOSURE, chain(3))["path"] == reached(3)
    with pytest.raises(DiagnosticError):
        rows(CLOSURE, chain(50), Limits(rows=10))
    assert callers_program() == [("caller's", 1)]
    assert known == Logic.tl.logic.Db
    assert pyEngine.Fresh_var.tl.counter == 17
    assert not pyEngine.Python_resolvers


def test_an_evaluation_may_run_inside_of_the_callers_query(callers_program):
    def resolver(_argument):
        return [(len(rows(CLOSURE, chain(4))["path"]),)]

    pyEngine.Python_resolvers["evaluated/1"] = resolver
    try:
        answer = pyEngine.Literal("evaluated", [pyEngine.Var("X")]).ask()
    finally:
        del pyEngine.Python_resolvers["evaluated/1"]
    assert answer == [(10,)]
    assert callers_program() == [("caller's", 1)]


def test_nothing_is_left_of_many_evaluations():
    text = CLOSURE + ".decl some()\nsome() :- path(_, b), edge(b, b + 1), path(b + 1, _).\n"
    analysed = program(text)

    def evaluate(times):
        for _ in range(times):
            engine("pydatalog").evaluate(analysed, chain(8))
            with pytest.raises(DiagnosticError):
                engine("pydatalog").evaluate(analysed, chain(30), limits=Limits(rows=50))
        gc.collect()
        return len(gc.get_objects())

    evaluate(5)
    gc.freeze()  # what other tests left behind, and may go at any time, does not count
    try:
        few = evaluate(20)
        assert evaluate(60) - few < 100
    finally:
        gc.unfreeze()
