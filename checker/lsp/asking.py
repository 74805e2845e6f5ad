"""A question about a place of an open text, and what every answer needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lsprotocol import types

from checker.diagnostics import Edit, Source
from checker.lsp.client import Client
from checker.lsp.columns import Columns, columns
from checker.lsp.converting import Places
from checker.lsp.facts.corpus import TESTS
from checker.lsp.rules.counting import NO_COUNTS, Counts
from checker.lsp.workspace import OpenText, Workspace
from checker.lsp.world import World


@dataclass(frozen=True)
class Question:
    """A text as it was when the question was asked."""

    world: World
    workspace: Workspace
    client: Client
    opened: OpenText
    counts: Counts = NO_COUNTS

    @property
    def path(self) -> Path:
        return self.opened.path

    @property
    def is_tests(self) -> bool:
        """Whether the text is of tests beside rules."""
        return self.path.name.endswith(TESTS)

    @property
    def is_facts(self) -> bool:
        """Whether the text holds facts."""
        return self.world.is_fact_file(self.path)

    @cached_property
    def source(self) -> Source:
        """The text. Its line ends are as they are; in fact files they are read as LF, which moves
        no place within a line."""
        return Source(self.path.as_posix(), self.opened.text)

    @cached_property
    def columns(self) -> Columns:
        return columns(self.source, self.client.encoding)

    def text_offset(self, position: types.Position) -> int:
        """A place's offset in the text with LF at the end of each line, as facts are read."""
        offset = self.columns.offset(position)
        return offset - self.source.text.count("\r\n", 0, offset)

    @cached_property
    def places(self) -> Places:
        project = self.world.project(self.path)

        def uri(source: Source) -> str | None:
            if source == self.source:
                return self.opened.uri
            path = self.world.file(source, project)
            return None if path is None else self.workspace.uri(path)

        return Places(self.client.encoding, uri)

    def workspace_edit(self, edits: Mapping[Path, list[Edit]]) -> types.WorkspaceEdit:
        """Edits of several files, for the version of each that is open."""
        by_file = {path: self.places.edits(each) for path, each in edits.items()}
        if not self.client.document_changes:
            return types.WorkspaceEdit(
                changes={self.workspace.uri(path): each for path, each in by_file.items()}
            )
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(
                        self.workspace.uri(path), self._version(path)
                    ),
                    list(each),
                )
                for path, each in by_file.items()
            ]
        )

    def _version(self, path: Path) -> int | None:
        opened = self.workspace.opened.get(path)
        return opened.version if opened else None


def markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)
