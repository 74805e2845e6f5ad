"""Short ways to make a corpus, and to say what is wrong with one, for tests."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from checker.diagnostics import Diagnostic, DiagnosticError
from checker.facts import Corpus, corpus_from_bundle, load_corpus

HEAD = """\
checker: 1
documents:
  - id: d
    title: The swap
    content: |
      The two sides swapped 1,200 prisoners, Anna Berg said. "We did it," Berg said.
      Three men were not returned. He denied it.
agents:
  - {id: berg, name: Anna Berg, aliases: [Berg], kind: person}
  - {id: rail, name: the Rail Board, kind: organisation}
events:
  - {id: swap, name: the swap}
"""
"""A bundle to which sections may be added; twelve lines."""

CLAIM = """\
claims:
  - id: c
    document: d
    span: Three men were not returned
    voice: narrator
    kind: report
"""
"""A section of one claim, to which fields may be added; six lines."""


def corpus(text: str, root: Path = Path(__file__).parent) -> Corpus:
    return corpus_from_bundle(text, "facts.yaml", root=root)


def faults(text: str, root: Path = Path(__file__).parent) -> tuple[Diagnostic, ...]:
    """What is wrong with a bundle; a test fails when nothing is."""
    try:
        corpus(text, root)
    except DiagnosticError as error:
        return error.diagnostics
    raise AssertionError("the bundle was accepted")


def fault(text: str, root: Path = Path(__file__).parent) -> Diagnostic:
    """The one thing that is wrong with a bundle."""
    (found,) = faults(text, root)
    return found


def file_faults(*paths: Path, root: Path) -> tuple[Diagnostic, ...]:
    try:
        load_corpus(paths, root=root)
    except DiagnosticError as error:
        return error.diagnostics
    raise AssertionError("the files were accepted")


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file of a test's own."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(text, bytes):
        path.write_bytes(text)
    else:
        path.write_text(dedent(text), encoding="utf-8")
    return path


def place(found: Diagnostic) -> str:
    """``file:line:column`` of a diagnostic."""
    span = found.primary.span
    return f"{span.source.name}:{span.position.line}:{span.position.column}"
