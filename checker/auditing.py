"""An audit: fact files through rules to a report. The one place where the rooms are joined."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from checker.analysis import restrict
from checker.analysis.program import Program, Row
from checker.bulk.corpus import read_bulk, with_entities
from checker.bulk.stores import Address, Place, Stores, place
from checker.bulk.tables import BulkFacts
from checker.compiling import Compiled, compile_rules
from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.engines import Engine, Evaluation, Limits
from checker.engines import engine as engine_named
from checker.facts import Corpus, relation_names
from checker.findings import EngineChoice, Report, Statistics, Timing, choose, collect, summarise
from checker.findings.errors import INPUT_NOT_READ, NO_FINDING_RULES
from checker.findings.fitting import misfits
from checker.resources import packs_dir

if TYPE_CHECKING:
    from checker.engines import Progress
    from checker.facts.suppressions import Suppressed
    from checker.tracking import Suppress

AnyPath: TypeAlias = "str | os.PathLike[str]"
AnyPlace: TypeAlias = "AnyPath | Address"
"""A path, or the address of a store; a text is an address where it begins as one."""
Clock: TypeAlias = Callable[[], float]
"""Tells seconds from some start on, as :func:`time.perf_counter` does."""

_First = TypeVar("_First")
_Second = TypeVar("_Second")


def audit(
    facts: AnyPlace | Iterable[AnyPlace],
    rules: AnyPath | Iterable[AnyPath] | None = None,
    *,
    root: AnyPath | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    engine: str | Engine = "auto",
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Progress | None = None,
    clock: Clock | None = None,
    suppressions: Sequence[Suppress] = (),
    baseline: AnyPath | None = None,
    today: date | None = None,
    whole: bool = True,
    watch: Callable[[Examined], None] | None = None,
) -> Report:
    """Audit facts: find what contradicts itself or stands without support.

    ``facts`` are fact files, tables of relations' rows, or folders of them, together one corpus;
    tables may also lie on a store, at an address (``"s3a://archive/facts"``), which Spark reads.
    ``rules`` are rule files or folders of ``*.dl`` files; the shipped packs when None
    (:func:`checker.resources.packs_dir` names their folder). ``root`` bounds the files that fact
    and rule files may name: the current folder when None. ``select`` and ``ignore`` choose rules
    by id (``numbers/conflict``), family (``numbers``), pattern (``numbers/*``) or tag. ``engine``
    is an engine or the name of one (:func:`checker.engines.engine`); the report says which one it
    was. ``limits`` end a runaway evaluation; ``progress`` is called before each stratum; with a
    ``clock`` the report's statistics hold wall times.

    Findings that one of the ``suppressions``, or one of those in the fact files, means are marked
    and do not count, by the day of the audit that the facts give, else ``today`` (the clock's day
    when None). ``baseline`` is a file
    that ``checker baseline`` wrote: findings are new or unchanged against it. Where the facts are
    not all that these speak of, ``whole`` is False, and nothing is called unused or absent.

    ``watch`` is given what was examined, for who wants to prove findings or show their documents.

    Without a clock the report of the same files is the same to the last byte, whatever the order
    of files, facts and rules.

    Raises :class:`DiagnosticError` with everything that is wrong with facts, rules and selectors
    together, or with what stopped the evaluation.
    """
    laps = _Laps(clock)
    examined = _examine(
        facts,
        rules,
        Path() if root is None else Path(root),
        lambda program: _chosen(program, select, ignore),
        engine,
        limits,
        progress,
        laps,
    )
    if watch:
        watch(examined)
    program, evaluation = examined.program, examined.evaluation
    findings = collect(program, evaluation.relations, examined.corpus)
    laps.end("findings", len(findings))
    report = summarise(
        findings,
        rules=program.findings,
        corpus=examined.corpus,
        engine=examined.engine,
        engine_choice=examined.choice,
        notices=examined.warnings,
        statistics=Statistics.model_construct(
            facts=_size(examined.corpus) + examined.bulk.rows,
            derived=sum(stratum.rows for stratum in evaluation.statistics),
            timings=tuple(laps.timings),
        ),
    )
    given = examined.corpus.suppressions
    if not suppressions and not given and baseline is None:
        return report
    return _tracked(
        report, suppressions, given, baseline, today, whole and not select and not ignore
    )


@dataclass(frozen=True, slots=True)
class Examined:
    """Facts, and all that a program derives from them; its findings are not collected yet.

    ``corpus`` knows the entities that the rows of finding rules name; ``engine`` is the name of
    the one that derived, ``choice`` why it was this one, None where it was named.
    """

    program: Program
    warnings: tuple[Diagnostic, ...]
    corpus: Corpus
    bulk: BulkFacts
    evaluation: Evaluation
    engine: str
    choice: EngineChoice | None = None


def examine(
    facts: AnyPlace | Iterable[AnyPlace],
    rules: AnyPath | Iterable[AnyPath] | None,
    part: Callable[[Program], Program],
    *,
    root: Path,
    engine: str | Engine = "auto",
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> Examined:
    """Evaluates the ``part`` of a program that somebody asks about. See :func:`audit`."""
    return _examine(facts, rules, root, part, engine, limits, progress, _Laps(None))


def _examine(
    facts: AnyPlace | Iterable[AnyPlace],
    rules: AnyPath | Iterable[AnyPath] | None,
    root: Path,
    part: Callable[[Program], Program],
    engine: str | Engine,
    limits: Limits,
    progress: Progress | None,
    laps: _Laps,
) -> Examined:
    named = engine_named(engine) if isinstance(engine, str) else engine
    (corpus, bulk), compiled = _both(
        lambda: _read_facts(facts, root, named, laps),
        lambda: _read_rules(rules, root, part, laps),
    )
    program = compiled.program
    given = {name: rows for name, rows in corpus.relations.items() if name in program.relations}
    chosen, choice = _engine(named, given, bulk)
    evaluation = chosen.evaluate(
        program, given, tables=bulk.tables, limits=limits, progress=progress
    )
    laps.strata(evaluation)
    if bulk.tables:
        corpus = with_entities(corpus, bulk, _entities_of(program, evaluation))
    return Examined(program, compiled.warnings, corpus, bulk, evaluation, chosen.name, choice)


def _engine(
    engine: Engine, given: Mapping[str, Collection[Row]], bulk: BulkFacts
) -> tuple[Engine, EngineChoice | None]:
    """The engine that evaluates these facts, and why, unless it was named."""
    if engine.name != "auto":
        return engine, None
    from checker.engines.choice import MANY_ROWS, AutoEngine

    if not isinstance(engine, AutoEngine):
        return engine, None
    tables = [table for several in bulk.tables.values() for table in several]
    choice = EngineChoice.model_construct(
        rows=sum(map(len, given.values())) + sum(table.rows for table in tables),
        tables=bool(tables),
        stores=bulk.stores is not None,
        threshold=MANY_ROWS,
    )
    return engine.chosen(given, bulk.tables), choice


def _tracked(
    report: Report,
    suppressions: Sequence[Suppress],
    given: Iterable[Suppressed],
    baseline: AnyPath | None,
    today: date | None,
    whole: bool,
) -> Report:
    from checker.tracking import load_accepted, track
    from checker.tracking.suppress import in_facts

    return track(
        report,
        suppressions=[*suppressions, *map(in_facts, given)],
        baseline=None if baseline is None else load_accepted(Path(baseline)),
        today=today or date.today(),
        whole=whole,
    )


# --- reading ---------------------------------------------------------------------------------


def _both(first: Callable[[], _First], second: Callable[[], _Second]) -> tuple[_First, _Second]:
    """The results of both; the diagnostics of both where either of them fails."""
    faults: list[Diagnostic] = []
    try:
        one = first()
    except DiagnosticError as error:
        faults += error.diagnostics
    try:
        other = second()
    except DiagnosticError as error:
        faults += error.diagnostics
    if faults:
        raise DiagnosticError(faults)
    return one, other


def _read_facts(
    facts: AnyPlace | Iterable[AnyPlace], root: Path, engine: Engine, laps: _Laps
) -> tuple[Corpus, BulkFacts]:
    corpus, bulk = read_bulk(_places(facts), root=root, stores=partial(_stores, engine))
    laps.end("facts", _size(corpus) + bulk.rows)
    return corpus, bulk


def _stores(engine: Engine) -> Stores | None:
    """What reads tables on stores; None where the engine has none."""
    from checker.engines.choice import AutoEngine
    from checker.engines.spark import SparkEngine

    meant = engine.stored() if isinstance(engine, AutoEngine) else engine
    return meant.stores() if isinstance(meant, SparkEngine) else None


def _read_rules(
    rules: AnyPath | Iterable[AnyPath] | None,
    root: Path,
    part: Callable[[Program], Program],
    laps: _Laps,
) -> Compiled:
    paths = [packs_dir()] if rules is None else _paths(rules)
    compiled = compile_rules(paths, root)
    program = compiled.program
    faults = [*misfits(program), *_without_findings(program, paths)]
    if faults:
        raise DiagnosticError(faults)
    kept = part(program)
    laps.end("rules", len(kept.findings))
    return Compiled(kept, (*compiled.warnings, *_inputs(program)))


def _chosen(program: Program, select: Sequence[str], ignore: Sequence[str]) -> Program:
    """The part of the program that the chosen rules need."""
    chosen = choose(program.findings, select, ignore)
    # Relations of rules that were not chosen stay where a chosen rule reads them.
    kept = restrict(program, [rule.relation for rule in chosen])
    return replace(kept, findings=chosen)


def _paths(paths: AnyPath | Iterable[AnyPath]) -> list[Path]:
    if isinstance(paths, str | os.PathLike):
        return [Path(paths)]
    return [Path(path) for path in paths]


def _places(facts: AnyPlace | Iterable[AnyPlace]) -> list[Place]:
    """Paths, and addresses of stores. Raises :class:`DiagnosticError` for what is neither."""
    given = [facts] if isinstance(facts, str | os.PathLike | Address) else facts
    found = [each if isinstance(each, Address) else place(os.fspath(each)) for each in given]
    if faults := [each for each in found if isinstance(each, Diagnostic)]:
        raise DiagnosticError(faults)
    return [each for each in found if not isinstance(each, Diagnostic)]


def _without_findings(program: Program, paths: Iterable[Path]) -> Iterator[Diagnostic]:
    if not program.findings:
        names = " ".join(map(str, paths))
        yield NO_FINDING_RULES.at(
            Span(Source("<rules>", names), 0, len(names)),
            "these rule files hold no finding rule",
            label="nothing here has an `@id`",
            help="write `@id`, `@severity` and `@message` into the comment above a relation",
        )


def _inputs(program: Program) -> Iterator[Diagnostic]:
    """A warning for each `.input` of a relation that the fact files do not give."""
    given = relation_names()
    for directive in program.directives:
        if directive.kind == "input" and directive.relation not in given:
            yield INPUT_NOT_READ.at(
                directive.span,
                f"`{directive.relation}` stays empty: an audit reads no tables",
                label="is not read",
                help="say it in fact files, or evaluate the program by `checker run`",
            )


def _size(corpus: Corpus) -> int:
    return sum(map(len, corpus.relations.values()))


def _entities_of(program: Program, evaluation: Evaluation) -> dict[str, set[str]]:
    """The ids of what the findings show, by kind."""
    ids: dict[str, set[str]] = {}
    for rule in program.findings:
        for index, column in enumerate(program.relations[rule.relation].columns):
            if column.entity is not None:
                rows = evaluation.relations[rule.relation]
                ids.setdefault(column.entity, set()).update(str(row[index]) for row in rows)
    return ids


# --- measuring -------------------------------------------------------------------------------


class _Laps:
    """Wall times of one step after another; none without a clock."""

    def __init__(self, clock: Clock | None) -> None:
        self.timings: list[Timing] = []
        self._clock = clock
        self._since = clock() if clock else 0.0

    def end(self, step: str, rows: int) -> None:
        """A step ends now that began when the last one ended."""
        if self._clock:
            now = self._clock()
            self._add(step, now - self._since, rows, 1)
            self._since = now

    def strata(self, evaluation: Evaluation) -> None:
        """The steps of an evaluation end now, which has timed them itself."""
        if self._clock:
            for stratum in evaluation.statistics:
                step = ", ".join(stratum.relations)
                self._add(step, stratum.seconds, stratum.rows, stratum.rounds)
            self._since = self._clock()

    def _add(self, step: str, seconds: float, rows: int, rounds: int) -> None:
        self.timings.append(
            Timing.model_construct(step=step, seconds=seconds, rows=rows, rounds=rounds)
        )
