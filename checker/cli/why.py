"""``checker why``: what a finding, or any other row, rests on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.asking import AnswerFormat, Format, asked, print_json
from checker.cli.ending import command, in_colour
from checker.cli.engines import EngineOptions
from checker.cli.publishing import terminal_width

if TYPE_CHECKING:
    from checker.explaining import Explanation
    from checker.findings import Finding
    from checker.proofs import Json

_EXAMPLES = """\b
Examples:
  checker why 3f2a91bc
  checker why 3f2a91bc --depth 2 --count 3
  checker why 'contested("c-list", "c-denial")'"""


def register(app: typer.Typer) -> None:
    app.command("why", epilog=_EXAMPLES)(command(why))


def why(
    finding: Annotated[
        str,
        typer.Argument(
            metavar="FINDING",
            help="A finding's fingerprint, or four or more characters of its beginning; or a row"
            ' as rules write it, relation("a", 1, _).',
        ),
    ],
    facts: options.Facts = None,
    count: Annotated[
        int,
        typer.Option("--count", metavar="N", min=1, help="Show the N lowest proofs, if there are."),
    ] = 1,
    depth: Annotated[
        int | None,
        typer.Option(
            "--depth",
            metavar="N",
            min=1,
            help="Fold what lies more than N rules below; everything is shown by default.",
            show_default=False,
        ),
    ] = None,
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
    """Show why a finding, or any other row, holds.

    The answer is a proof: the rules that lead to it and the facts that they rest on, with the
    words of the documents. It is the lowest there is, and the same whichever engine ran.
    """
    from checker.explaining import explain

    wanted = EngineOptions(engine, threads, memory_limit, spark_master, spark_conf)
    with asked(facts, rules, no_builtin_rules, wanted, (timeout, max_rows), config) as question:
        explanation = explain(question, finding, count)
    if format is AnswerFormat.JSON:
        print_json(_as_json(explanation, depth))
    else:
        _print(explanation, depth)


# --- answers -----------------------------------------------------------------------------------


def _print(explanation: Explanation, depth: int | None) -> None:
    from checker.report.proof import render_proof

    color = in_colour(sys.stdout)
    if explanation.finding is not None:
        typer.echo(_title(explanation.finding))
    for number, proof in enumerate(explanation.proofs, 1):
        if number > 1:
            typer.echo()
        if len(explanation.proofs) > 1:
            typer.echo(f"proof {number} of {len(explanation.proofs)}, height {proof.height}")
        typer.echo(
            render_proof(
                proof,
                explanation.program,
                explanation.book,
                depth=depth,
                width=terminal_width(),
                color=color,
            ),
            nl=False,
        )


def _title(finding: Finding) -> str:
    from checker.diagnostics.cells import visible

    message = visible(" ".join(finding.message.split()))
    advice = f"  advice: {visible(finding.advice)}\n" if finding.advice else ""
    return f"{finding.severity}  {finding.rule}  {finding.fingerprint}\n  {message}\n{advice}"


def _as_json(explanation: Explanation, depth: int | None) -> Json:
    from checker.proofs import proof_to_json

    finding = explanation.finding
    return {
        "finding": None if finding is None else finding.fingerprint,
        "rule": None if finding is None else finding.rule,
        "message": None if finding is None else finding.message,
        "proofs": [proof_to_json(proof, depth=depth) for proof in explanation.proofs],
    }
