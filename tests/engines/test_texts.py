"""Files that the database reads and writes by itself are those that Checker reads and writes."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checker.analysis.program import Primitive, Row, Value
from checker.diagnostics import Level
from checker.engines.duckdb import DuckDBEngine, StoredRows
from checker.engines.texts import UnusualTextError
from checker.io import export, plain_inputs, plan_outputs, read_inputs, render
from tests.engines.running import program
from tests.strategies import values

TEXT = """
.decl given(a: symbol, b: number, c: float, d: unsigned)
.input given
.decl found(a: symbol, b: number, c: float, d: unsigned)
.output found
.printsize given
found(a, b, c, d) :- given(a, b, c, d).
"""
NUMERALS = st.sampled_from(
    ["0", "7", "-3", "+3", "007", "1.5", "1e3", "1_000", "0x10", " 1", "1 ", "", "-0", "-0.0",
     "inf", "nan", "1e400", ".5", "5.", "1d", "9223372036854775807", "9223372036854775808", "+-1",
     "NULL"]
)  # fmt: skip
VALUES = st.one_of(NUMERALS, st.text("ab\"'\\,#é\t \r", max_size=4))
LINES = st.lists(st.lists(VALUES, min_size=3, max_size=5).map("\t".join), max_size=4)


@given(st.one_of(LINES.map("\n".join).map(str.encode), st.binary(max_size=30)))
@example(b"a\t1\t2.5\t3\n\nb\t1\t2\t3\n")
@example(b"\xef\xbb\xbfa\t1\t2.5\t3\n")
@example(b"a\t1\t2.5\t3\na\t1\t2.5\t3\n")
@example(b"a\t1\t2.5\t3\r\nb\t1\t2.5\t3\r\n")
@example(b"a\t\t2.5\t3\n")
@example(b"a\t1\t\t3\n")
@example(b"a\t1\t2.5\t\n")
@example(b"\t1\t2.5\t3\n")
def test_a_file_is_read_alike_or_left_to_who_reads_value_by_value(content: bytes):
    with TemporaryDirectory() as folder:
        (Path(folder) / "given.facts").write_bytes(content)
        analysed = program(TEXT)
        files = plain_inputs(analysed, Path(folder))
        if files is None:
            return
        try:
            rows = DuckDBEngine(texts=files).evaluate(analysed, {}).relations
        except UnusualTextError:
            return
        inputs = read_inputs(analysed, Path(folder), BytesIO())
        assert not [found for found in inputs.diagnostics if found.level is Level.ERROR]
        assert rows["given"] == inputs.relations["given"] == rows["found"]


def test_a_plain_file_is_read_by_the_database(tmp_path):
    (tmp_path / "given.facts").write_text('"x"\t-1\t-2.5e3\t18446744073709551615\n\t0\t.5\t0')
    analysed = program(TEXT)
    files = plain_inputs(analysed, tmp_path)
    assert files is not None
    assert DuckDBEngine(texts=files).evaluate(analysed, {}).relations["found"] == {
        ('"x"', -1, -2500.0, 18446744073709551615),
        ("", 0, 0.5, 0),
    }


TYPES = [Primitive.SYMBOL, Primitive.NUMBER, Primitive.FLOAT, Primitive.UNSIGNED]
ROWS = st.lists(st.tuples(*map(values, TYPES)).filter(lambda row: is_text(row[0])), max_size=8)


def is_text(value: Value) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in str(value))


@given(ROWS)
def test_results_are_written_to_the_same_bytes(rows: list[Row]):
    facts: Mapping[str, list[Row]] = {"given": rows}
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        analysed = program(TEXT)
        plan = plan_outputs(analysed, folder)
        relations = DuckDBEngine(folder=folder).evaluate(analysed, facts).relations
        expected = render(plan, relations)
        assert isinstance(relations, StoredRows)
        written = export(plan, relations, folder)
        if written is None:  # a value holds a tab or a line break
            assert any(mark in str(row[0]) for row in rows for mark in "\t\n\r")
            return
        assert written.stdout == expected.stdout
        for path, content in written.files.items():
            assert isinstance(content, Path)
            assert content.read_bytes() == expected.files[path]


@pytest.mark.parametrize(
    "parameters", ["delimiter=','", "rfc4180=true", "headers=true", "columns='0:1:2:4'", "IO=stdin"]
)
def test_what_is_not_plain_is_read_value_by_value(parameters: str, tmp_path):
    (tmp_path / "given.facts").write_text("")
    text = TEXT.replace(".input given", f".input given({parameters})".replace("'", '"'))
    assert plain_inputs(program(text), tmp_path) is None


TWO = """
.decl given(a: symbol, b: symbol)
.input given
.decl found(a: symbol)
.output found
"""


@pytest.mark.parametrize(
    "rule",
    [
        "found(a) :- given(a, _).",
        'found("x") :- given(_, _).',
        'found("a\\tb") :- given(_, _).',
        'found(x) :- given(_, _), x = "a\\nb".',
        "found(cat(a, b)) :- given(a, b).",
    ],
)
@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_results_of_files_are_written_or_left_to_who_looks_at_values(
    rule: str, delimiter: str, tmp_path: Path
) -> None:
    analysed = program(TWO.replace(".input given", f'.input given(delimiter="{delimiter}")') + rule)
    (tmp_path / "given.facts").write_text(f"a\tb{delimiter}c\n" if delimiter == ";" else "a\tb\n")
    files, plan = plain_inputs(analysed, tmp_path), plan_outputs(analysed, tmp_path)
    assert files is not None
    rows = DuckDBEngine(texts=files, folder=tmp_path).evaluate(analysed, {}).relations
    written = export(plan, rows, tmp_path)
    holds_a_mark = any(
        mark in str(value) for row in rows["found"] for value in row for mark in "\t\n"
    )
    assert (written is None) == holds_a_mark


def test_a_row_that_files_have_twice_is_derived_once(tmp_path: Path) -> None:
    paths = program(
        """
        .decl given(a: number, b: number)
        .input given
        .decl path(a: number, b: number)
        path(a, b) :- given(a, b).
        path(a, b) :- given(b, a).
        path(a, c) :- path(a, b), given(b, c).
        """
    )
    (tmp_path / "given.facts").write_text("1\t2\n2\t1\n1\t2\n")
    files = plain_inputs(paths, tmp_path)
    assert files is not None
    rows = DuckDBEngine(texts=files).evaluate(paths, {}).relations
    assert isinstance(rows, StoredRows)
    assert rows["path"] == {(1, 1), (1, 2), (2, 1), (2, 2)}
    assert rows.count("path") == 4
