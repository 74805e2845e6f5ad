"""pyDatalog's resolution, in a logic of its own.

pyDatalog (0.22) keeps the state of its engine in a thread-local ``Logic``. A join enters a
logic of ours and leaves it when it ends, so that evaluations do not see each other, whether
nested or in threads, nor a pyDatalog program of whoever calls us.

Literals, clauses and constants are built as objects; no text is made that pyDatalog would read,
and the names in it are counters. A constant's identity is the value itself. pyDatalog takes 1,
1.0 and True for one constant, which is harmless here: a variable has one type, values have
exactly their column's, and no float is NaN or -0.0. (``Term_of`` would round floats; ``Const``
does not.)

What pyDatalog knows of a relation is a *primitive* predicate, its own means for a predicate that
code answers: the resolution asks for the rows that agree with a literal, and a view gives them.
Asserting the rows as facts takes as long, and where pyDatalog runs on its C++ fact index, each
fact would stay in memory for good (measured in 0.22.4: 1.3 kB a fact).

The loop that takes one step of the resolution after another is ours too, so that time runs out
between two steps and an interrupt is heard.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Protocol, TypeAlias

from pyDatalog import Logic, pyEngine

from checker.analysis.program import Row, Value
from checker.engines.limits import CHECK_EVERY, Budget
from checker.engines.pydatalog.relation import View


class Term(Protocol):
    """pyDatalog's ``Var``, or its ``Const``, whose ``id`` is the value."""

    id: Value


class Literal(Protocol):
    """pyDatalog's ``Literal``: a predicate and its terms."""

    terms: Sequence[Term]


class Clause(Protocol):
    """pyDatalog's ``Clause``: ``head`` holds where every literal of ``body`` does."""

    head: Literal


class _Predicate(Protocol):
    """pyDatalog's ``Pred``. ``prearity`` is how many of its terms tell two facts apart."""

    prearity: int
    prim: Callable[[Literal, _Subgoal], None] | None


class _Subgoal(Protocol):
    """pyDatalog's ``Subgoal``: a literal that is asked for, and the answers found to it."""

    facts: dict[object, Literal]
    tasks: list[object]

    def fact(self, literal: Literal) -> None: ...


class _Logic(Protocol):
    """pyDatalog's ``Logic``: predicates, and what is under way."""

    Tasks: object
    Recursive_Tasks: object
    Recursive: bool
    Subgoals: dict[object, _Subgoal]
    Goal: _Subgoal | None


_Step: TypeAlias = Callable[..., tuple["_Step | None", tuple[object, ...]]]
"""One step of the resolution; it says which step is next, and with what arguments."""


class Resolution:
    """Answers conjunctions for one evaluation."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._logic = _new_logic()
        self._names = count(1)
        self._heads: dict[int, _Predicate] = {}
        self._views: dict[View, _Predicate] = {}

    def literal(self, view: View, names: Sequence[str]) -> Literal:
        """A literal that holds for the rows of a view, whatever they are when it is asked."""
        predicate = self._views.get(view)
        if predicate is None:
            predicate = self._views[view] = self._view_predicate(view, len(names))
        return _open_literal(predicate, names)

    def clause(self, names: Sequence[str], body: Sequence[Literal]) -> Clause:
        """What a conjunction is asked for: the values of these variables."""
        predicate = self._heads.get(len(names))
        if predicate is None:
            predicate = self._heads[len(names)] = self._new_predicate(len(names))
        clause: Clause = pyEngine.Clause(_open_literal(predicate, names), list(body))
        return clause

    def _view_predicate(self, view: View, arity: int) -> _Predicate:
        predicate = self._new_predicate(arity)

        def answer(literal: Literal, subgoal: _Subgoal) -> None:
            terms = literal.terms
            bound = tuple([at for at, term in enumerate(terms) if isinstance(term, _CONST)])
            key = tuple([terms[at].id for at in bound])
            if len(bound) == arity:
                if key in view.rows:
                    subgoal.fact(literal)
                return
            for row in view.select(bound, key):
                subgoal.fact(pyEngine.Literal(predicate, [_CONST(value) for value in row]))

        predicate.prim = answer
        return predicate

    def answers(self, clause: Clause) -> list[Row]:
        """Each combination of values for the variables of the clause's head, once.

        Raises :class:`checker.diagnostics.DiagnosticError` when the time is up.
        """
        goal: _Subgoal = pyEngine.Subgoal(clause.head)
        logic = self._logic
        logic.Tasks, logic.Recursive_Tasks = pyEngine.TaskList(), pyEngine.TaskDeque()
        logic.Subgoals, logic.Goal, logic.Recursive = {}, goal, False
        try:
            with _entered(logic):
                self._run(pyEngine.ADD_CLAUSE, (goal, clause))
        finally:
            _forget(logic)
        return [tuple([term.id for term in literal.terms]) for literal in goal.facts.values()]

    def _run(self, step: _Step | None, arguments: tuple[object, ...]) -> None:
        taken = 0
        while step is not None:
            step, arguments = step(*arguments)
            taken += 1
            if taken % CHECK_EVERY == 0:
                self._budget.check()

    def _new_predicate(self, arity: int) -> _Predicate:
        # No resolver has this name: a resolver's is a Python function's, in all logics at once.
        name = f"#{next(self._names)}"
        with _entered(self._logic):
            predicate: _Predicate = pyEngine.Pred(name, arity)
        predicate.prearity = arity
        return predicate


_CONST: type = pyEngine.Const


def _open_literal(predicate: _Predicate, names: Sequence[str]) -> Literal:
    literal: Literal = pyEngine.Literal(predicate, [pyEngine.Var(name) for name in names])
    return literal


def _new_logic() -> _Logic:
    """A logic with nothing in it, made without its constructor, which would enter it."""
    logic = object.__new__(Logic)
    logic.Db = {}
    logic.Pred_registry = weakref.WeakValueDictionary()
    logic.gc_uncollected = False
    made: _Logic = logic
    return made


@contextmanager
def _entered(logic: _Logic) -> Iterator[None]:
    """Makes the logic this thread's, and gives it back the one it had, if it had one."""
    thread = Logic.tl
    former = thread.__dict__.get("logic")
    thread.logic = logic
    try:
        yield
    finally:
        if former is None:
            del thread.logic
        else:
            thread.logic = former


def _forget(logic: _Logic) -> None:
    """Drops what was under way.

    A goal without variables is done at its first answer and leaves tasks behind, which stand in
    circles with their subgoals that pyDatalog's C++ lists hide from the garbage collector.
    """
    for subgoal in logic.Subgoals.values():
        while subgoal.tasks:
            subgoal.tasks.pop()
    if logic.Goal is not None:
        while logic.Goal.tasks:
            logic.Goal.tasks.pop()
    logic.Tasks = logic.Recursive_Tasks = logic.Goal = None
    logic.Subgoals = {}
