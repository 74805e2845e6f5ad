"""What ends a query of DuckDB before its time: the clock, and memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

import duckdb
from duckdb import DuckDBPyConnection

from checker.analysis.program import Program, Relation
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.engines.errors import OUT_OF_MEMORY
from checker.engines.limits import Budget


@contextmanager
def bounded(connection: DuckDBPyConnection, budget: Budget, program: Program) -> Iterator[None]:
    """Ends the query at work when the budget's time is up.

    Raises :class:`DiagnosticError` then, and when memory runs out.
    """
    seconds = budget.seconds_left
    timer = None if seconds is None else Timer(seconds, connection.interrupt)
    if timer is not None:
        timer.daemon = True
        timer.start()
    try:
        yield
    except duckdb.InterruptException:
        budget.check_time()
        raise
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise DiagnosticError([_out_of_memory(error, budget, program)]) from None
    finally:
        if timer is not None:
            timer.cancel()


@contextmanager
def handed_out(relation: Relation) -> Iterator[None]:
    """Raises :class:`DiagnosticError` when memory, or the disk that rows are spilt or written to,
    runs out while an evaluation's rows are fetched or written."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise DiagnosticError(
            [
                OUT_OF_MEMORY.at(
                    relation.span,
                    f"memory or disk ran out while the rows of `{relation.name}` were handed out",
                    label="declared here",
                    note=_said(error),
                    help=_MEND,
                )
            ]
        ) from None


def _out_of_memory(error: Exception, budget: Budget, program: Program) -> Diagnostic:
    rule = budget.rule
    said = _said(error)
    if rule is None:
        first = next(iter(program.relations.values()))
        return OUT_OF_MEMORY.at(first.span, "memory ran out while facts were read", note=said)
    return OUT_OF_MEMORY.at(
        rule.span,
        f"memory ran out in a rule for `{rule.relation}`",
        label="this rule was at work",
        note=said,
        help=_MEND,
    )


_MEND = "raise --memory-limit, or take fewer --threads, each of which needs some"


def _said(error: Exception) -> str:
    """What DuckDB says, without the advice below it."""
    return str(error).split("\n")[0].removeprefix("Out of Memory Error: ")
