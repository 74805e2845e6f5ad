"""PDF: the text of its pages, by pdfium, with lines joined to paragraphs.

A PDF places characters on pages and knows no paragraphs: a line that stands farther below the
one before it than the page's lines mostly do begins a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from checker.dataclasses import dataclass
from checker.documents.metadata import Metadata, metadata
from checker.documents.offsets import OffsetMap, TextBuilder
from checker.documents.plain import take_normalised

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MOST_PAGES = 2_000
_WIDE = 1.35
"""A new paragraph stands this many times the usual distance of two lines below the last one."""
_LINE = re.compile(r"[^\r\n]+")
_HYPHENS = "\ufffe\x02\u00ad"
"""What pdfium gives for a hyphen that breaks a word at the end of a line."""
_PDF_DAY = re.compile(r"D:([0-9]{4})([0-9]{2})([0-9]{2})")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]»]*\Z")


class TooManyPagesError(ValueError):
    """``count`` pages are more than are read."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count:,} pages")
        self.count = count


class LockedError(ValueError):
    """The PDF has a password."""


class BrokenError(ValueError):
    """pdfium cannot read the file, or one page of it."""


def read_pdf(data: bytes) -> tuple[str, OffsetMap, Metadata]:
    """The text; offsets count pdfium's characters of each page.

    Raises :class:`LockedError`, :class:`BrokenError` and :class:`TooManyPagesError`.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise _refused(error) from None
    try:
        if len(document) > MOST_PAGES:
            raise TooManyPagesError(len(document))
        return _read(document)
    except PdfiumError as error:
        raise BrokenError(str(error)) from None
    finally:
        document.close()


def _refused(error: Exception) -> LockedError | BrokenError:
    from pypdfium2 import raw

    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return LockedError()
    return BrokenError(str(error))


def _read(document: PdfDocument) -> tuple[str, OffsetMap, Metadata]:
    builder = TextBuilder()
    last = ""
    for number in range(len(document)):
        page = document[number]
        for line in _lines(page):
            if last:
                builder.put(_between(last, line))
            stop = line.end - 1 if line.is_broken else line.end
            take_normalised(builder, line.text, line.start, stop, number + 1)
            last = line.text[line.start : line.end].rstrip()
        page.close()
    text, offsets = builder.build()
    info = document.get_metadata_dict()
    day = _PDF_DAY.match(info.get("CreationDate", ""))
    published = "-".join(day.groups()) if day else None
    return text, offsets, metadata(title=info.get("Title"), published=published)


@dataclass(frozen=True, slots=True)
class _Line:
    """``text[start:end]`` of a page's text."""

    text: str
    start: int
    end: int
    begins_paragraph: bool
    begins_page: bool

    @property
    def is_broken(self) -> bool:
        """Whether a word goes on in the next line."""
        return self.text[self.end - 1] in _HYPHENS


def _between(last: str, line: _Line) -> str:
    if line.begins_paragraph or (line.begins_page and _SENTENCE_END.search(last)):
        return "\n\n"
    return "" if last[-1:] in _HYPHENS else "\n"


def _lines(page: PdfPage) -> Iterator[_Line]:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    spans = [(match.start(), match.end()) for match in _LINE.finditer(text) if match[0].strip()]
    tops = [_top(text_page, text, start) for start, _ in spans]
    steps = [above - below for above, below in pairwise(tops)]
    usual = median([step for step in steps if step > 0] or [0.0])
    for (start, end), step in zip(spans, [None, *steps], strict=False):
        begins_paragraph = step is not None and (step > usual * _WIDE or step < 0)
        yield _Line(text, start, end, begins_paragraph, begins_page=step is None)
    text_page.close()


def _top(text_page: PdfTextPage, text: str, start: int) -> float:
    """The height of a line's first character."""
    while text[start].isspace():
        start += 1
    _, bottom, _, _ = text_page.get_charbox(start, loose=True)
    return float(bottom)
