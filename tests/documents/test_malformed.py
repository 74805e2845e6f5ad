"""A document that cannot be read is a diagnostic, whatever is in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import Diagnostic, DiagnosticError
from checker.documents import find_documents, read_document, reading
from tests.documents.pdfs import pdf


def fault(folder: Path, name: str, content: bytes, encoding: str | None = None) -> Diagnostic:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(DiagnosticError) as caught:
        read_document(path, folder, encoding)
    (found,) = caught.value.diagnostics
    assert found.help
    assert name in found.message
    return found


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "CHK666"),
        ("blank.md", b"\n \n", "CHK666"),
        ("marks.md", b"# \n\n---\n", "CHK666"),
        ("head.txt", b"---\ntitle: a\n---\n", "CHK666"),
        ("empty.html", b"<html></html>", "CHK666"),
        ("unclosed.html", b"<<<>>><p", "CHK666"),
        ("deep.html", b"<div>" * 100_000 + b"words", "CHK666"),
        ("word.docx", b"PK\x03\x04", "CHK661"),
        ("binary.txt", b"a\0b", "CHK661"),
        ("latin.txt", "Caf\xe9 open".encode("latin-1"), "CHK662"),
        ("half.txt", b"\xff\xfea", "CHK662"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "CHK664"),
        ("empty.pdf", b"", "CHK664"),
        ("cut.pdf", pdf([["Some words."]])[:200], "CHK664"),
        ("scan.pdf", pdf([[]]), "CHK666"),
        ("locked.pdf", pdf([["Some words."]], encrypted=True), "CHK665"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_document_that_cannot_be_read_is_named_with_a_mend(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    assert fault(tmp_path, name, content).code == code


def test_the_first_byte_of_another_encoding_is_shown(tmp_path: Path) -> None:
    found = fault(tmp_path, "a.txt", "One line.\nCafé.".encode("cp1252"))
    assert found.primary.span.position == (2, 4)
    assert "--encoding" in found.help


def test_a_declared_encoding_is_held_to(tmp_path: Path) -> None:
    data = '<meta charset="utf-8"><p>Café</p>'.encode("cp1252")
    assert fault(tmp_path, "a.html", data).code == "CHK662"


def test_what_is_missing_or_no_file_is_told(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("none.txt", "pipe.txt", "nul\0.txt"):
        with pytest.raises(DiagnosticError) as caught:
            read_document(tmp_path / name, tmp_path)
        assert [found.code for found in caught.value.diagnostics] == ["CHK660"]


def test_a_folder_without_documents_and_two_of_one_name_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "talks.txt").write_text("a")
    (tmp_path / "Talks.md").write_text("b")
    with pytest.raises(DiagnosticError) as caught:
        find_documents([tmp_path, tmp_path / "empty"], tmp_path)
    assert [found.code for found in caught.value.diagnostics] == ["CHK660", "CHK668"]


def test_a_large_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    assert fault(tmp_path, "a.txt", b"eleven bytes").code == "CHK663"


def test_a_long_text_and_a_pdf_of_many_pages_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 10)
    assert fault(tmp_path, "a.txt", b"eleven characters").code == "CHK663"
    monkeypatch.setattr("checker.documents.pdf.MOST_PAGES", 1)
    assert fault(tmp_path, "a.pdf", pdf([["a"], ["b"]])).code == "CHK663"


@pytest.mark.parametrize(
    ("name", "library"),
    [("a.html", "trafilatura"), ("a.md", "markdown_it"), ("a.pdf", "pypdfium2")],
)
def test_a_reader_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    found = fault(tmp_path, name, pdf([["a"]]) if name.endswith("pdf") else b"<p>a</p>")
    assert found.code == "CHK667"
    assert library in found.message
    assert "checker[extract]" in found.help


@given(
    st.sampled_from(["a.txt", "a.md", "a.html"]),
    st.text(alphabet=st.sampled_from("<>&;#/=\"'-*_[]()!`|\\ \n\ra1é“😀\u200b")),
)
def test_no_text_makes_reading_fail_but_by_a_diagnostic(name: str, text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode())
        try:
            document = read_document(path, Path(folder))
        except DiagnosticError:
            return
        assert document.text.strip()
