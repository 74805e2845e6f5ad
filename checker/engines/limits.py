"""What an evaluation has spent of its limits, and the diagnostic when one is passed."""

from __future__ import annotations

from collections import Counter
from time import monotonic
from typing import NoReturn

from checker.analysis.program import Rule
from checker.diagnostics import DiagnosticError, DiagnosticKind
from checker.engines.base import Limits
from checker.engines.errors import OUT_OF_MEMORY, OUT_OF_TIME, TOO_MANY_ROWS
from checker.engines.memory import held_bytes

CHECK_EVERY = 1_024
"""Steps of an engine between two looks at the clock: some milliseconds at most."""

_LOOK_AT_MEMORY_EVERY = 0.02
"""Seconds between two looks at what the process holds. A look costs as much as a small rule, and
in that time no more than tens of megabytes come together."""


_LOOK_FOR = (
    "look for a recursion that makes new values without end, or for literals that share no"
    " variable; or raise the limit"
)


class Budget:
    """The limits of one evaluation, counted down.

    ``memory`` is what the process may hold, in bytes; None where the engine sees to that itself.
    """

    def __init__(self, limits: Limits, memory: int | None = None) -> None:
        self._limits = limits
        self._memory = memory
        self._next_look = 0.0
        self._deadline = None if limits.seconds is None else monotonic() + limits.seconds
        self._rows_left = limits.rows
        self._derived: Counter[str] = Counter()
        self._rule: Rule | None = None

    @property
    def seconds_left(self) -> float | None:
        """Wall time until the limit; None where there is none."""
        return None if self._deadline is None else max(0.0, self._deadline - monotonic())

    @property
    def rows_left(self) -> int | None:
        """How many rows may still be derived; None where there is no limit."""
        return self._rows_left

    @property
    def is_unlimited(self) -> bool:
        """Whether neither time nor rows have a limit."""
        return self._deadline is None and self._rows_left is None

    @property
    def rule(self) -> Rule | None:
        """The rule that is at work."""
        return self._rule

    def start(self, rule: Rule) -> None:
        """Turns to a rule; what is spent from now on is spent on it."""
        self._rule = rule
        self.check()

    def check(self) -> None:
        """Raises :class:`DiagnosticError` at the rule when time or memory is used up."""
        self.check_time()
        if self._memory is None or (now := monotonic()) < self._next_look:
            return
        self._next_look = now + _LOOK_AT_MEMORY_EVERY
        if (held := held_bytes()) > self._memory:
            self._stop(
                OUT_OF_MEMORY,
                f"at {held / 1e9:.1f} GB of memory",
                "raise --memory-limit, or take --engine duckdb, which spills to disk; where a"
                " recursion makes new values without end, bound it",
            )

    def check_time(self) -> None:
        """Raises :class:`DiagnosticError` at the rule when the time is up."""
        if self._deadline is not None and monotonic() > self._deadline:
            self._stop(OUT_OF_TIME, f"after {self._limits.seconds:g} s", _LOOK_FOR)

    def derived(self, relation: str, rows: int = 1) -> None:
        """Counts new rows of a relation. Raises :class:`DiagnosticError` at the rule when there
        are too many."""
        self._derived[relation] += rows
        if self._rows_left is not None:
            self._rows_left -= rows
            if self._rows_left < 0:
                when = f"at more than {self._limits.rows:,} derived rows"
                self._stop(TOO_MANY_ROWS, when, _LOOK_FOR)

    def _stop(self, kind: DiagnosticKind, when: str, mend: str) -> NoReturn:
        assert self._rule is not None, "limits are checked while a rule is at work"
        so_far = ", ".join(
            f"{count:,} in `{relation}`" for relation, count in self._derived.most_common(5)
        )
        raise DiagnosticError(
            [
                kind.at(
                    self._rule.span,
                    f"stopped {when}, in a rule for `{self._rule.relation}`",
                    label="this rule was at work",
                    note=f"rows derived so far: {so_far or 'none'}",
                    help=mend,
                )
            ]
        )
