"""Faults of tables: all of a run at once, each with file, row and column."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from checker.bulk.corpus import read_bulk
from checker.diagnostics import Diagnostic, DiagnosticError, render
from tests.bulk.test_tables import write


def found(folder: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(DiagnosticError) as error:
        read_bulk([folder], root=folder)
    return error.value.diagnostics


def told(folder: Path) -> str:
    return render(found(folder))


def codes(folder: Path) -> list[str]:
    return [diagnostic.code for diagnostic in found(folder)]


QUANTITY = "quantity,claim,measure,low,high,unit\n"


@pytest.mark.parametrize(
    ("low", "good"),
    [
        ("1", True),
        ("-1.5e3", True),
        (".5", True),
        ("+7.", True),
        ("", False),
        ("x", False),
        ("nan", False),
        ("inf", False),
        ("1e999", False),
        ("1_000", False),
        ('"1,000"', False),
        (" 1", False),
    ],
)
def test_a_float_is_a_finite_number(tmp_path: Path, low: str, good: bool) -> None:
    write(tmp_path, quantity=f"{QUANTITY}q1,c1,m,{low},1e5,1\n")

    if good:
        assert read_bulk([tmp_path], root=tmp_path)[1].rows == 8
    else:
        assert codes(tmp_path) == ["CHK410"]


@pytest.mark.parametrize(
    ("day", "good"),
    [
        ("0", True),
        ("-9223372036854775808", True),
        ("9223372036854775807", True),
        ("9223372036854775808", False),
        ("1.0", False),
        ("1e3", False),
        ("", False),
    ],
)
def test_a_number_is_whole_and_has_64_bits(tmp_path: Path, day: str, good: bool) -> None:
    write(tmp_path, document_published=f"document,first_day,last_day\nd1,{day},0\n")

    if good:
        read_bulk([tmp_path], root=tmp_path)
    else:
        assert codes(tmp_path) == ["CHK410"]


def test_a_million_faults_are_one_diagnostic_with_a_count(tmp_path: Path) -> None:
    duckdb.sql(
        "SELECT 'q' || range AS quantity, 'c1' AS claim, 'm' AS measure, 'NaN'::DOUBLE AS low,"
        " 0 AS high, '1' AS unit FROM range(1_000_000)"
    ).write_parquet(str(tmp_path / "quantity.parquet"))
    write(tmp_path, quantity=None)

    (fault,) = found(tmp_path)

    assert "1,000,000 rows without a finite number; `nan` in row 1" in fault.message
    assert [label.text for label in fault.related] == ["row 2", "row 3"]


def test_all_kinds_of_faults_are_told_in_one_run(tmp_path: Path) -> None:
    write(
        tmp_path,
        document="title,document,publisher,kind,language\nA,d1,nobody,article,en\n"
        "B,d1,,artikel,en\n",
        claim="claim,document,sorce,voice,kind\nc1,d1,a,indirect,report\n",
        quantity=f"{QUANTITY}q1,c1,m,1,x,1\nq2,c1,m,1\nq3,c1,m,1,1,1,1\nq4,c1,m,y,1,1\n",
    )
    (tmp_path / "quantities.csv").write_text("x\n")
    (tmp_path / "event.parquet").write_bytes(b"PAR1")

    text = told(tmp_path)

    assert "document.csv:3:3\n" in text and "row 1 of document.csv has it first" in text
    assert "`artikel` in row 2 is not one of article" in text
    assert "id of no agent; `nobody` in row 1" in text
    assert "did you mean `source`?" in text
    assert "`quantity.high`: `x` in row 1" in text and "quantity.csv:2:11" in text
    assert "too few cells" in text and "quantity.csv:3:1" in text
    assert "too many cells" in text
    assert "`y` in row 4" in text and "quantity.csv:5:9" in text
    assert "did you mean `quantity.csv`?" in text
    assert "`event.parquet` cannot be read" in text


def test_references_lead_to_rows_of_tables_or_to_fact_files(tmp_path: Path) -> None:
    write(tmp_path, quantity=f"{QUANTITY}q1,c9,m,1,1,1\nq2,c1,m,1,1,1\nq3,c8,m,1,1,1\n")

    (fault,) = found(tmp_path)

    assert fault.code == "CHK421"
    assert "2 rows with the id of no claim; `c9` in row 1" in fault.message


def test_what_could_not_be_read_is_not_missed_twice(tmp_path: Path) -> None:
    write(tmp_path, claim="claim,document\nc1,d1\n")

    assert set(codes(tmp_path)) == {"CHK412"}


def test_an_id_must_not_be_given_again_by_a_fact_file(tmp_path: Path) -> None:
    (write(tmp_path) / "agents.yaml").write_text(
        "checker: 1\nagents:\n  - {id: a, name: Alpha, kind: organisation}\n"
    )

    (fault,) = found(tmp_path)

    assert fault.code == "CHK420"
    assert fault.primary.text == "a fact file has it first"


def test_quotes_must_stand_in_documents_whose_text_is_given(tmp_path: Path) -> None:
    write(tmp_path, document=None, claim_text="claim,text\nc1,a hundred\nc2,two hundred\n")
    (tmp_path / "documents.yaml").write_text(
        "checker: 1\ndocuments:\n"
        + "".join(
            f"  - {{id: {name}, title: T, kind: article, language: en, content: a hundred boats}}\n"
            for name in ("d1", "d2")
        )
    )

    (fault,) = found(tmp_path)

    assert fault.code == "CHK440"
    assert "`two hundred` in row 2" in fault.message


def test_columns_of_parquet_are_of_the_relation_s_types(tmp_path: Path) -> None:
    duckdb.sql(
        "SELECT 1 AS quantity, 'c1' AS claim, 'm' AS measure, 1 AS low, 2::DECIMAL(9, 2) AS high,"
        " NULL::VARCHAR AS unit"
    ).write_parquet(str(tmp_path / "quantity.parquet"))
    write(tmp_path, quantity=None)

    text = told(tmp_path)

    assert "column `quantity` is of type INTEGER; VARCHAR is due" in text


def test_null_is_no_value(tmp_path: Path) -> None:
    duckdb.sql("SELECT 'c1' AS claim, NULL::VARCHAR AS place").write_parquet(
        str(tmp_path / "claim_place.parquet")
    )

    assert codes(write(tmp_path)) == ["CHK412"]


def test_an_id_that_is_null_is_none_that_another_row_has(tmp_path: Path) -> None:
    duckdb.sql("SELECT NULL::VARCHAR AS event, 'E' AS name, 'other' AS kind").write_parquet(
        str(tmp_path / "event.parquet")
    )

    assert "CHK420" not in codes(write(tmp_path))


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\xff\xfe\x00", b'"', b"a,b\n5,6\r\n7,8\n", b"quantity\n" + b"x" * 9_000_000],
)
def test_what_is_no_table_is_told_and_nothing_breaks(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, quantity=None)
    (tmp_path / "quantity.csv").write_bytes(content)

    assert codes(tmp_path)


# --- JSON Lines ------------------------------------------------------------------------------

SCOPE = '{"claim":"c1","dimension":"place","value":"x"}\n'


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ("nope", "CHK462", ":2:1"),
        ("", "CHK462", ""),
        ("[1]", "CHK462", ":2:1"),
        ('{"claim":"\\ud800","dimension":"a","value":"b"}', "CHK462", ":2:1"),
        ('{"claim":"c1","dimension":"a","value":"b","valeu":"b"}', "CHK411", ":2:1"),
        ('{"claim":"c1","claim":"c1","dimension":"a","value":"b"}', "CHK404", ":2:1"),
        ('{"claim":"c1","dimension":"a","value":null}', "CHK412", ":2:39"),
        ('{"claim":"c1","dimension":"a"}', "CHK412", ":2:39"),
        ('{"claim":"c1","dimension":"a","value":5}', "CHK412", ":2:39"),
        ('{"claim":"c9","dimension":"a","value":"b"}', "CHK421", ":2:10"),
    ],
)
def test_a_line_of_json_that_is_no_row_is_told_with_its_place(
    tmp_path: Path, line: str, code: str, place: str
) -> None:
    (write(tmp_path) / "claim_scope.ndjson").write_text(f"{SCOPE}{line}\n{SCOPE}")

    (fault,) = found(tmp_path)

    assert fault.code == code
    assert f"claim_scope.ndjson{place}" in render([fault])


@pytest.mark.parametrize(
    ("low", "good"),
    [("1", True), ("-1.5e3", True), ("1e999", False), ('"1"', False), ("null", False)],
)
def test_a_figure_of_json_is_a_number(tmp_path: Path, low: str, good: bool) -> None:
    row = f'{{"high":2,"quantity":"q1","claim":"c1","measure":"m","unit":"1","low":{low}}}'
    (write(tmp_path, quantity=None) / "quantity.ndjson").write_text(row)

    if good:
        assert read_bulk([tmp_path], root=tmp_path)[1].rows == 8
    else:
        assert codes(tmp_path) == ["CHK410"]
