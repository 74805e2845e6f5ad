"""docs/security.md names, for each line of defence, tests that there are."""

from __future__ import annotations

import re

import pytest

from tests.cli.command import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LINES = [
    line
    for part in PAGE.split("\n### ")[1:]
    for line in part.splitlines()
    if line.startswith("| ") and not line.startswith("| line |")
]
NAMES = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)))


def test_every_line_names_a_test():
    assert len(LINES) > 20
    assert [line for line in LINES if ".py::test_" not in line] == []


@pytest.mark.parametrize(("file", "test"), NAMES, ids=[test for _, test in NAMES])
def test_the_test_that_a_line_names_is_there(file: str, test: str):
    text = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert re.search(rf"^(async )?def {test}\(", text, re.MULTILINE)
