"""What an extractor proposes, held to the same checks as a fact file that is loaded.

The proposal is written as a fact file and read by the loader. What is refused is dropped, and the
rest is read again, until nothing is refused: a claim whose source was dropped goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.documents.model import SourceDocument
from checker.extraction import errors
from checker.extraction.protocol import Proposal, Record, own_id
from checker.extraction.writing import bundle
from checker.facts import corpus_from_bundle
from checker.facts.tree import Places, Value
from checker.facts.yaml_reader import read_yaml


@dataclass(frozen=True, slots=True)
class Dropped:
    """A record that did not pass, and why."""

    section: str
    record: Record
    reason: Diagnostic

    def diagnostic(self, document: SourceDocument) -> Diagnostic:
        """A warning that names the record."""
        named = f"{self.section.removesuffix('s')} `{self.record.get('id', '?')}`"
        return errors.DROPPED.at(
            Span(Source(document.name, ""), 0, 0),
            f"{named} was dropped: {self.reason.message}",
            note=f"{self.reason.code}, {self.reason.kind.title}",
        )


@dataclass(frozen=True, slots=True)
class Validated:
    """The records that passed, by section, and those that did not."""

    sections: Mapping[str, tuple[Record, ...]]
    dropped: tuple[Dropped, ...]


def validate(document: SourceDocument, proposal: Proposal, root: Path) -> Validated:
    """The part of a proposal that can be loaded.

    Raises :class:`DiagnosticError` where what is refused is no record of the proposal.
    """
    sections, dropped = _own(document, proposal)
    while refused := _refused(document, sections, root):
        dropped += [
            Dropped(section, sections[section][index], reason)
            for (section, index), reason in refused.items()
        ]
        sections = {
            section: tuple(
                record for index, record in enumerate(records) if (section, index) not in refused
            )
            for section, records in sections.items()
        }
    return Validated(sections, tuple(dropped))


def _own(
    document: SourceDocument, proposal: Proposal
) -> tuple[dict[str, tuple[Record, ...]], list[Dropped]]:
    """The records whose ids are the document's own, and that can be written to a file."""
    sections: dict[str, tuple[Record, ...]] = {}
    dropped: list[Dropped] = []
    prefix = own_id(document, "")
    for section, records in proposal.sections().items():
        kept = []
        for record in records:
            fault = _fault(record, prefix)
            if fault:
                reason = errors.DROPPED.at(Span(Source(document.name, ""), 0, 0), fault)
                dropped.append(Dropped(section, record, reason))
            else:
                kept.append(record)
        sections[section] = tuple(kept)
    return sections, dropped


def _fault(record: Record, prefix: str) -> str:
    """What keeps a record from being written, empty if nothing does."""
    if not str(record.get("id", "")).startswith(prefix):
        return f"its id does not begin with `{prefix}`"
    waiting: list[tuple[Value, int]] = [(dict(record), 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            return "it is nested beyond measure"
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, str) and _HALF_PAIR.search(value):
            return "it has half of a surrogate pair in it"
    return ""


_DEEPEST = 16
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def _refused(
    document: SourceDocument, sections: Mapping[str, Sequence[Record]], root: Path
) -> dict[tuple[str, int], Diagnostic]:
    """What the loader refuses, by the record that it stands in; of several reasons, the first."""
    name = f"<proposed for {document.id}>"
    text = bundle(document, sections, {"content": document.text})
    try:
        corpus_from_bundle(text, name, root=root)
    except DiagnosticError as error:
        found = error.diagnostics
    else:
        return {}
    _, places = read_yaml(Source(name, text))
    # The publisher is written before the proposed agents.
    shift = {"agents": 1 if document.metadata.publisher else 0}
    extents = _extents(sections, places, shift)
    refused: dict[tuple[str, int], Diagnostic] = {}
    for diagnostic in found:
        span = diagnostic.primary.span
        at = next((at for at, (start, end) in extents.items() if start <= span.start < end), None)
        if span.source.name != name or at is None:
            raise DiagnosticError(found)
        refused.setdefault(at, diagnostic)
    return refused


def _extents(
    sections: Mapping[str, Sequence[Record]], places: Places, shift: Mapping[str, int]
) -> dict[tuple[str, int], tuple[int, int]]:
    extents = {}
    for section, records in sections.items():
        for index in range(len(records)):
            span = places.value((section, index + shift.get(section, 0)))
            extents[section, index] = (span.start, max(span.end, span.start + 1))
    return extents
