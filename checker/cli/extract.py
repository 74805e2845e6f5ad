"""``checker extract``: facts proposed from documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli.ending import command, show
from checker.cli.progress import progress
from checker.cli.projects import open_project

if TYPE_CHECKING:
    from checker.extraction import Extracted

_EXAMPLES = """\b
Examples:
  checker extract seeds/talks.txt
  checker extract inbox/ report.pdf --output facts/inbox
  checker audit facts/inbox"""


def register(app: typer.Typer) -> None:
    app.command("extract", epilog=_EXAMPLES)(command(extract))


def encoding_name(text: str) -> str:
    """The name of an encoding; a usage error where there is none of that name."""
    import codecs

    try:
        return codecs.lookup(text).name
    except LookupError:
        raise typer.BadParameter(f"{text!r} is no encoding; windows-1252 is one") from None


def extract(
    documents: Annotated[
        list[Path],
        typer.Argument(
            metavar="DOC",
            help="Documents: plain text, Markdown, HTML or PDF; or folders of them.",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            file_okay=False,
            help="The folder to write to, a fact file for each document, all or none; `facts` by"
            " default.",
            show_default=False,
        ),
    ] = Path("facts"),
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            parser=encoding_name,
            help="The encoding of text, Markdown and HTML, in place of what they declare.",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace fact files that are there with other content."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Do not say what was found.")
    ] = False,
) -> None:
    """Propose facts from documents, by patterns and word lists, without a model.

    Finds quotations and reported speech with their sources, figures with units and bounds, dates,
    ordinals, allegations, denials, pledges, and words to watch, each with its place in the text and
    how sure it is. It leaves out what it is not sure of; what it finds is for a person to review.
    """
    from checker.extraction import extract as run
    from checker.extraction import write
    from checker.extraction.patterns import PatternExtractor

    # The project that an audit of the folder will be in, whether the folder is there yet or not.
    root = open_project(None, [output / "facts.yaml"]).root
    with progress() as line:
        extracted = run(
            documents, PatternExtractor(), output, root=root, encoding=encoding, step=line
        )
    write(extracted, root, replacing=force)
    show(each.diagnostic(of.document) for of in extracted for each in of.dropped)
    if not quiet:
        for each in extracted:
            typer.echo(f"{next(iter(each.files))}: {_counts(each)}")
        typer.echo(f"\nNext: checker audit {output}", err=True)
        sys.stdout.flush()


def _counts(extracted: Extracted) -> str:
    """``12 claims, 5 figures, 2 dates``."""
    sections = extracted.sections
    counted = (claim.get("quantities") for claim in sections["claims"])
    figures = sum(len(found) for found in counted if isinstance(found, list))
    counts = {
        "claim": len(sections["claims"]),
        "figure": figures,
        "wording": len(sections["wordings"]),
        "date": len(sections["dates"]),
        "pledge": len(sections["pledges"]),
        "agent": len(sections["agents"]),
    }
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())
