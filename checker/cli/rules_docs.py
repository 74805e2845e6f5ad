"""``checker rules docs``: a page a rule."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit, settle
from checker.cli.projects import analysed, open_project, rules_of, test_files
from checker.cli.rules_arguments import Paths


class PageFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"


def docs(
    paths: Paths = None,
    format: Annotated[  # noqa: A002 - the option's name
        PageFormat,
        typer.Option(
            "--format",
            metavar=options.choices(PageFormat),
            help="Markdown, a file a rule and an index (the default), or one page of HTML to"
            " browse.",
            show_default=False,
        ),
    ] = PageFormat.MARKDOWN,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="DIR",
            file_okay=False,
            help="Write into this folder instead of printing.",
        ),
    ] = None,
    config: options.Config = None,
) -> None:
    """Write a page on each rule.

    From its documentation comment and its tests: what it looks at, what it leaves alone, its
    message and advice, a case that it finds and one that it does not.
    """
    from checker.authoring import load_cases
    from checker.authoring.docs import html, markdown, markdown_index, rule_pages
    from checker.language import rule_files

    project = open_project(config)
    chosen = tuple(rule_files(paths or rules_of(project, None, False)))
    program, found = analysed(chosen, project.root)
    settle(found)
    pages = rule_pages(program, [case for file in test_files(chosen) for case in load_cases(file)])
    if format is PageFormat.HTML:
        files = {"index.html": html(pages)}
    else:
        files = {"index.md": markdown_index(pages)}
        files |= {f"{page.name}.md": markdown(page) for page in pages}
    if output is None:
        typer.echo("\n".join(files.values()), nl=False)
    else:
        _write({output / name: text.encode() for name, text in files.items()})
        typer.echo(f"wrote {len(pages)} rules into {output}")


def _write(files: dict[Path, bytes]) -> None:
    from checker.files import write_files

    try:
        write_files(files)
    except OSError as error:
        sys.stderr.write(f"error: nothing was written: {error.filename}: {error.strerror}\n")
        raise typer.Exit(Exit.BAD_INPUT) from error
