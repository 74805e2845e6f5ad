"""Documents as people have them (text, Markdown, HTML, PDF) read to one plain text each.

The text is normalised, and where each part of it stands in the file is kept.
"""

from checker.documents.formats import Format
from checker.documents.metadata import Metadata
from checker.documents.model import SourceDocument
from checker.documents.offsets import OffsetMap, SourcePlace
from checker.documents.reading import find_documents, read_document

__all__ = [
    "Format",
    "Metadata",
    "OffsetMap",
    "SourceDocument",
    "SourcePlace",
    "find_documents",
    "read_document",
]
