"""The command line: a thin layer over the library, one file a group of commands."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper


def main() -> None:
    """Run the command line and end the process with an :class:`checker.cli.ending.Exit`."""
    try:
        _main()
    except KeyboardInterrupt:  # while a command is being imported
        sys.exit(_INTERRUPTED)


_INTERRUPTED = 130  # as :class:`checker.cli.ending.Exit` has it, which may not be imported yet


def _main() -> None:
    # A run makes much and drops little until it ends: to look for cycles as often as Python does
    # by default takes a third of the time of an audit.
    gc.set_threshold(1_000_000)
    # pydantic would look for plugins in the metadata of every installed package; we use none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from checker.cli.metadata import put_off_metadata

    put_off_metadata()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character, or a file name that is no text, must not end a run.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _command()
    except SystemExit as end:
        from checker.cli.ending import leave

        leave(end)
        raise


def _command() -> None:
    from checker.cli.plain import plain_command

    work = plain_command(sys.argv[1:])
    if work is not None:
        from checker.cli.ending import ended
        from checker.cli.usage import UsageError

        with suppress(UsageError):  # typer knows the command's usage, and says it once more
            sys.exit(ended(work))
    from checker.cli.app import build

    build(sys.argv[1:])(prog_name="checker")
