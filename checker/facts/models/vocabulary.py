"""The controlled vocabularies, each with the standard or corpus that its terms come from."""

from __future__ import annotations

from typing import Literal, TypeAlias

DocumentKind: TypeAlias = Literal[
    "article", "report", "statement", "transcript", "correction", "wire", "analysis", "post"
]

Derivation: TypeAlias = Literal["copied", "quoted", "revised", "translated", "summarised", "cited"]
"""How a document came from another: PROV-O's wasDerivedFrom, wasQuotedFrom, wasRevisionOf and
hadPrimarySource, in a desk's words."""

AgentKind: TypeAlias = Literal["person", "organisation", "state", "outlet", "collective"]
"""``collective`` is a source without a name of its own: critics, officials, observers."""

Voice: TypeAlias = Literal["narrator", "direct", "indirect"]
"""Whose words a span is in: the document's own, a quotation's, or a report of what was said."""

ClaimKind: TypeAlias = Literal[
    "report",
    "allegation",
    "denial",
    "admission",
    "pledge",
    "proposal",
    "prediction",
    "evaluation",
    "causal",
]

Polarity: TypeAlias = Literal["positive", "negative"]

Factuality: TypeAlias = Literal["CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "U"]
"""FactBank's values (Saurí and Pustejovsky 2009): certain, probable or possible, that it is so
(+) or is not so (-); U where the holder does not commit."""

Tense: TypeAlias = Literal["past", "present", "future"]

Stance: TypeAlias = Literal["asserts", "denies", "disputes", "confirms", "retracts", "no-comment"]

EvidenceKind: TypeAlias = Literal["document", "figure", "witness", "image", "link", "none"]

Link: TypeAlias = Literal["supports", "contradicts", "restates", "cites", "answers"]

ReviewDecision: TypeAlias = Literal["accepted", "corrected"]
"""What let a claim stand: as it was extracted, or as the reviewer wrote it."""

Qualifier: TypeAlias = Literal["exact", "about", "at-least", "at-most", "range"]

Aggregation: TypeAlias = Literal["total", "increment", "cumulative", "daily", "share"]

Distribution: TypeAlias = Literal["each", "total", "unsaid"]

WordingCategory: TypeAlias = Literal[
    "weasel",
    "peacock",
    "loaded",
    "editorialising",
    "doubt",
    "hedge",
    "euphemism",
    "side-term",
    "name",
]
"""After Wikipedia's "Manual of Style/Words to watch"; ``name`` is a plain name of an event."""

DateKind: TypeAlias = Literal["date", "weekday", "relative", "month", "year"]

Outcome: TypeAlias = Literal["met", "partial", "none", "failed"]

Level: TypeAlias = Literal["high", "medium", "low"]
