"""Every diagnostic has a page; its example gives rise to it, and the mend does not."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from checker.authoring.explain import Example, examples, explanation, kinds
from checker.cli.app import build
from tests.cli.command import checker

HARD_TO_SHOW = {
    *("CHK114", "CHK213", "CHK214"),  # hundreds of brackets, a thousand alternatives
    *("CHK215", "CHK217"),  # the parser says it before the analysis can
    *("CHK132", "CHK133", "CHK142"),  # an invisible mark; includes in a circle; a folder
    "CHK405",  # a bomb of aliases
    "CHK707",  # a code that there is not
}
"""Diagnostics of rules, tests and facts without an example, and why."""


def said(example: Example, files, encoding, folder, monkeypatch) -> list[str]:
    """The codes of what the example's command says of files."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding=encoding)
    monkeypatch.chdir(folder)
    arguments = example.run.split()[1:]
    return re.findall(r"\[(CHK\d+)\]", CliRunner().invoke(build(arguments), arguments).output)


@pytest.mark.parametrize("code", examples())
def test_an_example_gives_rise_to_its_diagnostic_and_its_mend_to_none(code, tmp_path, monkeypatch):
    example = examples()[code]
    assert code in said(example, example.files, example.encoding, tmp_path, monkeypatch)
    assert said(example, example.mended, "utf-8", tmp_path, monkeypatch) == []


def test_every_diagnostic_of_rules_tests_and_facts_has_an_example():
    rooms = ("CHK1", "CHK2", "CHK40", "CHK41", "CHK42", "CHK43", "CHK44", "CHK70")
    wanted = {code for code in kinds() if code.startswith(rooms)}
    assert wanted - examples().keys() == HARD_TO_SHOW


def test_no_code_is_declared_twice_and_each_is_explained():
    assert len(kinds()) > 100
    for code, kind in kinds().items():
        assert re.fullmatch(r"CHK[1-9]\d\d", code)
        assert not kind.title.endswith(".")
        assert kind.explanation.endswith((".", ".)"))
        assert explanation(kind).startswith(f"# {code}: {kind.title}\n")


def test_the_command_shows_pages_and_lists_codes(tmp_path):
    ran = checker("rules", "explain", "chk207", "CHK301", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "# CHK207: undeclared relation" in ran.stdout
    assert "# CHK301" in ran.stdout
    assert "The mend:" in ran.stdout
    listed = checker("rules", "explain", cwd=tmp_path)
    assert "CHK207  error    undeclared relation" in listed.stdout.splitlines()


def test_an_unknown_code_is_refused(tmp_path):
    ran = checker("rules", "explain", "CHK99", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "there is no diagnostic `CHK99`" in ran.stderr
