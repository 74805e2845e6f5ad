"""``checker conformance``: suites of programs with the answers that they must have."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit, command
from checker.cli.engines import EngineOptions
from checker.config import EngineName, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.conformance import Case, Outcome

_EXAMPLES = """\b
Examples:
  checker conformance souffle/tests/evaluation
  checker conformance souffle/tests/evaluation --engine duckdb --only 'aggregates*'"""

_PATIENCE = 60.0


def register(app: typer.Typer) -> None:
    app.command("conformance", epilog=_EXAMPLES)(command(conformance))


def conformance(
    suites: Annotated[
        list[Path],
        typer.Argument(
            metavar="SUITE",
            exists=True,
            file_okay=False,
            help="A folder of cases, or of folders of cases, or one case.",
        ),
    ],
    engine: Annotated[
        list[EngineName] | None,
        typer.Option(
            "--engine",
            metavar=options.choices(EngineName),
            help="On what the cases run; pydatalog and duckdb by default. May be given again.",
        ),
    ] = None,
    only: Annotated[
        str,
        typer.Option("--only", metavar="PATTERN", help="Only cases with such a name, as in agg*."),
    ] = "*",
    timeout: Annotated[
        float,
        typer.Option("--timeout", metavar="SECONDS", min=0.001, help="How long one case may take."),
    ] = _PATIENCE,
    max_rows: options.MaxRows = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name the cases that agree as well.")
    ] = False,
) -> None:
    """Run the cases of a suite and compare their answers with those expected.

    The layout is that of Soufflé's own tests: a folder NAME a case, with NAME.dl, facts/*.facts,
    the rows of each output in RELATION.csv, what is printed in NAME.out and the errors in
    NAME.err. Cases that use what the core leaves out are told apart from wrong answers. Ends with
    0 where no answer is wrong, and with 1 otherwise.
    """
    from checker.conformance import FAILURES, find_cases, try_case
    from checker.engines import Limits

    cases = [case for suite in suites for case in find_cases(suite) if fnmatchcase(case.name, only)]
    if not cases:
        raise typer.BadParameter(
            "no case there: a case is a folder NAME with a program NAME.dl", param_hint="SUITE"
        )
    outcomes: list[Outcome] = []
    for name in engine or (EngineName.PYDATALOG, EngineName.DUCKDB):
        chosen = EngineOptions(name).engine(Settings())
        for case in cases:
            outcome = try_case(case, chosen, Limits(timeout, max_rows))
            outcomes.append(outcome)
            if verbose or outcome.why:
                typer.echo(_line(outcome))
    typer.echo("\n".join(_summary(cases, outcomes)))
    if any(outcome.verdict in FAILURES for outcome in outcomes):
        raise typer.Exit(Exit.FINDINGS)


def _line(outcome: Outcome) -> str:
    why = f": {outcome.why}" if outcome.why else ""
    return f"{outcome.verdict:<9}{outcome.engine:<10}{outcome.case.name}{why}"


def _summary(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> list[str]:
    """How many cases came out how, an engine a line."""
    from checker.conformance import Verdict

    lines = ["", f"{'engine':<10}" + "".join(f"{verdict:>10}" for verdict in Verdict)]
    for engine in dict.fromkeys(outcome.engine for outcome in outcomes):
        counts = [
            sum((each.engine, each.verdict) == (engine, verdict) for each in outcomes)
            for verdict in Verdict
        ]
        lines.append(f"{engine:<10}" + "".join(f"{count:>10}" for count in counts))
    return [*lines, f"{len(cases)} case{'s' * (len(cases) != 1)}"]
