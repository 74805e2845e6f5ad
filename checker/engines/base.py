"""What an engine is: a way from an analysed program and facts to the rows it derives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol

from checker.analysis.program import Program, Row
from checker.bulk.tables import AnyTable, BulkTable
from checker.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What ends a runaway evaluation; None is no limit.

    ``seconds`` is wall time of one evaluation. ``rows`` counts derived rows, all relations
    together.
    """

    seconds: float | None = None
    rows: int | None = None


NO_LIMITS: Final = Limits()
NO_TABLES: Final[Mapping[str, Sequence[BulkTable]]] = {}


@dataclass(frozen=True, slots=True)
class StratumStatistics:
    """What one stratum cost: ``seconds`` of wall time, rows in its relations, rounds."""

    relations: tuple[str, ...]
    seconds: float
    rows: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every relation of the program with all its rows: given, written in rules, and derived."""

    relations: Mapping[str, frozenset[Row]]
    statistics: tuple[StratumStatistics, ...]


Progress = Callable[[int, int, str], None]
"""Called before each stratum: its number from 0, how many there are, and what it derives."""


class Engine(Protocol):
    """Evaluates a program to its perfect model (Przymusinski 1988: stratified negation)."""

    @property
    def name(self) -> str:
        """What the engine is called on the command line."""
        ...

    def evaluate(
        self,
        program: Program,
        facts: Mapping[str, Collection[Row]],
        *,
        tables: Mapping[str, Sequence[AnyTable]] = NO_TABLES,
        limits: Limits = NO_LIMITS,
        progress: Progress | None = None,
    ) -> Evaluation:
        """The rows of every relation.

        ``facts`` gives rows for any relation, by name; each row has the relation's arity and
        its columns' primitive types. ``tables`` gives further rows, in files. An evaluation
        knows nothing of another one, in whatever thread.

        Raises :class:`checker.diagnostics.DiagnosticError` at the rule when a functor has no
        value (division by zero, ``to_number("x")``) and when a limit is passed.
        """
        ...
