"""The engine on pyDatalog: the reference, in process, for everyday sizes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from checker.analysis.program import Program, Row
from checker.bulk.tables import AnyTable
from checker.engines.base import NO_LIMITS, NO_TABLES, Evaluation, Limits, Progress
from checker.engines.given import given_rows
from checker.engines.limits import Budget
from checker.engines.memory import most_bytes, size_in_bytes
from checker.engines.pydatalog.session import PyDatalogSession
from checker.engines.strata import run_strata
from checker.engines.tables import with_fetched
from checker.engines.terms import check_patterns

__all__ = ["PyDatalogEngine"]


class PyDatalogEngine:
    """:class:`checker.engines.Engine` that hands each join to pyDatalog.

    ``memory_limit`` (``"4GB"``) is what the process may hold when a rule goes on; by default it
    is most of what the machine has.
    """

    name = "pydatalog"

    def __init__(self, memory_limit: str | None = None) -> None:
        self._memory = most_bytes() if memory_limit is None else size_in_bytes(memory_limit)

    def evaluate(
        self,
        program: Program,
        facts: Mapping[str, Collection[Row]],
        *,
        tables: Mapping[str, Sequence[AnyTable]] = NO_TABLES,
        limits: Limits = NO_LIMITS,
        progress: Progress | None = None,
    ) -> Evaluation:
        """See :meth:`checker.engines.Engine.evaluate`."""
        budget = Budget(limits, self._memory)
        check_patterns(program)
        given = given_rows(program, with_fetched(program, facts, tables))
        session = PyDatalogSession(program, given, budget)
        statistics = run_strata(program, session, budget, progress)
        return Evaluation(session.rows(), statistics)
