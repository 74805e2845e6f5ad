"""What an editor can do, as it says when it starts the server."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lsprotocol import types


@dataclass(frozen=True, slots=True)
class Client:
    """What the editor can do."""

    encoding: str = types.PositionEncodingKind.Utf16
    snippets: bool = False
    document_changes: bool = False
    related: bool = True
    refreshes_hints: bool = False
    watches: bool = False


def client_of(capabilities: types.ClientCapabilities, encoding: str) -> Client:
    """What the capabilities come down to; ``encoding`` is the one agreed upon."""
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
