"""Where the files that ship with Checker stand: the rule packs and the layout of a new project.

The wheel carries them inside the package (``checker/_data``); a checkout has them where people
edit them. Both are plain folders, so that a diagnostic can name a pack's file and line.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def packs_dir() -> Path:
    """The folder of the shipped rule packs (``*.dl`` with their ``*.test.yaml`` beside them)."""
    return _first_existing(_PACKAGE / "_data" / "rules", _PACKAGE.parent / "rules")


def lexicons_dir() -> Path:
    """The folder of the word lists that the deterministic extractor goes by."""
    return packs_dir() / "lexicons"


def template_dir() -> Path:
    """The folder that ``checker init`` lays out a project from."""
    return _PACKAGE / "_data" / "template"


def examples_file() -> Path:
    """The examples of diagnostics and their mends, in YAML."""
    return _PACKAGE / "_data" / "examples.yaml"


def diagnostics_page() -> Path | None:
    """The page that explains every diagnostic, if this installation has it."""
    pages = (_PACKAGE / "_data" / "docs", _PACKAGE.parent / "docs")
    return next((page for each in pages if (page := each / "diagnostics.md").is_file()), None)


def _first_existing(*candidates: Path) -> Path:
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"this installation of Checker is incomplete: none of {', '.join(map(str, candidates))}"
        " exists; install it again"
    )
