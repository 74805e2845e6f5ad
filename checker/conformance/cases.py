"""The cases of a suite.

The layout is that of Soufflé's ``tests/evaluation`` and ``tests/semantic``: a folder ``NAME`` a
case with ``NAME.dl``, its facts in ``facts/``, the rows of each output in ``RELATION.csv``, what
is printed in ``NAME.out`` and what is complained of in ``NAME.err``. A folder with several
folders of facts (``facts1``, ``facts2``) that hold expected results of their own is as many
cases. Source: Soufflé's ``cmake/SouffleTests.cmake`` and ``cmake/check_test_results.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_SOUFFLE_ERROR = re.compile(r"^Error\b|evaluation aborted", re.MULTILINE)
_CHECKER_ERROR = re.compile(r"(CHK\d{3}) (.+):(\d+):(\d+)")


class Fault(NamedTuple):
    """An error that must be reported: its code, the file as its path ends, and the place."""

    code: str
    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.code} {self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Case:
    """One program, with what must come of it.

    ``faults`` are the errors that ``NAME.err`` lists in Checker's form, a line
    ``CODE FILE:LINE:COLUMN`` each. ``refused`` says that the program must not run at all; of
    Soufflé's own words in ``NAME.err`` nothing else is read.
    """

    name: str
    program: Path
    root: Path
    facts: Path
    answers: Path
    printed: str
    faults: tuple[Fault, ...]
    refused: bool

    @property
    def expected(self) -> tuple[Path, ...]:
        """The expected results that are files."""
        return tuple(sorted(self.answers.glob("*.csv")))


def find_cases(suite: Path) -> tuple[Case, ...]:
    """The cases below a folder, or in it, by name.

    Raises ``OSError`` where the suite's own files cannot be read.
    """
    programs = (path / f"{path.name}.dl" for path in _folders(suite.resolve()))
    cases = (case for program in programs if program.is_file() for case in _cases(program, suite))
    return tuple(sorted(cases, key=lambda case: case.name))


def _folders(suite: Path) -> Iterator[Path]:
    yield suite
    yield from (path for path in suite.rglob("*") if path.is_dir())


def _cases(program: Path, suite: Path) -> Iterator[Case]:
    folder = program.parent
    name = folder.relative_to(suite.resolve()).as_posix()
    name = folder.name if name == "." else name
    several = [
        path
        for path in sorted(folder.iterdir())
        if path.is_dir() and _has_answers(path, program.stem)
    ]
    if not several:
        yield _case(name, program, suite, folder / "facts", folder)
    for facts in several:
        yield _case(f"{name}/{facts.name}", program, suite, facts, facts)


def _has_answers(folder: Path, stem: str) -> bool:
    return any((folder / f"{stem}{ending}").is_file() for ending in (".out", ".err"))


def _case(name: str, program: Path, suite: Path, facts: Path, answers: Path) -> Case:
    complaints = _text(answers / f"{program.stem}.err")
    faults = tuple(_faults(complaints.splitlines()))
    return Case(
        name,
        program,
        suite,
        facts,
        answers,
        _text(answers / f"{program.stem}.out"),
        faults,
        refused=bool(faults) or _SOUFFLE_ERROR.search(complaints) is not None,
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _faults(lines: Iterable[str]) -> Iterator[Fault]:
    for line in lines:
        found = _CHECKER_ERROR.fullmatch(line.strip())
        if found is not None:
            yield Fault(found[1], str(PurePosixPath(found[2])), int(found[3]), int(found[4]))
