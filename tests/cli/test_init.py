"""``checker init`` lays out all of a project or nothing."""

from __future__ import annotations

import pytest

from tests.cli.command import checker, tree


def test_a_project_is_laid_out_in_a_new_folder_and_can_be_audited(tmp_path):
    ran = checker("init", "news/room", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("\nNext: cd news/room && checker audit\n")
    files = tree(tmp_path / "news" / "room")
    assert set(files) == {
        ".gitignore",
        "checker.toml",
        "facts/harbour-tram.yaml",
        "rules/own.dl",
        "rules/own.test.yaml",
        "seeds/harbour-tram-evening.txt",
        "seeds/harbour-tram-morning.txt",
    }
    assert all(f"wrote news/room/{name}\n" in ran.stdout for name in files)
    assert checker("audit", cwd=tmp_path / "news" / "room").returncode == 1


def test_the_current_folder_may_hold_other_files(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    ran = checker("init", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout.endswith("\nNext: checker audit\n")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_the_laid_out_rule_passes_its_test_and_its_check(tmp_path):
    checker("init", cwd=tmp_path)
    tested = checker("rules", "test", "rules", cwd=tmp_path)
    assert (tested.returncode, tested.stderr) == (0, "")
    assert checker("rules", "check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("name", ["checker.toml", "rules/own.dl"])
def test_nothing_is_overwritten_and_nothing_is_written_beside(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    before = tree(tmp_path)
    ran = checker("init", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert name in ran.stderr
    assert tree(tmp_path) == before


def test_a_dangling_link_counts_as_a_file(tmp_path):
    (tmp_path / "checker.toml").symlink_to("gone")
    assert checker("init", cwd=tmp_path).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["checker.toml"]


def test_where_a_folder_cannot_be_made_nothing_is_left(tmp_path):
    (tmp_path / "seeds").write_text("a file, not a folder")
    ran = checker("init", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "room").write_text("")
    ran = checker("init", "room", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
