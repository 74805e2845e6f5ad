"""Which engine evaluates when nobody says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from checker.analysis.program import Program, Row
from checker.bulk.tables import BulkTable
from checker.dataclasses import dataclass
from checker.engines.base import NO_LIMITS, NO_TABLES, Engine, Evaluation, Limits, Progress

MANY_ROWS: Final = 10_000
"""Given rows from which on DuckDB is chosen. It starts later than pyDatalog and needs longer to
begin with a rule; where it wins that back depends on the rules: at 5,000 rows for one, at 12,000
for all that are shipped (docs/benchmarks.md)."""


@dataclass(frozen=True, slots=True)
class AutoEngine:
    """:class:`checker.engines.Engine` that leaves the work to one of two others: ``large`` where
    many rows are given, or any in tables, else ``small``. The other one is never made."""

    small: Callable[[], Engine]
    large: Callable[[], Engine]
    name: str = "auto"

    def chosen(
        self, facts: Mapping[str, Collection[Row]], tables: Mapping[str, Sequence[BulkTable]]
    ) -> Engine:
        """The engine that evaluates these."""
        return self.chosen_for(sum(map(len, facts.values())), bulk=any(tables.values()))

    def chosen_for(self, rows: int, *, bulk: bool) -> Engine:
        """The engine for so many given rows; with ``bulk`` some of them are in tables."""
        return self.large() if bulk or rows >= MANY_ROWS else self.small()

    def evaluate(
        self,
        program: Program,
        facts: Mapping[str, Collection[Row]],
        *,
        tables: Mapping[str, Sequence[BulkTable]] = NO_TABLES,
        limits: Limits = NO_LIMITS,
        progress: Progress | None = None,
    ) -> Evaluation:
        """See :meth:`checker.engines.Engine.evaluate`."""
        return self.chosen(facts, tables).evaluate(
            program, facts, tables=tables, limits=limits, progress=progress
        )
