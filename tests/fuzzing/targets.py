"""What is fuzzed: each reader with seeds, and a check of what it answers."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker.analysis import analyse
from checker.analysis.program import Program
from checker.authoring.reading import load_tests
from checker.config import load_project
from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source, render
from checker.documents.reading import read_document
from checker.engines.functors import encode
from checker.engines.patterns import PatternError, compile_pattern
from checker.facts import load_corpus
from checker.facts.edtf import EdtfError, period
from checker.facts.numerals import figures
from checker.importing.mapping import read_mapping
from checker.io import read_inputs
from checker.language import load
from checker.language.formatter import format_rules
from checker.proofs.goals import read_goal
from checker.tracking.baseline import load_accepted
from tests.engines.running import program

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 6_000

Reader = Callable[[Path], Iterable[Diagnostic]]
"""Reads a file; gives what it complains of, or raises it as a ``DiagnosticError``."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader and the files that seed it. ``share`` is its part of all inputs."""

    name: str
    file: str
    read: Reader
    seeds: Callable[[], Iterator[bytes]]
    share: int


def prepare(folder: Path) -> None:
    """Puts the files there that seeds name."""
    shutil.copytree(ROOT / "tests/facts/texts", folder / "texts")
    shutil.copy(ROOT / "tests/importing/harvest/harvest.csv", folder)
    (folder / "facts").mkdir()
    (folder / "rules.d").mkdir()


def codes(target: Target, data: bytes, folder: Path) -> tuple[str, ...]:
    """The codes of what is wrong with an input; a set of them is a way through the reader.

    Raises what the reader raises when it should not, and ``AssertionError`` where a diagnostic
    points outside of its text or cannot be shown.
    """
    path = folder / target.file
    path.write_bytes(data)
    try:
        found = tuple(target.read(path))
    except DiagnosticError as error:
        found = error.diagnostics
        assert any(each.level is Level.ERROR for each in found), "refused without an error"
    for diagnostic in found[:5]:
        for label in (diagnostic.primary, *diagnostic.related):
            assert 0 <= label.span.start <= label.span.end <= len(label.span.source.text), (
                f"{diagnostic.code} points outside of its text"
            )
    shown = render(found[:3])
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", shown), "a control character"
    return tuple(sorted({diagnostic.code for diagnostic in found}))


# --- readers ---------------------------------------------------------------------------------


def _rules(path: Path) -> Iterable[Diagnostic]:
    loaded = load([path], root=path.parent)
    return [*loaded.diagnostics, *analyse(loaded.files).diagnostics]


def _formatted(path: Path) -> Iterable[Diagnostic]:
    with contextlib.suppress(UnicodeDecodeError):
        once = format_rules(Source(path.name, path.read_bytes().decode()))
        assert format_rules(Source(path.name, once)) == once, "formatting twice differs"
    return ()


def _facts(path: Path) -> Iterable[Diagnostic]:
    load_corpus([path], root=path.parent)
    return ()


def _fact_file(path: Path) -> Iterable[Diagnostic]:
    return read_inputs(_reading(), path.parent, io.BytesIO()).diagnostics


@cache
def _reading() -> Program:
    """Reads one file in three ways."""
    return program(
        """
        .decl a(n: number, u: unsigned, f: float, s: symbol)
        .input a(filename="rows.facts")
        .decl b(s: symbol, t: symbol)
        .input b(filename="rows.facts", rfc4180=true)
        .decl c(s: symbol, t: float)
        .input c(filename="rows.facts", delimiter=", ", headers=true, columns="1:0")
        """
    )


def _mapping(path: Path) -> Iterable[Diagnostic]:
    read_mapping(path, root=path.parent)
    return ()


def _document(path: Path) -> Iterable[Diagnostic]:
    read_document(path, path.parent)
    return ()


def _configuration(path: Path) -> Iterable[Diagnostic]:
    load_project(path)
    return ()


def _baseline(path: Path) -> Iterable[Diagnostic]:
    load_accepted(path)
    return ()


def _rule_tests(path: Path) -> Iterable[Diagnostic]:
    load_tests(path)
    return ()


def _pattern(path: Path) -> Iterable[Diagnostic]:
    text = path.read_bytes().decode(errors="replace")
    pattern, _, subject = text.partition("\n")
    with contextlib.suppress(PatternError):
        compile_pattern(pattern).matches(encode(subject))
    return ()


def _goal(path: Path) -> Iterable[Diagnostic]:
    read_goal(path.read_bytes().decode(errors="replace"), _reading())
    return ()


def _date(path: Path) -> Iterable[Diagnostic]:
    text = path.read_bytes().decode(errors="replace")
    with contextlib.suppress(EdtfError):
        first, last = period(text)
        assert first <= last
    return ()


def _figures(path: Path) -> Iterable[Diagnostic]:
    text = path.read_bytes().decode(errors="replace")
    for figure in figures(text):
        assert 0 <= figure.start < figure.end <= len(text)
    return ()


# --- seeds -----------------------------------------------------------------------------------


def _files(*patterns: str) -> Callable[[], Iterator[bytes]]:
    """The project's own files, long ones in pieces."""

    def found() -> Iterator[bytes]:
        for pattern in patterns:
            for path in sorted(ROOT.glob(pattern)):
                yield from _pieces(path.read_bytes())

    return found


def _pieces(data: bytes) -> Iterator[bytes]:
    lines = data.splitlines(keepends=True)
    for at in range(0, max(len(lines), 1), 60):
        yield b"".join(lines[at : at + 60])[:MOST_BYTES]


def _bundles() -> Iterator[bytes]:
    """Fact files whole, and records of others one by one, in a section of a bundle."""
    yield (ROOT / "tests/facts/complete.yaml").read_bytes()
    yield _SMALL.encode()
    for path in sorted(ROOT.glob("facts/*/*.yaml")):
        section = ""
        for piece in re.split(r"^(?=\S|  - )", path.read_text(), flags=re.MULTILINE):
            if piece.startswith("  - "):
                yield f"{_HEAD}{section}{piece}".encode()
            elif piece.rstrip().endswith(":"):
                section = piece


def _cases() -> Iterator[bytes]:
    """Tests of rules, one by one."""
    for path in sorted(ROOT.glob("rules/*.test.yaml")):
        for piece in re.split(r"^(?=\S|- )", path.read_text(), flags=re.MULTILINE):
            if piece.startswith("- "):
                yield piece.encode()
        yield path.read_bytes()[:MOST_BYTES]


def _rows() -> Iterator[bytes]:
    yield from _files("tests/conformance/suite/*/*/*.facts")()
    yield b"-5\t0x1f\t1e3\ttext\n+7\t0b101\t.5\t\n"
    yield b'"a","b, ""c"""\r\n"d","e"\r\n'
    yield b"s, t\n1.5, x\n-inf, [y, z]\n"


def _texts(*texts: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (text.encode() for text in texts)


_HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A title</title>
<meta property="article:published_time" content="2025-07-23"><script>var x = 1;</script></head>
<body><nav>menu</nav><article><h1>The swap</h1><p>The two sides swapped <b>1,200</b> prisoners,
Anna Berg said. &ldquo;We did it,&rdquo; Berg said.</p><ul><li>one</li></ul><table><tr><td>3</td>
</tr></table></article></body></html>"""
_MARKDOWN = """---
title: The swap
date: 2025-07-23
---
# The swap

The *two* sides swapped **1,200** prisoners, [Anna Berg](https://example.org) said.

> "We did it," Berg said.

1. one
   - two

| a | b |
|---|---|
| 1 | 2 |

```
code
```
"""
_BASELINE = """{"checker_baseline": 1, "findings": [
{"fingerprint": "0123456789abcdef", "rule": "numbers/conflict", "message": "a says 3"}]}
"""
_CONFIGURATION = """facts = ["facts"]
rules = ["rules.d"]
builtin-rules = true
select = ["numbers", "time/*"]
ignore = ["editorial"]
fail-on = "warning"
engine = "duckdb"
threads = 2
memory-limit = "4GB"
timeout = 10.5
max-rows = 1_000_000
baseline = "baseline.json"

[[suppress]]
rule = "numbers/conflict"
document = "d"
reason = "known"
expires = 2026-01-31
"""
_HEAD = """checker: 1
documents:
  - {id: d, title: The swap, content: "Three men were not returned, Anna Berg said."}
agents:
  - {id: berg, name: Anna Berg, aliases: [Berg], kind: person}
"""
_SMALL = f"""{_HEAD}claims:
  - id: c
    document: d
    span: Three men were not returned
    voice: indirect
    source: berg
    kind: report
    quantities:
      - {{id: q, measure: men not returned, amount: 3, unit: "1"}}
    suppress:
      - {{rule: numbers/conflict, reason: known, expires: 2026-01-31}}
"""

TARGETS = (
    Target(
        "rules",
        "rules.dl",
        _rules,
        _files("tests/conformance/suite/*/*.dl", "rules/*.dl", "rules/lib/*.dl"),
        20,
    ),
    Target("formatter", "rules.dl", _formatted, _files("tests/conformance/suite/*/*.dl"), 4),
    Target("facts-yaml", "facts.yaml", _facts, _bundles, 6),
    Target(
        "facts-json",
        "facts.json",
        _facts,
        _texts(
            '{"checker": 1, "documents": [{"id": "d", "title": "T", "content": "He denied 3."}],'
            ' "agents": [{"id": "a", "name": "A", "kind": "person"}], "claims": [{"id": "c",'
            ' "document": "d", "span": "He denied", "voice": "narrator", "kind": "report"}]}'
        ),
        10,
    ),
    Target(
        "facts-jsonl",
        "facts.jsonl",
        _facts,
        _texts(
            '{"record": "document", "id": "d", "title": "T", "content": "He denied 3."}\n'
            '{"record": "agent", "id": "a", "name": "A", "kind": "person"}\n'
            '{"record": "claim", "id": "c", "document": "d", "span": "He denied",'
            ' "voice": "narrator", "kind": "report"}\n'
        ),
        8,
    ),
    Target("suppressions", "facts.yaml", _facts, _texts(_SMALL), 6),
    Target("fact-files", "rows.facts", _fact_file, _rows, 20),
    Target("mapping", "mapping.yaml", _mapping, _files("tests/importing/harvest/*.yaml"), 5),
    Target("text", "document.txt", _document, _files("seeds/*.txt", "seeds/*/*.txt"), 6),
    Target("markdown", "document.md", _document, _texts(_MARKDOWN), 2),
    Target("html", "document.html", _document, _texts(_HTML), 1),
    Target("configuration", "checker.toml", _configuration, _texts(_CONFIGURATION), 6),
    Target("baseline", "baseline.json", _baseline, _texts(_BASELINE), 6),
    Target("rule-tests", "numbers.test.yaml", _rule_tests, _cases, 3),
    Target(
        "patterns",
        "pattern.txt",
        _pattern,
        _texts("a.*b\naxb", "(ab|c)+[^x-z]{2,3}\\d?\nabab12", "[[:alpha:]]*\\w\\W\\.$\nabc. ."),
        10,
    ),
    Target("goals", "goal.txt", _goal, _texts('a(1, 2, 3.5, "x")', 'b("x", _)', 'c("x", 1.5)'), 8),
    Target(
        "dates",
        "date.txt",
        _date,
        _texts("2025-07-23", "2025-07/..", "199X", "2025-21", "2025-07-23T10:30:00Z", "Y-17000"),
        10,
    ),
    Target(
        "figures",
        "text.txt",
        _figures,
        _texts(
            "1,200 prisoners and twenty-four hours", "3.5 million, a third, 12% of 40", "½ dozen"
        ),
        10,
    ),
)
