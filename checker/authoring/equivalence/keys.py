"""Which columns of a given relation determine its other ones.

What the fact files' models promise: an id names one record, and a record has one value in each of
its fields. The desk's lists make no such promise.
"""

from __future__ import annotations

from collections.abc import Mapping

KEYS: Mapping[str, tuple[str, ...]] = {
    "document": ("document",),
    "document_published": ("document",),
    "sentence": ("sentence",),
    "sentence_words": ("sentence",),
    "agent": ("agent",),
    "agent_side": ("agent",),
    "event": ("event",),
    "event_place": ("event",),
    "event_when": ("event",),
    "event_series": ("event",),
    "claim": ("claim",),
    "claim_text": ("claim",),
    "claim_words": ("claim",),
    "attribution": ("claim", "level"),
    "proposition": ("claim",),
    "claim_topic": ("claim",),
    "claim_polarity": ("claim",),
    "claim_tense": ("claim",),
    "claim_time": ("claim",),
    "claim_as_of": ("claim",),
    "claim_place": ("claim",),
    "claim_scope": ("claim", "dimension"),
    "quantity": ("quantity",),
    "quantity_written": ("quantity",),
    "quantity_qualifier": ("quantity",),
    "quantity_aggregation": ("quantity",),
    "quantity_distribution": ("quantity",),
    "quantity_groups": ("quantity",),
    "quantity_base": ("quantity",),
    "quotation": ("quotation",),
    "wording": ("wording",),
    "wording_side": ("wording",),
    "wording_referent": ("wording",),
    "date": ("date",),
    "date_resolved": ("date",),
    "date_claim": ("date",),
    "pledge": ("pledge",),
    "pledge_within": ("pledge",),
    "pledge_due": ("pledge",),
}
"""By relation, the columns that determine all others."""

SAME: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (("claim", "claim", "source"), ("stance", "statement", "holder")),
)
"""Columns (relation, column that determines, column) that hold the same of one thing: whoever
takes a stance in a claim is its source."""
