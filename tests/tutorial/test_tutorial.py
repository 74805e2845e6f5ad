"""The tutorial can be followed: each command prints what its page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
import yaml

from checker.cli.app import build
from tests.cli.command import ROOT
from tests.tutorial.walk import FOLDER, PAGES, Block, WalkError, blocks, walk

EVERY_PAGE = sorted(FOLDER.glob("*.md"))


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    return walk(tmp_path_factory.mktemp("tutorial"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_print_what_the_page_shows(page, walked):
    shown = page.read_text(encoding="utf-8")

    assert shown == walked[page], "python -m tests.tutorial.update writes the page anew"


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.stem)
def test_commands_named_in_passing_are_there_with_their_options(page):
    text = page.read_text(encoding="utf-8")
    for named in re.findall(r"`checker ([^`\n]+)`", text):
        command, words = typer.main.get_command(build()), named.split()
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        options = {option for parameter in command.params for option in parameter.opts}
        assert not hasattr(command, "commands"), f"there is no checker {named}"
        assert {word for word in words if word.startswith("-")} <= options, named


def test_the_hooks_and_the_action_of_the_last_page_are_those_that_there_are():
    files = {block.file: block.text for block in blocks(PAGES[-1].read_text(encoding="utf-8"))}
    hooks = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    (step,) = (
        step
        for step in yaml.safe_load(files[".github/workflows/checker.yml"])["jobs"]["audit"]["steps"]
        if "checker" in step["uses"]
    )
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

    assert {hook["id"] for hook in hooks} <= {hook["id"] for hook in offered}
    assert step["with"].keys() <= action["inputs"].keys()


def test_a_command_that_ends_otherwise_than_its_page_says_is_no_page(tmp_path, monkeypatch):
    page = tmp_path / "1-page.md"
    page.write_text("```console\n$ checker audit missing\n```\n", encoding="utf-8")
    monkeypatch.setattr("tests.tutorial.walk.PAGES", [page])

    with pytest.raises(WalkError, match=r"1-page.md: `checker audit missing` ended with 2, not"):
        walk(Path(tmp_path))


def test_a_block_names_its_file_its_options_and_how_its_last_command_ends():
    file, command = blocks("```yaml a.yaml append\na: 1\n```\n```console exit=2\n$ checker\n```\n")

    assert file == Block("yaml", "a.yaml", frozenset({"append"}), "a: 1\n")
    assert (file.exit_code, command.exit_code) == (0, 2)


def test_a_changed_line_that_its_file_lacks_is_told(tmp_path, monkeypatch):
    page = tmp_path / "1-page.md"
    page.write_text("```yaml a.yaml\na: 1\n```\n```diff a.yaml\n-b: 1\n```\n", encoding="utf-8")
    monkeypatch.setattr("tests.tutorial.walk.PAGES", [page])

    with pytest.raises(WalkError, match=r"1-page.md: a.yaml has these lines 0 times"):
        walk(tmp_path)
