"""One case on one engine: run in a folder of its own, and judged."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

from checker.conformance.answers import content, difference, is_rounding
from checker.conformance.cases import Case, Fault
from checker.diagnostics import Diagnostic, DiagnosticError, Level
from checker.io.errors import UNBOUNDED, UNSUPPORTED_IO
from checker.language.errors import OUTSIDE_THE_CORE
from checker.running import Files, Settle, run_files

if TYPE_CHECKING:
    from checker.engines import Engine, Limits


class Verdict(StrEnum):
    """How a case came out."""

    AGREES = "agrees"
    REFUSED = "refused"
    """The program uses what the core of the language leaves out, and was told so."""
    WRONG = "wrong"
    STOPPED = "stopped"
    """There is an answer, and Checker stopped with an error instead."""
    ACCEPTED = "accepted"
    """The program must be refused, and it ran."""
    CRASHED = "crashed"


FAILURES: Final = frozenset({Verdict.WRONG, Verdict.STOPPED, Verdict.ACCEPTED, Verdict.CRASHED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """``why`` says what was refused or differs; it is empty where all is as it should be."""

    case: Case
    engine: str
    verdict: Verdict
    why: str
    seconds: float


def try_case(case: Case, engine: Engine, limits: Limits) -> Outcome:
    """Runs a case. Raises nothing: a fault of Checker is a verdict as well."""
    started = perf_counter()
    try:
        verdict, why = _judged(case, engine, limits)
    except Exception as error:
        verdict, why = Verdict.CRASHED, f"{type(error).__name__}: {error}"
    return Outcome(case, engine.name, verdict, why, perf_counter() - started)


def _judged(case: Case, engine: Engine, limits: Limits) -> tuple[Verdict, str]:
    warnings: list[Diagnostic] = []

    def settle(found: Iterable[Diagnostic]) -> None:
        warnings.extend(found)
        if any(diagnostic.level is Level.ERROR for diagnostic in warnings):
            raise DiagnosticError(warnings)

    try:
        result = _run(case, engine, limits, settle)
        if result.files and not case.expected and case.printed.startswith(_RULE):
            result = _run_to_stdout(case, engine, limits, settle)
    except DiagnosticError as error:
        errors = [each for each in error.diagnostics if each.level is Level.ERROR]
        return _judged_refusal(case, errors)
    if case.refused:
        expected = ", ".join(map(str, case.faults)) or "an error"
        return Verdict.ACCEPTED, f"{expected} is expected, and the program ran"
    compared = _compared(case, result)
    if not compared.wrong:
        digits = f"{', '.join(compared.rounded)}: the same to six digits"
        return Verdict.AGREES, digits if compared.rounded else ""
    unbounded = next((each for each in warnings if each.kind is UNBOUNDED), None)
    if unbounded is not None:
        return Verdict.REFUSED, _place(unbounded, "`.limitsize`")
    return Verdict.WRONG, "; ".join(compared.wrong)


@dataclass(frozen=True, slots=True)
class _Result:
    """What a program wrote, by the names of files, and what it printed."""

    files: Mapping[str, bytes]
    printed: str


_RULE = "---------------\n"
"""Above a relation that is printed."""


def _run(case: Case, engine: Engine, limits: Limits, settle: Settle) -> _Result:
    """Runs the program as Soufflé's tests do."""
    with TemporaryDirectory(prefix="checker-") as name:
        folder = Path(name)
        files = Files(case.program, case.facts, folder, root=case.root)
        printed = _printed(files, engine, limits, settle)
        written = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return _Result(written, printed)


def _run_to_stdout(case: Case, engine: Engine, limits: Limits, settle: Settle) -> _Result:
    """Runs the program with ``-D -``: results are printed, and none is a file."""
    files = Files(case.program, case.facts, None, root=case.root)
    return _Result({}, _printed(files, engine, limits, settle))


def _printed(files: Files, engine: Engine, limits: Limits, settle: Settle) -> str:
    return run_files(files, engine, settle=settle, stdin=io.BytesIO(), limits=limits).decode()


# --- where it did not run --------------------------------------------------------------------


def _judged_refusal(case: Case, errors: list[Diagnostic]) -> tuple[Verdict, str]:
    if case.faults:
        return _judged_faults(case, errors)
    if case.refused:
        return Verdict.AGREES, ""
    for diagnostic in errors:
        if diagnostic.kind is OUTSIDE_THE_CORE or diagnostic.kind is UNSUPPORTED_IO:
            return Verdict.REFUSED, _place(diagnostic, diagnostic.message)
    first = errors[0]
    return Verdict.STOPPED, _place(first, f"{first.code} {first.message}")


def _judged_faults(case: Case, errors: list[Diagnostic]) -> tuple[Verdict, str]:
    found = [_fault(case, diagnostic) for diagnostic in errors]
    missing = [fault for fault in case.faults if fault not in found]
    extra = [fault for fault in found if fault not in case.faults]
    why = [f"{fault} is not reported" for fault in missing]
    why += [f"{fault} is reported" for fault in extra]
    return (Verdict.WRONG if why else Verdict.AGREES), "; ".join(why)


def _fault(case: Case, diagnostic: Diagnostic) -> Fault:
    """The fault as an expectation writes it, with the file below the case's folder."""
    span = diagnostic.primary.span
    path = PurePosixPath(span.source.name)
    folder = case.program.parent
    for base in (folder, Path(folder.name)):
        if path.is_relative_to(base):
            path = path.relative_to(base)
    below = f"/{folder.name}/"
    shown = str(path)
    if below in shown:
        shown = shown.rpartition(below)[2]
    return Fault(diagnostic.code, shown, span.position.line, span.position.column)


def _place(diagnostic: Diagnostic, what: str) -> str:
    span = diagnostic.primary.span
    name = PurePosixPath(span.source.name).name
    return f"{what} ({name}:{span.position.line})"


# --- where it ran ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is wrong, and the names of results that are right to six digits only."""

    wrong: list[str]
    rounded: list[str]


def _compared(case: Case, result: _Result) -> _Compared:
    compared = _Compared([], [])
    for name, expected, found in _pairs(case, result):
        if expected is None or found is None:
            compared.wrong.append(f"{name} is not {'expected' if expected is None else 'written'}")
            continue
        differs = difference(expected, found)
        if differs is not None and is_rounding(differs):
            compared.rounded.append(name)
        elif differs is not None:
            compared.wrong.append(f"{name}: {differs}")
    return compared


def _pairs(case: Case, result: _Result) -> Iterator[tuple[str, str | None, str | None]]:
    """Each result by name: what is expected, and what came; None where there is none."""
    yield f"{case.program.stem}.out", case.printed, result.printed
    results = {name.removesuffix(".gz"): content(data) for name, data in result.files.items()}
    for name in sorted({path.name for path in case.expected} | results.keys()):
        answer = case.answers / name
        expected = content(answer.read_bytes()) if answer.is_file() else None
        yield name, expected, results.get(name)
