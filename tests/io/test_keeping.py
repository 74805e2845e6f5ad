"""A program that was run before is ready the next time, as long as nothing has changed."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pytest

from checker import running
from checker.diagnostics import Diagnostic, DiagnosticError, Level
from checker.engines import engine
from checker.keeping import MOST, Place, kept_programs
from checker.running import Files, run_files
from tests.cli.command import ROOT

PROGRAM = """.decl edge(a: number, b: symbol)
.decl twice(a: number, b: symbol)
.input edge
.output twice
twice(x + x, cat(s, "!")) :- edge(x, s).
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "twice.dl").write_text(PROGRAM)
    (tmp_path / "edge.facts").write_text("1\ta\n2\tb\n")
    return tmp_path


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes it an error to analyse a program from now on."""

    def analysed(_: Files) -> None:
        raise AssertionError("the program was read again")

    return lambda: monkeypatch.setattr(running, "_analysed", analysed)


def run(folder: Path, name: str = "duckdb", program: str = "twice.dl") -> str:
    files = Files(Path(program), folder, folder / "out", folder)
    place = Place.of(files.program, files.root)
    run_files(files, engine(name), settle=_settled, stdin=BytesIO(), place=place)
    return (folder / "out" / "twice.csv").read_text()


def _settled(found: Iterable[Diagnostic]) -> None:
    errors = [each for each in found if each.level is Level.ERROR]
    if errors:
        raise DiagnosticError(errors)


@pytest.mark.parametrize("first", ["pydatalog", "duckdb"])
@pytest.mark.parametrize("then", ["pydatalog", "duckdb"])
def test_a_program_that_has_not_changed_is_not_read_again(
    folder: Path, unread: Callable[[], None], first: str, then: str
) -> None:
    assert run(folder, first) == "2\ta!\n4\tb!\n"
    unread()
    (folder / "edge.facts").write_text("3\tc\n")
    assert run(folder, then) == "6\tc!\n"


def test_a_change_of_the_program_is_seen(folder: Path) -> None:
    run(folder)
    (folder / "twice.dl").write_text(PROGRAM.replace("x + x", "x * 5"))
    assert run(folder) == "5\ta!\n10\tb!\n"


def test_a_program_that_changes_while_it_is_read_is_not_kept_under_its_old_text(
    folder: Path,
) -> None:
    place = Place.of(folder / "twice.dl", folder)
    (folder / "twice.dl").write_text(PROGRAM.replace("x + x", "x * 5"))
    files = Files(folder / "twice.dl", folder, folder / "out", folder)
    run_files(files, engine("duckdb"), settle=_settled, stdin=BytesIO(), place=place)
    assert not kept_programs().exists()


def test_what_is_wrong_is_shown_under_the_name_of_this_run(
    folder: Path, unread: Callable[[], None]
) -> None:
    text = PROGRAM.replace("x + x", "10 / x")
    for place in ("here.dl", "deeper/there.dl"):
        path = folder / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        run(folder, program=place)
    unread()
    (folder / "edge.facts").write_text("0\ta\n")
    for place in ("here.dl", "deeper/there.dl"):
        with pytest.raises(DiagnosticError) as stopped:
            run(folder, program=place)
        [found] = stopped.value.diagnostics
        assert found.primary.span.source.name == place
        assert found.primary.span.source.text == text


@pytest.mark.parametrize(
    "program",
    [
        PROGRAM + "twice(x, s) :- edge(x, s), edge(once, s).\n",
        '.include "twice.dl"\n',
    ],
)
def test_a_program_with_a_warning_or_an_include_is_read_each_time(
    folder: Path, unread: Callable[[], None], program: str
) -> None:
    (folder / "other.dl").write_text(program)
    run(folder, program="other.dl")
    unread()
    with pytest.raises(AssertionError, match="read again"):
        run(folder, program="other.dl")


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", b"no pickle", pickle.dumps((1, 2, 3))])
def test_a_damaged_file_only_costs_time(folder: Path, damage: bytes) -> None:
    before = run(folder)
    [kept] = kept_programs().glob("*")
    whole = kept.stat().st_size
    kept.write_bytes(damage)
    assert run(folder) == before
    assert kept.stat().st_size == whole


def test_a_kept_file_can_make_nothing_but_programs_and_statements(folder: Path) -> None:
    before = run(folder)
    [kept] = kept_programs().glob("*")
    trap = folder / "sprung"

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(trap),)

    kept.write_bytes(pickle.dumps(Trap()))
    assert run(folder) == before
    assert not trap.exists()


def test_the_last_programs_are_kept_and_no_more(folder: Path) -> None:
    run(folder)
    [first] = kept_programs().glob("*")
    os.utime(first, (1, 1))
    for number in range(MOST):
        (first.parent / f"{number}.pickle").write_bytes(b"")
    (folder / "twice.dl").write_text(PROGRAM + "\n")
    run(folder)
    assert not first.exists()
    assert len(list(kept_programs().glob("*"))) == MOST


def test_nothing_is_kept_where_python_may_keep_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    run(folder)
    assert not kept_programs().exists()


def test_a_run_with_kept_statements_imports_neither_parser_nor_builder(folder: Path) -> None:
    plain = PROGRAM.replace("x + x", "x").replace('cat(s, "!")', "s")
    (folder / "twice.dl").write_text(plain)
    program = (
        "import sys; sys.argv = ['checker', 'run', 'twice.dl', '--engine', 'duckdb']\n"
        "from checker.cli import ending, main\n"
        "rooms = {'sqlglot', 'checker.language', 'checker.analysis.pipeline'}\n"
        "ending.leave = lambda end: print(end.code, len(rooms & set(sys.modules)))\n"
        "main()"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "kept"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    ran = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            encoding="utf-8",
            env=environment,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert ran == ["0 3\n", "0 0\n"]
