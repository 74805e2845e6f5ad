"""The protocol's messages, each led to what hears or answers it."""

from __future__ import annotations

from lsprotocol import types

from checker.lsp.actions import code_actions
from checker.lsp.facts import answers as of_facts
from checker.lsp.rules import answers as of_rules
from checker.lsp.server import CheckerServer
from checker.lsp.workspace import path_of


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
