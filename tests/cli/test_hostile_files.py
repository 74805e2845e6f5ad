"""Files made to break a reader end in a diagnostic, quickly, whatever reads them."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from checker.authoring.reading import load_tests
from checker.config import load_project
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.documents.reading import read_document
from checker.engines.duckdb import DuckDBEngine
from checker.facts import load_corpus
from checker.importing.mapping import read_mapping
from checker.io import read_inputs
from checker.language import load
from checker.running import Files, run_files
from checker.tracking.baseline import load_accepted
from tests.engines.running import program

Reader = Callable[[Path], object]

READERS: dict[str, tuple[str, Reader]] = {
    "facts.yaml": ("yaml", lambda path: load_corpus([path], root=path.parent)),
    "facts.json": ("json", lambda path: load_corpus([path], root=path.parent)),
    "mapping.yaml": ("yaml", lambda path: read_mapping(path, root=path.parent)),
    "numbers.test.yaml": ("yaml", load_tests),
    "baseline.json": ("json", load_accepted),
    "checker.toml": ("toml", load_project),
}
BOMB = "checker: 1\nimport: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 12)
)
CONTENTS: dict[str, dict[str, bytes]] = {
    "yaml": {
        "aliases that multiply": BOMB.encode(),
        "an alias of itself": b"checker: 1\nclaims: &a [*a]\n",
        "deep nesting": b"checker: 1\nclaims: " + b"[" * 100_000,
        "deep indentation": b"\n".join(b" " * level + b"a:" for level in range(3_000)),
        "a tag that builds an object": b"checker: 1\nclaims: !!python/object/apply:os.abort []",
        "a whole number of many digits": b"checker: " + b"9" * 100_000,
        "a key given twice": b"checker: 1\nclaims: []\nclaims: []\n",
        "bytes that are no UTF-8": b"checker: 1\nclaims: \xff\xfe\n",
        "null characters": b"checker: 1\0\n",
        "nothing": b"",
    },
    "json": {
        "deep nesting": b'{"checker": ' + b"[" * 100_000,
        "a whole number of many digits": b'{"checker": ' + b"9" * 100_000 + b"}",
        "no number": b'{"checker": NaN, "checker_baseline": NaN}',
        "beyond all numbers": b'{"checker": 1e999, "checker_baseline": -Infinity}',
        "a key given twice": b'{"checker": 1, "checker": 1, "claims": 3}',
        "bytes that are no UTF-8": b'{"checker": "\xff"}',
        "nothing": b"",
    },
    "toml": {
        "deep nesting": b"facts = " + b"[" * 100_000,
        "a whole number of many digits": b"threads = " + b"9" * 100_000,
        "no number": b"timeout = nan",
        "beyond all numbers": b"timeout = inf\nmax-rows = 1e999",
        "a key given twice": b"facts = []\nfacts = []\n",
        "bytes that are no UTF-8": b'facts = ["\xff"]',
        "null characters": b"facts = []\0",
    },
}
HOSTILE = [
    pytest.param(name, read, content, id=f"{name}: {what}")
    for name, (form, read) in READERS.items()
    for what, content in CONTENTS[form].items()
]


def refusal(read: Callable[[], object]) -> tuple[Diagnostic, ...]:
    started = perf_counter()
    with pytest.raises(DiagnosticError) as refused:
        read()
    assert perf_counter() - started < 5
    return refused.value.diagnostics


@pytest.mark.parametrize(("name", "read", "content"), HOSTILE)
def test_a_file_made_to_break_a_reader_is_refused(
    name: str, read: Reader, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = refusal(lambda: read(path))
    assert all(each.primary.span.source.name.endswith(name) for each in found)


# --- files of rows ---------------------------------------------------------------------------

ROWS = ".decl a(x: number, s: symbol)\n.input a\n.decl f(x: float)\n.input f\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"9" * 100_000 + b"\tx\n", "CHK608"),
        (b"nan\tx\n", "CHK608"),
        (b"1\t\xff\n", "CHK607"),
        (gzip.compress(b"1\tx\n")[:-4], "CHK605"),
        (b"\x1f\x8bno gzip", "CHK605"),
        (b"1\tx\n" * 10 + b"\n", "CHK608"),
    ],
    ids=["digits", "nan", "utf-8", "cut gzip", "no gzip", "empty line"],
)
def test_a_file_of_rows_is_refused_at_its_fault(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.facts").write_bytes(content)
    (tmp_path / "f.facts").write_bytes(b"inf\n-inf\n1e308\n-0.0\n")
    found = read_inputs(program(ROWS), tmp_path, io.BytesIO()).diagnostics
    assert code in {each.code for each in found}


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.facts")
    (tmp_path / "f.facts").write_text("1\n")
    found = read_inputs(program(ROWS), tmp_path, io.BytesIO()).diagnostics
    assert [each.code for each in found] == ["CHK605"]


# --- links and places ------------------------------------------------------------------------


def test_a_document_behind_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("He denied it.")
    project = tmp_path / "project"
    project.mkdir()
    (project / "link.txt").symlink_to(tmp_path / "secret.txt")
    for text in ("link.txt", "../secret.txt", str(tmp_path / "secret.txt")):
        (project / "facts.yaml").write_text(
            f"checker: 1\ndocuments:\n  - {{id: d, title: T, text: {text}}}\n"
        )
        found = refusal(lambda: load_corpus([project / "facts.yaml"], root=project))
        assert "denied" not in "".join(each.message for each in found)


def test_an_include_behind_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.dl").write_text(".decl secret(x: number)\n")
    project = tmp_path / "project"
    project.mkdir()
    (project / "link.dl").symlink_to(tmp_path / "secret.dl")
    for path in ("link.dl", "../secret.dl", str(tmp_path / "secret.dl")):
        (project / "main.dl").write_text(f'.include "{path}"\n')
        found = load([project / "main.dl"], root=project).diagnostics
        assert [each.code for each in found] == ["CHK141"]


# --- files that vanish or change -------------------------------------------------------------


def test_a_file_of_rows_that_vanishes_before_it_is_read_again_ends_the_run_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB reads plain files by itself, after they were looked at."""
    from checker import running

    (tmp_path / "p.dl").write_text(".decl a(x: number)\n.input a\n.output a\n")
    facts = tmp_path / "a.facts"
    looked_at = running.plain_inputs

    def vanishing(*arguments):  # type: ignore[no-untyped-def]
        found = looked_at(*arguments)
        facts.unlink()
        return found

    facts.write_text("1\n")
    monkeypatch.setattr(running, "plain_inputs", vanishing)
    files = Files(tmp_path / "p.dl", tmp_path, tmp_path / "out", tmp_path)

    def settle(found):  # type: ignore[no-untyped-def]
        if list_of := list(found):
            raise DiagnosticError(list_of)

    found = refusal(lambda: run_files(files, DuckDBEngine(), settle=settle, stdin=io.BytesIO()))
    assert [each.code for each in found] == ["CHK606"]
    assert not (tmp_path / "out").exists()


def test_a_document_that_vanishes_is_missed_in_words(tmp_path: Path) -> None:
    found = refusal(lambda: read_document(tmp_path / "gone.txt", tmp_path))
    assert len(found) == 1
