"""Files that change while an audit runs: it speaks of what it read, or says what is wrong.

Every fact file and document is read once, before the first rule runs; tables are read again by the
engine, which must not take what was never checked.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checker.auditing import audit
from checker.diagnostics import DiagnosticError
from checker.report import render_json
from tests.cli.command import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "checker" / "_data" / "template", tmp_path / "desk")
    return tmp_path / "desk"


@pytest.mark.parametrize("engine", ["pydatalog", "duckdb"])
def test_facts_and_documents_that_change_or_vanish_after_they_were_read_change_nothing(
    project: Path, engine: str
):
    def report() -> str:
        return render_json(audit(project / "facts", root=project, engine=engine))

    before = report()
    files = [*(project / "facts").iterdir(), *(project / "seeds").iterdir()]

    def change(number: int, count: int, what: str) -> None:
        for path in files:
            if number % 2:
                path.unlink(missing_ok=True)
            else:
                path.write_text("of another time")

    after = render_json(audit(project / "facts", root=project, engine=engine, progress=change))
    assert after == before
    with pytest.raises(DiagnosticError):
        report()


@pytest.mark.parametrize("content", ["", "measure\n", 'measure\n\x00broken,"\n', None])
def test_a_table_that_changes_after_it_was_checked_is_not_taken_for_what_it_was(
    tmp_path: Path, content: str | None
):
    table = tmp_path / "functional_measure.csv"
    table.write_text("measure\nhouses flooded\n")

    def change(number: int, count: int, what: str) -> None:
        if content is None:
            table.unlink(missing_ok=True)
        else:
            table.write_text(content)

    try:
        report = audit(tmp_path, root=tmp_path, engine="duckdb", progress=change)
    except DiagnosticError as error:
        assert all("functional_measure" in str(each) for each in error.diagnostics)
    else:
        assert report.findings == ()
