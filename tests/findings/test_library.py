"""``import checker`` is the library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import checker


@pytest.mark.parametrize("name", checker.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(checker, name) is not None
    assert name in dir(checker)
    if name != "__version__":
        assert getattr(checker, name).__doc__


def test_the_names_that_type_checkers_see_are_those_that_there_are() -> None:
    assert sorted([*checker._HOMES, "__version__"]) == sorted(checker.__all__)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        checker.nonsense  # noqa: B018


def test_importing_the_library_imports_nothing_heavy() -> None:
    heavy = "pydantic typer rich yaml pyDatalog checker.language checker.findings"
    code = f"import checker, sys; print([m for m in '{heavy}'.split() if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_an_audit_by_the_packs_kept_ready_imports_nothing_that_it_does_not_need(
    tmp_path: Path,
) -> None:
    root = Path(__file__).resolve().parents[2]
    code = (
        "import sys; from checker import audit, render_text\n"
        "render_text(audit('facts/istanbul-talks'))\n"
        "print(*(m for m in 'rich typer checker.language checker.analysis.pipeline'.split()"
        " if m in sys.modules))"
    )
    texts = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={"PYTHONPATH": str(root), "PYTHONPYCACHEPREFIX": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for _ in ("the packs are read", "the packs are ready")
    ]
    assert texts == [["checker.language", "checker.analysis.pipeline"], []]
