"""The name of a finding across runs.

A desk that has settled a finding must not meet it again because a paragraph was moved, a file was
renamed or an id was changed. So the fingerprint hashes what the evidence says: its kind, who says
it, and the quote, together with the row's plain values. The parts are sorted, because in a rule
on two like things the ids decide which of them comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from checker.analysis.program import Value
from checker.findings.models import Evidence

DIGITS = 16
"""Hexadecimal digits: 64 bits, one chance in a million of a clash among six million findings."""

_TYPOGRAPHY = str.maketrans("‘’‚‛“”„‟‐‑–—", "''''\"\"\"\"----")


def content(rule: str, evidence: Iterable[Evidence], values: Iterable[Value]) -> tuple[str, ...]:
    """What the fingerprint hashes, ready to compare."""
    said = sorted(
        "\x1f".join((item.kind, _speaker(item), normal(item.label), normal(_quote(item))))
        for item in evidence
    )
    plain = sorted(f"{type(value).__name__}\x1f{_canonical(value)}" for value in values)
    return (rule, *said, *plain)


def fingerprint(content: tuple[str, ...], ordinal: int) -> str:
    """The hash of a content; ``ordinal`` counts findings of equal content from 0, in the order of
    the documents."""
    parts = (*content, str(ordinal))
    # Each part stands behind its length, so that no two lists of parts give the same bytes.
    written = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def normal(text: str) -> str:
    """A text without what a new edition of a page changes: line breaks, quotation marks, dashes,
    composed letters."""
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFC", text).translate(_TYPOGRAPHY)
    return " ".join(text.split())


def _speaker(item: Evidence) -> str:
    """Who says it. A narrator is named after the title of the document, which editors change."""
    return "narrator" if item.voice == "narrator" else normal(item.source)


def _quote(item: Evidence) -> str:
    return item.passage.exact if item.passage else ""


def _canonical(value: Value) -> str:
    return normal(value) if isinstance(value, str) else repr(value)
