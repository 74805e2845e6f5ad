"""From documents to fact files: an extractor proposes, the loader's checks dispose."""

from checker.extraction.protocol import Extractor, Proposal, Record, mark, own_id
from checker.extraction.running import Extracted, extract, write
from checker.extraction.validation import Dropped, Validated, validate

__all__ = [
    "Dropped",
    "Extracted",
    "Extractor",
    "Proposal",
    "Record",
    "Validated",
    "extract",
    "mark",
    "own_id",
    "validate",
    "write",
]
