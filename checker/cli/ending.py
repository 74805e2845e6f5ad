"""How a command ends: its exit code, and what it says when it cannot go on.

A user's fault is shown as diagnostics, never as a traceback.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import wraps
from typing import ParamSpec, TextIO

from checker.cli.usage import UsageError
from checker.diagnostics import Diagnostic, DiagnosticError, Level


class Exit(IntEnum):
    """What the exit code of every command means."""

    CLEAN = 0
    FINDINGS = 1
    BAD_INPUT = 2
    INTERNAL_ERROR = 3
    INTERRUPTED = 130  # 128 + SIGINT, as shells count
    BROKEN_PIPE = 141  # 128 + SIGPIPE


_Parameters = ParamSpec("_Parameters")


def command(
    work: Callable[_Parameters, Exit | None],
) -> Callable[_Parameters, None]:
    """The work of a command, with every way to end mapped to its exit code."""

    @wraps(work)
    def guarded(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> None:
        import typer

        try:
            code = ended(lambda: work(*args, **kwargs))
        except UsageError as error:
            raise typer.BadParameter(error.message, param_hint=error.param_hint) from error
        if code is not Exit.CLEAN:
            raise typer.Exit(code)

    return guarded


def ended(work: Callable[[], Exit | None]) -> Exit:
    """Does the work, and says how it ended. Raises :class:`UsageError`, and what typer ends a
    command with."""
    try:
        code = work() or Exit.CLEAN
        sys.stdout.flush()
        return code
    except UsageError:
        raise
    except DiagnosticError as error:
        show(error.diagnostics)
        return Exit.BAD_INPUT
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        _give_up_stdout()
        return Exit.BROKEN_PIPE
    except Exception as error:
        if _is_of_typer(error):
            raise
        if str(error) == "Query interrupted":  # what DuckDB makes of a KeyboardInterrupt
            return Exit.INTERRUPTED
        if os.environ.get("CHECKER_DEBUG"):
            from traceback import print_exc

            print_exc()
        _apologise(error)
        return Exit.INTERNAL_ERROR


def _is_of_typer(error: Exception) -> bool:
    import typer

    return isinstance(error, typer.Exit | typer.Abort | typer.BadParameter)


def leave(end: SystemExit) -> None:
    """End the process here, where nothing speaks against it.

    The interpreter would take apart every module and object that there is, which does nothing for
    anybody and takes as long as reading an article's facts. What waits for the end is done.
    """
    if not isinstance(end.code, int) or threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(end.code)


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Diagnostics on standard error, then how many there are."""
    from checker.diagnostics import render

    shown = sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)
    if not shown:
        return
    sys.stderr.write(render(shown, color=in_colour(sys.stderr)))
    errors = sum(diagnostic.level is Level.ERROR for diagnostic in shown)
    if errors:
        sys.stderr.write(f"\n{errors} error{'s' * (errors != 1)}, nothing was done\n")


def settle(diagnostics: Iterable[Diagnostic]) -> None:
    """Shows warnings; where there is an error, raises all as a ``DiagnosticError``."""
    found = tuple(diagnostics)
    if any(diagnostic.level is Level.ERROR for diagnostic in found):
        raise DiagnosticError(found)
    show(found)


def in_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal whose user did not ask for no colour (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _give_up_stdout() -> None:
    """Nobody reads any more; the interpreter must not fail on flushing what is left."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a file
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _apologise(error: Exception) -> None:
    sys.stderr.write(
        f"internal error: {type(error).__name__}: {error}\n"
        "This is a fault in Checker, not in your files. Please report it with the command that\n"
        "you ran and what it prints with CHECKER_DEBUG=1 in the environment.\n"
    )
