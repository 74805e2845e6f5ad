"""The extension for Visual Studio Code builds, and its grammar agrees with the lexer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker.language.lexer import (
    AGGREGATES,
    DIRECTIVES,
    FUNCTORS,
    QUALIFIERS,
    WORD_OPERATORS,
)

ROOT = Path(__file__).resolve().parent.parent.parent
EXTENSION = ROOT / "editors/vscode"
UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "E403", "E503")


@pytest.mark.skipif(
    shutil.which("node") is None or shutil.which("npm") is None,
    reason="Node.js and npm are not installed: apt-get install nodejs npm",
)
def test_the_extension_builds_and_its_grammar_agrees_with_the_lexer(tmp_path: Path) -> None:
    copy = tmp_path / "vscode"
    shutil.copytree(EXTENSION, copy, ignore=shutil.ignore_patterns("node_modules", "dist"))
    installed = npm(copy, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1")
    if installed.returncode != 0 and any(code in installed.stderr for code in UNREACHABLE):
        pytest.skip(f"npm's registry cannot be reached: {installed.stderr[:200]}")
    assert installed.returncode == 0, installed.stderr
    built = npm(copy, "run", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert (copy / "dist/extension.js").is_file()
    tested = npm(copy, "test")
    assert tested.returncode == 0, tested.stdout + tested.stderr


def npm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["npm", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHON": sys.executable, "CHECKER_ROOT": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_the_grammar_knows_every_word_of_the_language() -> None:
    written = (EXTENSION / "syntaxes/checker-rules.tmLanguage.json").read_text(encoding="utf-8")
    refused = {".functor", ".debug_delta", ".lattice", ".comp", ".init", ".override"}
    refused |= {".number_type", ".symbol_type"}  # Soufflé's, which the core leaves out
    words = {*AGGREGATES, *FUNCTORS, *QUALIFIERS, *WORD_OPERATORS}
    words |= {word.removeprefix(".") for word in DIRECTIVES - refused}
    assert [word for word in sorted(words) if word not in written] == []


def test_the_manifest_names_files_that_are_there() -> None:
    manifest = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    contributed = manifest["contributes"]
    named = [
        *(each["configuration"] for each in contributed["languages"]),
        *(each["path"] for each in contributed["grammars"]),
    ]
    assert all((EXTENSION / name).is_file() for name in named)
    locked = json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))
    assert locked["packages"][""]["devDependencies"] == manifest["devDependencies"]
