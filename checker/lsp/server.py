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
from functools import partial
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from checker import __version__
from checker.language.ast import RuleFile
from checker.lsp.asking import Question
from checker.lsp.client import Client, client_of
from checker.lsp.converting import Places
from checker.lsp.facts.corpus import tables_of
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
        self.client = client_of(params.capabilities, encoding)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [params.root_uri]
        self.files.folders = tuple(
            path for folder in folders if (path := path_of(folder)) is not None
        )

    def text_changed(self, uri: str, version: int | None, text: str) -> None:
        if len(text) > _LONGEST:
            self.files.close(uri)
            return
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
