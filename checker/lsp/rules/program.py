"""Rule files read together, and what is declared in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from checker.analysis import Analysis, analyse
from checker.analysis.declarations import declare_types
from checker.analysis.types import Types
from checker.diagnostics import Diagnostic, Source, Span
from checker.language import parse as parse_source
from checker.language.ast import RelationDeclaration, RuleFile, TypeDeclaration
from checker.language.errors import FILE_NOT_FOUND
from checker.language.loader import LoadedRules
from checker.language.parser import ParseResult
from checker.lsp.rules.names import FileNames, Kind, read_names

_Item = TypeVar("_Item", RelationDeclaration, TypeDeclaration)


@lru_cache(maxsize=1024)
def parse(source: Source) -> ParseResult:
    """A file's tree, kept for the next question."""
    return parse_source(source)


@dataclass(frozen=True)
class RuleProgram:
    """Some rule files with all that they include."""

    loaded: LoadedRules = field(repr=False)

    @cached_property
    def analysis(self) -> Analysis:
        return analyse(self.loaded.files)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return (*self.loaded.diagnostics, *self.analysis.diagnostics)

    def depends_on(self, path: Path) -> bool:
        """Whether another text at a path would change anything."""
        return path in self.paths.values() or any(
            each.kind == FILE_NOT_FOUND for each in self.loaded.diagnostics
        )

    @property
    def paths(self) -> Mapping[str, Path]:
        """The file behind the name of each source."""
        return self.loaded.paths

    @cached_property
    def sources(self) -> Mapping[Path, Source]:
        """The text of each file."""
        return {self.paths[file.span.source.name]: file.span.source for file in self.loaded.files}

    @cached_property
    def relations(self) -> Mapping[str, RelationDeclaration]:
        """The first declaration of each relation."""
        return {item.name: item for item in reversed(list(self._items(RelationDeclaration)))}

    @cached_property
    def types(self) -> Mapping[str, TypeDeclaration]:
        """The first declaration of each type."""
        return {item.name: item for item in reversed(list(self._items(TypeDeclaration)))}

    @cached_property
    def resolved_types(self) -> Types:
        """What each type comes down to."""
        return declare_types(list(self.types.values()), [])

    @cached_property
    def rule_ids(self) -> Mapping[str, Span]:
        """The ids of finding rules, each with its place."""
        return {
            each.name: names.span(each)
            for names in self.names.values()
            for each in names.occurrences
            if each.kind is Kind.RULE
        }

    @cached_property
    def names(self) -> Mapping[Path, FileNames]:
        """The names in each file."""
        return {path: read_names(source) for path, source in self.sources.items()}

    def file(self, path: Path) -> RuleFile | None:
        return next(
            (file for file in self.loaded.files if self.paths[file.span.source.name] == path), None
        )

    def declaration(self, kind: Kind, name: str) -> Span | None:
        """Where a relation, a type or a finding rule gets its name."""
        if kind is Kind.RELATION:
            relation = self.relations.get(name)
            return relation.name_span if relation else None
        if kind is Kind.TYPE:
            declared = self.types.get(name)
            return declared.name_span if declared else None
        return self.rule_ids.get(name) if kind is Kind.RULE else None

    def _items(self, kind: type[_Item]) -> Iterator[_Item]:
        for file in self.loaded.files:
            for item in file.items:
                if isinstance(item, kind):
                    yield item
