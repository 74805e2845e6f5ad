"""The command lines that take no typer to read: ``checker audit``, and most of ``checker run``.

To describe the options of one command, typer builds a validator of pydantic's for each, which
takes longer than a run over ten thousand rows, and with its own import an eighth of the time of
an article's audit. Where ``audit`` has paths and no option, and where each option of ``run`` is one
of the few below, written out, with a value that needs no second look, there is nothing to
describe. Whatever else there is, and whatever is wrong, is left to typer, which knows what to say
of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from checker.cli.ending import Exit

FOLDERS: Final[Mapping[str, str]] = {"-F": "fact_dir", "--fact-dir": "fact_dir"}
"""Options whose value is a folder that is there, and the parameters they are for."""
TEXTS: Final[Mapping[str, str]] = {
    "-D": "output_dir",
    "--output-dir": "output_dir",
    "--engine": "engine",
}
ENGINES: Final = frozenset({"auto", "pydatalog", "duckdb"})


def plain_command(arguments: Sequence[str]) -> Callable[[], Exit | None] | None:
    """The work that a command line asks for; None where typer has to read it."""
    match arguments:
        case ["audit", *words] if all(map(_is_there, words)):
            return lambda: _audit(words)
        case ["run", *words]:
            return _plain_run(words)
        case _:
            return None


def _is_there(word: str) -> bool:
    return not word.startswith("-") and os.path.exists(word)  # noqa: PTH110 - as in options


def _audit(facts: Sequence[str]) -> Exit:
    from checker.cli.auditing import Asked, run_audit

    return run_audit(Asked(facts=facts))


def _plain_run(arguments: Sequence[str]) -> Callable[[], None] | None:
    programs: list[str] = []
    given: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name = FOLDERS.get(word) or TEXTS.get(word)
        if name is None:
            programs.append(word)
            continue
        value = next(words, "")
        if name in given or not _is_plain(value) or (word in FOLDERS and not _is_folder(value)):
            return None
        given[name] = value
    engine = given.get("engine", "auto")
    if len(programs) != 1 or engine not in ENGINES or not _is_program(programs[0]):
        return None
    return lambda: _run(
        Path(programs[0]), Path(given.get("fact_dir", "")), given.get("output_dir", "."), engine
    )


def _is_plain(value: str) -> bool:
    return value == "-" or (bool(value) and not value.startswith("-"))


def _is_folder(value: str) -> bool:
    return Path(value).is_dir() and os.access(value, os.R_OK)


def _is_program(word: str) -> bool:
    return not word.startswith("-") and Path(word).is_file() and os.access(word, os.R_OK)


def _run(program: Path, fact_dir: Path, output_dir: str, engine_name: str) -> None:
    from checker.cli.running import run_program
    from checker.engines import Limits, engine

    run_program(
        program, fact_dir, output_dir, (), engine(engine_name), no_warn=False, limits=Limits()
    )
