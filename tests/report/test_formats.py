"""Every format is registered once, and several files are written whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.report import FORMATS, write_reports
from tests.findings.hand_made import a_report
from tests.golden.audits import ROOT

DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_renders_the_same_report_to_the_same_text(name) -> None:
    text = FORMATS[name].render(a_report())
    assert text == FORMATS[name].render(a_report())
    assert text.endswith("\n")


def test_a_failure_leaves_all_the_old_reports(tmp_path: Path) -> None:
    old = tmp_path / "a.txt"
    old.write_text("old")
    with pytest.raises(FileNotFoundError):
        write_reports({old: "new", tmp_path / "nowhere" / "b.txt": "new"})
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "old")]


def test_a_folder_in_the_way_leaves_all_the_old_reports(tmp_path: Path) -> None:
    old = tmp_path / "a.txt"
    old.write_text("old")
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError):
        write_reports({old: "new", tmp_path / "b": "new"})
    assert old.read_text() == "old"


def test_line_ends_are_written_as_they_are(tmp_path: Path) -> None:
    write_reports({tmp_path / "a.csv": "a\r\nb\n"})
    assert (tmp_path / "a.csv").read_bytes() == b"a\r\nb\n"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_page(name) -> None:
    index = (DOCS / "formats" / "index.md").read_text("utf-8")
    (row,) = (line for line in index.splitlines() if line.startswith(f"| `{name}` |"))
    assert (DOCS / "formats" / row.rpartition("](")[2].partition(")")[0]).is_file()


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("formats/*.md")))
def test_every_link_of_a_page_leads_to_a_page(page) -> None:
    text = (DOCS / "formats" / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    assert [link for link in links if not (DOCS / "formats" / link).is_file()] == []
