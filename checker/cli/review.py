"""``checker review``: extracted claims on their documents, to accept, correct or reject."""

from __future__ import annotations

from typing import Annotated

import typer

from checker.cli import options
from checker.cli.ending import command
from checker.cli.projects import files_of, open_project

_EXAMPLES = """\b
Examples:
  checker review facts/extracted.yaml --by "R. Ito"
  checker review facts --port 8765 --no-browser"""


def register(app: typer.Typer) -> None:
    app.command("review", epilog=_EXAMPLES)(command(review))


def review(
    facts: options.FactFiles = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="NAME", help="Who decides; the name of your account by default."
        ),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; any free one by default.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Whether to open the page.")
    ] = True,
    config: options.Config = None,
) -> None:
    """Show each claim on its document, to accept, correct or reject; Ctrl-C ends it.

    The page is served to this machine alone, under an address with a secret in it. Every decision
    is saved at once in the fact file that the claim stands in, with the name and the day; nothing
    else in the file changes, and what would not be well-formed is refused.
    """
    from getpass import getuser
    from secrets import token_urlsafe

    from checker.reviewing import Session
    from checker.reviewing.server import ReviewServer

    project = open_project(config, facts or ())
    session = Session(files_of(project, facts), root=project.root)
    name = (by if by is not None else getuser()).strip()
    if not name:
        raise typer.BadParameter("a decision needs somebody who takes it", param_hint="--by")
    try:
        server = ReviewServer(session, by=name, token=token_urlsafe(24), port=port)
    except OSError as error:
        raise typer.BadParameter(
            f"port {port} cannot be taken: {error.strerror}", param_hint="--port"
        ) from error
    with server:
        typer.echo(f"{len(list(session.claims()))} claims at {server.url}")
        if browser:
            import webbrowser

            webbrowser.open(server.url)
        server.serve_forever(poll_interval=0.1)
