"""``checker repl``: ask facts questions, and try rules."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import options
from checker.cli.ending import command, settle
from checker.cli.engines import EngineOptions
from checker.cli.projects import files_of, open_project, rules_of

if TYPE_CHECKING:
    from checker.authoring.repl import Session

_EXAMPLES = """\b
Examples:
  checker repl facts
  echo 'claim(c, _, _, "direct", _).' | checker repl facts"""

_MOST_HISTORY = 1_000


def register(app: typer.Typer) -> None:
    app.command("repl", epilog=_EXAMPLES)(command(repl))


def repl(
    facts: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FACTS",
            exists=True,
            help="Fact files, or folders of them; those of the project if left out.",
            show_default=False,
        ),
    ] = None,
    rules: options.Rules = None,
    no_builtin_rules: options.NoBuiltinRules = False,
    engine: options.Engine = None,
    spark_master: options.SparkMaster = None,
    spark_conf: options.SparkConf = None,
    config: options.Config = None,
) -> None:
    """Ask facts questions, and try rules.

    A query is a body that ends with a full stop; the answer is the values of its variables. What
    has a `:-` or begins with a full stop is defined until the end. `:help` shows more. Names are
    completed by Tab, and what was typed is kept for the next time. Without a terminal, what is
    read from standard input is answered in turn.
    """
    from checker.authoring.repl import Session
    from checker.facts import load_corpus
    from checker.language import load, rule_files
    from checker.resources import packs_dir

    project = open_project(config, facts or [])
    schema = packs_dir() / "schema.dl"
    bare = no_builtin_rules and not (rules or project.rules)
    chosen = () if bare else rules_of(project, rules, no_builtin_rules)
    files = [schema, *rule_files(chosen)]
    loaded = load(files, include_dirs=(packs_dir(),), root=project.root)
    settle(loaded.diagnostics)
    paths = files_of(project, facts) if facts or project.facts or project.stores else ()
    given = load_corpus(paths, root=project.root).relations if paths else {}
    wanted = EngineOptions(engine, spark_master=spark_master, spark_conf=spark_conf)
    session = Session(loaded.files, given, wanted.engine(project.settings))
    if sys.stdin.isatty():
        typer.echo(f"{sum(map(len, given.values()))} rows of facts. :help shows what to type.")
        with _line_editing(session):
            _converse(session, "?- ", "   ")
    else:
        _converse(session, "", "")


def _converse(session: Session, prompt: str, further: str) -> None:
    from checker.authoring.repl import is_complete

    lines: list[str] = []
    while True:
        try:
            line = input(further if lines else prompt)
        except EOFError:
            if lines:
                _say(session, "\n".join(lines))
            return
        except KeyboardInterrupt:
            typer.echo("")
            lines = []
            continue
        if line.strip() in (":quit", ":q", ":exit"):
            return
        lines.append(line)
        text = "\n".join(lines)
        if is_complete(text) or not line.strip():
            lines = []
            _say(session, text)


def _say(session: Session, text: str) -> None:
    try:
        answer = session.answer(text)
    except KeyboardInterrupt:
        answer = "interrupted"
    if answer:
        typer.echo(answer)


@contextmanager
def _line_editing(session: Session) -> Iterator[None]:
    """Completion and history, where Python has readline."""
    try:
        import readline
    except ImportError:
        yield
        return
    found: list[str] = []

    def complete(word: str, number: int) -> str | None:
        if number == 0:
            found[:] = session.completions(word)
        return found[number] if number < len(found) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" \t\n(),!;")
    readline.parse_and_bind("tab: complete")
    readline.set_history_length(_MOST_HISTORY)
    file = _history_file()
    with suppress(OSError):
        readline.read_history_file(file)
    try:
        yield
    finally:
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(file)


def _history_file() -> Path:
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "checker" / "history"
