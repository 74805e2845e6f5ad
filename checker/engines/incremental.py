"""Evaluation that goes on from the last one: only the strata that a change touches run again.

A stratum is touched where rows of a relation that it reads, or that it derives, were given or
taken away, where a rule of it came, went or changed, and where it reads from a touched stratum.
What the other strata derived is handed to the engine as rows that are given, so the answers are
those of a whole evaluation, whichever engine does the work. (Finer grain, row by row as DRed and
counting maintain it - Gupta, Mumick, Subrahmanian 1993 - would have to be built into each engine.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass

from checker.analysis.program import Program, Row, Stratum
from checker.analysis.restriction import relations_read
from checker.bulk.tables import AnyTable
from checker.dataclasses import dataclass
from checker.diagnostics import Span
from checker.engines.base import NO_LIMITS, NO_TABLES, Engine, Evaluation, Limits, Progress
from checker.engines.choice import AutoEngine


@dataclass(frozen=True, slots=True)
class _Last:
    """An evaluation, and what it was of."""

    program: Program
    facts: Mapping[str, frozenset[Row]]
    relations: Mapping[str, frozenset[Row]]


class IncrementalEngine:
    """:class:`checker.engines.Engine` that has another one do the work, and remembers.

    What is in tables it does not remember: they are never read into memory, and an evaluation
    with any starts from nothing.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._worker = engine
        self._last: _Last | None = None

    @property
    def name(self) -> str:
        """That of the engine which did the work."""
        return self._worker.name

    def evaluate(
        self,
        program: Program,
        facts: Mapping[str, Collection[Row]],
        *,
        tables: Mapping[str, Sequence[AnyTable]] = NO_TABLES,
        limits: Limits = NO_LIMITS,
        progress: Progress | None = None,
    ) -> Evaluation:
        """See :meth:`checker.engines.Engine.evaluate`. The statistics are of what ran."""
        last, self._last = self._last, None  # an evaluation that fails leaves nothing behind
        given = {name: frozenset(facts.get(name, ())) for name in program.relations}
        is_bulk = any(tables.values())
        known = {} if last is None or is_bulk else _still_known(last, program, given)
        if isinstance(self._engine, AutoEngine):
            self._worker = self._engine.chosen(given, tables)
        evaluation = self._worker.evaluate(
            _without(program, known),
            {name: known.get(name, rows) for name, rows in given.items()},
            tables=tables,
            limits=limits,
            progress=progress,
        )
        if not is_bulk:
            self._last = _Last(program, given, evaluation.relations)
        return evaluation


def _still_known(
    last: _Last, program: Program, given: Mapping[str, frozenset[Row]]
) -> dict[str, frozenset[Row]]:
    """The rows of the relations that no change touches."""
    before = {name: _rules(each) for each in last.program.strata for name in each.relations}
    derived = {name for stratum in program.strata for name in stratum.relations}
    known = {
        name: last.relations[name]
        for name, relation in program.relations.items()
        if name in last.relations
        and given[name] == last.facts[name]
        and (name in derived) == (name in before)
        and _shape(relation.columns) == _shape(last.program.relations[name].columns)
    }
    for stratum in program.strata:
        rules = _rules(stratum)
        untouched = known.keys() >= {*stratum.relations, *_read(stratum)}
        if not untouched or any(before[name] != rules for name in stratum.relations):
            for name in stratum.relations:
                known.pop(name, None)
    return known


def _without(program: Program, known: Collection[str]) -> Program:
    """The program with the known relations as if they were given."""
    strata = tuple(each for each in program.strata if not set(each.relations) <= set(known))
    return Program(program.relations, strata, program.directives, program.findings)


def _read(stratum: Stratum) -> set[str]:
    return {name for rule in stratum.rules for name in relations_read(rule.body)}


def _rules(stratum: Stratum) -> frozenset[object]:
    return frozenset(_shape((rule.relation, rule.args, rule.body)) for rule in stratum.rules)


def _shape(value: object) -> object:
    """A part of a program without the places where it stands in a file."""
    if isinstance(value, tuple):
        return tuple(_shape(each) for each in value if not isinstance(each, Span))
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), _shape(tuple(getattr(value, field.name) for field in fields(value)))
    return repr(value) if isinstance(value, float) else value  # 0.0 and -0.0 are equal
