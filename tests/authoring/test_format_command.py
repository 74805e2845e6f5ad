"""``checker rules fmt`` and ``checker rules check`` as people start them."""

from __future__ import annotations

from tests.cli.command import ROOT, checker

UNTIDY = "a(x):-b(x) , c( x ). // why\n"
TIDY = "a(x) :- b(x), c(x).  // why\n"


def test_files_are_formatted_in_their_place(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "own.dl").write_text(UNTIDY)
    (tmp_path / "tidy.dl").write_text(TIDY)
    ran = checker("rules", "fmt", ".", cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "formatted deep/own.dl\n", "")
    assert (tmp_path / "deep" / "own.dl").read_text() == TIDY


def test_checking_names_what_would_change_and_writes_nothing(tmp_path):
    (tmp_path / "own.dl").write_text(UNTIDY)
    ran = checker("rules", "fmt", "--check", "own.dl", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "own.dl would be formatted\n")
    shown = checker("rules", "fmt", "--diff", "own.dl", cwd=tmp_path)
    assert shown.returncode == 1
    assert f"-{UNTIDY}+{TIDY}" in shown.stdout
    assert (tmp_path / "own.dl").read_text() == UNTIDY


def test_standard_input_is_printed(tmp_path):
    ran = checker("rules", "fmt", "-", cwd=tmp_path, stdin=UNTIDY.encode())
    assert (ran.returncode, ran.stdout) == (0, TIDY)


def test_a_file_with_an_error_is_left_alone_and_the_others_are_formatted(tmp_path):
    (tmp_path / "bad.dl").write_text("a(x :- b(x).\n")
    (tmp_path / "own.dl").write_text(UNTIDY)
    (tmp_path / "latin.dl").write_bytes(b"// \xe9\n")
    ran = checker("rules", "fmt", "bad.dl", "gone.dl", "latin.dl", "own.dl", cwd=tmp_path)
    assert ran.returncode == 2
    assert "bad.dl:1:" in ran.stderr
    assert "gone.dl" in ran.stderr
    assert "latin.dl" in ran.stderr
    assert (tmp_path / "bad.dl").read_text() == "a(x :- b(x).\n"
    assert (tmp_path / "own.dl").read_text() == TIDY


def test_the_shipped_packs_need_no_formatting(tmp_path):
    ran = checker("rules", "fmt", "--check", ROOT / "rules", ROOT / "checker", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_lints_are_warnings_and_count_when_that_is_asked_for(tmp_path):
    (tmp_path / "own.dl").write_text('.decl a(x: symbol)\na("b").\n')
    ran = checker("rules", "check", "own.dl", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "0 rules, 1 warning\n")
    assert "warning[CHK274]" in ran.stderr
    assert checker("rules", "check", "--strict", "own.dl", cwd=tmp_path).returncode == 1
