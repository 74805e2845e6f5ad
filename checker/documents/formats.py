"""What a file is: by its name, and by its first bytes where these leave no doubt."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Format(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


SUFFIXES = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
}

_PDF = b"%PDF-"
_HTML = (b"<!doctype html", b"<html")


def format_of(path: Path, data: bytes) -> Format | None:
    """The format of a file; None where neither its name nor its content tells."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_PDF.lower()):
        return Format.PDF
    known = SUFFIXES.get(path.suffix.lower())
    if known is not None:
        return known
    if head.startswith(_HTML):
        return Format.HTML
    return Format.TEXT if not path.suffix else None
