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
  checker export facts/dossier --to web-annotation --output dossier.jsonld
  checker export facts/dossier --to brat --output annotated/"""


def register(app: typer.Typer) -> None:
    app.command("export", epilog=_EXAMPLES)(command(export))


class ExportFormat(StrEnum):
    CLAIMREVIEW = "claimreview"
    WEB_ANNOTATION = "web-annotation"
    BRAT = "brat"


def export(
    to: Annotated[
        ExportFormat,
        typer.Option(
            "--to",
            metavar=options.choices(ExportFormat),
            help="schema.org's ClaimReview, a review for each attributed claim, or W3C Web"
            " Annotation, an annotation for each claim, wording and date; both in JSON-LD. Or"
            " brat's standoff, a text and its annotations for each document with claims.",
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
            help="The file to write instead of standard output; for brat, the folder.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace brat's files with other content.")
    ] = False,
    config: options.Config = None,
) -> None:
    """Write facts in another tool's format.

    A ClaimReview's rating is left out unless a document of the facts gives a verdict on a claim:
    facts say who claims what, never whether it is so.
    """
    from checker.exchange import TargetFormat, export_brat, write_together, write_whole
    from checker.exchange import export as run

    if to is ExportFormat.BRAT and (output is None or output.is_file()):
        raise typer.BadParameter("brat needs a folder to write to", param_hint="'--output'")
    if to is not ExportFormat.BRAT and output is not None and output.is_dir():
        raise typer.BadParameter(f"{str(output)!r} is a folder", param_hint="'--output'")
    project = open_project(config, facts or ())
    paths = files_of(project, facts)
    if to is ExportFormat.BRAT and output is not None:
        files = export_brat(paths, root=project.root)
        write_together({output / name: text for name, text in files.items()}, replacing=force)
        return
    text = run(paths, TargetFormat(to), root=project.root)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_whole(output, text, replacing=True)
