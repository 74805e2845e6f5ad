"""Facts from and for other tools: LangExtract, brat, ClaimReview, Web Annotation.

What a file brings is a draft that keeps where each part of it stands. The guards of fact files
hold it against its texts; what they refuse is left out and named, and nothing is mended.
"""

from checker.exchange.converting import Converted, convert, document_of, export, export_brat
from checker.exchange.formats import SourceFormat, TargetFormat
from checker.exchange.writing import bundle_text, write_together, write_whole, yaml_text

__all__ = [
    "Converted",
    "SourceFormat",
    "TargetFormat",
    "bundle_text",
    "convert",
    "document_of",
    "export",
    "export_brat",
    "write_together",
    "write_whole",
    "yaml_text",
]
