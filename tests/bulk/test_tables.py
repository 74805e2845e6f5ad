"""Tables of relations' rows beside fact files: read by the engine, shown in findings."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from checker import audit
from checker.bulk.corpus import read_bulk
from checker.diagnostics import DiagnosticError
from checker.engines.duckdb.database import open_database
from checker.engines.tables import FETCHED_ROWS

TABLES = {
    "document": "title,document,publisher,kind,language\nMorning,d1,,article,en\n"
    "Evening,d2,,article,en\n",
    "agent": 'agent,name,kind\na,Alpha,organisation\nb,"Beta, Inc",organisation\n',
    "claim": "claim,document,source,voice,kind\nc1,d1,a,indirect,report\nc2,d2,b,indirect,report\n",
    "claim_text": 'claim,text\nc1,"a ""hundred"" boats"\n',
    "quantity": "quantity,claim,measure,low,high,unit\nq1,c1,boats,100,1e2,1\n"
    "q2,c2,boats,120,1.7976931348623157e308,1\n",
}

DESK = "checker: 1\ndesk:\n  tolerances:\n    - {measure: boats, percent: 20}\n"


def write(folder: Path, **changed: str | None) -> Path:
    for name, text in {**TABLES, **changed}.items():
        if text is not None:
            (folder / f"{name}.csv").write_text(text)
    return folder


def as_parquet(folder: Path) -> Path:
    for file in folder.glob("*.csv"):
        figures = "REPLACE (low::DOUBLE AS low, high::DOUBLE AS high)"
        duckdb.sql(
            f"SELECT * {figures if file.stem == 'quantity' else ''} FROM (SELECT"
            f" coalesce(COLUMNS(*), '') FROM read_csv('{file}', all_varchar = true))"
        ).write_parquet(str(file.with_suffix(".parquet")))
        file.unlink()
    return folder


def as_json_lines(folder: Path) -> Path:
    for file in folder.glob("*.csv"):
        figures = "REPLACE (low::DOUBLE AS low, high::DOUBLE AS high)"
        duckdb.sql(
            f"COPY (SELECT * {figures if file.stem == 'quantity' else ''} FROM (SELECT"
            f" coalesce(COLUMNS(*), '') FROM read_csv('{file}', all_varchar = true)))"
            f" TO '{file.with_suffix('.ndjson')}' (FORMAT json)"
        )
        file.unlink()
    return folder


@pytest.mark.parametrize("engine", ["pydatalog", "duckdb"])
def test_a_folder_of_tables_is_audited_by_every_engine(tmp_path: Path, engine: str) -> None:
    report = audit(write(tmp_path), select=["numbers"], engine=engine, root=tmp_path)

    (finding,) = report.findings
    assert finding.message == "boats: Alpha says 100, Beta, Inc says at least 120"
    assert [item.source for item in finding.evidence] == ["Alpha", "Beta, Inc"]
    assert report.statistics.facts == 9


def test_parquet_says_the_same(tmp_path: Path) -> None:
    report = audit(as_parquet(write(tmp_path)), select=["numbers"], engine="duckdb", root=tmp_path)

    assert [finding.rule for finding in report.findings] == ["numbers/conflict"]


def test_json_lines_say_the_same(tmp_path: Path) -> None:
    report = audit(as_json_lines(write(tmp_path)), select=["numbers"], root=tmp_path)

    (finding,) = report.findings
    assert finding.message == "boats: Alpha says 100, Beta, Inc says at least 120"


def test_tables_stand_beside_fact_files(tmp_path: Path) -> None:
    (write(tmp_path) / "desk.yaml").write_text(DESK)

    assert not audit(tmp_path, select=["numbers"], engine="duckdb", root=tmp_path).findings


def test_tables_may_speak_of_what_fact_files_name(tmp_path: Path) -> None:
    agents = "checker: 1\nagents:\n" + "".join(
        f"  - {{id: {name}, name: {name.upper()}, kind: organisation}}\n" for name in "ab"
    )
    (write(tmp_path, agent=None) / "agents.yaml").write_text(agents)

    (finding,) = audit(tmp_path, select=["numbers"], engine="duckdb", root=tmp_path).findings

    assert finding.message == "boats: A says 100, B says at least 120"


def test_a_row_counts_once_however_often_it_stands(tmp_path: Path) -> None:
    write(tmp_path, claim_scope="claim,dimension,value\n" + "c1,place,x\nc2,place,x\n" * 3)

    (finding,) = audit(tmp_path, select=["numbers"], engine="duckdb", root=tmp_path).findings

    assert finding.rule == "numbers/conflict"


def test_files_can_be_named_one_by_one(tmp_path: Path) -> None:
    files = sorted(write(tmp_path).iterdir())

    assert audit(files, select=["numbers"], engine="duckdb", root=tmp_path).findings


def test_a_folder_with_signs_of_patterns_in_its_name_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "a[b]'*?"
    folder.mkdir()

    assert audit(write(folder), select=["numbers"], engine="duckdb", root=tmp_path).findings


def test_an_engine_in_python_refuses_what_is_too_large_for_it(tmp_path: Path) -> None:
    rows = "".join(f"c1,d{i},x\n" for i in range(FETCHED_ROWS))
    write(tmp_path, claim_scope=f"claim,dimension,value\n{rows}")

    with pytest.raises(DiagnosticError) as error:
        audit(tmp_path, select=["numbers"], engine="pydatalog", root=tmp_path)

    (found,) = error.value.diagnostics
    assert found.code == "CHK306"
    assert "--engine duckdb" in found.help


def test_the_database_of_an_evaluation_reads_the_tables_and_nothing_else(tmp_path: Path) -> None:
    table, secret = tmp_path / "table.csv", tmp_path / "secret.csv"
    for file in (table, secret):
        file.write_text("a\n1\n")
    connection = open_database(frozenset(), None, None, [table])

    assert connection.execute("SELECT * FROM read_csv(?)", [str(table)]).fetchall() == [(1,)]
    for query in (
        f"SELECT * FROM read_csv('{secret}')",
        f"SELECT * FROM '{secret}'",
        f"SELECT * FROM glob('{tmp_path}/*')",
        f"COPY (SELECT 1) TO '{tmp_path / 'new.csv'}'",
        f"ATTACH '{tmp_path / 'new.db'}'",
        "SET enable_external_access = true",
        f"SET allowed_paths = ['{secret}']",
        "INSTALL httpfs",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(query).fetchall()


def test_a_folder_without_tables_is_read_as_before(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(DESK)

    corpus, bulk = read_bulk([tmp_path], root=tmp_path)

    assert corpus.relations["tolerance"] == (("boats", 20.0),)
    assert not bulk.tables
