"""Runs cases, and says what came out otherwise than expected."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from checker.analysis import analyse, restrict
from checker.analysis.program import Program, Row
from checker.authoring.cases import RuleCase
from checker.authoring.errors import NO_PACK
from checker.authoring.holding import CaseResult, PreparedCase, prepare
from checker.authoring.reading import load_cases
from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source, Span
from checker.engines import Engine
from checker.language import load
from checker.language.ast import RuleFile

_SUFFIX = ".test.yaml"


def run_tests(
    path: Path, *, engine: Engine, root: Path, include_dirs: Sequence[Path] = ()
) -> tuple[CaseResult, ...]:
    """The results of every case of a test file, run on the pack beside it.

    The pack may include files below ``root`` and ``include_dirs``. Raises
    :class:`DiagnosticError` with all that is wrong with the file, the pack, or the cases' rows.
    """
    cases = load_cases(path)
    program = analysed_pack(path, root=root, include_dirs=include_dirs)
    results: list[CaseResult] = []
    faults: list[Diagnostic] = []
    for case in cases:
        try:
            results.append(run_case(case, program, engine, root=root))
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
    if faults:
        raise DiagnosticError(faults)
    return tuple(results)


def analysed_pack(path: Path, *, root: Path, include_dirs: Sequence[Path] = ()) -> Program:
    """The program of the pack beside a test file. Raises as :func:`run_tests`."""
    return read_pack(path, root=root, include_dirs=include_dirs)[1]


def read_pack(
    path: Path, *, root: Path, include_dirs: Sequence[Path] = ()
) -> tuple[tuple[RuleFile, ...], Program]:
    """The files of the pack beside a test file, the pack's own last, and their program."""
    pack = pack_of(path)
    loaded = load([pack], include_dirs=[pack.parent, *include_dirs], root=root)
    analysis = analyse(loaded.files)
    diagnostics = [*loaded.diagnostics, *analysis.diagnostics]
    if analysis.program is None or any(found.level is Level.ERROR for found in diagnostics):
        raise DiagnosticError(diagnostics)
    return loaded.files, analysis.program


def pack_of(path: Path) -> Path:
    """The pack whose rules a test file tests. Raises :class:`DiagnosticError` without one."""
    pack = path.with_name(path.name.removesuffix(_SUFFIX) + ".dl")
    if path.name.endswith(_SUFFIX) and pack.is_file():
        return pack
    name = path.as_posix()
    raise DiagnosticError(
        [
            NO_PACK.at(
                Span(Source(name, ""), 0, 0),
                f"there is no {pack.name} beside {path.name}",
                help=f"tests of PACK.dl stand beside it in PACK{_SUFFIX}",
            )
        ]
    )


def run_case(
    case: RuleCase, program: Program, engine: Engine, *, root: Path = Path()
) -> CaseResult:
    """Evaluate what the rules of a case depend on, over its facts.

    Raises :class:`DiagnosticError` where the case does not fit the program, its bundle is
    faulty, or the evaluation fails.
    """
    prepared = prepare(case, program, root)
    return prepared.result(program, evaluate_prepared(prepared, program, engine)[1])


def evaluate_case(
    case: RuleCase, program: Program, engine: Engine, *, root: Path = Path()
) -> tuple[Program, Mapping[str, Collection[Row]]]:
    """The part of a program that the rules of a case depend on, and all its rows over the case's
    facts. Raises as :func:`run_case`."""
    return evaluate_prepared(prepare(case, program, root), program, engine)


def evaluate_prepared(
    prepared: PreparedCase, program: Program, engine: Engine
) -> tuple[Program, Mapping[str, Collection[Row]]]:
    """As :func:`evaluate_case`."""
    part = restrict(program, prepared.relations)
    facts = {name: rows for name, rows in prepared.facts.items() if name in part.relations}
    return part, engine.evaluate(part, facts).relations


def facts_of(case: RuleCase, program: Program, *, root: Path = Path()) -> dict[str, frozenset[Row]]:
    """The rows that a case gives, by relation. Raises as :func:`run_case`."""
    facts = prepare(case, program, root).facts
    return {name: frozenset(rows) for name, rows in facts.items()}
