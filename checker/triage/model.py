"""What a triage gives away."""

from __future__ import annotations

from dataclasses import dataclass

from checker.findings import Evidence, Finding


@dataclass(frozen=True, slots=True)
class Advice:
    """Facts to look at, and what their retraction would change, as an evaluation without them
    shows.

    ``resting`` are for each fact the findings of which a proof rests on it; some may rest on others
    as well. ``resolves`` are findings that would go; ``brings`` are findings that would come,
    because a rule looks for something that would then be missing.
    """

    facts: tuple[Evidence, ...]
    resting: tuple[tuple[Finding, ...], ...]
    resolves: tuple[Finding, ...]
    brings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Triage:
    """Which facts of a run to look at first.

    ``findings`` are those asked about, in the report's order. ``singles`` are the best single
    facts, those that resolve most first. ``together`` resolves every finding but the
    ``unresolved``, which rest on no fact that could be retracted; None where there is nothing to
    resolve. ``smallest`` says that no fewer facts would do, and is False where the solver ran out
    of time.
    """

    findings: tuple[Finding, ...]
    singles: tuple[Advice, ...]
    together: Advice | None
    smallest: bool
    unresolved: tuple[Finding, ...]
