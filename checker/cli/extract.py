"""``checker extract``: facts proposed from documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import extract_model
from checker.cli.ending import command, show
from checker.cli.progress import progress
from checker.cli.projects import root_for

if TYPE_CHECKING:
    from checker.extraction import Extracted

_EXAMPLES = """\b
Examples:
  checker extract seeds/talks.txt
  checker extract inbox/ report.pdf --output facts/inbox
  checker extract inbox/ --model qwen3:8b --base-url http://localhost:11434/v1
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
    model: extract_model.Model = None,
    base_url: extract_model.BaseUrl = None,
    api_key_env: extract_model.ApiKeyEnv = None,
    jobs: extract_model.Jobs = None,
    part_size: extract_model.PartSize = None,
    temperature: extract_model.Temperature = None,
    request_timeout: extract_model.RequestTimeout = None,
    no_cache: extract_model.NoCache = False,
) -> None:
    """Propose facts from documents: by patterns and word lists, or by a language model.

    Finds quotations and reported speech with their sources, figures with units and bounds, dates,
    ordinals, allegations, denials, pledges, and words to watch, each with its place in the text and
    how sure it is. It leaves out what it is not sure of; what it finds is for a person to review.
    A person, state or organisation that several documents name in full has one id in all of them.

    With --model, documents go to that model's endpoint, part by part. What it answers is held
    against the text like the rest; what does not stand there is listed and left out. Answers are
    kept, so that a run that was cut off goes on.
    """
    from checker.extraction import extract as run
    from checker.extraction import write
    from checker.extraction.patterns import PatternExtractor

    # The project that an audit of the folder will be in, whether the folder is there yet or not.
    root = root_for(output)
    asked = extract_model.ModelOptions(
        model, base_url, api_key_env, jobs, part_size, temperature, request_timeout, no_cache
    )
    with progress() as line:
        by_model = asked.extractor(root, line)
        extractor = by_model or PatternExtractor()
        extracted = run(documents, extractor, output, root=root, encoding=encoding, step=line)
    write(extracted, replacing=force)
    left_out = by_model.left_out if by_model else []
    dropped = (each.diagnostic(of.document) for of in extracted for each in of.dropped)
    show((*left_out, *dropped))
    if not quiet:
        for each in extracted:
            typer.echo(f"{next(iter(each.files))}: {_counts(each)}")
        for said in _shared(extracted):
            typer.echo(said)
        if by_model:
            typer.echo(f"{by_model.name}: {by_model.reader.cost}", err=True)
        typer.echo(f"\nNext: checker audit {output}", err=True)
        sys.stdout.flush()


def _counts(extracted: Extracted) -> str:
    """``12 claims, 5 figures, 2 dates``."""
    from checker.extraction import own_id

    sections = extracted.sections
    counted = (claim.get("quantities") for claim in sections["claims"])
    figures = sum(len(found) for found in counted if isinstance(found, list))
    publishers = (own_id(extracted.document, "publisher"),)
    counts = {
        "claim": len(sections["claims"]),
        "figure": figures,
        "wording": len(sections["wordings"]),
        "date": len(sections["dates"]),
        "pledge": len(sections["pledges"]),
        "agent": len(sections["agents"]) + sum(key not in publishers for key in extracted.shared),
    }
    return ", ".join(_counted(count, name) for name, count in counts.items())


def _shared(extracted: list[Extracted]) -> Iterator[str]:
    """``2 agents shared``, and each with the documents that go without one of their own."""
    documents: dict[str, list[str]] = {}
    for each in sorted(extracted, key=lambda each: each.document.id):
        for identity in dict.fromkeys(each.shared.values()):
            documents.setdefault(identity, []).append(each.document.id)
    if documents:
        yield f"{_counted(len(documents), 'agent')} shared:"
    for identity, sharing in sorted(documents.items()):
        yield f"  {identity} also in {', '.join(sharing)}"


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'s' * (count != 1)}"
