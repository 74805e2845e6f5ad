"""Arguments that the commands of ``checker rules`` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Paths: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        exists=True,
        help="Rule files, or folders of them; the shipped ones and the project's if left out.",
        show_default=False,
    ),
]
TestPaths: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        exists=True,
        help="Files NAME.test.yaml, or folders of them; those of the shipped rules and of the"
        " project's if left out.",
        show_default=False,
    ),
]
