"""HTML: the article of a page, found by trafilatura, and where its words stand in the source.

trafilatura says what the article is, and not where. Its paragraphs are found again among the
characters that the source shows, white space aside.
"""

from __future__ import annotations

import codecs
import re
from html import unescape
from html.parser import HTMLParser

from checker.dataclasses import dataclass
from checker.documents.metadata import Metadata, metadata
from checker.documents.offsets import OffsetMap, TextBuilder
from checker.documents.plain import without_unseen

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})|"""
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{1,40})""",
    re.IGNORECASE,
)
_UNSHOWN = frozenset(("script", "style", "template", "noscript"))
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z-]{2,35})", re.IGNORECASE)
_ITEM = re.compile(r"- (?=\S)")


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page declares in its first 1,024 bytes, as the HTML standard looks."""
    match = _DECLARED.search(data, 0, 1024)
    if match is None:
        return None
    name = (match[1] or match[2]).decode("ascii")
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    # The standard: a page that can be read as ASCII this far is not in UTF-16, whatever it says.
    return "utf-8" if name.lower().startswith("utf-16") else name


def read_html(source: str) -> tuple[str, OffsetMap, Metadata]:
    """The article's paragraphs; an empty text where there is none."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        source, include_comments=False, include_tables=False, with_metadata=True
    )
    if found is None:
        return "", OffsetMap(()), Metadata()
    article = found if isinstance(found, dict) else found.as_dict()
    shown = _shown(source)
    builder = TextBuilder()
    at = 0
    for line in without_unseen(article["text"] or "").splitlines():
        paragraph = _ITEM.sub("", " ".join(line.split()), count=1)
        if paragraph:
            if not builder.is_empty:
                builder.put("\n\n")
            at = _take_paragraph(builder, paragraph, shown, at)
    text, offsets = builder.build()
    lang = _LANGUAGE.search(source)
    said = metadata(
        title=article["title"],
        publisher=article["sitename"],
        published=article["date"],
        language=lang[1] if lang else article["language"],
    )
    return text, offsets, said


@dataclass(frozen=True, slots=True)
class _Shown:
    """The characters that a source shows, white space left out, and where each stands in it."""

    text: str
    starts: list[int]
    ends: list[int]


def _take_paragraph(builder: TextBuilder, paragraph: str, shown: _Shown, at: int) -> int:
    """Add a paragraph where it stands after ``at`` among what is shown, or else before it."""
    bare = "".join(paragraph.split())
    found = shown.text.find(bare, at)
    if found < 0:
        found = shown.text.find(bare)
    if found < 0:
        builder.put(paragraph)
        return at
    next_ = found
    for character in paragraph:
        if character == " ":
            builder.take(" ", shown.ends[next_ - 1], shown.starts[next_])
        else:
            builder.take(character, shown.starts[next_], shown.ends[next_])
            next_ += 1
    return next_


def _shown(source: str) -> _Shown:
    parser = _Parser(source)
    parser.feed(source)
    parser.close()
    return _Shown("".join(parser.characters), parser.starts, parser.ends)


class _Parser(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.characters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._source = source
        self._lines = [0, *(match.end() for match in re.finditer("\n", source))]
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _UNSHOWN

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSHOWN))

    def handle_data(self, data: str) -> None:
        at = self._offset()
        for offset, character in enumerate(data, start=at):
            self._add(character, offset, offset + 1)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        at = self._offset()
        end = at + len(written)
        if self._source.startswith(";", end):
            end += 1
        for character in unescape(f"{written};"):
            self._add(character, at, end)

    def _add(self, character: str, start: int, end: int) -> None:
        if not self._hidden and not character.isspace() and without_unseen(character):
            self.characters.append(character)
            self.starts.append(start)
            self.ends.append(end)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
