"""Collects ``NAME.test.yaml`` as pytest items, one a case, where ``NAME.dl`` stands beside it.

pytest loads this module in every run where the package is installed: whatever it needs is
imported when there is such a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from checker.analysis.program import Program
    from checker.authoring import RuleCase
    from checker.diagnostics import DiagnosticError

_SUFFIX = ".test.yaml"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RuleTestFile | None:
    """A file of rule tests; other people's files of such a name only where asked for by name."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    pack = file_path.with_name(file_path.name.removesuffix(_SUFFIX) + ".dl")
    if pack.is_file() or parent.session.isinitpath(file_path):
        return RuleTestFile.from_parent(parent, path=file_path)
    return None


class RuleTestFile(pytest.File):
    """A file of rule tests, whose pack is read once."""

    def collect(self) -> Iterator[RuleTestItem]:
        from checker.authoring import load_cases
        from checker.authoring.running import analysed_pack
        from checker.diagnostics import DiagnosticError
        from checker.resources import packs_dir

        root = self.config.rootpath
        try:
            cases = load_cases(self.path)
            program = analysed_pack(self.path, root=root, include_dirs=[packs_dir()])
        except DiagnosticError as error:
            raise self.CollectError(_rendered(error)) from error
        for case in cases:
            name = f"{case.rule}: {case.name}"
            yield RuleTestItem.from_parent(self, name=name, case=case, program=program)


class RuleTestItem(pytest.Item):
    """One case."""

    def __init__(
        self, name: str, parent: pytest.Collector, case: RuleCase, program: Program
    ) -> None:
        super().__init__(name, parent)
        self.case = case
        self.program = program

    def runtest(self) -> None:
        from checker.authoring import run_case
        from checker.engines import engine

        root = self.config.rootpath
        result = run_case(self.case, self.program, engine("pydatalog"), root=root)
        if not result.passed:
            raise RuleTestError(result.difference())

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str | TerminalRepr:
        """The difference of expected and found, or the diagnostics; no traceback."""
        from checker.diagnostics import DiagnosticError

        if isinstance(excinfo.value, RuleTestError):
            return str(excinfo.value)
        if isinstance(excinfo.value, DiagnosticError):
            return _rendered(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """pytest counts lines from 0."""
        return self.path, self.case.span.position.line - 1, self.name


class RuleTestError(AssertionError):
    """A case found something else than it expects."""


def _rendered(error: DiagnosticError) -> str:
    from checker.diagnostics import render

    return render(error.diagnostics)
