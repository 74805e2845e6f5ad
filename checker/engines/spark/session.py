"""One evaluation by Spark: the relations' rows in pieces, and each rule's queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from threading import Event, Thread
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from sqlglot import exp

from checker.analysis.program import (
    Absent,
    Match,
    Program,
    Row,
    Rule,
    Stratum,
    Value,
)
from checker.bulk.tables import AnyTable
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.engines.errors import SPARK_FAILED
from checker.engines.functors import NoValueError
from checker.engines.limits import Budget
from checker.engines.spark.bodies import GroupedBody
from checker.engines.spark.dialect import NOT_A_NUMBER, spark_text
from checker.engines.spark.rows import (
    Pieces,
    StoredRows,
    given_frame,
    keep,
    kept_tables,
    no_rows,
    plain_row,
    release_all,
)
from checker.engines.spark.starting import first_line
from checker.engines.sql import Guard, compile_rule, refuse, without
from checker.engines.terms import no_value

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_CANCEL_AGAIN: Final = 0.2
"""Seconds between two attempts to end the jobs of an evaluation whose time is up: a query starts
further ones between two of its own."""

_GATHERED: Final = 1_000_000
"""A limit gathers its rows in one place. Of more rows than this all are computed, and counted."""


class SparkRun:
    """:class:`checker.engines.strata.Session` with the rows in Spark's storage.

    The relation of number N is the view ``rN``, and its rows kept aside, where there are any,
    ``nN``; where it is recursive, its rows of the last round are ``dN``.
    """

    def __init__(
        self,
        session: SparkSession,
        program: Program,
        given: Mapping[str, frozenset[Row]],
        tables: Mapping[str, Sequence[AnyTable]],
        budget: Budget,
    ) -> None:
        self._session = session
        self._budget = budget
        self._relations = program.relations
        numbered = tuple(enumerate(program.relations))
        self._known = {name: f"r{number}" for number, name in numbered}
        self._last = {name: f"d{number}" for number, name in numbered}
        self._aside = {name: f"n{number}" for number, name in numbered}
        derived = {name for stratum in program.strata for name in stratum.relations}
        self._recursive = frozenset(
            name for stratum in program.strata if stratum.recursive for name in stratum.relations
        )
        self._given = {
            name: rows for name, rows in given.items() if name not in derived and name not in tables
        }
        self._pieces: dict[str, Pieces] = {}
        self._new: dict[str, Pieces] = {}
        self._last_sizes = dict.fromkeys(program.relations, 0)
        self._queries: dict[tuple[int, int | None], _Query] = {}
        self._rule: Rule | None = None
        for name in program.relations:
            self._load(name, given[name], tables.get(name, ()))

    # --- the protocol of a session ---

    def derive(self, rule: Rule, delta: int | None) -> None:
        if not self._can_fire(rule, delta):
            return
        self._rule = rule
        query = self._queries.get((rule.id, delta))
        if query is None:
            query = self._query(rule, delta)
            if delta is not None:  # asked for in every round; the others once
                self._queries[rule.id, delta] = query
        for text, guard in query.guards:
            rows = self._frame(text).collect()
            if rows:
                refuse(guard.subject, plain_row(rows[0]))
        name = rule.relation
        found = keep(self._limited(self._frame(query.rows)))
        self._new[name].add(found)
        if found.rows:
            self._budget.derived(name, found.rows)
            self._show(self._aside[name], self._new[name].frame)

    def complete(self, stratum: Stratum) -> bool:
        return False

    def end_round(self, relations: tuple[str, ...]) -> int:
        total = 0
        for name in relations:
            new = self._new[name]
            total += new.rows
            self._last_sizes[name] = new.rows
            frame = new.frame
            self._pieces[name].take(new)
            self._show(self._known[name], self._pieces[name].frame)
            if name in self._recursive:
                self._show(self._last[name], frame)
                self._show(self._aside[name], new.frame)
        return total

    def size(self, relation: str) -> int:
        return self._pieces[relation].rows

    def rows(self) -> Mapping[str, frozenset[Row]]:
        """Every relation's rows, fetched when they are looked at."""
        return StoredRows(self._relations, self._pieces, self._given)

    @contextmanager
    def told_by_rule(self) -> Iterator[None]:
        """Ends the queries at work when the budget's time is up, and says at which rule Spark
        stopped, and why."""
        from py4j.protocol import Py4JError  # type: ignore[import-untyped]
        from pyspark.errors import PySparkException

        try:
            with _cancelled_in_time(self._session, self._budget.seconds_left):
                yield
        except (PySparkException, Py4JError) as error:
            release_all({**self._pieces, **{f"+{name}": new for name, new in self._new.items()}})
            if self._rule is None:
                raise
            self._budget.check_time()
            if NOT_A_NUMBER in str(error):
                missing = NoValueError("a float is not a number (NaN)")
                raise no_value(self._rule.span, missing) from None
            raise DiagnosticError([_failed(self._rule, error)]) from None
        except DiagnosticError:
            release_all({**self._pieces, **{f"+{name}": new for name, new in self._new.items()}})
            raise

    # --- rows ---

    def _load(self, name: str, given: frozenset[Row], tables: Sequence[AnyTable]) -> None:
        relation = self._relations[name]
        empty = no_rows(self._session, relation)
        self._pieces[name] = Pieces(empty)
        self._new[name] = Pieces(empty)
        rows = given_frame(self._session, relation, given) if given else empty
        if tables:
            self._pieces[name].add(kept_tables(self._session, tables, rows, bool(given)))
        elif given:
            self._pieces[name].add(keep(rows))
        self._show(self._known[name], self._pieces[name].frame)
        if name in self._recursive:
            self._show(self._last[name], empty)
            self._show(self._aside[name], empty)

    def _show(self, view: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(view)

    def _can_fire(self, rule: Rule, delta: int | None) -> bool:
        return all(
            self._last_sizes[literal.relation] if index == delta else self.size(literal.relation)
            for index, literal in enumerate(rule.body)
            if isinstance(literal, Match)
        )

    # --- queries ---

    def _query(self, rule: Rule, delta: int | None) -> _Query:
        recurring = None if delta is None else rule.body[delta]

        def reader(literal: Match | Absent) -> str:
            tables = self._last if literal is recurring else self._known
            return tables[literal.relation]

        compiled = compile_rule(rule, reader, delta, GroupedBody)
        name = rule.relation
        seen = []
        if delta is not None or self.size(name):
            seen.append(self._known[name])
        if delta is not None or self._new[name].rows:
            seen.append(self._aside[name])
        select = without(compiled.select, self._relations[name], seen)
        return _Query(
            tuple((_Text.of(guard.query, compiled.parameters), guard) for guard in compiled.guards),
            _Text.of(select, compiled.parameters),
        )

    def _frame(self, text: _Text) -> DataFrame:
        return self._session.sql(text.text, dict(text.parameters) or None)

    def _limited(self, frame: DataFrame) -> DataFrame:
        left = self._budget.rows_left
        return frame if left is None or left > _GATHERED else frame.limit(left + 1)


@dataclass(frozen=True, slots=True)
class _Text:
    """A query as text, with the values of the parameters in it."""

    text: str
    parameters: Mapping[str, Value | Decimal]

    @classmethod
    def of(cls, query: exp.Expr, parameters: Mapping[str, Value]) -> _Text:
        used = {place.name for place in query.find_all(exp.Placeholder)}
        return cls(
            spark_text(query),
            {name: _literal(value) for name, value in parameters.items() if name in used},
        )


@dataclass(frozen=True, slots=True)
class _Query:
    """What is asked of Spark for one rule: its guards, then its rows."""

    guards: tuple[tuple[_Text, Guard], ...]
    rows: _Text


def _literal(value: Value) -> Value | Decimal:
    """The value as Spark takes it: a whole number beyond BIGINT is an unsigned."""
    return Decimal(value) if isinstance(value, int) and value >= 1 << 63 else value


@contextmanager
def _cancelled_in_time(session: SparkSession, seconds: float | None) -> Iterator[None]:
    """Gives the jobs that this thread starts a group of their own, and ends them after so many
    seconds."""
    context = session.sparkContext
    group = f"checker-{uuid4()}"
    before = {key: context.getLocalProperty(key) for key in _GROUP}
    context.setJobGroup(group, "checker", interruptOnCancel=True)
    done = Event()

    def cancel() -> None:
        if not done.wait(seconds):
            while not done.wait(_CANCEL_AGAIN):
                context.cancelJobGroup(group)

    if seconds is not None:
        Thread(target=cancel, daemon=True).start()
    try:
        yield
    finally:
        done.set()
        for key, value in before.items():
            context.setLocalProperty(key, value)  # type: ignore[arg-type]


_GROUP = ("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel")


def _failed(rule: Rule, error: Exception) -> Diagnostic:
    return SPARK_FAILED.at(
        rule.span,
        f"Spark stopped in a rule for `{rule.relation}`: {first_line(error)}",
        label="this rule was at work",
        help="see Spark's own log; or evaluate with `--engine duckdb` on one machine",
    )
