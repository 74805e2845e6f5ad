"""A small table of figures, counted by hand, through import and audit.

Of its 26 rows 14 keys (district, week, period) have figures; 10 keys have them from two sources
or more, and in 9 of these the figures differ. With bounds in mind 7 keys conflict; their gaps
are 3.8, 16.7, 66.7, 11.1, 30, 75 and 4.8 percent of the larger figure.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checker import audit
from checker.importing import OutputFormat, import_table, read_mapping

HARVEST = Path(__file__).parent / "harvest"


def imported(folder: Path, format_: OutputFormat = OutputFormat.CSV) -> Path:
    facts = folder / "facts"
    mapping = read_mapping(HARVEST / "harvest.yaml", root=HARVEST)
    done = import_table(mapping, None, facts, format=format_, root=HARVEST)
    assert done.read == 26
    assert done.written["quantity"] == 26
    assert done.written["agent"] == 3
    return facts


def keys_in_conflict(facts: Path, engine: str) -> set[str]:
    report = audit(facts, select=["numbers/conflict"], engine=engine, root=facts)
    keys = set()
    for finding in report.findings:
        lower, upper = (str(finding.row[role]).rsplit("/", 1)[0] for role in ("lower", "upper"))
        assert lower == upper
        keys.add(lower)
    return keys


@pytest.mark.parametrize(
    ("percent", "keys"),
    [(0, 7), (5, 5), (10, 5), (25, 3), (50, 2)],
)
def test_as_many_keys_conflict_as_were_counted_by_hand(
    tmp_path: Path, percent: int, keys: int
) -> None:
    facts = imported(tmp_path)
    districts = ("North", "South", "East", "West")
    tolerances = "".join(f"\n  - {{measure: 'apples, {d}', percent: {percent}}}" for d in districts)
    (facts / "desk.yaml").write_text(f"checker: 1\ndesk:\n  tolerances:{tolerances}\n")

    assert len(keys_in_conflict(facts, "duckdb")) == keys


def test_figures_of_two_periods_are_not_mixed(tmp_path: Path) -> None:
    assert keys_in_conflict(imported(tmp_path), "duckdb") == {
        "North/2/week",
        "North/3/week",
        "North/3/season",
        "South/2/week",
        "South/3/season",
        "East/2/week",
        "West/1/week",
    }


def test_parquet_and_csv_and_both_engines_give_the_same(tmp_path: Path) -> None:
    csv = imported(tmp_path / "csv")
    parquet = imported(tmp_path / "parquet", OutputFormat.PARQUET)

    expected = keys_in_conflict(csv, "duckdb")

    assert keys_in_conflict(parquet, "duckdb") == expected
    assert keys_in_conflict(csv, "pydatalog") == expected


def test_json_lines_are_audited_as_they_were_written(tmp_path: Path) -> None:
    texts, lines = (
        keys_in_conflict(imported(tmp_path / format_, format_), "duckdb")
        for format_ in (OutputFormat.CSV, OutputFormat.JSONL)
    )

    assert lines == texts
    assert len(lines) == 7


def test_findings_say_who_says_what(tmp_path: Path) -> None:
    report = audit(imported(tmp_path), select=["numbers/conflict"], engine="duckdb", root=tmp_path)

    messages = [finding.message for finding in report.findings]

    assert "apples, South: The Growers says 80 t, The Board says at least 90 t" in messages
    assert "apples, South: The Board says at most 70 t, The Growers says 100 t" in messages
    assert "apples, West: The Board says 1,000 t, The Press says 1,050 t" in messages


def test_the_same_table_gives_the_same_files(tmp_path: Path) -> None:
    first, second = imported(tmp_path / "a"), imported(tmp_path / "b")

    for file in sorted(first.iterdir()):
        assert file.read_bytes() == (second / file.name).read_bytes()


def test_a_table_on_the_command_line_replaces_the_mapping_s_own(tmp_path: Path) -> None:
    table = tmp_path / "other.csv"
    lines = (HARVEST / "harvest.csv").read_text().splitlines()
    table.write_text("\n".join(lines[:3]) + "\n")

    mapping = read_mapping(HARVEST / "harvest.yaml", root=HARVEST)
    done = import_table(mapping, table, tmp_path / "facts", root=tmp_path)

    assert done.read == 2
    shutil.rmtree(tmp_path / "facts")
