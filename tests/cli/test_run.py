"""``checker run`` reads, derives and writes as Soufflé does, or writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import checker, tree

PATHS = """
.decl edge(from: number, to: number)
.input edge
.decl path(from: number, to: number)
path(x, y) :- edge(x, y).
path(x, z) :- path(x, y), edge(y, z).
.output path
.printsize path
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "paths.dl").write_text(PATHS)
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "edge.facts").write_text("1\t2\n2\t3\n10\t1\n")
    return tmp_path


def test_a_program_reads_its_facts_and_writes_its_results(folder):
    ran = checker("run", "paths.dl", "-F", "facts", "-D", "out", cwd=folder)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "path\t6\n", "")
    assert (folder / "out" / "path.csv").read_text() == "1\t2\n1\t3\n2\t3\n10\t1\n10\t2\n10\t3\n"


def test_results_are_printed_instead_when_the_folder_is_a_dash(folder):
    before = tree(folder)
    ran = checker("run", "paths.dl", "-F", "facts", "-D-", cwd=folder)
    assert ran.returncode == 0
    assert ran.stdout == (
        "---------------\npath\nfrom\tto\n===============\n"
        "1\t2\n1\t3\n2\t3\n10\t1\n10\t2\n10\t3\n===============\npath\t6\n"
    )
    assert tree(folder) == before


def test_facts_may_come_from_standard_input(folder):
    (folder / "double.dl").write_text(
        ".decl n(x: number)\n.input n(IO=stdin)\n"
        ".decl double(x: number)\ndouble(x + x) :- n(x).\n.output double(IO=stdout)\n"
    )
    ran = checker("run", "double.dl", cwd=folder, stdin=b"1\n-4\n")
    assert ran.stdout == "---------------\ndouble\n===============\n-8\n2\n===============\n"


def test_included_files_are_found_beside_the_program_and_in_the_named_folders(folder):
    (folder / "lib").mkdir()
    (folder / "lib" / "edge.dl").write_text(".decl edge(from: number, to: number)\n.input edge\n")
    (folder / "main.dl").write_text(
        '.include "edge.dl"\n.decl back(from: number, to: number)\n'
        "back(y, x) :- edge(x, y).\n.output back(IO=stdout)\n"
    )
    assert checker("run", "main.dl", "-F", "facts", cwd=folder).returncode == 2
    ran = checker("run", "main.dl", "-F", "facts", "-I", "lib", cwd=folder)
    assert (ran.returncode, "3\t2" in ran.stdout) == (0, True)


def test_a_missing_fact_file_is_an_error_or_with_no_warn_an_empty_relation(folder):
    ran = checker("run", "paths.dl", "-F", ".", "-D", "out", cwd=folder)
    assert ran.returncode == 2
    assert "CHK606" in ran.stderr
    assert "paths.dl:3:1" in ran.stderr
    assert not (folder / "out").exists()
    ran = checker("run", "paths.dl", "-F", ".", "-D", "out", "-w", cwd=folder)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "path\t0\n", "")


def test_warnings_are_shown_and_stop_nothing_and_no_warn_silences_them(folder):
    (folder / "facts" / "edge.facts").write_text("1\t2\t3\n")
    ran = checker("run", "paths.dl", "-F", "facts", cwd=folder)
    assert ran.returncode == 0
    assert "warning[CHK610]" in ran.stderr
    assert checker("run", "paths.dl", "-F", "facts", "-w", cwd=folder).stderr == ""


def test_all_faults_of_program_and_files_are_shown_at_once_and_nothing_is_written(folder):
    (folder / "facts" / "edge.facts").write_text("1\tx\n2\n")
    (folder / "bad.dl").write_text(PATHS + '.output edge(filename="../edge.csv")\n')
    before = tree(folder)
    ran = checker("run", "bad.dl", "-F", "facts", "-D", "out", cwd=folder)
    assert ran.returncode == 2
    assert ran.stdout == ""
    for code in ("CHK604", "CHK608", "CHK609"):
        assert code in ran.stderr
    assert "facts/edge.facts:1:3" in ran.stderr
    assert "3 errors, nothing was done" in ran.stderr
    assert tree(folder) == before


def test_a_wrong_program_is_shown_where_it_is_wrong(folder):
    (folder / "wrong.dl").write_text(".decl a(x: number)\na(x) :- b(x).\na(1 :- .\n.output a\n")
    ran = checker("run", "wrong.dl", cwd=folder)
    assert ran.returncode == 2
    assert "wrong.dl:2:9" in ran.stderr or "wrong.dl:3:" in ran.stderr
    assert not (folder / "a.csv").exists()


def test_a_program_that_does_not_end_is_stopped(folder):
    (folder / "endless.dl").write_text(".decl n(x: number)\nn(0).\nn(x + 1) :- n(x).\n.output n\n")
    for limit in (["--max-rows", "1000"], ["--timeout", "0.3"]):
        ran = checker("run", "endless.dl", *limit, cwd=folder)
        assert ran.returncode == 2
        assert "endless.dl:3" in ran.stderr
        assert not (folder / "n.csv").exists()


def test_results_that_cannot_be_written_leave_nothing_half_written(folder):
    (folder / "out").mkdir()
    (folder / "out" / "path.csv").mkdir()
    ran = checker("run", "paths.dl", "-F", "facts", "-D", "out", cwd=folder)
    assert ran.returncode == 2
    assert "CHK614" in ran.stderr
    assert ran.stdout == ""
    assert [path.name for path in (folder / "out").iterdir()] == ["path.csv"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "gone.dl"],
        ["run", "paths.dl", "-F", "gone"],
        ["run", "paths.dl", "-F", "paths.dl"],
        ["run", "paths.dl", "--engine", "steam"],
        ["run", "paths.dl", "--max-rows", "0"],
        ["run", "paths.dl", "--frobnicate"],
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_expected(folder, arguments):
    ran = checker(*arguments, cwd=folder)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "Error: " in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_absolute_program_may_lie_anywhere(folder, tmp_path_factory):
    elsewhere: Path = tmp_path_factory.mktemp("elsewhere")
    ran = checker("run", folder / "paths.dl", "-F", folder / "facts", cwd=elsewhere)
    assert ran.returncode == 0
    assert (elsewhere / "path.csv").is_file()
