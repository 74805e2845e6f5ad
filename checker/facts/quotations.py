"""Quotations as they are compared: typography and white space do not make a difference."""

from __future__ import annotations

_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
)


def quotation_of(claim: str) -> str:
    """The id of the quotation that a claim is."""
    return f"{claim}#quotation"


def plain_quotation(text: str) -> str:
    """The words of a quotation: without outer quotation marks, inner ones and spaces plain."""
    return " ".join(text.translate(_PLAIN).split()).strip('" ')
