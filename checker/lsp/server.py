"""The server itself: what the editor says and asks, and when work is done about it.

The loop that reads the editor's messages works nothing out. Questions are answered in threads,
each about the texts as they were when it was asked. Diagnostics follow a moment after the last
keystroke, and counts of rows after those; what another keystroke has made stale is dropped.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from checker import __version__
from checker.language.ast import RuleFile
from checker.lsp.actions import code_actions
from checker.lsp.asking import Client, Question
from checker.lsp.converting import Places
from checker.lsp.facts import answers as of_facts
from checker.lsp.facts.corpus import tables_of
from checker.lsp.rules import answers as of_rules
from checker.lsp.rules.counting import NO_COUNTS, Counts, StaleError, count
from checker.lsp.rules.renaming import RefusedError
from checker.lsp.workspace import OpenText, Workspace, path_of, real_path
from checker.lsp.world import World

_log = logging.getLogger(__name__)

DEBOUNCE = 0.15
"""Seconds without a keystroke before texts are checked."""

_LONGEST = 4 * 1024 * 1024
"""Code points of a text that is looked into; a longer one was not written by hand."""

_REQUEST_FAILED = -32803

_Answer = TypeVar("_Answer")


class CheckerServer(LanguageServer):
    """The texts that an editor has open, and what is being worked out about them.

    Texts are synchronised whole: pygls cuts lines at more signs than the protocol does (a form
    feed, U+2028), so that a change of a part of such a text would be made in the wrong place.
    """

    def __init__(self) -> None:
        super().__init__(
            "checker", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.files = Workspace()
        self.world = World(self.files)
        self.client = Client()
        self.counts: dict[Path, Counts] = {}
        self._answering = ThreadPoolExecutor(2, "answer")
        self._counting = ThreadPoolExecutor(1, "count")
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._misconfigured: set[str] = set()
        self._published: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}

    # --- what the editor says ---

    def begin(self, params: types.InitializeParams) -> None:
        chosen = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        encoding = types.PositionEncodingKind(chosen).value
        self.client = _client(params.capabilities, encoding)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [params.root_uri]
        self.files.folders = tuple(
            path for folder in folders if (path := path_of(folder)) is not None
        )

    def text_changed(self, uri: str, version: int | None, text: str) -> None:
        if len(text) > _LONGEST:
            text = ""
        opened = self.files.open(uri, version, text)
        if opened is not None:
            self._turn(self.world.after(self.files, opened.path))

    def text_closed(self, uri: str) -> None:
        path = path_of(uri)
        self.files.close(uri)
        if path is not None:
            self.counts.pop(path, None)
        self._published.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        self.disk_changed()

    def disk_changed(self) -> None:
        """Files were made, changed or removed outside of the editor."""
        self.files.forget_disk()
        self._turn(World(self.files))

    def _turn(self, world: World) -> None:
        """The texts are others now: they are checked when the editor has paused."""
        self.world = world
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(DEBOUNCE, self._start_checking)

    # --- what the editor asks ---

    async def answer(
        self, uri: str, ask: Callable[[Question], _Answer], otherwise: _Answer
    ) -> _Answer:
        """The answer to a question about an open text, worked out in a thread.

        Whatever goes wrong in it is logged: an editor without an answer is better than one whose
        server is gone.
        """
        question = self._question(uri)
        if question is None:
            return otherwise
        try:
            return await _run(self._answering, lambda: ask(question))
        except RefusedError as refused:
            raise JsonRpcException(str(refused), _REQUEST_FAILED) from None
        except Exception:
            _log.exception("a question about %s has no answer", uri)
            return otherwise

    def _question(self, uri: str) -> Question | None:
        path = path_of(uri)
        opened = self.files.opened.get(path) if path else None
        return None if opened is None else self._about(opened)

    def _about(self, opened: OpenText) -> Question:
        counts = self.counts.get(opened.path, NO_COUNTS)
        return Question(self.world, self.files, self.client, opened, counts)

    def any_question(self) -> Question | None:
        """A question about the project of some text that is open."""
        return next((self._about(opened) for opened in self.files.opened.values()), None)

    # --- checking ---

    def _start_checking(self) -> None:
        task = asyncio.ensure_future(self._check(self.world))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _check(self, world: World) -> None:
        opened = list(self.files.opened.values())
        for each in opened:
            found = await self._guarded(self._answering, partial(_diagnostics, self._about(each)))
            if world is not self.world:
                return
            if found is not None:
                self._publish(each, found)
        self._publish_configurations()
        changed = False
        for path in (each.path for each in opened if each.path.suffix == ".dl"):
            counts = await self._guarded(self._counting, partial(self._count, world, path))
            if world is not self.world:
                return
            if counts is not None and counts != self.counts.get(path, NO_COUNTS):
                self.counts[path] = counts
                changed = True
        if changed and self.client.refreshes_hints:
            self.workspace_inlay_hint_refresh(None)

    def _publish(self, opened: OpenText, found: list[types.Diagnostic]) -> None:
        if not self.client.related:
            for each in found:
                each.related_information = None
        if self._published.get(opened.uri) != (opened.version, found):
            self._published[opened.uri] = (opened.version, found)
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(opened.uri, found, opened.version)
            )

    def _publish_configurations(self) -> None:
        """What is wrong with the configurations that open files lie below."""
        found: dict[str, list[types.Diagnostic]] = {uri: [] for uri in self._misconfigured}
        places = Places(self.client.encoding, lambda _: None)
        for faults in list(self.files.faults.values()):
            uri = self.files.uri(real_path(Path(faults[0].primary.span.source.name)))
            found[uri] = [places.diagnostic(each) for each in faults]
        for uri, shown in found.items():
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown))
        self._misconfigured = {uri for uri, shown in found.items() if shown}

    def _count(self, world: World, path: Path) -> Counts | None:
        """The counts for a rule file; None where its rules or the facts are not in order now, so
        that those from before stay."""
        project = world.project(path)
        corpus = world.project_facts(project)
        if corpus is None or corpus.corpus is None:
            return None
        for program in world.around(path):
            file: RuleFile | None = program.file(path)
            analysed = program.analysis.program
            if file is not None and analysed is not None:
                return count(
                    file,
                    analysed,
                    corpus.corpus.relations,
                    tables_of(project, corpus.corpus),
                    lambda: world is not self.world,
                )
        return None

    async def _guarded(
        self, pool: ThreadPoolExecutor, work: Callable[[], _Answer]
    ) -> _Answer | None:
        try:
            return await _run(pool, work)
        except StaleError:
            return None
        except Exception:
            _log.exception("a check has failed")
            return None


def _diagnostics(question: Question) -> list[types.Diagnostic]:
    return [question.places.diagnostic(each) for each in question.world.diagnostics(question.path)]


async def _run(pool: ThreadPoolExecutor, work: Callable[[], _Answer]) -> _Answer:
    return await asyncio.get_running_loop().run_in_executor(pool, work)


def _client(capabilities: types.ClientCapabilities, encoding: str) -> Client:
    client = Client(encoding=encoding)
    texts, workspace = capabilities.text_document, capabilities.workspace
    if texts and texts.completion and texts.completion.completion_item:
        snippets = bool(texts.completion.completion_item.snippet_support)
        client = replace(client, snippets=snippets)
    if texts and texts.publish_diagnostics:
        related = texts.publish_diagnostics.related_information is not False
        client = replace(client, related=related)
    if workspace:
        edits, hints, watched = (
            workspace.workspace_edit,
            workspace.inlay_hint,
            workspace.did_change_watched_files,
        )
        client = replace(
            client,
            document_changes=bool(edits and edits.document_changes),
            refreshes_hints=bool(hints and hints.refresh_support),
            watches=bool(watched and watched.dynamic_registration),
        )
    return client


# --- the protocol's messages -----------------------------------------------------------------

_RULES_AND_FACTS = (".dl", ".yaml", ".yml")


def create_server() -> CheckerServer:
    """A server that has not begun yet; ``start_io`` runs it on standard input and output."""
    server = CheckerServer()
    _hear(server)
    _answer(server)
    return server


def _hear(server: CheckerServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        if server.client.watches:
            patterns = ("**/*.dl", "**/*.{yaml,yml,json,jsonl}", "**/{checker,pyproject}.toml")
            watchers = [types.FileSystemWatcher(pattern) for pattern in patterns]
            server.client_register_capability(
                types.RegistrationParams(
                    [
                        types.Registration(
                            "files",
                            types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                            types.DidChangeWatchedFilesRegistrationOptions(watchers),
                        )
                    ]
                )
            )

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.files.forget_disk()
        document = params.text_document
        server.text_changed(document.uri, document.version, document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        text = server.workspace.get_text_document(document.uri).source
        server.text_changed(document.uri, document.version, text)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(_: types.DidSaveTextDocumentParams) -> None:
        server.disk_changed()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.text_closed(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(_: types.DidChangeWatchedFilesParams) -> None:
        server.disk_changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {path_of(folder.uri) for folder in params.event.removed}
        new = (path_of(folder.uri) for folder in params.event.added)
        kept = (folder for folder in server.files.folders if folder not in gone)
        server.files.folders = (*kept, *(path for path in new if path is not None))
        server.disk_changed()


def _is_rules(uri: str) -> bool:
    return uri.endswith(".dl")


def _answer(server: CheckerServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        uri = params.text_document.uri
        answers = of_rules if _is_rules(uri) else of_facts
        return await server.answer(uri, lambda q: answers.hover(q, params.position), None)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[".", "@", "{", "(", ",", '"', ":", " ", "-"]),
    )
    async def completion(params: types.CompletionParams) -> types.CompletionList:
        uri = params.text_document.uri
        nothing = types.CompletionList(False, [])
        answers = of_rules if _is_rules(uri) else of_facts
        return await server.answer(uri, lambda q: answers.complete(q, params.position), nothing)

    @server.feature(
        types.TEXT_DOCUMENT_SIGNATURE_HELP,
        types.SignatureHelpOptions(trigger_characters=["(", ","]),
    )
    async def signature(params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        uri = params.text_document.uri
        if not _is_rules(uri):
            return None
        return await server.answer(uri, lambda q: of_rules.signature_help(q, params.position), None)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location]:
        uri = params.text_document.uri
        answers = of_rules if _is_rules(uri) else of_facts
        return await server.answer(uri, lambda q: answers.definition(q, params.position), [])

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location]:
        uri = params.text_document.uri
        answers = of_rules if _is_rules(uri) else of_facts
        declared = params.context.include_declaration
        return await server.answer(
            uri, lambda q: answers.references(q, params.position, declared), []
        )

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def highlights(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        uri = params.text_document.uri
        if not _is_rules(uri):
            return []
        return await server.answer(uri, lambda q: of_rules.highlights(q, params.position), [])

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        uri = params.text_document.uri
        return await server.answer(uri, (of_rules if _is_rules(uri) else of_facts).symbols, [])

    @server.feature(types.WORKSPACE_SYMBOL)
    async def workspace_symbols(
        params: types.WorkspaceSymbolParams,
    ) -> list[types.WorkspaceSymbol]:
        question = server.any_question()
        if question is None:
            return []
        return await server.answer(
            question.opened.uri,
            lambda q: [
                *of_rules.workspace_symbols(q, params.query),
                *of_facts.workspace_symbols(q, params.query),
            ],
            [],
        )

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare_rename(params: types.PrepareRenameParams) -> types.Range | None:
        uri = params.text_document.uri
        answers = of_rules if _is_rules(uri) else of_facts
        return await server.answer(uri, lambda q: answers.prepare_rename(q, params.position), None)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        uri = params.text_document.uri
        answers = of_rules if _is_rules(uri) else of_facts
        return await server.answer(
            uri, lambda q: answers.rename(q, params.position, params.new_name), None
        )

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        uri = params.text_document.uri
        if not _is_rules(uri):
            return None
        return await server.answer(uri, of_rules.formatted, None)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await server.answer(
            params.text_document.uri, lambda q: code_actions(q, params.range), []
        )

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        uri = params.text_document.uri
        if not _is_rules(uri):
            return []
        return await server.answer(uri, lambda q: of_rules.hints(q, params.range), [])
