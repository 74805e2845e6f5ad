"""``checker export``: facts for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checker.cli import options
from checker.cli.ending import command
from checker.cli.projects import files_of, open_project

_EXAMPLES = """\b
Examples:
  checker export --to claimreview
  checker export facts/dossier --to web-annotation --output dossier.jsonld"""


def register(app: typer.Typer) -> None:
    app.command("export", epilog=_EXAMPLES)(command(export))


class ExportFormat(StrEnum):
    CLAIMREVIEW = "claimreview"
    WEB_ANNOTATION = "web-annotation"


def export(
    to: Annotated[
        ExportFormat,
        typer.Option(
            "--to",
            metavar=options.choices(ExportFormat),
            help="schema.org's ClaimReview, a review for each attributed claim, or W3C Web"
            " Annotation, an annotation for each claim, wording and date; both in JSON-LD.",
            show_default=False,
        ),
    ],
    facts: options.FactFiles = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help="The file to write instead of standard output.",
        ),
    ] = None,
    config: options.Config = None,
) -> None:
    """Write facts in another tool's format.

    A ClaimReview's rating is left out unless a document of the facts gives a verdict on a claim:
    facts say who claims what, never whether it is so.
    """
    from checker.exchange import TargetFormat, write_whole
    from checker.exchange import export as run

    project = open_project(config, facts or ())
    text = run(files_of(project, facts), TargetFormat(to), root=project.root)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_whole(output, text, replacing=True)
