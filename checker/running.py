"""A Datalog program run over files of facts, as Soufflé runs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from checker.diagnostics import Diagnostic, DiagnosticError, Level
from checker.engines import Limits
from checker.engines.statements import Statements
from checker.io import (
    export,
    plain_inputs,
    plan_outputs,
    read_inputs,
    render,
    results_folder,
    save,
)
from checker.keeping import Kept

if TYPE_CHECKING:
    from checker.analysis.program import Program, Row
    from checker.engines import Engine, Progress
    from checker.engines.duckdb import DuckDBEngine
    from checker.engines.statements import Key, Statement
    from checker.io import OutputPlan, Results
    from checker.keeping import Place

Settle: TypeAlias = Callable[[Iterable[Diagnostic]], None]
"""Shows warnings, and raises :class:`DiagnosticError` where there is an error."""


@dataclass(frozen=True, slots=True)
class Files:
    """What a run reads and writes.

    ``output_dir`` is None where results are printed. Includes reach files below ``root`` and
    ``include_dirs`` alone.
    """

    program: Path
    fact_dir: Path
    output_dir: Path | None
    root: Path
    include_dirs: tuple[Path, ...] = ()


def run_files(
    files: Files,
    engine: Engine,
    *,
    settle: Settle,
    stdin: BinaryIO,
    limits: Limits | None = None,
    progress: Progress | None = None,
    place: Place | None = None,
) -> bytes:
    """Runs the program, writes its results, and gives what it prints. The program is kept ready
    for another run at ``place``, if there is one.

    Every result is written, or none is. Raises :class:`DiagnosticError` for whatever is wrong
    with the program, its facts or its results, and passes warnings to ``settle``.
    """
    kept = place.read() if place else None
    ready = _Ready(kept.program, (), kept.statements) if kept else _analysed(files)
    statements = Statements(ready.statements)
    program = ready.program
    plan = plan_outputs(program, files.output_dir)
    run = _Run(program, files.fact_dir, plan, engine, limits or Limits(), progress, statements)
    first: tuple[Diagnostic, ...] = (*ready.found, *plan.diagnostics)
    if not _has_error(first):  # a warning of a rule without end comes before it runs
        settle(first)
        first = ()
    with results_folder(plan, files.output_dir) as folder:
        results = None if first else run.directly(folder)
        if results is None:
            facts, found = run.facts(stdin)
            settle((*first, *found))
            results = run.by_value(facts)
        settle(results.diagnostics)
        save(results)
    if place and ready.stands_alone and (kept is None or statements.have_grown):
        place.write(Kept(program, statements.made))
    return results.stdout


@dataclass(frozen=True, slots=True)
class _Ready:
    """A program, cut down to what its results depend on, and what there is to say of it;
    ``stands_alone`` where its file includes none and there is nothing to say."""

    program: Program
    found: tuple[Diagnostic, ...]
    statements: Mapping[Key, Statement | None]
    stands_alone: bool = True


def _analysed(files: Files) -> _Ready:
    from checker.analysis import analyse, restrict
    from checker.language import load

    loaded = load([files.program], include_dirs=files.include_dirs, root=files.root)
    analysis = analyse(loaded.files)
    found = (*loaded.diagnostics, *analysis.diagnostics)
    if analysis.program is None:
        raise DiagnosticError(found)
    program = restrict(analysis.program, _results(analysis.program))
    return _Ready(program, found, {}, not found and not any(loaded.includes.values()))


@dataclass(frozen=True, slots=True)
class _Run:
    """A program on its way to results.

    Where the engine can, it reads and writes plain files by itself; a look at each value is what
    is left, and says what is wrong with it.
    """

    program: Program
    fact_dir: Path
    plan: OutputPlan
    engine: Engine
    limits: Limits
    progress: Progress | None
    statements: Statements

    def directly(self, folder: Path | None) -> Results | None:
        """The results, or None where values have to be looked at."""
        from checker.engines.texts import UnusualTextError

        if self.engine.name == "pydatalog":
            return None
        files = plain_inputs(self.program, self.fact_dir)
        if files is None:
            return None
        lines = sum(file.lines for several in files.values() for file in several)
        database = _database(self.engine, lines)
        if database is None:
            return None
        reader = replace(
            database,
            texts=files,
            folder=folder,
            statements=self.statements,
            results=Counter(_results(self.program)),
        )
        try:
            rows = self._evaluated(reader, {})
        except UnusualTextError:
            return None
        written = export(self.plan, rows, folder) if folder else None
        return written or render(self.plan, rows)

    def facts(
        self, stdin: BinaryIO
    ) -> tuple[Mapping[str, Collection[Row]], tuple[Diagnostic, ...]]:
        """The rows of the fact files, each value looked at, and what is wrong with them."""
        inputs = read_inputs(self.program, self.fact_dir, stdin)
        return inputs.relations, inputs.diagnostics

    def by_value(self, facts: Mapping[str, Collection[Row]]) -> Results:
        return render(self.plan, self._evaluated(self.engine, facts))

    def _evaluated(
        self, engine: Engine, facts: Mapping[str, Collection[Row]]
    ) -> Mapping[str, Collection[Row]]:
        evaluation = engine.evaluate(
            self.program, facts, limits=self.limits, progress=self.progress
        )
        return evaluation.relations


def _database(engine: Engine, lines: int) -> DuckDBEngine | None:
    """The engine for so many lines, if it is one that reads files by itself."""
    from checker.engines.choice import AutoEngine

    if isinstance(engine, AutoEngine):
        engine = engine.chosen_for(lines, bulk=False)
    if engine.name != "duckdb":
        return None
    from checker.engines.duckdb import DuckDBEngine

    return engine if isinstance(engine, DuckDBEngine) else None


def _results(program: Program) -> list[str]:
    """The relations whose rows, or their number, are results, as often as they are."""
    kinds = ("output", "printsize")
    return [found.relation for found in program.directives if found.kind in kinds]


def _has_error(found: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.level is Level.ERROR for diagnostic in found)
