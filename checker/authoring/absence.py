"""Why findings and rows that a case expects did not come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.analysis.program import Program
from checker.authoring.holding import CaseResult, prepare
from checker.authoring.running import evaluate_prepared
from checker.engines import Engine
from checker.findings import EvidenceBook
from checker.proofs import Lookup, WhyNot, lookup_in, why_not


@dataclass(frozen=True, slots=True)
class Missing:
    """Why something expected is missing; ``lookup`` finds the rows that are there."""

    answer: WhyNot
    program: Program
    lookup: Lookup
    book: EvidenceBook


def missing(
    result: CaseResult, program: Program, engine: Engine, *, root: Path = Path()
) -> Iterator[Missing]:
    """Why each finding and row is missing that a case expects, in the order of the result's.

    ``program`` is that of the case's pack. Raises as :func:`checker.authoring.run_case`.
    """
    if not result.missing:
        return
    prepared = prepare(result.case, program, root)
    part, relations = evaluate_prepared(prepared, program, engine)
    lookup, book = lookup_in(relations), EvidenceBook(prepared.corpus)
    for pattern in prepared.missing(result, program):
        yield Missing(why_not(part, lookup, pattern), part, lookup, book)
