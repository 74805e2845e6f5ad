"""The table of commands."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated

import typer

_HELP = """Find what contradicts itself in documents, or stands there without support.

Facts are statements extracted from documents, each with its place in the text. Rules, written in
Datalog, say which of them cannot both stand and which stand on nothing. Checker shows those."""

_EPILOG = """Exit codes: 0 nothing found; 1 findings at or above --fail-on; 2 wrong input or
usage; 3 a fault in Checker; 130 interrupted.

\b
To begin:
  checker init newsroom
  cd newsroom
  checker audit"""

_COMMANDS: Mapping[str, str] = {
    "audit": "checker.cli.audit",
    "watch": "checker.cli.watch",
    "review": "checker.cli.review",
    "baseline": "checker.cli.baseline",
    "diff": "checker.cli.diff",
    "why": "checker.cli.why",
    "why-not": "checker.cli.why_not",
    "triage": "checker.cli.triage",
    "run": "checker.cli.run",
    "conformance": "checker.cli.conformance",
    "extract": "checker.cli.extract",
    "import": "checker.cli.importing",
    "convert": "checker.cli.convert",
    "export": "checker.cli.export",
    "align": "checker.cli.align",
    "schema": "checker.cli.schema",
    "init": "checker.cli.init",
    "rules": "checker.cli.rules",
    "repl": "checker.cli.repl",
    "lsp": "checker.cli.lsp",
}
"""Each command, and the module whose ``register`` adds it to the application."""


def build(arguments: Sequence[str] = ()) -> typer.Typer:
    """The application for a command line.

    Describing a command's options to typer takes longer than some commands run, so where the
    first argument names a command, the others are left out.
    """
    app = typer.Typer(
        name="checker",
        help=_HELP,
        epilog=_EPILOG,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_options)
    named = arguments[0] if arguments else ""
    for module in [_COMMANDS[named]] if named in _COMMANDS else _COMMANDS.values():
        import_module(module).register(app)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        from checker import __version__

        typer.echo(f"checker {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Reads what stands before the command."""
