"""The formats by the names that the command line gives them."""

from __future__ import annotations

from enum import StrEnum


class SourceFormat(StrEnum):
    """What can be read."""

    LANGEXTRACT = "langextract"
    BRAT = "brat"
    CLAIMREVIEW = "claimreview"
    WEB_ANNOTATION = "web-annotation"


class TargetFormat(StrEnum):
    """What can be written."""

    CLAIMREVIEW = "claimreview"
    WEB_ANNOTATION = "web-annotation"
