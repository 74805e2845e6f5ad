"""The texts at one moment, and what was found out about them.

Every keystroke makes a new world, so that what is still being worked out about an old one can be
told from what holds. Worlds share what they remember of single texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from checker.analysis import errors
from checker.authoring.errors import NEVER_USED
from checker.authoring.lints import lint
from checker.authoring.reading import read_tests
from checker.config import Project
from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source
from checker.diagnostics.source import source_name
from checker.findings.fitting import misfits
from checker.language import load
from checker.lsp.facts.corpus import (
    TESTS,
    YAML,
    FactCorpus,
    fact_paths,
    project_paths,
    read_corpus,
)
from checker.lsp.rules.names import FileNames, Kind, read_names
from checker.lsp.rules.program import RuleProgram, parse
from checker.lsp.workspace import Workspace, real_path, rule_roots
from checker.resources import packs_dir

_SAYS_SO = re.compile(r"^\{?[ ]*['\"]?checker['\"]?[ ]*:", re.MULTILINE)

_ONLY_TOGETHER = frozenset({errors.REDECLARED, errors.DUPLICATE_ID})
"""Faults that lie in what two files say, neither of which includes the other: a name declared
twice, an id used twice."""

_LARGE = 100_000
"""Code points of a fact file that takes more than a tenth of a second to check."""

_SAID_ELSEWHERE = frozenset({errors.UNDECLARED_TYPE, errors.UNDECLARED_RELATION})
"""Faults that are none where the file is read together with others: names that those declare."""


_Program: TypeAlias = tuple[Path, tuple[Path, ...]]
_Corpus: TypeAlias = tuple[Path, tuple[Path, ...]]


class World:
    """Answers are worked out when they are asked for, in whatever thread asks."""

    def __init__(
        self,
        workspace: Workspace,
        programs: dict[_Program, RuleProgram] | None = None,
        corpora: dict[_Corpus, FactCorpus] | None = None,
    ) -> None:
        self._workspace = workspace
        self.overlay = workspace.overlay()
        self.programs = {} if programs is None else programs
        self.corpora = {} if corpora is None else corpora
        self._diagnosed: dict[Path, tuple[Diagnostic, ...]] = {}

    def after(self, workspace: Workspace, changed: Path) -> World:
        """The world when one text has changed, with all that was found out without that text."""
        if changed.suffix != ".dl":
            return World(workspace, self.programs)
        kept = {key: each for key, each in self.programs.items() if not each.depends_on(changed)}
        return World(workspace, kept, self.corpora)

    def diagnostics(self, path: Path) -> tuple[Diagnostic, ...]:
        """What is wrong with an open file of whatever kind."""
        if path not in self._diagnosed:
            if path.suffix == ".dl":
                self._diagnosed[path] = self.rule_diagnostics(path)
            elif path.name.endswith(TESTS):
                self._diagnosed[path] = self.test_diagnostics(path)
            elif self.is_fact_file(path):
                self._diagnosed[path] = self.facts(path).faults_in(path)
            else:
                self._diagnosed[path] = ()
        return self._diagnosed[path]

    def file(self, source: Source, project: Project) -> Path | None:
        """The file that a source of a project stands in; None for a text without a file."""
        for (root, _), program in list(self.programs.items()):
            if root == project.root and source.name in program.paths:
                return program.paths[source.name]
        path = project.root / source.name
        return path if path in self.overlay or path.is_file() else None

    def project(self, path: Path) -> Project:
        return self._workspace.project(path)

    # --- rule files ---

    def alone(self, path: Path, project: Project | None = None) -> RuleProgram:
        """A rule file with what it includes, as a project reads it: its own if none is given."""
        return self._program((path,), project or self.project(path))

    def whole(self, project: Project) -> RuleProgram:
        """All rule files that an audit of a project reads."""
        return self._program(rule_roots(project), project)

    def around(self, path: Path) -> tuple[RuleProgram, ...]:
        """The programs that a file's names are looked up in, the nearest first."""
        whole = self.whole(self.project(path))
        alone = self.alone(path)
        return (alone, whole) if path in whole.sources else (alone,)

    def names(self, path: Path, project: Project | None = None) -> FileNames | None:
        """The names in a rule file; None where it cannot be read."""
        source = self.alone(path, project).sources.get(path)
        return None if source is None else read_names(source)

    def rule_diagnostics(self, path: Path) -> tuple[Diagnostic, ...]:
        """What is wrong with a rule file, on its own and among the rules of its project."""
        alone = self.alone(path)
        project = self.project(path)
        whole = self.whole(project)
        found = [each for each in alone.diagnostics if _is_in(each, path, alone)]
        if path in whole.sources:
            together = [each for each in whole.diagnostics if _is_in(each, path, whole)]
            if path not in rule_roots(project):  # a part that others include
                unknown = {each.sort_key for each in together}
                found = [
                    each
                    for each in found
                    if each.kind not in _SAID_ELSEWHERE or each.sort_key in unknown
                ]
            found += [each for each in together if each.kind in _ONLY_TOGETHER]
        program = alone.analysis.program
        if program is not None:
            found += [each for each in misfits(program) if _is_in(each, path, alone)]
        if not any(each.level is Level.ERROR for each in found):
            found += self._lints(path, alone)
        different = {each.sort_key: each for each in found}
        return tuple(different[key] for key in sorted(different))

    def rule_files(self, project: Project) -> tuple[Path, ...]:
        """All rule files of a project, those that no audit reads and the shipped ones included."""
        opened = (
            path
            for path in self.overlay
            if path.suffix == ".dl" and path.is_relative_to(project.root)
        )
        return tuple(dict.fromkeys((*self._workspace.rule_files(project.root), *opened)))

    def programs_with(self, path: Path, project: Project) -> Iterator[RuleProgram]:
        """Every program of a project that a file is a part of."""
        for root in self.rule_files(project):
            program = self._program((root,), project)
            if path in program.sources:
                yield program
        whole = self.whole(project)
        if path in whole.sources:
            yield whole

    def declaring(self, kind: Kind, name: str, project: Project) -> Iterator[Path]:
        """The rule files of a project that declare a name."""
        for path in self.rule_files(project):
            names = self.names(path, project)
            for each in names.occurrences if names else ():
                if each.declares and each.kind is kind and each.name == name:
                    yield path
                    break

    def shown(self, path: Path, project: Project) -> str:
        """The name under which diagnostics show a rule file."""
        return source_name(path, (project.root, real_path(Path())), path)

    def text(self, path: Path) -> str | None:
        """The text of a file, as it is in the editor or on the disk; None where it has none."""
        if path in self.overlay:
            return self.overlay[path]
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    # --- fact files ---

    def is_fact_file(self, path: Path) -> bool:
        """Whether a YAML file holds facts: it says so at its top, or lies among the project's."""
        if path.suffix not in YAML or path.name.endswith(TESTS):
            return False
        text = self.overlay.get(path, "")
        return bool(_SAYS_SO.search(text)) or path.parent in self.project(path).facts

    def facts(self, path: Path) -> FactCorpus:
        """The corpus that a fact file belongs to."""
        project = self.project(path)
        return self._corpus(fact_paths(path, project, self.overlay), project)

    def recent_facts(self, path: Path) -> FactCorpus:
        """The corpus that a fact file belongs to; of a large file, what it was before the last
        keystrokes: it knows the ids, and to read it anew takes longer than people wait for a list.
        """
        project = self.project(path)
        if len(self.overlay.get(path, "")) < _LARGE:
            return self.facts(path)
        key = (project.root, fact_paths(path, project, self.overlay))
        return self.corpora.get(key) or self._workspace.corpora.get(key) or self.facts(path)

    def project_facts(self, project: Project) -> FactCorpus | None:
        """What an audit of the project works on; None where it names no facts."""
        paths = project_paths(project, self.overlay)
        return self._corpus(paths, project) if paths else None

    def test_diagnostics(self, path: Path) -> tuple[Diagnostic, ...]:
        """What is wrong with the form of a file of rule tests."""
        source = Source(self.shown(path, self.project(path)), self.overlay.get(path, ""))
        try:
            read_tests(source)
        except DiagnosticError as error:
            return error.diagnostics
        return ()

    def _corpus(self, paths: tuple[Path, ...], project: Project) -> FactCorpus:
        key = (project.root, paths)
        if key not in self.corpora:
            self.corpora[key] = self._workspace.corpora[key] = read_corpus(
                paths, project, self.overlay, self._workspace.readable
            )
        return self.corpora[key]

    # --- plumbing ---

    def _program(self, paths: tuple[Path, ...], project: Project) -> RuleProgram:
        key = (project.root, paths)
        if key not in self.programs:
            packs = real_path(packs_dir())
            self.programs[key] = RuleProgram(
                load(
                    paths,
                    include_dirs=(packs,),
                    root=project.root,
                    overlay=self.overlay,
                    parse=parse,
                )
            )
        return self.programs[key]

    def _lints(self, path: Path, alone: RuleProgram) -> list[Diagnostic]:
        """What is suspicious. What others include is used where one of them uses it."""
        found = _lint(alone, path)
        if any(each.kind == NEVER_USED for each in found):
            for program in self.programs_with(path, self.project(path)):
                if program.analysis.program is not None:
                    kept = {each.sort_key for each in _lint(program, path)}
                    found = [
                        each for each in found if each.kind != NEVER_USED or each.sort_key in kept
                    ]
        return found


def _lint(program: RuleProgram, path: Path) -> list[Diagnostic]:
    analysed, source = program.analysis.program, program.sources.get(path)
    return [] if analysed is None or source is None else [*lint(analysed, {source.name})]


def _is_in(diagnostic: Diagnostic, path: Path, program: RuleProgram) -> bool:
    return program.paths.get(diagnostic.primary.span.source.name) == path
