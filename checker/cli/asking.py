"""What the commands that answer questions share: the audit that is asked, and how they answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from checker.cli import options
from checker.cli.engines import EngineOptions
from checker.cli.progress import progress
from checker.cli.projects import facts_of, open_project, places, rules_of

if TYPE_CHECKING:
    from checker.explaining import Asked
    from checker.proofs import Json


class AnswerFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


Format: TypeAlias = Annotated[
    AnswerFormat,
    typer.Option(
        "--format", metavar=options.choices(AnswerFormat), help="To read, or for programs."
    ),
]


@contextmanager
def asked(
    facts: list[str] | None,
    rules: list[Path] | None,
    no_builtin_rules: bool,
    engine: EngineOptions,
    limited: tuple[float | None, int | None],
    config: Path | None,
) -> Iterator[Asked]:
    """The audit that options and configuration name; its progress shows while it is asked."""
    from checker.engines import Limits
    from checker.explaining import Asked

    given = places(facts)
    project = open_project(config, given)
    settings = project.settings
    seconds, rows = limited
    with progress() as report_progress:
        yield Asked(
            facts_of(project, given),
            rules_of(project, rules, no_builtin_rules),
            project.root,
            engine.engine(settings),
            Limits(seconds or settings.timeout, rows or settings.max_rows),
            report_progress,
        )


def print_json(value: Json) -> None:
    # ASCII alone, so that half of a surrogate pair in a document breaks no stream.
    typer.echo(json.dumps(value, indent=2))
