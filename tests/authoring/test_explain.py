"""Every diagnostic has a page; its example gives rise to it, and the mend does not."""

from __future__ import annotations

import re
import shlex

import pytest
from typer.testing import CliRunner

from checker.authoring.explain import examples, explanation, kinds
from checker.cli.app import build
from tests.cli.command import checker

HARD_TO_SHOW = {
    *("CHK114", "CHK213", "CHK214"),  # hundreds of brackets, a thousand alternatives
    *("CHK215", "CHK217"),  # the parser says it before the analysis can
    *("CHK305", "CHK307"),  # rows from a program, a table that changes under the audit
    *("CHK306", "CHK310"),  # rows beyond what a machine holds
    *("CHK308", "CHK309"),  # no Spark, or one that breaks
    *("CHK132", "CHK616"),  # an invisible mark
    "CHK405",  # a bomb of aliases
    "CHK806",  # a search that takes long
}
"""Diagnostics of these rooms without an example, and why."""

ROOMS = (
    *("CHK1", "CHK2", "CHK30", "CHK31", "CHK40", "CHK41", "CHK42", "CHK43", "CHK44", "CHK46"),
    *("CHK50", "CHK52", "CHK55", "CHK60", "CHK61", "CHK65", "CHK70", "CHK80"),
)


def said(command, files, encoding, folder, monkeypatch) -> list[str]:
    """The codes of what a command says of files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding=encoding)
    monkeypatch.chdir(folder)
    arguments = shlex.split(command)[1:]
    return re.findall(r"\[(CHK\d+)\]", CliRunner().invoke(build(arguments), arguments).output)


@pytest.mark.parametrize("code", examples())
def test_an_example_gives_rise_to_its_diagnostic_and_its_mend_to_none(code, tmp_path, monkeypatch):
    example = examples()[code]
    for name in ("faulty", "mended"):
        (tmp_path / name).mkdir()
    faulty, mended = tmp_path / "faulty", tmp_path / "mended"
    assert code in said(example.run, example.files, example.encoding, faulty, monkeypatch)
    assert said(example.then, example.mended, "utf-8", mended, monkeypatch) == []


def test_every_diagnostic_has_an_example():
    wanted = {code for code in kinds() if code.startswith(ROOMS)}
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
