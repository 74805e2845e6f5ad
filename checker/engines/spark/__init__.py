"""The engine on Spark: for facts that outgrow one machine, by the plan that :mod:`..sql` builds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from checker.analysis.program import Program, Row
from checker.bulk.tables import AnyTable
from checker.engines.base import NO_LIMITS, NO_TABLES, Evaluation, Limits, Progress
from checker.engines.given import given_rows
from checker.engines.limits import Budget
from checker.engines.spark.functions import define_functions
from checker.engines.spark.session import SparkRun
from checker.engines.spark.starting import open_session
from checker.engines.spark.stores import SparkStores
from checker.engines.sql import functions_of
from checker.engines.strata import run_strata
from checker.engines.tables import tables_of
from checker.engines.terms import check_patterns

__all__ = ["SparkEngine"]


@dataclass(frozen=True, slots=True)
class SparkEngine:
    """:class:`checker.engines.Engine` that hands each rule to Spark.

    ``master`` is where a session is started if none runs in this process, as Spark writes it
    (``"local[4]"``, ``"spark://host:7077"``, ``"yarn"``); None leaves it to Spark's configuration.
    ``threads`` is how many cores that takes on this machine, where the master names no number.
    ``conf`` are settings of Spark's, by key.
    """

    master: str | None = None
    threads: int | None = None
    conf: Mapping[str, str] = field(default_factory=dict)
    name: str = "spark"

    def stores(self) -> SparkStores:
        """What reads and checks tables on stores.

        Raises :class:`DiagnosticError` where Spark does not start.
        """
        return SparkStores(open_session(self.master, self.threads, self.conf))

    def evaluate(
        self,
        program: Program,
        facts: Mapping[str, Collection[Row]],
        *,
        tables: Mapping[str, Sequence[AnyTable]] = NO_TABLES,
        limits: Limits = NO_LIMITS,
        progress: Progress | None = None,
    ) -> Evaluation:
        """See :meth:`checker.engines.Engine.evaluate`. Rows of the evaluation's relations are
        fetched when they are asked for. The time that Spark takes to start is not limited.

        Raises :class:`DiagnosticError` also where Spark does not start or fails.
        """
        check_patterns(program)
        given = given_rows(program, facts)
        used = tables_of(program, tables)
        session = open_session(self.master, self.threads, self.conf)
        define_functions(session, functions_of(program))
        budget = Budget(limits)
        run = SparkRun(session, program, given, used, budget)
        with run.told_by_rule():
            statistics = run_strata(program, run, budget, progress)
        return Evaluation(run.rows(), statistics)
