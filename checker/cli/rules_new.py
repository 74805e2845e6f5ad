"""``checker rules new``: a rule to begin with, and its tests."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import Exit
from checker.cli.projects import open_project

if TYPE_CHECKING:
    from checker.authoring.scaffold import Scaffold


class SeverityName(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def new(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The rule's id: family/name, in small letters, digits and hyphens.",
            show_default=False,
        ),
    ],
    claims: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CLAIM",
            help="Two claims of --from that should be a finding.",
            show_default=False,
        ),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FACTS",
            exists=True,
            help="The fact file, or a folder of them, that the claims are in.",
        ),
    ] = None,
    reads: Annotated[
        list[str] | None,
        typer.Option(
            "--reads",
            metavar="RELATION",
            help="A relation that the rule looks at; give it again for a second one, which is"
            " joined to the first. Asked for if neither this nor --from is given.",
        ),
    ] = None,
    severity: Annotated[
        SeverityName,
        typer.Option(
            "--severity",
            metavar=options.choices(SeverityName),
            help="How much a finding matters; a warning by default.",
            show_default=False,
        ),
    ] = SeverityName.WARNING,
    folder: Annotated[
        Path,
        typer.Option(
            "--folder",
            metavar="DIR",
            file_okay=False,
            help="Where the two files are written; `rules` by default.",
            show_default=False,
        ),
    ] = Path("rules"),
    config: options.Config = None,
) -> None:
    """Begin a rule, with a test that passes.

    From one relation or two, or from two claims of your facts that should be a finding: the body
    then asks for what the rows of both have in common. Writes FAMILY-NAME.dl and its tests, and
    runs them. What is there already is not overwritten.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*", id_):
        raise typer.BadParameter("write it as family/name, as in own/late-reply", param_hint="ID")
    project = open_project(config, [facts] if facts else [])
    scaffold = _from_claims(id_, severity, facts, claims or [], project.root) if facts else None
    if scaffold is None:
        if claims:
            raise typer.BadParameter("name the facts of the claims", param_hint="--from")
        scaffold = _from_relations(id_, severity, reads or _asked())
    stem = folder / id_.replace("/", "-")
    rules, tests = stem.with_suffix(".dl"), stem.with_suffix(".test.yaml")
    _write({rules: scaffold.rules.encode(), tests: scaffold.tests.encode()})
    typer.echo(f"wrote {rules}\nwrote {tests}")
    _run(tests, project.root)


def _from_claims(id_: str, severity: str, facts: Path, claims: list[str], root: Path) -> Scaffold:
    from checker.analysis.program import Severity
    from checker.authoring.scaffold import NoCommonGroundError, from_claims
    from checker.facts import load_corpus

    if len(claims) != 2:
        raise typer.BadParameter("name two claims of the facts", param_hint="CLAIM")
    corpus = load_corpus([facts], root=root)
    try:
        return from_claims(id_, Severity(severity), corpus, claims[0], claims[1])
    except NoCommonGroundError as error:
        raise typer.BadParameter(str(error), param_hint="CLAIM") from error


def _from_relations(id_: str, severity: str, names: list[str]) -> Scaffold:
    from checker.analysis.program import Severity
    from checker.authoring.scaffold import NoCommonGroundError, from_relations, relations
    from checker.diagnostics import closest

    for name in names:
        if name not in relations():
            near = closest(name, relations())
            hint = f"; did you mean {near}?" if near else "; `checker schema` lists them"
            raise typer.BadParameter(f"there is no relation {name}{hint}", param_hint="--reads")
    if len(names) > 2:
        raise typer.BadParameter("a rule begins with one relation or two", param_hint="--reads")
    try:
        return from_relations(id_, Severity(severity), names)
    except NoCommonGroundError as error:
        raise typer.BadParameter(str(error), param_hint="--reads") from error


def _asked() -> list[str]:
    """The relations, asked for where somebody is there to answer."""
    first = str(typer.prompt("Which relation does the rule look at", default="claim"))
    second = str(typer.prompt("And which other one (none: leave empty)", default=""))
    return [first, second] if second else [first]


def _write(files: dict[Path, bytes]) -> None:
    from checker.files import write_files

    if taken := [path for path in files if path.exists()]:
        raise typer.BadParameter(
            f"{', '.join(map(str, taken))} is there already, so nothing was written",
            param_hint="ID",
        )
    try:
        write_files(files)
    except OSError as error:
        sys.stderr.write(f"error: nothing was written: {error.filename}: {error.strerror}\n")
        raise typer.Exit(Exit.BAD_INPUT) from error


def _run(tests: Path, root: Path) -> None:
    from checker.authoring import run_tests
    from checker.engines import engine
    from checker.resources import packs_dir

    results = run_tests(tests, engine=engine("pydatalog"), root=root, include_dirs=(packs_dir(),))
    failed = [result for result in results if not result.passed]
    for result in failed:
        typer.echo(f"{result.difference()}\n")
    typer.echo(f"{len(results) - len(failed)} of {len(results)} cases passed")
    if failed:
        raise typer.Exit(Exit.FINDINGS)
