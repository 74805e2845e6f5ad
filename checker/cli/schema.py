"""``checker schema``: the relations that fact files become."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit, command

_EXAMPLES = """\b
Examples:
  checker schema > schema.dl
  checker schema --format json-schema > facts.schema.json
  checker schema --check schema.dl"""


def register(app: typer.Typer) -> None:
    app.command("schema", epilog=_EXAMPLES)(command(schema))


class SchemaFormat(StrEnum):
    DATALOG = "datalog"
    JSON_SCHEMA = "json-schema"
    MARKDOWN = "markdown"


def schema(
    format: Annotated[  # noqa: A002 - the option's name
        SchemaFormat,
        typer.Option(
            "--format",
            metavar=options.choices(SchemaFormat),
            help="Datalog declarations for rules (the default), a JSON Schema that editors check"
            " fact files with, or a table to read.",
            show_default=False,
        ),
    ] = SchemaFormat.DATALOG,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Print nothing; exit with 1 if FILE differs from what would be printed.",
        ),
    ] = None,
) -> None:
    """Print the relations that fact files become."""
    text = _render(format)
    if check is None:
        typer.echo(text, nl=False)
    elif check.read_text(encoding="utf-8") != text:
        typer.echo(
            f"{check} is not current; write it anew with: checker schema --format {format}"
            f" > {check}",
            err=True,
        )
        raise typer.Exit(Exit.FINDINGS)


def _render(format: SchemaFormat) -> str:  # noqa: A002 - as above
    from checker.facts import schema as facts_schema

    match format:
        case SchemaFormat.DATALOG:
            return facts_schema.datalog()
        case SchemaFormat.JSON_SCHEMA:
            return facts_schema.json_schema()
        case SchemaFormat.MARKDOWN:
            return facts_schema.markdown()
