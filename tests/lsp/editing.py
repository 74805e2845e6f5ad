"""An editor for tests: texts with a mark where the cursor is, and what a server says to them."""

from __future__ import annotations

import asyncio
import sys
from itertools import count
from pathlib import Path

from lsprotocol import types
from pytest_lsp import (
    ClientServerConfig,
    LanguageClient,
    client_capabilities,
    make_test_lsp_client,
)

MARK = "|^|"
_VERSIONS = count(1)
"""Of all texts of all tests, so that what is said of one is never taken for another's."""

SERVER = [sys.executable, "-m", "checker", "lsp"]
SECONDS = 10.0
"""How long a test waits for something that a server says of its own accord."""


def make_client() -> LanguageClient:
    """A client that lets the server register what it watches, and refresh its hints, and that
    keeps diagnostics by the version of the text that they are of."""
    client = make_test_lsp_client()
    client.protocol.fm.features.pop(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: types.PublishDiagnosticsParams) -> None:
        client.diagnostics[f"{params.uri} {params.version}"] = params.diagnostics

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None: ...

    @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    def refresh(params: None) -> None: ...

    return client


CONFIG = ClientServerConfig(server_command=SERVER, client_factory=make_client)


class Editor:
    """One client, with files that are open and not saved."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.texts: dict[str, str] = {}
        self._version = 0

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> types.Position:
        """Opens a file with a text, that on the disk if none is given: where the mark is in it."""
        written = (self.root / name).read_text(encoding="utf-8") if text is None else text
        before, _, after = written.partition(MARK)
        kind = "checker-rules" if name.endswith(".dl") else "yaml"
        uri, plain = self.uri(name), before + after
        self._version = next(_VERSIONS)
        if name in self.texts:
            self.client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(self._version, uri),
                    [types.TextDocumentContentChangeWholeDocument(plain)],
                )
            )
        else:
            item = types.TextDocumentItem(uri, kind, self._version, plain)
            self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        self.texts[name] = plain
        return position(before)

    def close(self) -> None:
        """Closes every file."""
        for name in self.texts:
            document = types.TextDocumentIdentifier(self.uri(name))
            self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
        self.texts.clear()

    def at(self, name: str, position: types.Position) -> dict[str, object]:
        document = types.TextDocumentIdentifier(self.uri(name))
        return {"text_document": document, "position": position}

    async def diagnostics(self, name: str, text: str | None = None) -> list[types.Diagnostic]:
        """What the server says of a text once it has looked at it."""
        self.open(name, text)
        key = f"{self.uri(name)} {self._version}"
        for _ in range(int(SECONDS / 0.02)):
            if key in self.client.diagnostics:
                return list(self.client.diagnostics[key])
            await asyncio.sleep(0.02)
        raise AssertionError("the server said nothing")

    async def labels(self, name: str, text: str) -> list[str]:
        """What the server offers at the mark, the likeliest first."""
        return [item.label for item in await self.items(name, text)]

    async def items(self, name: str, text: str) -> list[types.CompletionItem]:
        params = types.CompletionParams(**self.at(name, self.open(name, text)))
        found = await self.client.text_document_completion_async(params)
        assert isinstance(found, types.CompletionList)
        return sorted(found.items, key=lambda item: item.sort_text or item.label)

    async def hover(self, name: str, text: str | None) -> str:
        params = types.HoverParams(**self.at(name, self.open(name, text)))
        found = await self.client.text_document_hover_async(params)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def actions(self, name: str, text: str) -> dict[str, str]:
        """The code actions at the mark, each with the text that it makes."""
        place = self.open(name, text)
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(self.uri(name)),
            types.Range(place, place),
            types.CodeActionContext([]),
        )
        found = await self.client.text_document_code_action_async(params)
        made = {}
        for action in found or ():
            assert isinstance(action, types.CodeAction)
            assert action.edit is not None
            made[action.title] = self.applied(action.edit)[name]
        return made

    async def rename(self, name: str, text: str, new: str) -> dict[str, str]:
        """The texts of all files that a renaming at the mark changes."""
        params = types.RenameParams(new_name=new, **self.at(name, self.open(name, text)))
        found = await self.client.text_document_rename_async(params)
        assert found is not None
        return self.applied(found)

    def applied(self, edit: types.WorkspaceEdit) -> dict[str, str]:
        texts = {}
        for change in edit.document_changes or ():
            assert isinstance(change, types.TextDocumentEdit)
            name = change.text_document.uri.removeprefix(f"{self.root.as_uri()}/")
            text = self.texts.get(name) or (self.root / name).read_text(encoding="utf-8")
            for each in sorted(change.edits, key=lambda each: each.range.start, reverse=True):
                assert isinstance(each, types.TextEdit)
                start, end = offset(text, each.range.start), offset(text, each.range.end)
                text = text[:start] + each.new_text + text[end:]
            texts[name] = text
        return texts


def position(before: str) -> types.Position:
    """The place behind a text, in UTF-16."""
    line = before.rpartition("\n")[2]
    return types.Position(before.count("\n"), len(line.encode("utf-16-le", "surrogatepass")) // 2)


def offset(text: str, position: types.Position) -> int:
    lines = text.split("\n")
    line = lines[position.line] if position.line < len(lines) else ""
    head = line.encode("utf-16-le")[: position.character * 2].decode("utf-16-le")
    return sum(len(each) + 1 for each in lines[: position.line]) + len(head)


def capabilities() -> types.ClientCapabilities:
    """Those of Visual Studio Code."""
    found = client_capabilities("visual-studio-code")
    assert found.workspace is not None
    found.workspace.inlay_hint = types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
    return found
