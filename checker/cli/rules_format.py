"""``checker rules fmt``: one layout for rule files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.ending import Exit, show
from checker.diagnostics import Diagnostic, DiagnosticError, Source

_STDIN = Path("-")


def fmt(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Rule files, or folders, whose `*.dl` files are formatted at any depth; `-` reads"
            " standard input and prints.",
            show_default=False,
        ),
    ],
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; name the files that would change, exit 1."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show what would change, exit 1.")
    ] = False,
) -> None:
    """Format rule files.

    Spaces, indentation, line breaks and the margins of comments get one form; what a file means
    and every comment stay as they are. Literals that stand on one line of a body stay together. A
    file with a syntax error is left alone, its errors are shown, and the exit code is 2.
    """
    faults: list[Diagnostic] = []
    changed: dict[Path, bytes] = {}
    for path in _rule_files(paths):
        try:
            before = _read(path)
            after = _formatted(before, path)
        except DiagnosticError as error:
            faults += error.diagnostics
            continue
        if diff:
            _print_difference(before, after, path)
        if path == _STDIN and not (check or diff):
            typer.echo(after, nl=False)
        elif after != before:
            changed[path] = after.encode()
    if check or diff:
        for path in changed if check else ():
            typer.echo(f"{path} would be formatted")
    else:
        _write(changed)
    show(faults)
    if faults:
        raise typer.Exit(Exit.BAD_INPUT)
    if changed and (check or diff):
        raise typer.Exit(Exit.FINDINGS)


def _rule_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Each file once."""
    seen: set[Path] = set()
    for path in paths:
        for file in sorted(path.rglob("*.dl")) if path.is_dir() else [path]:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _read(path: Path) -> str:
    """The text of a file with its line breaks as they are."""
    from checker.diagnostics import Span
    from checker.language import errors

    try:
        content = sys.stdin.buffer.read() if path == _STDIN else _regular(path).read_bytes()
        return content.decode()
    except OSError as error:
        kind, why = errors.FILE_UNREADABLE, (error.strerror or "it cannot be opened").lower()
    except UnicodeDecodeError:
        kind, why = errors.FILE_NOT_UTF8, "it is not UTF-8"
    nowhere = Span(Source(_name(path), ""), 0, 0)
    raise DiagnosticError([kind.at(nowhere, f"the file cannot be read: {why}")])


def _regular(path: Path) -> Path:
    if path.exists() and not path.is_file():
        raise OSError(None, "it is no regular file")
    return path


def _formatted(text: str, path: Path) -> str:
    from checker.language.formatter import format_rules

    return format_rules(Source(_name(path), text))


def _name(path: Path) -> str:
    return "<stdin>" if path == _STDIN else path.as_posix()


def _print_difference(before: str, after: str, path: Path) -> None:
    from difflib import unified_diff

    name = _name(path)
    lines = unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
    )
    for line in lines:
        typer.echo(line if line.endswith("\n") else f"{line}\n\\ no line break here\n", nl=False)


def _write(files: dict[Path, bytes]) -> None:
    from checker.files import write_files

    try:
        write_files(files)
    except OSError as error:
        sys.stderr.write(f"error: nothing was written: {error.filename}: {error.strerror}\n")
        raise typer.Exit(Exit.BAD_INPUT) from error
    for path in files:
        typer.echo(f"formatted {path}")
