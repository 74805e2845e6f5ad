"""Which engine evaluates when nobody says so, and that it does not matter for the findings."""

from pathlib import Path

import pytest

from checker.auditing import audit
from checker.bulk.tables import BulkTable, ColumnType, Format, StoredTable
from checker.diagnostics import DiagnosticError
from checker.engines import engine
from checker.engines.choice import MANY_ROWS, AutoEngine
from tests.engines.running import program

TABLE = BulkTable(
    "n", Path("/n.csv"), "n.csv", Format.CSV, ("a",), (ColumnType.SYMBOL,), ("a",), 1, True
)
STORED = StoredTable("n", ("s3a://b/n",), "s3a://b/n", ("a",), (ColumnType.SYMBOL,), 1, True)
AUTO = engine("auto", threads=1, memory_limit="1GB")


@pytest.mark.parametrize(
    ("rows", "name"), [(0, "pydatalog"), (MANY_ROWS - 1, "pydatalog"), (MANY_ROWS, "duckdb")]
)
def test_few_rows_are_for_pydatalog_and_many_for_duckdb(rows: int, name: str):
    assert isinstance(AUTO, AutoEngine)
    assert AUTO.chosen({"n": [(str(row),) for row in range(rows)]}, {}).name == name


def test_tables_are_for_duckdb():
    assert isinstance(AUTO, AutoEngine)
    assert AUTO.chosen({}, {"n": [TABLE]}).name == "duckdb"
    assert AUTO.chosen({}, {"n": []}).name == "pydatalog"


def test_tables_on_a_store_are_for_spark():
    assert isinstance(AUTO, AutoEngine)
    assert AUTO.chosen({}, {"n": [TABLE, STORED]}).name == "spark"


@pytest.mark.parametrize("name", ["pydatalog", "duckdb"])
def test_engines_of_one_machine_refuse_tables_on_a_store(name: str):
    with pytest.raises(DiagnosticError) as refused:
        engine(name).evaluate(program(".decl n(a: symbol)"), {}, tables={"n": [STORED]})
    assert [found.code for found in refused.value.diagnostics] == ["CHK463"]


@pytest.mark.parametrize("facts", ["facts/istanbul-talks", "facts/dossier"])
def test_findings_do_not_depend_on_the_engine(facts: str):
    reports = [audit(facts, engine=name) for name in ("pydatalog", "duckdb")]
    assert [report.engine for report in reports] == ["pydatalog", "duckdb"]
    one, other = (report.model_copy(update={"engine": "either"}) for report in reports)
    assert one.findings
    assert one.model_dump_json() == other.model_dump_json()
