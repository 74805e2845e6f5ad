"""What a command does not need it does not import: a cold start is mostly imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def imported_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has after some code."""
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return set(shown.stdout.split())


def test_the_room_s_face_does_not_import_parsers() -> None:
    assert not imported_by("import checker.facts") & {"yaml", "rich", "pint", "checker.language"}


def test_facts_without_a_fault_are_loaded_without_what_explains_faults() -> None:
    modules = imported_by(
        "from pathlib import Path\nfrom checker.facts import load_corpus\n"
        "load_corpus([Path('facts/istanbul-talks')], root=Path())"
    )
    assert "yaml" in modules
    unneeded = {"rich", "pint", "difflib", "json", "checker.facts.faults"}
    assert not modules & unneeded
