"""Rows are found again in their files, whatever stands between them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from checker.bulk.lines import RowPlace, RowPlaces, line_at
from checker.bulk.local import rejected_offsets
from checker.bulk.reading import csv_source
from tests.bulk.test_tables import write
from tests.bulk.test_validation import QUANTITY, found, told

CELLS = st.text(st.sampled_from('ab",\n é'), max_size=6).map(str.strip)
GOOD = st.tuples(CELLS, CELLS)
SHORT = st.just(("x",))
EMPTY: st.SearchStrategy[tuple[str, ...]] = st.just(())


@settings(max_examples=80)
@given(
    st.lists(st.one_of(GOOD, GOOD, SHORT, EMPTY), max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_every_row_is_found_at_its_line(
    rows: list[tuple[str, ...]], line_end: str, mark: str
) -> None:
    text = f"{mark}first,second{line_end}"
    places: list[RowPlace] = []
    rejected: list[int] = []
    for row in rows:
        line = 1 + text.count("\n")
        if len(row) == 2:
            places.append(RowPlace(1 + len(places) + len(rejected), line))
        elif row:
            rejected.append(line)
        text += _written(row, line_end)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(text.encode())
        loaded, offsets = _loaded(path)
        at = RowPlaces(path, offsets, columns=2)
        assert [at.place(index) for index in range(loaded)] == places
        assert sorted(line_at(path, offset) for offset in offsets) == rejected


def _written(row: tuple[str, ...], line_end: str) -> str:
    into = io.StringIO()
    csv.writer(into, lineterminator=line_end).writerow(row)
    return into.getvalue()


def _loaded(path: Path) -> tuple[int, list[int]]:
    with duckdb.connect() as connection:
        source = csv_source(path, ["first", "second"], rejects="rejects")
        loading = exp.Create(
            this=exp.to_table("loaded"), kind="TABLE", expression=exp.select("*").from_(source)
        )
        connection.execute(loading.sql("duckdb"))
        ((rows,),) = connection.execute("SELECT count(*) FROM loaded").fetchall()
        return rows, rejected_offsets(connection, "rejects")


def test_in_a_file_of_one_column_an_empty_line_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("name\na\n\nb\n")
    places = RowPlaces(path, (), columns=1)
    assert places.place(2) == RowPlace(3, 4)


def test_faults_behind_empty_lines_and_broken_cells_are_told_at_their_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        quantity=f'{QUANTITY}q1,c1,"m\nn",1,1,1\n\nq2,c1\nq3,c1,m,x,1,1\nq1,c1,m,1,1,1\n',
    )
    text = told(tmp_path)
    assert "quantity.csv:5:1" in text  # too few cells
    assert "`x` in row 3" in text and "quantity.csv:6:9" in text
    assert "`q1` in row 4" in text and "quantity.csv:7:1" in text
    assert "row 1 of quantity.csv has it first" in text
    assert len(found(tmp_path)) == 3
