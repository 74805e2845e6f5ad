"""The texts of a report's documents: whole where they are at hand, else what findings quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from checker.diagnostics import Source
from checker.facts import Corpus, Document
from checker.findings.models import Passage, Report

_LONGEST = 4_000_000
"""Code points: what a stored report says of places beyond this is not believed."""


def texts(report: Report, corpus: Corpus) -> Mapping[str, Document]:
    """The documents by id. Of one that the corpus does not have, the lines that stand in the
    report, at the places that they have in the text, with blank lines instead of the others."""
    found = {document.id: document for document in corpus.documents}
    quoted: dict[str, dict[int, str]] = defaultdict(dict)
    for finding in report.findings:
        for item in finding.evidence:
            if item.document is not None and item.passage and item.document not in found:
                quoted[item.document].update(_lines(item.passage))
    for summary in report.documents:
        if lines := quoted.get(summary.id):
            text = _apart(lines)
            source = Source(summary.path, text)
            found[summary.id] = Document(summary.id, summary.title, text, source, 0)
    return found


def _lines(passage: Passage) -> dict[int, str]:
    """The lines of a passage by the offset that they begin at."""
    found = {}
    at = passage.start - (passage.column - 1)
    for line in passage.lines:
        found[at] = line
        at += len(line) + 1
    return found


def _apart(lines: Mapping[int, str]) -> str:
    parts: list[str] = []
    length = 0
    for at, line in sorted(lines.items()):
        if length <= at <= _LONGEST:
            parts += ["\n" * (at - length), line]
            length = at + len(line)
    return "".join(parts)
