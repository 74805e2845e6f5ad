"""A pack under test, and what it finds in facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random

from checker.analysis import analyse, restrict
from checker.analysis.program import FindingRule, Program, Value
from checker.authoring import RuleCase, load_cases
from checker.diagnostics import DiagnosticError, Level
from checker.engines import Engine, engine
from checker.facts import Corpus
from checker.findings.evidence import EvidenceBook
from checker.findings.message import fill
from checker.language import load
from checker.language.ast import RuleFile
from checker.resources import packs_dir
from checker.testing.cases import Situation, situations


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: its rule, the values of its columns, its message."""

    rule: str
    columns: tuple[tuple[str, Value], ...]
    message: str

    def __str__(self) -> str:
        columns = " ".join(f"{name}={value}" for name, value in self.columns)
        return f"{self.rule}  {columns}  {self.message!r}"


@dataclass(frozen=True, repr=False)
class Pack:
    """Rule files with all that they include, ready to run, and the cases that stand beside
    them."""

    name: str
    files: tuple[RuleFile, ...]
    program: Program
    engine: Engine
    cases: tuple[RuleCase, ...] = ()

    @classmethod
    def read(cls, path: Path, *, root: Path = Path(), engine_name: str = "pydatalog") -> Pack:
        """The pack of a rule file, or all packs of a folder as one.

        It may include the shipped packs and what lies beside it or below ``root``. The cases of
        ``NAME.dl`` are those of ``NAME.test.yaml``. Raises :class:`DiagnosticError` with
        everything that is wrong with the files.
        """
        paths = sorted(path.glob("*.dl")) if path.is_dir() else [path]
        folder = path if path.is_dir() else path.parent
        loaded = load(paths, include_dirs=[folder, packs_dir()], root=root)
        faults = [found for found in loaded.diagnostics if found.level is Level.ERROR]
        if faults:
            raise DiagnosticError(faults)
        tests = [file.with_suffix(".test.yaml") for file in paths]
        cases = [case for file in tests if file.is_file() for case in load_cases(file)]
        program = _analysed(loaded.files)
        return cls(path.name, loaded.files, program, engine(engine_name), tuple(cases))

    def __repr__(self) -> str:
        return f"Pack({self.name})"

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """The cases with their facts. Raises :class:`DiagnosticError` where one does not fit."""
        return situations(self.cases, self.program, self.engine)

    def shuffled(self, random: Random) -> Pack:
        """The same rules in another order, each file's own."""
        files = tuple(
            replace(file, items=tuple(random.sample(file.items, len(file.items))))
            for file in self.files
        )
        return replace(self, files=files, program=_analysed(files))

    def rule(self, name: str) -> FindingRule:
        """The finding rule of an id. Raises :class:`ValueError` where there is none."""
        for rule in self.program.findings:
            if rule.id == name:
                return rule
        known = ", ".join(sorted(rule.id for rule in self.program.findings))
        raise ValueError(f"{self.name} has no rule `{name}`; it has {known}")

    def findings(self, corpus: Corpus) -> frozenset[Found]:
        """Everything that the pack's rules find. Raises :class:`DiagnosticError` as an engine."""
        part = restrict(self.program, [rule.relation for rule in self.program.findings])
        facts = {name: rows for name, rows in corpus.relations.items() if name in part.relations}
        relations = self.engine.evaluate(part, facts).relations
        book = EvidenceBook(corpus)
        return frozenset(
            Found(
                rule.id,
                tuple(
                    (column.name, value)
                    for column, value in zip(relation.columns, row, strict=True)
                ),
                fill(rule, relation, row, book),
            )
            for rule in part.findings
            for relation in [part.relations[rule.relation]]
            for row in relations.get(rule.relation, ())
        )

    def pairs(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """By rule, the columns two and two that hold entities of one type."""
        found = {}
        for rule in self.program.findings:
            columns = self.program.relations[rule.relation].columns
            found[rule.id] = tuple(
                (left, right)
                for right, second in enumerate(columns)
                for left, first in enumerate(columns[:right])
                if first.entity is not None and first.type_name == second.type_name
            )
        return found


def _analysed(files: tuple[RuleFile, ...]) -> Program:
    analysis = analyse(files)
    errors = [found for found in analysis.diagnostics if found.level is Level.ERROR]
    if analysis.program is None or errors:
        raise DiagnosticError(errors)
    return analysis.program
