"""Findings as Arrow and pandas."""

from __future__ import annotations

import sys

import pytest

from checker.findings.tables import COLUMNS
from tests.findings.hand_made import a_report


def test_arrow_has_a_row_a_finding_and_typed_columns() -> None:
    table = a_report().to_arrow()
    assert table.column_names == list(COLUMNS)
    assert table.column("rule").to_pylist() == [one.rule for one in a_report().findings]
    assert str(table.schema.field("line").type) == "int64"
    assert table.column("line").to_pylist()[-1] is None


def test_pandas_has_the_same_columns_and_missing_values() -> None:
    frame = a_report().to_pandas()
    assert list(frame.columns) == list(COLUMNS)
    assert frame.groupby("severity")["rule"].count().to_dict() == {
        "error": 1,
        "info": 1,
        "warning": 1,
    }
    assert frame["line"].dtype == "Int64"
    assert frame["line"].isna().tolist() == [False, False, True]


def test_a_report_without_findings_has_the_same_columns() -> None:
    empty = a_report().model_copy(update={"findings": ()})
    assert empty.to_arrow().schema == a_report().to_arrow().schema
    assert list(empty.to_pandas().dtypes) == list(a_report().to_pandas().dtypes)


@pytest.mark.parametrize(
    ("method", "library", "extra"),
    [("to_arrow", "pyarrow", "arrow"), ("to_pandas", "pandas", "pandas")],
)
def test_without_the_library_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, method: str, library: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ModuleNotFoundError, match=rf"pip install 'checker\[{extra}\]'"):
        getattr(a_report(), method)()
