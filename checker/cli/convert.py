"""``checker convert``: facts from other tools."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checker.cli import options
from checker.cli.ending import command, show
from checker.cli.projects import open_project

_EXAMPLES = """\b
Examples:
  checker convert --from langextract extractions.jsonl --output facts/extractions.yaml
  checker convert --from brat annotated/*.ann --output facts/annotated.yaml
  checker convert --from web-annotation notes.jsonld --text seeds/talks.txt -o facts/notes.yaml"""


def register(app: typer.Typer) -> None:
    app.command("convert", epilog=_EXAMPLES)(command(convert))


class ConvertFormat(StrEnum):
    LANGEXTRACT = "langextract"
    BRAT = "brat"
    CLAIMREVIEW = "claimreview"
    WEB_ANNOTATION = "web-annotation"


def named_text(text: str) -> tuple[str, Path]:
    """``FILE``, or ``ID=FILE``: a document's id and its text; a usage error without a file."""
    from checker.exchange import document_of

    name, equals, path = text.partition("=")
    given = Path(path if equals else name)
    if not given.is_file():
        raise typer.BadParameter(f"there is no file {str(given)!r}")
    return (name if equals else document_of(given)), given


def convert(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Files to convert."),
    ],
    from_: Annotated[
        ConvertFormat,
        typer.Option(
            "--from",
            metavar=options.choices(ConvertFormat),
            help="What the files are: LangExtract's JSON Lines, brat's standoff (.ann beside its"
            " .txt), schema.org's ClaimReview or W3C Web Annotation in JSON-LD.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE.yaml", dir_okay=False, help="The fact file to write."
        ),
    ],
    text: Annotated[
        list[str] | None,
        typer.Option(
            "--text",
            metavar="[ID=]FILE",
            help="A text that Web Annotations point into, with the id of its document where that"
            " is not the file's name. May be given again.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a fact file with other content.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Do not say what was written.")
    ] = False,
) -> None:
    """Make a fact file of another tool's annotations.

    What does not stand in its text to the letter, and what facts have no place for, is left out
    and listed. Nothing is written where a file is malformed. For tables there is `checker import`.
    """
    from checker.exchange import SourceFormat, bundle_text, write_whole
    from checker.exchange import convert as run

    root = open_project(None, [output]).root
    texts = dict(map(named_text, text or ()))
    done = run(files, SourceFormat(from_), output.parent, root=root, texts=texts)
    head = f"Converted by `checker convert --from {from_}`; to be reviewed."
    write_whole(output, bundle_text(done.sections, head), replacing=force)
    show((*done.left_out, *done.not_mapped))
    if not quiet:
        sections = ("document", "agent", "event", "claim", "wording", "date")
        counts = [(done.count(f"{name}s"), name) for name in sections]
        said = ", ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in counts if count)
        typer.echo(f"{output}: {said or 'nothing'}; {len(done.left_out)} left out")
        sys.stdout.flush()
