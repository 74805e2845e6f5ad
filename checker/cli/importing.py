"""``checker import``: other people's tables made into facts by a mapping."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import command
from checker.cli.progress import progress

if TYPE_CHECKING:
    from checker.engines.base import Progress

_EXAMPLES = """\b
Examples:
  checker import losses.yaml --output facts/losses
  checker import losses.yaml losses-2024.csv --output facts/losses --format parquet
  checker audit facts/losses --engine duckdb"""

_BAR = 24
"""Columns."""


def register(app: typer.Typer) -> None:
    app.command("import", epilog=_EXAMPLES)(command(import_))


class ImportFormat(StrEnum):
    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"


def import_(
    mapping: Annotated[
        Path,
        typer.Argument(
            metavar="MAPPING.yaml",
            exists=True,
            dir_okay=False,
            help="Which columns become which facts; docs/import.md says how to write one.",
        ),
    ],
    table: Annotated[
        Path | None,
        typer.Argument(
            metavar="TABLE",
            exists=True,
            dir_okay=False,
            help="The table to import, CSV, JSON, JSON Lines or Parquet; the one that the mapping"
            " names if left out.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            file_okay=False,
            help="The folder to write to, a file for each relation, all or none; `facts` by"
            " default.",
            show_default=False,
        ),
    ] = Path("facts"),
    format: Annotated[  # noqa: A002 - the option's name
        ImportFormat,
        typer.Option(
            "--format",
            metavar=options.choices(ImportFormat),
            help="What to write: CSV (the default), Parquet, or JSON Lines in files named *.ndjson;"
            " audits read all three.",
            show_default=False,
        ),
    ] = ImportFormat.CSV,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Do not say what was written.")
    ] = False,
) -> None:
    """Make facts of a table by a mapping file.

    The mapping says in YAML what each row of the table states: its columns, constants, templates
    and expressions become rows of the relations that rules see. Nothing is written unless every
    row is in order.
    """
    from checker.importing import OutputFormat, import_table, read_mapping

    root, written = Path(), OutputFormat(format)
    with progress() as line:
        done = import_table(
            read_mapping(mapping, root=root),
            table,
            output,
            format=written,
            root=root,
            progress=None if line is None else _with_bar(line),
        )
    if not quiet:
        widest = max(len(f"{rows:,}") for rows in done.written.values())
        for relation, rows in done.written.items():
            typer.echo(f"{rows:>{widest},}  {output / f'{relation}{written.suffix}'}")
        typer.echo(f"{done.read:,} rows of the table read", err=True)
        sys.stdout.flush()


def _with_bar(line: Progress) -> Progress:
    """The progress line with a bar in it."""

    def step(number: int, count: int, what: str) -> None:
        full = _BAR * number // count
        line(number, count, f"{'━' * full}{'·' * (_BAR - full)} {what}")

    return step
