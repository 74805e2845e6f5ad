"""What ends a query of DuckDB before its time: the clock, memory, and Ctrl-C."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread, Timer, current_thread, main_thread

import duckdb
from duckdb import DuckDBPyConnection

from checker.analysis.program import Program, Relation
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.engines.errors import OUT_OF_MEMORY
from checker.engines.limits import Budget


@contextmanager
def bounded(connection: DuckDBPyConnection, budget: Budget, program: Program) -> Iterator[None]:
    """Ends the query at work when the budget's time is up, and on Ctrl-C.

    Raises :class:`DiagnosticError` when time is up and when memory runs out, and
    ``KeyboardInterrupt``.
    """
    seconds = budget.seconds_left
    timer = None if seconds is None else Timer(seconds, connection.interrupt)
    if timer is not None:
        timer.daemon = True
        timer.start()
    try:
        with _interruptible(connection):
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
def handed_out(connection: DuckDBPyConnection, relation: Relation) -> Iterator[None]:
    """Ends the query that hands out an evaluation's rows, and may have to find them first, on
    Ctrl-C.

    Raises :class:`DiagnosticError` when memory, or the disk that rows are spilt or written to,
    runs out meanwhile, and ``KeyboardInterrupt``.
    """
    try:
        with _interruptible(connection):
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


@contextmanager
def _interruptible(connection: DuckDBPyConnection) -> Iterator[None]:
    """Ends the query at work on Ctrl-C.

    DuckDB looks for signals between its tasks, and one task may be a whole product; Python's own
    handler waits until the query has ended. So a thread waits for the signal itself.
    """
    if current_thread() is not main_thread() or os.name == "nt":
        yield  # signals are the main thread's, and no matter of files everywhere
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    pressed = Event()
    watcher = Thread(target=_watch, args=(reading, connection, pressed), daemon=True)
    watcher.start()
    try:
        yield
    except (duckdb.InterruptException, RuntimeError) as error:
        if pressed.is_set() or str(error) == _SAID_BY_DUCKDB:
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.set_wakeup_fd(before)
        os.close(writing)
        watcher.join()


_SAID_BY_DUCKDB = "Query interrupted"
"""What it makes of the ``KeyboardInterrupt`` that it met between two tasks."""


def _watch(reading: int, connection: DuckDBPyConnection, pressed: Event) -> None:
    with os.fdopen(reading, "rb", buffering=0) as signals:
        while numbers := signals.read(64):
            if signal.SIGINT in numbers:
                pressed.set()
                connection.interrupt()


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
