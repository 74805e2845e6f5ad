"""A review that is served while a test runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from checker.reviewing import Session
from checker.reviewing.server import ReviewServer

TOKEN = "a-token-of-the-tests"


@contextmanager
def served(facts: Path) -> Iterator[ReviewServer]:
    session = Session([facts], root=facts.parent)
    with ReviewServer(session, by="R. Ito", token=TOKEN) as server:
        thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
