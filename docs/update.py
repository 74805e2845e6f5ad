"""Writes the parts of the documents that are made from the code.

    python docs/update.py

A made part stands between ``<!-- NAME -->`` and ``<!-- end of NAME -->``; the rest of a page is
written by hand. ``tests/cli/test_docs.py`` fails while a page is not current.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from checker.authoring import docs as rule_docs
from checker.authoring import explain, load_cases
from checker.cli.app import build
from checker.compiling import compile_rules
from checker.config import KEYS
from checker.diagnostics import DiagnosticKind
from checker.facts import errors, schema
from checker.files import write_files

Command: TypeAlias = TyperCommand | TyperGroup
Parameter: TypeAlias = TyperArgument | TyperOption

ROOT = Path(__file__).resolve().parent.parent


def pages() -> dict[Path, str]:
    """Every page with a made part, as it should be."""
    return {
        ROOT / "README.md": _filled("README.md", report=_report()),
        ROOT / "docs" / "cli.md": "\n".join(_cli()),
        ROOT / "docs" / "configuration.md": _filled("docs/configuration.md", keys=_keys()),
        ROOT / "docs" / "diagnostics.md": explain.reference(),
        ROOT / "docs" / "extract.md": _filled("docs/extract.md", **_extraction()),
        ROOT / "docs" / "proofs.md": _filled("docs/proofs.md", why=_why()),
        **_rules(),
        ROOT / "docs" / "facts.md": _filled(
            "docs/facts.md", schema=schema.markdown(), diagnostics=_diagnostics(errors)
        ),
    }


def _rules() -> dict[Path, str]:
    """A page for each rule of the shipped packs, and their index."""
    packs = ROOT / "rules"
    program = compile_rules([packs], ROOT).program
    cases = [case for file in sorted(packs.glob("*.test.yaml")) for case in load_cases(file)]
    pages = rule_docs.rule_pages(program, cases)
    folder = ROOT / "docs" / "rules"
    return {folder / "index.md": rule_docs.markdown_index(pages)} | {
        folder / f"{page.name}.md": rule_docs.markdown(page) for page in pages
    }


def _filled(name: str, **parts: str) -> str:
    page = (ROOT / name).read_text(encoding="utf-8")
    for part, text in parts.items():
        pattern = rf"(<!-- {part} -->\n).*?(<!-- end of {part} -->)"
        page, count = re.subn(pattern, lambda m, text=text: m[1] + text + m[2], page, flags=re.S)
        if count != 1:
            raise SystemExit(f"{name} has {count} parts named {part}")
    return page


def _report() -> str:
    """The terminal report of the seed, as `checker audit` prints it in the repository."""
    ran = subprocess.run(
        [sys.executable, "-m", "checker", "audit"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(ran.stderr)
    whole = ran.stdout
    # Of the whole: the heading, the worst finding, and the summary.
    heading, _, _ = whole.partition("\n\n")
    worst = re.search(r"^error  .*?^  advice [^\n]*$", whole, re.M | re.S)
    summary = re.search(r"^rule  .*", whole, re.M | re.S)
    if worst is None or summary is None:
        raise SystemExit("the report of the seed has lost its error or its summary")
    return (
        f"```text\n{heading}\n\n  ...\n\n{worst[0]}\n\n  ...\n\n{summary[0]}```\n\n"
        f"<details>\n<summary>The whole report</summary>\n\n```text\n{whole}```\n\n</details>\n"
    )


def _extraction() -> dict[str, str]:
    """How well the extractor does, and what an audit of what it finds in the seed comes to."""
    sys.path.insert(0, str(ROOT))
    try:
        from bench import extraction, handmade
    finally:
        sys.path.remove(str(ROOT))
    return {
        "gold": f"\n{extraction.table()}\n",
        "nested": f"\n{extraction.nested_table()}\n",
        "handmade": f"\n{handmade.table()}\n",
        "findings": f"\n{handmade.findings()}\n",
    }


def _why() -> str:
    """The proof of the seed's error."""
    row = 'contested("c-children-alleged", "c-children-denied")'
    ran = subprocess.run(
        [sys.executable, "-m", "checker", "why", row],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode != 0:
        raise SystemExit(ran.stderr)
    return f"```text\n{ran.stdout}```\n"


def _keys() -> str:
    rows = (
        f"| `{key.name}` | {key.expected} | {key.purpose} | `{key.name} = {key.example}` |"
        for key in KEYS
    )
    return "\n".join(("| key | expects | what it sets | as in |", "|---|---|---|---|", *rows, ""))


def _diagnostics(room: ModuleType) -> str:
    """The kinds of diagnostics that a room's ``errors`` declares."""
    kinds = [kind for kind in vars(room).values() if isinstance(kind, DiagnosticKind)]
    rows = (f"| {kind.code} | {kind.title} | {kind.explanation} |" for kind in kinds)
    return "\n".join(("| code | what | why |", "|---|---|---|", *rows, ""))


# --- the commands ----------------------------------------------------------------------------


def _cli() -> Iterator[str]:
    """One section a command, from the same words that ``--help`` shows.

    The text of ``--help`` itself differs between versions of typer.
    """
    checker = typer.main.get_command(build())
    yield "# The commands"
    yield ""
    yield "Written by `docs/update.py` from the commands themselves."
    yield ""
    yield from _paragraphs(checker.help)
    yield from _options(checker)
    yield from _paragraphs(checker.epilog)
    for name, command in _commands(checker, "checker"):
        yield f"## `{name}`"
        yield ""
        yield from _paragraphs(command.help)
        if usage := _usage(name, command):
            yield f"    {usage}"
            yield ""
        yield from _options(command)
        yield from _paragraphs(command.epilog)


def _commands(group: Command, name: str) -> Iterator[tuple[str, Command]]:
    if isinstance(group, TyperGroup):
        for part, command in group.commands.items():
            yield f"{name} {part}", command
            yield from _commands(command, f"{name} {part}")


def _usage(name: str, command: Command) -> str:
    if isinstance(command, TyperGroup):
        return ""
    arguments = [each for each in command.params if isinstance(each, TyperArgument)]
    return " ".join((name, "[OPTIONS]", *map(_argument, arguments)))


def _argument(argument: TyperArgument) -> str:
    shown = str(argument.metavar) if argument.required else f"[{argument.metavar}]"
    return f"{shown}..." if argument.nargs == -1 else shown


def _options(command: Command) -> Iterator[str]:
    if not command.params:
        return
    yield "| | |"
    yield "|---|---|"
    for each in command.params:
        yield f"| {_spelling(each)} | {_in_a_cell(each.help or '')} |"
    yield ""


def _spelling(parameter: Parameter) -> str:
    if isinstance(parameter, TyperArgument):
        return f"`{parameter.metavar}`"
    words = ", ".join(f"`{word}`" for word in sorted(parameter.opts, key=len))
    return f"{words} `{_in_a_cell(parameter.metavar)}`" if parameter.metavar else words


def _in_a_cell(text: str) -> str:
    return text.replace("|", r"\|")


def _paragraphs(text: str | None) -> Iterator[str]:
    """Paragraphs as Markdown; those that keep their line breaks (after ``\\b``) as code."""
    for paragraph in re.split(r"\n\s*\n", (text or "").strip()):
        if not paragraph:
            continue
        if paragraph.startswith("\b"):
            head, *lines = paragraph.removeprefix("\b").strip().splitlines()
            yield from (head, "", *(f"    {line.strip()}" for line in lines))
        else:
            yield " ".join(paragraph.split())
        yield ""


if __name__ == "__main__":
    write_files({path: text.encode("utf-8") for path, text in pages().items()})
