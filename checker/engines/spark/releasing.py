"""Frees Spark's storage when nobody holds the rows in it any more.

The garbage collector notices that, in the middle of whatever runs then, and so of a call to Java:
each thread has one connection, and a second call on it would read the first one's answer and leave
it its own. So the collector only says what is to be freed (``SimpleQueue.put`` may be called
anywhere, even while it is at work), and a thread with a connection of its own frees it.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from weakref import finalize

_LEFT: SimpleQueue[Callable[[], None]] = SimpleQueue()
_STARTING = Lock()
_started: list[Thread] = []


def when_gone(owner: object, release: Callable[[], None]) -> None:
    """Has ``release``, which must not hold ``owner``, called some time after ``owner`` is gone."""
    with _STARTING:
        if not _started:
            thread = Thread(target=_release, name="checker-releasing", daemon=True)
            thread.start()
            _started.append(thread)
    finalize(owner, _LEFT.put, release).atexit = False


def _release() -> None:
    while True:
        _LEFT.get()()
