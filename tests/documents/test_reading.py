"""Documents are read to one plain text, and every part of it is found again in its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.documents import Format, SourceDocument, find_documents, read_document
from checker.documents.offsets import TextBuilder
from checker.documents.plain import read_plain
from checker.facts import corpus_from_bundle
from tests.documents.pdfs import pdf

ROOT = Path(__file__).parents[2]

MARKDOWN = """\
---
title: Water rises
date: 2025-03-04T09:00:00Z
lang: en
publisher: The Herald
---

# The *big* flood

Some **bold** words &amp; an \\*escape\\* with
[a link](https://example.org) here.

- one thing
- another

> A quoted
> line.

```
code is no prose
```

| a | table |
|---|-------|
| 1 | 2     |
"""

HTML = """<!doctype html>
<html lang="en-GB"><head><title>Bridge closed | The Herald</title>
<meta property="og:site_name" content="The Herald">
<meta property="article:published_time" content="2025-03-04T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article>
<h1>Bridge closed after flood</h1>
<p>The bridge at Tolm was closed on Monday after the water rose by 3&nbsp;metres,
<b>police</b> said. &ldquo;We had no choice,&rdquo; said police chief Anna Berg.</p>
<script>var hidden = "The bridge at Tolm";</script>
<p>At least 12 people were taken to hospital &#38; two more are missing. The river is at its
highest level since 1998, according to the weather office, which expects more rain.</p>
<p>The town council has promised to rebuild the bridge within 18 months and said that it would
not raise taxes to pay for it.</p></article><footer>All rights reserved</footer></body></html>
"""


def read(folder: Path, name: str, content: str | bytes) -> SourceDocument:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_document(path, folder)


def found_again(document: SourceDocument, source: str) -> list[tuple[str, str]]:
    """Each word of the text, and what the source has at its place."""
    pairs = []
    at = 0
    for word in document.text.split():
        at = document.text.index(word, at)
        place = document.offsets.place(at, at + len(word))
        assert place is not None
        pairs.append((word, source[place.start : place.end]))
        at += len(word)
    return pairs


def test_the_seed_is_taken_as_it_stands_after_its_head() -> None:
    path = ROOT / "seeds" / "istanbul-talks.txt"
    document = read_document(path, ROOT)
    source = path.read_text(encoding="utf-8")
    assert document.id == "istanbul-talks"
    assert document.is_verbatim
    assert document.metadata.title == "Istanbul talks"
    assert source.endswith(document.text)
    assert all(word == there for word, there in found_again(document, source))


def test_a_head_that_is_a_mapping_says_what_the_document_is(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", "---\ntitle: Rain\ndate: 2025-01\n---\n\nIt rained.\n")
    assert document.metadata.title == "Rain"
    assert document.metadata.published == "2025-01"
    assert document.text == "It rained.\n"


@pytest.mark.parametrize(
    "head", ["title: [", "- a\n- b", "title: [3]", "date: soon", "a: &a [*a]", "!!python/name:os x"]
)
def test_a_head_of_anything_else_is_left_alone(tmp_path: Path, head: str) -> None:
    document = read(tmp_path, "the-day.txt", f"---\n{head}\n---\nIt rained.")
    assert document.text == "It rained."
    assert document.metadata.title == "The day"
    assert document.metadata.published == ""


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    document = read(tmp_path, "flood.md", MARKDOWN)
    assert document.format is Format.MARKDOWN
    assert document.text == (
        "The big flood\n\nSome bold words & an *escape* with a link here.\n\n"
        "one thing\n\nanother\n\nA quoted line."
    )
    said = document.metadata
    assert (said.title, said.published) == ("Water rises", "2025-03-04")
    assert (said.language, said.publisher) == ("en", "The Herald")
    differing = [pair for pair in found_again(document, MARKDOWN) if pair[0] != pair[1]]
    assert differing == [("&", "&amp;"), ("*escape*", "\\*escape\\*")]


def test_the_first_heading_is_the_title_where_nothing_else_is(tmp_path: Path) -> None:
    assert read(tmp_path, "a.md", "# The flood\n\nIt rained.").metadata.title == "The flood"


def test_a_page_s_article_is_read_and_found_again_in_its_source(tmp_path: Path) -> None:
    document = read(tmp_path, "bridge.html", HTML)
    paragraphs = document.text.split("\n\n")
    assert paragraphs[0] == "Bridge closed after flood"
    assert "rose by 3 metres, police said. “We had no choice,”" in paragraphs[1]
    assert "hospital & two more" in paragraphs[2]
    assert not any(word in document.text for word in ("Home", "reserved", "hidden"))
    said = document.metadata
    assert (said.title, said.publisher) == ("Bridge closed after flood", "The Herald")
    assert (said.published, said.language) == ("2025-03-04", "en-GB")
    differing = [pair for pair in found_again(document, HTML) if pair[0] != pair[1]]
    assert differing == [
        ("“We", "&ldquo;We"),
        ("choice,”", "choice,&rdquo;"),
        ("&", "&#38;"),
    ]


def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    declared = HTML.replace("<head>", '<head><meta charset="windows-1252">').replace("Tolm", "Tölm")
    assert "Tölm" in read(tmp_path, "a.html", declared.encode("cp1252")).text


def test_the_lines_of_a_pdf_are_joined_to_paragraphs(tmp_path: Path) -> None:
    pages = [
        [
            "The bridge was closed on Monday",
            "after the water had risen by",
            "three metres.",
            "",
            "The council met at noon and said that",
        ],
        ["it would not raise taxes."],
    ]
    document = read(tmp_path, "bridge.pdf", pdf(pages, title="Bridge closed"))
    assert document.format is Format.PDF
    assert document.text == (
        "The bridge was closed on Monday\nafter the water had risen by\nthree metres.\n\n"
        "The council met at noon and said that\nit would not raise taxes."
    )
    assert document.metadata.title == "Bridge closed"
    assert document.metadata.published == "2025-03-04"
    at = document.text.index("said that\nit would")
    place = document.offsets.place(at, at + len("said that\nit would"))
    assert place is not None
    assert (place.page, place.end_page) == (1, 2)
    assert pages[1][0][: place.end] == "it would"


def test_a_pdf_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", pdf([["Some words."]])).format is Format.PDF


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le-mark"])
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Ein Tag im März.\r\nNoch einer."
    data = (
        b"\xff\xfe" + text.encode("utf-16-le")
        if encoding == "utf-16-le-mark"
        else text.encode(encoding)
    )
    assert read(tmp_path, "a.txt", data).text == "Ein Tag im März.\nNoch einer."


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Ein Tag im März.".encode("cp1252"))
    document = read_document(path, tmp_path, "windows-1252")
    assert document.text == "Ein Tag im März."
    assert not document.is_verbatim


def test_characters_that_are_not_seen_are_taken_out(tmp_path: Path) -> None:
    source = "The co\u00adun\u200bcil \u202emet\u202c\x07.\u2028Then left."
    document = read(tmp_path, "a.txt", source)
    assert document.text == "The council met.\nThen left."
    assert not document.is_verbatim


@given(st.text(alphabet=st.sampled_from("ab .\n\u00ad\u200b\x00\u2028“é😀-")))
def test_every_character_of_a_plain_text_stands_at_its_place(source: str) -> None:
    text, offsets, _ = read_plain(source)
    for at, character in enumerate(text):
        place = offsets.place(at, at + 1)
        assert place is not None
        there = source[place.start : place.end]
        assert there == character or (character == "\n" and there == "\u2028")


@given(st.text(alphabet=st.sampled_from("ab-\r\n\u00ad\u200b")))
def test_a_text_that_is_called_verbatim_is_what_facts_would_be_held_to(source: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "d.txt").write_bytes(f"a{source}".encode())
        document = read_document(folder / "d.txt", folder)
        if document.is_verbatim:
            bundle = "checker: 1\ndocuments: [{id: d, title: D, text: d.txt}]\n"
            corpus = corpus_from_bundle(bundle, "b", root=folder)
            assert corpus.documents[0].text == document.text


def test_a_passage_that_was_put_in_has_no_place() -> None:
    builder = TextBuilder()
    builder.take("ab", 10, 12)
    builder.put("\n\n")
    builder.take("cd", 20, 22, 2)
    text, offsets = builder.build()
    assert text == "ab\n\ncd"
    assert offsets.place(2, 4) is None
    place = offsets.place(1, 5)
    assert place is not None
    assert (place.page, place.start, place.end_page, place.end) == (0, 11, 2, 21)


def test_a_folder_gives_the_documents_in_it(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "notes.csv", "c.PDF"):
        (tmp_path / name).write_text("x")
    found = find_documents([tmp_path, tmp_path / "a.txt"], tmp_path)
    assert [path.name for path in found] == ["a.txt", "b.md", "c.PDF"]
