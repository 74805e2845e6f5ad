"""A document that was read."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from pathlib import Path

from checker.dataclasses import dataclass
from checker.documents.formats import Format
from checker.documents.metadata import Metadata
from checker.documents.offsets import OffsetMap


@dataclass(frozen=True)
class SourceDocument:
    """A document's normalised text. Spans of it count code points of ``text``.

    ``name`` is the path as reports show it, ``source_sha256`` the hash of the file's bytes.
    ``is_verbatim`` says that the file itself, read as the text of a document of a fact file, is
    ``text``: facts can then name the file, and no copy is needed.
    """

    id: str
    path: Path
    name: str
    format: Format
    text: str
    offsets: OffsetMap
    metadata: Metadata
    source_sha256: str
    is_verbatim: bool

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as fact files give it."""
        return sha256(self.text.encode("utf-8")).hexdigest()
