"""What holds for every cell and every mapping."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.bulk import BulkTable, ColumnType, Format
from checker.bulk.reading import database, typed_rows
from checker.diagnostics import DiagnosticError, render
from checker.importing import OutputFormat, import_table, read_mapping

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)

MAPPING = """import: 1
columns: {figure: float}
relations:
  pledge_within: {pledge: "{cell}/{row}", days: "{figure}"}
"""


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(CELLS, st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=6
    ),
    st.sampled_from([OutputFormat.CSV, OutputFormat.PARQUET]),
)
def test_cells_come_through_an_import_to_the_letter(
    rows: list[tuple[str, float]], format_: OutputFormat
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        written = io.StringIO(newline="")
        writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        writer.writerows([("cell", "figure"), *rows])
        (folder / "table.csv").write_text(written.getvalue(), encoding="utf-8", newline="")
        (folder / "mapping.yaml").write_text(MAPPING)
        mapping = read_mapping(folder / "mapping.yaml", root=folder)

        import_table(mapping, folder / "table.csv", folder / "out", format=format_, root=folder)

        path = (folder / "out" / f"pledge_within.{format_}").resolve()
        columns = ("pledge", "days")
        types = (ColumnType.SYMBOL, ColumnType.FLOAT)
        table = BulkTable(
            "pledge_within", path, path.name, Format(format_), columns, types, columns, 0, False
        )
        with database([path]) as connection:
            read = connection.execute(typed_rows(table).sql(dialect="duckdb")).fetchall()
    assert sorted(read) == sorted(
        (f"{cell}/{number}", figure + 0.0) for number, (cell, figure) in enumerate(rows, start=1)
    )


PIECES = st.sampled_from(
    ["{", "}", "{cell}", "=", '"', "'", "cat(", ")", ",", ".", ":-", " ", "cell", "1", "\\", "#"]
)


@settings(max_examples=40)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_whatever_stands_for_a_value_is_a_value_or_a_diagnostic(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "table.csv").write_text("cell\nx\n")
        (folder / "mapping.yaml").write_text(
            f'import: 1\nrelations: {{claim_place: {{claim: "c", place: {quoted}}}}}\n'
        )
        try:
            mapping = read_mapping(folder / "mapping.yaml", root=folder)
            import_table(mapping, folder / "table.csv", folder / "out", root=folder)
        except DiagnosticError as error:
            assert "mapping.yaml:2:" in render(error.diagnostics)
