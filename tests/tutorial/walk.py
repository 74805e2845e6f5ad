"""Does what the pages of the tutorial say, in their order, in one folder.

A block whose first line names a file (```` ```yaml facts/bridge.yaml ````) is written to it; with
the word ``append`` it is added to the file's end, and a block ``diff`` changes lines of it. In a
block ``console``, each line behind ``$`` is run, and what it prints stands below it; ``exit=1``
says how the last command ends, if not with 0. In a block ``prolog``, each line behind ``?-`` is
asked in ``checker repl``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cli.command import ROOT, checker

FOLDER = ROOT / "docs" / "tutorial"
PAGES = sorted(FOLDER.glob("[0-9]*.md"))

_BLOCK = re.compile(r"^```(?P<language>\S+)(?P<words>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)


class WalkError(Exception):
    """A page asks for what cannot be done, or a command ended otherwise than the page says."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    language: str
    file: str
    options: frozenset[str]
    text: str

    @classmethod
    def read(cls, found: re.Match[str]) -> Block:
        words = found["words"].split()
        files = [word for word in words if "." in word]
        return cls(
            found["language"],
            files[0] if files else "",
            frozenset(words) - frozenset(files[:1]),
            found["text"],
        )

    @property
    def exit_code(self) -> int:
        """How the last command ends."""
        codes = [word for word in self.options if word.startswith("exit=")]
        return int(codes[0].removeprefix("exit=")) if codes else 0


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page."""
    return map(Block.read, _BLOCK.finditer(text))


def walk(folder: Path) -> dict[Path, str]:
    """The pages, with what their commands print today. ``folder`` is empty before.

    Raises :class:`WalkError`.
    """
    return {page: _walked(page, folder) for page in PAGES}


def _walked(page: Path, folder: Path) -> str:
    def done(found: re.Match[str]) -> str:
        block = Block.read(found)
        try:
            if block.file:
                _write(folder / block.file, block)
            if block.file or block.language not in _RUN:
                return found[0]
            text = "".join(_RUN[block.language](block, folder))
            return f"```{block.language}{found['words']}\n{text}```"
        except WalkError as error:
            raise WalkError(f"{page.name}: {error}") from error

    return _BLOCK.sub(done, page.read_text(encoding="utf-8"))


def _write(file: Path, block: Block) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if block.language == "diff":
        file.write_text(_changed(file.read_text(encoding="utf-8"), block), encoding="utf-8")
        return
    before = file.read_text(encoding="utf-8") if "append" in block.options else ""
    file.write_text(before + block.text, encoding="utf-8")


def _changed(text: str, block: Block) -> str:
    lines = [line if line.strip() else f" {line}" for line in block.text.splitlines(keepends=True)]
    before = "".join(line[1:] for line in lines if line[0] in "- ")
    after = "".join(line[1:] for line in lines if line[0] in "+ ")
    if text.count(before) != 1:
        raise WalkError(f"{block.file} has these lines {text.count(before)} times:\n{before}")
    return text.replace(before, after)


def _run(block: Block, folder: Path) -> Iterator[str]:
    """The lines of a block: each command with its output."""
    commands = [line[2:] for line in block.text.splitlines() if line.startswith("$ ")]
    for command in commands:
        code, output = _output(command, folder)
        wanted = block.exit_code if command is commands[-1] else 0
        if code != wanted:
            raise WalkError(f"`{command}` ended with {code}, not with {wanted}:\n{output}")
        yield f"$ {command}\n{output}"


def _ask(block: Block, folder: Path) -> Iterator[str]:
    """The lines of a conversation: each question with its answer."""
    for line in block.text.splitlines():
        if line.startswith("?- "):
            ran = checker("repl", cwd=folder, stdin=line.encode())
            yield f"{line}\n{ran.stdout}{ran.stderr}"


_RUN = {"console": _run, "prolog": _ask}
"""What is done with the blocks of a language that are no file."""


def _output(command: str, folder: Path) -> tuple[int, str]:
    program, *arguments = shlex.split(command)
    if program == "cat":
        return 0, "".join((folder / name).read_text(encoding="utf-8") for name in arguments)
    if program != "checker":
        raise WalkError(f"`{program}` is not run in the tutorial")
    ran = checker(*arguments, cwd=folder)
    return ran.returncode, ran.stdout + ran.stderr
