"""``checker lsp``: a language server for editors."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from typing import Annotated

import typer

from checker.cli.ending import Exit, command

_EXAMPLES = """\b
Examples:
  pip install 'checker[lsp]'
  checker lsp"""


def register(app: typer.Typer) -> None:
    app.command("lsp", epilog=_EXAMPLES)(command(lsp))


def lsp(
    log: Annotated[
        bool, typer.Option("--log", help="Write the messages of the protocol to standard error.")
    ] = False,
    stdio: Annotated[
        bool, typer.Option("--stdio", hidden=True, help="What is done anyway; editors say it.")
    ] = False,
) -> None:
    """Serve an editor.

    A language server for rule files (`*.dl`) and fact files (`*.yaml`), which speaks the Language
    Server Protocol on standard input and output: an editor starts it and ends it. It shows
    diagnostics as one types, completes and explains names, finds and renames them, formats rule
    files, mends plain faults when asked, and shows how many rows of the project's facts match. It
    writes no file. docs/editor.md tells how to set editors up.
    """
    import logging

    try:
        from checker.lsp.protocol import create_server
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        typer.echo("error: the language server needs pygls: pip install 'checker[lsp]'", err=True)
        raise typer.Exit(Exit.BAD_INPUT) from None
    logging.basicConfig(level=logging.INFO if log else logging.ERROR)
    if sys.stdin.isatty():
        typer.echo("waiting for an editor on standard input; Ctrl-C ends it", err=True)
    # The protocol has standard output for itself; whatever else is printed must not get into it.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output, redirect_stdout(sys.stderr):
        create_server().start_io(sys.stdin.buffer, output)
