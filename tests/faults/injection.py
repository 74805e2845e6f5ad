"""Runs one command many times over, and in each run something else goes wrong with a file.

    python -m tests.faults.injection FOLDER kill|full|read-only COMMAND ARGUMENTS...

What the command does to files (opens them to write, makes them durable, moves, removes and makes
them) is counted: Python announces it to audit hooks (PEP 578), and ``os.fsync``, which it does not
announce, is wrapped. In the n-th run the n-th of these is the last: the process is killed there by
SIGKILL, or the operation fails as it does on a full disk or one that may only be read; removing
does not. Where content was on its way to the disk
half of it is lost.

``FOLDER/before`` is what each run starts from; run n leaves what it left in ``FOLDER/n``, and the
run in which all goes well in ``FOLDER/after``. Standard output has a line for each run: its
number, what was cut off, and the exit code, -9 for a kill.

Processes are forked from this one, in which all modules are loaded: a run takes milliseconds.
"""

from __future__ import annotations

import errno
import gc
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {"os.rename", "os.mkdir", "os.truncate"}
_REMOVALS = {"os.remove", "os.rmdir", "shutil.rmtree"}


class Fault(StrEnum):
    """What goes wrong."""

    KILL = "kill"
    FULL = "full"
    READ_ONLY = "read-only"


_ERRORS = {Fault.FULL: errno.ENOSPC, Fault.READ_ONLY: errno.EROFS}


class Injection:
    """Counts what happens to files below a folder, and cuts the n-th off; 0 cuts none."""

    def __init__(self, folder: Path, fault: Fault, number: int, log: int) -> None:
        self._folder = str(folder)
        self._fault, self._number, self._log = fault, number, log
        self._count = 0
        self._fsync = os.fsync
        os.fsync = self._durable
        sys.addaudithook(self._announced)

    def _announced(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if not (isinstance(flags, int) and flags & _WRITING):
                return
        elif event in _CHANGES or (event in _REMOVALS and self._fault is Fault.KILL):
            path = arguments[0]
        else:
            return
        if isinstance(path, str | Path) and os.path.realpath(path).startswith(self._folder):
            self._reached(event)

    def _durable(self, handle: int) -> None:
        if self._count + 1 == self._number:
            os.truncate(f"/proc/self/fd/{handle}", os.fstat(handle).st_size // 2)
        self._reached("fsync")
        self._fsync(handle)

    def _reached(self, event: str) -> None:
        self._count += 1
        if self._count == self._number:
            os.write(self._log, event.encode())
            if self._fault is Fault.KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            code = _ERRORS[self._fault]
            raise OSError(code, os.strerror(code))


def main(folder: Path, fault: Fault, arguments: Sequence[str]) -> None:
    _load()
    if _run(folder, "after", fault, 0, arguments)[1] not in (0, 1):
        raise SystemExit(f"the command fails by itself: {' '.join(arguments)}")
    number, event = 0, "none"
    while event:
        number += 1
        event, code = _run(folder, str(number), fault, number, arguments)
        if event:
            print(number, event, code, flush=True)
    shutil.rmtree(folder / str(number))


def _load() -> None:
    """Import what commands import, which must not count."""
    from checker.auditing import audit
    from checker.cli.app import build
    from checker.report import FORMATS
    from tests.cli.command import ROOT

    build()
    report = audit(ROOT / "facts" / "istanbul-talks", root=ROOT, select=["promises"])
    for name in FORMATS:
        FORMATS[name].render(report, None)
    gc.freeze()


def _run(
    folder: Path, name: str, fault: Fault, number: int, arguments: Sequence[str]
) -> tuple[str, int]:
    """What was cut off, nothing if the command got to its end before, and its exit code."""
    place = folder / name
    shutil.copytree(folder / "before", place)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _child(place, fault, number, write, arguments)
    os.close(write)
    _, status = os.waitpid(child, 0)
    event = os.read(read, 100).decode()
    os.close(read)
    return event, os.waitstatus_to_exitcode(status)


def _child(place: Path, fault: Fault, number: int, log: int, arguments: Sequence[str]) -> None:
    """Never returns."""
    from checker.cli.app import build

    code = 70
    try:
        os.chdir(place)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        Injection(place.resolve(), fault, number, log)
        build(arguments)(arguments, prog_name="checker")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 71
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Fault(sys.argv[2]), sys.argv[3:])
