"""A line on a terminal that says what long work is doing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from checker.engines.base import Progress


PATIENCE = 0.8
"""Seconds of silence before the first sign of life."""

_CLEAR = "\r\x1b[K"


@contextmanager
def progress() -> Iterator[Progress | None]:
    """What to call before each step, shown on standard error while it is a terminal.

    Work that ends within :data:`PATIENCE` shows nothing, and nothing stays when it ends.
    """
    if not sys.stderr.isatty():
        yield None
        return
    line = _Line(sys.stderr)
    timer = Timer(PATIENCE, line.appear)
    timer.daemon = True
    timer.start()
    try:
        yield line.step
    finally:
        timer.cancel()
        line.vanish()


class _Line:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = "reading"
        self._visible = False

    def step(self, number: int, count: int, what: str) -> None:
        self._text = f"[{number + 1}/{count}] {what}"
        if self._visible:
            self._draw()

    def appear(self) -> None:
        self._visible = True
        self._draw()

    def vanish(self) -> None:
        if self._visible:
            self._visible = False
            self._stream.write(_CLEAR)
            self._stream.flush()

    def _draw(self) -> None:
        from shutil import get_terminal_size

        width = get_terminal_size().columns - 1
        self._stream.write(f"{_CLEAR}{self._text[:width]}")
        self._stream.flush()
