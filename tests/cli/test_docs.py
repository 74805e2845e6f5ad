"""Nothing is undocumented, and what is made from the code is current."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from checker.cli.app import build
from tests.cli.command import ROOT


def commands(
    command: TyperCommand | TyperGroup, name: str = "checker"
) -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    yield name, command
    if isinstance(command, TyperGroup):
        for part, inner in command.commands.items():
            yield from commands(inner, f"{name} {part}")


ALL = dict(commands(typer.main.get_command(build())))


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_every_option_has_help(name):
    command = ALL[name]
    assert command.help
    undocumented = [each.name for each in command.params if not each.help]
    assert undocumented == []


@pytest.mark.parametrize("name", [name for name in ALL if name.count(" ") == 1])
def test_a_command_is_the_same_when_it_is_described_alone(name):
    part = name.removeprefix("checker ")
    alone = dict(commands(typer.main.get_command(build([part]))))
    assert [each for each in alone if each.count(" ") == 1] == [name]
    for each, command in alone.items():
        if each != "checker":
            assert [p.name for p in command.params] == [p.name for p in ALL[each].params]


def test_every_command_and_option_that_the_readme_shows_exists():
    words = (ROOT / "README.md").read_text(encoding="utf-8").split("`")[1::2]
    shown = {" ".join(word.split()[:2]) for word in words if word.startswith("checker ")}
    options = {word.split()[0] for word in words if word.startswith("--")}
    known = {option for command in ALL.values() for each in command.params for option in each.opts}
    assert shown <= set(ALL) | {"checker"}
    assert options <= known


def pages() -> dict[Path, str]:
    spec = importlib.util.spec_from_file_location("update", ROOT / "docs" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    update = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(update)
    made: dict[Path, str] = update.pages()
    return made


def test_every_made_page_is_current():
    stale = [
        path.relative_to(ROOT).as_posix()
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "write them anew with: python docs/update.py"
