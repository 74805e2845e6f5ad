"""``checker align``: what several documents seem to share, proposed and never merged."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import command
from checker.cli.projects import files_of, open_project

if TYPE_CHECKING:
    from checker.aligning import Least, Proposals
    from checker.facts.files import FactFile

_EXAMPLES = """\b
Examples:
  checker align facts/dossier
  checker align facts/dossier --meaning
  checker align facts/dossier --output proposals.yaml
  checker align facts/dossier --apply proposals.yaml"""


def register(app: typer.Typer) -> None:
    app.command("align", epilog=_EXAMPLES)(command(align))


def align(
    facts: options.FactFiles = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.yaml",
            dir_okay=False,
            help="The file to write the proposals to, for a person to accept some.",
        ),
    ] = None,
    apply: Annotated[
        Path | None,
        typer.Option(
            "--apply",
            metavar="FILE.yaml",
            exists=True,
            dir_okay=False,
            help="Rename in the fact files the measures whose proposals are accepted there.",
        ),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option(
            "--least",
            metavar="SCORE",
            min=0,
            max=1,
            help="Propose from this score on; by default from 0.6 for measures, and from 0.7 for"
            " events and propositions.",
            show_default=False,
        ),
    ] = None,
    meaning: Annotated[
        bool,
        typer.Option(
            "--meaning",
            help="Compare claims, and names of measures, by what they mean as well, with a model"
            " that runs on this machine. Needs the extra `embeddings`.",
        ),
    ] = False,
    least_meaning: Annotated[
        float | None,
        typer.Option(
            "--least-meaning",
            metavar="COSINE",
            min=0,
            max=1,
            help="With --meaning, propose claims that are the nearest of each other from this"
            " nearness on; by default from 0.25.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file of proposals with other content.")
    ] = False,
    config: options.Config = None,
) -> None:
    """Propose what several documents share: measures, events, propositions.

    Figures and claims of different documents are compared by their words, units, magnitudes and
    what facts say of them; with --meaning, claims that say alike in other words are proposed too.
    Each proposal is shown with its score and reasons, and with what stands between the two: a
    denial, other figures. Nothing is changed but by --apply, and then only the measures' names that
    a person accepted. Needs the extra `align`.
    """
    from checker.aligning import installed_encoder, propose
    from checker.diagnostics import DiagnosticError
    from checker.facts.corpus import inspect

    if least_meaning is not None and not meaning:
        raise typer.BadParameter("it goes with --meaning", param_hint="'--least-meaning'")
    project = open_project(config, facts or ())
    files = _files(files_of(project, facts), project.root)
    if apply is not None:
        _apply(apply, files, project.root)
        return
    inspection = inspect([file for _, file in files], (), project.root)
    if inspection.faults:
        raise DiagnosticError(inspection.faults)
    encoder = installed_encoder() if meaning else None
    found = propose(inspection, _least(least, least_meaning), encoder)
    typer.echo(_shown(found), nl=False)
    if output is not None:
        from checker.aligning import file_text
        from checker.exchange import write_whole

        write_whole(output, file_text(found), replacing=force)
        typer.echo(f"\nNext: accept some in {output}, then --apply {output}", err=True)
    sys.stdout.flush()


def _least(score: float | None, cosine: float | None) -> Least:
    from checker.aligning import Least

    least = Least() if score is None else Least(score, score, score)
    return least if cosine is None else replace(least, meaning=cosine)


def _files(paths: Sequence[Path], root: Path) -> list[tuple[Path, FactFile]]:
    from checker.diagnostics import DiagnosticError
    from checker.facts.files import find_files, read_file

    found, faults = find_files(paths, root)
    files = []
    for path in found:
        try:
            files.append((path, read_file(path, root)))
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
    if faults:
        raise DiagnosticError(faults)
    return files


def _apply(path: Path, files: Sequence[tuple[Path, FactFile]], root: Path) -> None:
    from checker.aligning import read_accepted, renamed, write
    from checker.diagnostics.cells import visible
    from checker.facts.files import read_text, shown

    accepted = read_accepted(read_text(path, shown(path, root)))
    texts = renamed(files, accepted, root) if accepted else {}
    write(texts)
    for each in accepted:
        typer.echo(visible(f"{each.old} -> {each.new}"))
    count = len(texts)
    typer.echo(f"{len(accepted)} accepted, {count} file{'s' * (count != 1)} changed", err=True)
    sys.stdout.flush()


def _shown(found: Proposals) -> str:
    from checker.diagnostics.cells import visible

    lines = []
    for measure in found.measures:
        lines.append(f"{measure.score.value:.2f}  measure  {measure.rename} = {measure.keep}")
        lines.append(f"      {measure.score}")
        lines += (
            f"      {example.statement.place}: {' '.join(example.statement.text.split())[:80]}"
            for example in measure.examples
        )
    for event in found.events:
        lines.append(f"{event.score.value:.2f}  event  {event.one.id} = {event.other.id}")
        lines.append(f"      {event.score}")
    for claims in found.propositions:
        one, other = claims.one, claims.other
        lines.append(f"{claims.score.value:.2f}  proposition  {one.claim.id} = {other.claim.id}")
        lines.append(f"      {claims.score}")
        lines += (f"      but {difference}" for difference in claims.differences)
        lines += (
            f"      {each.place}: {' '.join(each.text.split())[:80]}" for each in (one, other)
        )
    counted = (
        (len(found.measures), "measure"),
        (len(found.events), "event"),
        (len(found.propositions), "proposition"),
    )
    counts = ", ".join(f"{count} {name}{'s' * (count != 1)}" for count, name in counted)
    counts += " proposed"
    return "\n".join([*map(visible, lines), *[""] * bool(lines), counts, ""])
