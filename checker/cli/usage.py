"""What is wrong with how a command is used, said by code that takes no typer to run."""

from __future__ import annotations


class UsageError(Exception):
    """A command line, with its configuration, that asks for nothing that can be done.

    ``param_hint`` names the option or argument that it is about. :func:`checker.cli.ending.command`
    has typer say it, under the usage of the command.
    """

    def __init__(self, message: str, param_hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param_hint = param_hint
