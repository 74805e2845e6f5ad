"""Which engine evaluates when nobody says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from checker.analysis.program import Program, Row
from checker.bulk.tables import AnyTable, StoredTable
from checker.dataclasses import dataclass
from checker.engines.base import NO_LIMITS, NO_TABLES, Engine, Evaluation, Limits, Progress

MANY_ROWS: Final = 10_000
"""Given rows from which on DuckDB is chosen. It starts later than pyDatalog and needs longer to
begin with a rule; where it wins that back depends on the rules: at 5,000 rows for one, at 12,000
for all that are shipped (docs/benchmarks.md)."""


@dataclass(frozen=True, slots=True)
class AutoEngine:
    """:class:`checker.engines.Engine` that leaves the work to another one: ``stored`` where tables
    lie on a store, else ``large`` where many rows are given, or any in tables, else ``small``. The
    others are never made."""

    small: Callable[[], Engine]
    large: Callable[[], Engine]
    stored: Callable[[], Engine]
    name: str = "auto"

    def chosen(
        self, facts: Mapping[str, Collection[Row]], tables: Mapping[str, Sequence[AnyTable]]
    ) -> Engine:
        """The engine that evaluates these."""
        if any(isinstance(table, StoredTable) for several in tables.values() for table in several):
            return self.stored()
        return self.chosen_for(sum(map(len, facts.values())), bulk=any(tables.values()))

    def chosen_for(self, rows: int, *, bulk: bool) -> Engine:
        """The engine for so many given rows; with ``bulk`` some of them are in tables."""
        return self.large() if bulk or rows >= MANY_ROWS else self.small()

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
        return self.chosen(facts, tables).evaluate(
            program, facts, tables=tables, limits=limits, progress=progress
        )
