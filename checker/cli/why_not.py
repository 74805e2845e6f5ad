"""``checker why-not``: where the rules fail for a row that does not hold."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from checker.cli import options
from checker.cli.asking import AnswerFormat, Format, asked, print_json
from checker.cli.ending import command, in_colour
from checker.cli.engines import EngineOptions
from checker.cli.publishing import terminal_width

_EXAMPLES = """\b
Examples:
  checker why-not 'contested("c-list", "c-denial")'
  checker why-not 'no_reply("c-list", _)'"""


def register(app: typer.Typer) -> None:
    app.command("why-not", epilog=_EXAMPLES)(command(why_not))


def why_not(
    goal: Annotated[
        str,
        typer.Argument(
            metavar="ROW", help='A row as rules write it, relation("a", 1, _); _ is any value.'
        ),
    ],
    facts: options.Facts = None,
    depth: Annotated[
        int,
        typer.Option(
            "--depth",
            metavar="N",
            min=1,
            help="Follow what is missing through N rules.",
        ),
    ] = 2,
    format: Format = AnswerFormat.TEXT,  # noqa: A002 - the option's name
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    engine: options.Engine = None,
    threads: options.Threads = None,
    memory_limit: options.MemoryLimit = None,
    spark_master: options.SparkMaster = None,
    spark_conf: options.SparkConf = None,
    timeout: options.Timeout = None,
    max_rows: options.MaxRows = None,
    config: options.Config = None,
) -> None:
    """Show why a row does not hold: where each rule for it fails.

    For each rule that could derive the row, the answer says how far its literals can be
    satisfied, which one fails, and which facts come nearest to it.
    """
    from checker.explaining import explain_absence
    from checker.proofs import why_not_to_json

    wanted = EngineOptions(engine, threads, memory_limit, spark_master, spark_conf)
    with asked(facts, rules, no_builtin_rules, wanted, (timeout, max_rows), config) as question:
        explained = explain_absence(question, goal)
    if format is AnswerFormat.JSON:
        print_json(why_not_to_json(explained.answer))
        return
    from checker.report.absence import render_why_not

    typer.echo(
        render_why_not(
            explained.answer,
            explained.program,
            explained.lookup,
            explained.book,
            depth=depth,
            width=terminal_width(),
            color=in_colour(sys.stdout),
        ),
        nl=False,
    )
