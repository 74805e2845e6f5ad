"""The start of an audit is measured beside the imports that it is held against."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.cli.command import ROOT


def test_a_row_for_each_command_says_how_long_it_takes_over_the_imports() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bench.startup", "--runs", "1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    _, _, *rows = ran.stdout.splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [row[0] for row in cells] == [
        "`checker audit`",
        "`checker audit --engine auto`",
        "`import pydantic, typer`",
    ]
    assert all(float(row[4]) > 1 for row in cells[:2])
    assert cells[2][4:] == ["1.00", "1.00"]
