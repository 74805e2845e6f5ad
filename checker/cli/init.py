"""``checker init``: a project to start from."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.ending import Exit, command

_EXAMPLES = """\b
Examples:
  checker init newsroom
  cd newsroom && checker audit"""


def register(app: typer.Typer) -> None:
    app.command("init", epilog=_EXAMPLES)(command(init))


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            file_okay=False,
            help="Where the project is laid out, the current folder by default; made if it is not"
            " there.",
            show_default=False,
        ),
    ] = Path(),
) -> None:
    """Lay out a project to start from.

    It holds a configuration, two short invented articles with their facts, and a rule with its
    test. Nothing is overwritten: if one of the files is there already, nothing is written.
    """
    files = _template()
    taken = [name for name in files if os.path.lexists(folder / name)]
    if taken:
        names = "".join(f"\n  {folder / name}" for name in taken)
        raise typer.BadParameter(
            f"these files are there already, so nothing was written:{names}\n"
            "Move them away, or choose another folder.",
            param_hint="DIR",
        )
    _write_all(folder, files)
    for name in files:
        typer.echo(f"wrote {folder / name}")
    there = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    typer.echo(f"\nNext: {there}checker audit")


def _template() -> dict[str, bytes]:
    """The files of a new project by their place in it, shipped as package data."""
    from checker.resources import template_dir

    root = template_dir()
    return {
        # A packed file named .gitignore would act on the package itself.
        path.relative_to(root).as_posix().replace("dot-", "."): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    from checker.files import write_files

    try:
        write_files({folder / name: content for name, content in files.items()})
    except OSError as error:
        sys.stderr.write(f"error: nothing was written: {error.filename}: {error.strerror}\n")
        raise typer.Exit(Exit.BAD_INPUT) from error
