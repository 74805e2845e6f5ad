"""The engine on DuckDB: for millions of facts, embedded, in SQL that :mod:`..sql` builds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.analysis.program import Program, Row
from checker.bulk.tables import AnyTable
from checker.engines.base import NO_LIMITS, NO_TABLES, Evaluation, Limits, Progress
from checker.engines.duckdb.bounds import bounded
from checker.engines.duckdb.database import open_database
from checker.engines.duckdb.rows import StoredRows
from checker.engines.duckdb.session import DuckDBSession
from checker.engines.given import given_rows
from checker.engines.limits import Budget
from checker.engines.sql import functions_of
from checker.engines.statements import Statements
from checker.engines.strata import run_strata
from checker.engines.tables import files_of
from checker.engines.terms import check_patterns
from checker.engines.texts import TextFiles

__all__ = ["DuckDBEngine", "StoredRows"]


@dataclass(frozen=True, slots=True)
class DuckDBEngine:
    """:class:`checker.engines.Engine` that hands each rule to DuckDB.

    ``threads`` is how many it may use (all cores where None), ``memory_limit`` what it may keep
    in memory before it spills to disk, as DuckDB writes it (``"4GB"``). ``texts`` are files with
    further rows, ``folder`` is where rows can be written to as text, and ``statements`` are those
    that were made for the same program before. ``results`` says how often the rows of each
    relation are asked for after the evaluation; where that is known, rows that are asked for once
    may be found only then.
    """

    threads: int | None = None
    memory_limit: str | None = None
    texts: TextFiles = field(default_factory=dict)
    folder: Path | None = None
    statements: Statements | None = None
    results: Mapping[str, int] | None = None
    name: str = "duckdb"

    def evaluate(
        self,
        program: Program,
        facts: Mapping[str, Collection[Row]],
        *,
        tables: Mapping[str, Sequence[AnyTable]] = NO_TABLES,
        limits: Limits = NO_LIMITS,
        progress: Progress | None = None,
    ) -> Evaluation:
        """See :meth:`checker.engines.Engine.evaluate`. The evaluation's relations are
        :class:`StoredRows`, fetched when they are asked for.

        Raises :class:`checker.engines.texts.UnusualTextError` as well.
        """
        budget = Budget(limits)
        check_patterns(program)
        given = given_rows(program, facts)
        used = files_of(program, tables)
        files = [table.path for several in used.values() for table in several]
        files += [file.path for several in self.texts.values() for file in several]
        connection = open_database(
            functions_of(program), self.threads, self.memory_limit, files, self.folder
        )
        with bounded(connection, budget, program):
            session = DuckDBSession(
                connection,
                program,
                given,
                budget,
                used,
                self.texts,
                self.statements,
                None if self.memory_limit else self.results,
            )
            statistics = run_strata(program, session, budget, progress)
        return Evaluation(session.rows(), statistics)
