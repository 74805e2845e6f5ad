"""The shipped packs are read and analysed once, and kept as long as nothing changes."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from pathlib import Path

import pytest

from checker import compiling
from checker.analysis.program import WILDCARD, Match
from checker.compiling import compile_rules, kept_program
from checker.diagnostics import DiagnosticError
from checker.resources import packs_dir


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped packs that is taken for them, with an empty cache."""
    copy = tmp_path / "packs"
    shutil.copytree(packs_dir(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiling, "packs_dir", lambda: copy)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    return copy


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes it an error to analyse rule files."""

    def analysed(*_: object) -> None:
        raise AssertionError("the packs were read again")

    monkeypatch.setattr(compiling, "_compile", analysed)


def test_a_kept_program_is_the_program(packs: Path) -> None:
    analysed = compile_rules([packs], packs)
    again = compile_rules([packs], packs)
    assert again.program == analysed.program
    assert again.program is not analysed.program


def test_wildcards_keep_their_identity(packs: Path) -> None:
    compile_rules([packs], packs)
    found = [
        argument
        for stratum in compile_rules([packs], packs).program.strata
        for rule in stratum.rules
        for literal in rule.body
        if isinstance(literal, Match)
        for argument in literal.args
        if argument == WILDCARD
    ]
    assert found
    assert all(argument is WILDCARD for argument in found)


def test_packs_that_have_not_changed_are_not_read_again(
    packs: Path, request: pytest.FixtureRequest
) -> None:
    compile_rules([packs], packs)
    request.getfixturevalue("unread")
    compile_rules([packs], packs)


def test_a_change_of_a_pack_is_seen(packs: Path) -> None:
    compile_rules([packs], packs)
    with (packs / "numbers.dl").open("a") as file:
        file.write("nonsense")
    with pytest.raises(DiagnosticError):
        compile_rules([packs], packs)


def test_a_change_of_a_file_that_packs_include_is_seen(packs: Path) -> None:
    before = compile_rules([packs], packs).program
    library = packs / "lib" / "claims.dl"
    os.utime(library, ns=(1, 1))
    again = compile_rules([packs], packs).program
    assert again == before


def test_sources_are_named_after_where_a_run_starts(
    packs: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    (packs.parent / "elsewhere").mkdir()
    places = [
        (packs.parent, packs.parent, "packs/numbers.dl"),
        (packs, packs.parent, "numbers.dl"),
        (packs.parent / "elsewhere", packs.parent / "elsewhere", f"{packs}/numbers.dl"),
        (packs.parent / "elsewhere", packs, "numbers.dl"),
    ]

    def names(root: Path, here: Path) -> set[str]:
        monkeypatch.chdir(here)
        program = compile_rules([packs], root).program
        return {relation.span.source.name for relation in program.relations.values()}

    analysed = []
    for root, here, name in places:
        kept_program().unlink(missing_ok=True)
        analysed.append(names(root, here))
        assert name in analysed[-1]
    request.getfixturevalue("unread")
    assert [names(root, here) for root, here, _ in places] == analysed


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", b"not a pickle", b"\x80\x05]\x94."])
def test_a_damaged_file_only_costs_time(packs: Path, damage: bytes) -> None:
    before = compile_rules([packs], packs).program
    kept_program().write_bytes(damage)
    assert compile_rules([packs], packs).program == before
    assert kept_program().stat().st_size > 1000


def test_a_kept_file_can_make_nothing_but_programs(packs: Path) -> None:
    before = compile_rules([packs], packs).program
    trap = packs.parent / "sprung"

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(trap),)

    kept_program().write_bytes(pickle.dumps(Trap()))
    assert compile_rules([packs], packs).program == before
    assert not trap.exists()


def test_nothing_is_kept_where_python_may_keep_nothing(
    packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compile_rules([packs], packs)
    assert not kept_program().exists()


def test_it_is_kept_where_python_keeps_bytecode(
    packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept_program().is_relative_to(packs.parent / "kept")
    monkeypatch.setattr(sys, "pycache_prefix", None)
    assert kept_program().parent == Path(compiling.__file__).parent / "__pycache__"


def test_a_folder_that_cannot_be_written_only_costs_time(packs: Path) -> None:
    (packs.parent / "kept").write_text("in the way")
    assert compile_rules([packs], packs).program.findings


def test_rules_of_ones_own_are_read_each_time(packs: Path) -> None:
    own = packs.parent / "own.dl"
    own.write_text(
        '.include "schema.dl"\n/**\n * A.\n *\n * @id own/rule\n * @severity info\n'
        " * @message {c}\n */\n.decl r(c: ClaimId)\nr(c) :- claim(c, _, _, _, _).\n.output r\n"
    )
    program = compile_rules([packs, own], packs.parent).program
    assert "own/rule" in {rule.id for rule in program.findings}
    assert not kept_program().exists()
