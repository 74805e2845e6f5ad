"""Documents' texts: where they begin, and that none is read from outside of the project."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from checker.facts import Document, load_corpus
from checker.facts.documents import text_start
from tests.facts.support import file_faults, place, written


def facts(folder: Path, text: str, more: str = "") -> Path:
    return written(
        folder,
        "facts.yaml",
        f"checker: 1\ndocuments:\n  - {{id: d, title: T, text: {text}{more}}}\n",
    )


def document(root: Path, path: Path) -> Document:
    (found,) = load_corpus([path], root=root).documents
    return found


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("The text.\n", "The text.\n"),
        ("---\nhead\n---\nThe text.\n", "The text.\n"),
        ("---\nhead\n---\n\nThe text.\n", "The text.\n"),
        ("---\nhead\n---\n\n\nThe text.\n", "\nThe text.\n"),
        ("---\n---\nThe text.", "The text."),
        ("---\nhead\n---", ""),
        ("---\nno end\n", "---\nno end\n"),
        ("--- \nhead\n---\n", "--- \nhead\n---\n"),
        ("\n---\nhead\n---\n", "\n---\nhead\n---\n"),
    ],
)
def test_front_matter_and_one_blank_line_stand_outside_of_the_text(file: str, text: str) -> None:
    assert file[text_start(file) :] == text


def test_spans_count_from_the_text_and_lines_from_the_file(tmp_path: Path) -> None:
    written(tmp_path, "d.txt", "---\nhead\n---\n\nThe text.\n")
    path = facts(tmp_path, "d.txt")
    found = document(tmp_path, path)
    assert (found.id, found.title, found.text) == ("d", "T", "The text.\n")
    assert found.source.name == "d.txt"
    assert found.source.text[found.offset :] == found.text
    assert found.source.position(found.offset) == (5, 1)


def test_a_fault_in_a_document_is_shown_in_the_lines_of_its_file(tmp_path: Path) -> None:
    written(tmp_path, "d.txt", "---\nhead\n---\n\nA text. A text.\n")
    facts(tmp_path, "d.txt")
    claim = (
        "checker: 1\nclaims: [{id: c, document: d, span: text, voice: narrator, kind: report}]\n"
    )
    written(tmp_path, "claims.yaml", claim)
    (found,) = file_faults(tmp_path, root=tmp_path)
    assert [label.span.position for label in found.related] == [(5, 3), (5, 11)]


def test_line_ends_of_windows_and_a_byte_order_mark_move_no_span(tmp_path: Path) -> None:
    text = "---\nhead\n---\n\nOne.\nTwo.\n"
    written(tmp_path, "d.txt", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    digest = sha256(b"One.\nTwo.\n").hexdigest()
    assert document(tmp_path, facts(tmp_path, "d.txt", f", sha256: {digest}")).text == (
        "One.\nTwo.\n"
    )


def test_paths_start_at_the_fact_file(tmp_path: Path) -> None:
    written(tmp_path, "seeds/d.txt", "x")
    path = facts(tmp_path / "facts" / "deep", "../../seeds/d.txt")
    assert document(tmp_path, path).source.name == "seeds/d.txt"


def test_a_changed_text_is_told_by_its_hash(tmp_path: Path) -> None:
    written(tmp_path, "d.txt", "x")
    (found,) = file_faults(facts(tmp_path, "d.txt", f", sha256: {'0' * 64}"), root=tmp_path)
    assert (found.code, place(found)) == ("CHK431", "facts.yaml:3:44")
    assert sha256(b"x").hexdigest() in found.help


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("../outside.txt", "CHK430", "leads out of the project"),
        ("/etc/hostname", "CHK430", "leads out of the project"),
        ("link.txt", "CHK430", "leads out of the project"),
        ("linked/outside.txt", "CHK430", "leads out of the project"),
        ("inside/../../outside.txt", "CHK430", "leads out of the project"),
        ("missing.txt", "CHK401", "no such file"),
        ("inside", "CHK401", "a folder, not a file"),
        ("loop.txt", "CHK401", "no such file"),
        ('"a\\0b"', "CHK401", "no such file"),
        ("x" * 5000, "CHK401", ""),
        ("latin.txt", "CHK402", "not UTF-8"),
    ],
)
def test_a_text_that_cannot_be_read_is_a_diagnostic(
    tmp_path: Path, text: str, code: str, says: str
) -> None:
    root = tmp_path / "project"
    written(tmp_path, "outside.txt", "secret")
    written(root, "inside/d.txt", "x")
    written(root, "latin.txt", b"caf\xe9")
    (root / "link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "linked").symlink_to(tmp_path)
    (root / "loop.txt").symlink_to(root / "loop.txt")
    (found,) = file_faults(facts(root, text), root=root)
    assert (found.code, says in found.message) == (code, True)
    assert found.help
    if code != "CHK402":
        assert place(found) == "facts.yaml:3:29"


def test_a_root_that_is_itself_a_link_is_no_obstacle(tmp_path: Path) -> None:
    written(tmp_path, "real/d.txt", "x")
    facts(tmp_path / "real", "d.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert document(tmp_path / "link", tmp_path / "link" / "facts.yaml").source.name == "d.txt"


def test_a_text_in_the_fact_file_is_a_document_of_its_own(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "f.yaml",
        "checker: 1\ndocuments:\n  - id: d\n    title: T\n    content: |\n      ---\n      x\n",
    )
    found = document(tmp_path, path)
    assert (found.text, found.offset, found.source.name) == ("---\nx\n", 0, "<d>")
