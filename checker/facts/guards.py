"""The two guards against invented facts: spans to the letter, figures and names inside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from checker.diagnostics import Diagnostic, Label, Span
from checker.facts import errors
from checker.facts.documents import Document
from checker.facts.models import AgentRecord, ClaimRecord, QuantityRecord, Selector
from checker.facts.numerals import Figure, figures, written
from checker.facts.records import Placed, Records
from checker.facts.references import narrator_of
from checker.facts.spans import Ambiguous, Found, NotFound, find
from checker.facts.tree import Route


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a document: ``documents[document].text[start:end]``."""

    document: str
    start: int
    end: int


@dataclass(slots=True)
class Guard:
    """Checks the records of a corpus against its documents.

    ``anchors`` are the places of claims, wordings, dates and quantities by kind and id;
    ``named`` the agents that each claim's span names.
    """

    records: Records
    documents: Mapping[str, Document]
    anchors: dict[tuple[str, str], Anchor] = field(default_factory=dict)
    named: dict[str, frozenset[str]] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    def check(self) -> None:
        """Fill ``anchors``, ``named`` and ``faults``."""
        for claim in self.records.claims.values():
            anchor = self._anchored("claim", claim, claim.record.document, claim.record.span)
            if anchor is not None:
                self._check_claim(claim, anchor)
        for wording in self.records.wordings.values():
            self._anchored("wording", wording, wording.record.document, wording.record.span)
        for date in self.records.dates.values():
            self._anchored("date", date, date.record.document, date.record.span)

    # --- spans -------------------------------------------------------------------------------

    def _anchored(
        self, kind: str, placed: Placed[_Identified], document_id: str, span: Selector
    ) -> Anchor | None:
        """The place of a record's span; None, and a fault, when it has none."""
        document = self.documents.get(document_id)
        if document is None:
            return None  # the reference or the text is a fault already
        found = find(span, document.text)
        if isinstance(found, Found):
            anchor = Anchor(document_id, found.start, found.end)
            self.anchors[kind, placed.record.id] = anchor
            return anchor
        self.faults.append(_misquoted(kind, placed, document, span, found))
        return None

    def _check_claim(self, claim: Placed[ClaimRecord], anchor: Anchor) -> None:
        document = self.documents[anchor.document]
        text = document.text[anchor.start : anchor.end]
        self._check_cues(claim, document)
        self._check_names(claim, document, anchor, text)
        for number, quantity in enumerate(claim.record.quantities):
            self._check_quantity(claim, number, quantity, document, anchor, text)

    # --- cues and evidence, which may stand outside of the span --------------------------------

    def _check_cues(self, claim: Placed[ClaimRecord], document: Document) -> None:
        record = claim.record
        cues: list[tuple[Route, Selector | None]] = [(("cue",), record.cue)]
        cues += [(("via", at, "cue"), outer.cue) for at, outer in enumerate(record.via)]
        for route, cue in cues:
            if cue is None:
                continue
            found = find(cue, document.text)
            if isinstance(found, NotFound):
                self.faults.append(_not_in_document(claim, route, "cue", document, found))
        for at, evidence in enumerate(record.evidence):
            if evidence.exact is not None:
                found = find(evidence.exact, document.text)
                if isinstance(found, NotFound):
                    at_exact = ("evidence", at, "exact")
                    self.faults.append(
                        _not_in_document(claim, at_exact, "evidence", document, found)
                    )

    # --- names -------------------------------------------------------------------------------

    def _check_names(
        self, claim: Placed[ClaimRecord], document: Document, anchor: Anchor, text: str
    ) -> None:
        record = claim.record
        mentioned = set()
        for at, mention in enumerate(record.mentions):
            if mention.exact in text:
                mentioned.add(mention.agent)
            else:
                self.faults.append(_not_in_span(claim, ("mentions", at, "exact"), document, anchor))
        own = {record.source or narrator_of(record.document)}
        for role in ("subject", "object"):
            name = record.subject if role == "subject" else record.object
            agent = self.records.agents.get(name)
            if agent is None:
                continue
            if names(agent.record, text):
                mentioned.add(name)
            elif name not in mentioned and name not in own:
                self.faults.append(_unnamed(claim, role, agent, document, anchor))
        self.named[record.id] = frozenset(mentioned)

    # --- figures -----------------------------------------------------------------------------

    def _check_quantity(
        self,
        claim: Placed[ClaimRecord],
        number: int,
        quantity: QuantityRecord,
        document: Document,
        anchor: Anchor,
        text: str,
    ) -> None:
        route = ("quantities", number)
        start, end = 0, len(text)
        if quantity.exact is not None:
            found = find(quantity.exact, text)
            if not isinstance(found, Found):
                self.faults.append(
                    _not_in_span(claim, (*route, "exact"), document, anchor)
                    if isinstance(found, NotFound)
                    else _ambiguous_figure(claim, (*route, "exact"), document, anchor, found)
                )
                return
            start, end = found.start, found.end
        there = figures(text[start:end])
        places: list[Figure] = []
        for bound in ("amount", "low", "high"):
            value = getattr(quantity, bound)
            if value is None:
                continue
            fitting = next((figure for figure in there if figure.may_be(value)), None)
            if fitting is None:
                at = (*route, bound)
                self.faults.append(
                    _no_figure(claim, at, value, there, text[start:end], document, anchor)
                )
            else:
                places.append(fitting)
        if quantity.exact is None and places:
            start, end = min(f.start for f in places), max(f.end for f in places)
        self.anchors["quantity", quantity.id] = Anchor(
            anchor.document, anchor.start + start, anchor.start + end
        )


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def names(agent: AgentRecord, text: str) -> bool:
    """Whether a text names an agent: its name, without an article, or an alias, as a word."""
    return any(_names(name).search(text) for name in (agent.name, *agent.aliases))


@lru_cache(maxsize=4096)
def _names(name: str) -> re.Pattern[str]:
    bare = re.sub(r"\A(?:the|an?)\s+(?=\S)", "", name, flags=re.IGNORECASE)
    words = (re.escape(word) for word in bare.split())
    letters = re.sub("['’]", "['’]", r"\s+".join(words))
    # an acronym is not a word in capitals: US is not us
    flags = re.NOFLAG if bare.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w){letters}(?!\w)", flags)


# --- diagnostics -----------------------------------------------------------------------------


def _place(document: Document, start: int, end: int) -> Span:
    return Span(document.source, document.offset + start, document.offset + end)


def _misquoted(
    kind: str,
    placed: Placed[_Identified],
    document: Document,
    span: Selector,
    found: NotFound | Ambiguous,
) -> Diagnostic:
    what = f"the span of {kind} `{placed.record.id}`"
    at = placed.at("span", "exact")
    if isinstance(found, NotFound):
        related = []
        if found.nearest is not None:
            place = _place(document, found.nearest.start, found.nearest.end)
            related.append(Label(place, "the nearest passage"))
        return errors.SPAN_NOT_FOUND.at(
            at,
            f"{what} {found.reason}",
            label=f"not in `{document.id}` to the letter",
            related=related,
            help=found.mend,
        )
    return errors.SPAN_AMBIGUOUS.at(
        at,
        f"{what} stands in {found.count} places",
        label="which of them is meant?",
        related=[Label(_place(document, p.start, p.end), "here") for p in found.places],
        help=found.mend,
    )


def _not_in_document(
    claim: Placed[ClaimRecord], route: Route, what: str, document: Document, found: NotFound
) -> Diagnostic:
    related = []
    if found.nearest is not None:
        place = _place(document, found.nearest.start, found.nearest.end)
        related.append(Label(place, "the nearest passage"))
    return errors.SPAN_NOT_FOUND.at(
        claim.at(*route),
        f"the {what} of claim `{claim.record.id}` {found.reason}",
        label=f"not in `{document.id}` to the letter",
        related=related,
        help=found.mend,
    )


def _not_in_span(
    claim: Placed[ClaimRecord], route: Route, document: Document, anchor: Anchor
) -> Diagnostic:
    what = "figure" if route[0] == "quantities" else "mention"
    return errors.NOT_IN_SPAN.at(
        claim.at(*route),
        f"the words of this {what} do not stand in the span of claim `{claim.record.id}`",
        label="not in the span to the letter",
        related=[Label(_place(document, anchor.start, anchor.end), "the claim's span")],
        help="write them as they stand there, or extend the claim's span",
    )


def _ambiguous_figure(
    claim: Placed[ClaimRecord], route: Route, document: Document, anchor: Anchor, found: Ambiguous
) -> Diagnostic:
    start = anchor.start
    return errors.SPAN_AMBIGUOUS.at(
        claim.at(*route),
        f"the words of this figure stand in {found.count} places of the span of claim "
        f"`{claim.record.id}`",
        label="which of them is meant?",
        related=[
            Label(_place(document, start + p.start, start + p.end), "here") for p in found.places
        ],
        help=found.mend,
    )


def _no_figure(
    claim: Placed[ClaimRecord],
    route: Route,
    value: float,
    there: tuple[Figure, ...],
    text: str,
    document: Document,
    anchor: Anchor,
) -> Diagnostic:
    read = ", ".join(
        f"`{text[figure.start : figure.end]}` ({written(figure.readings[0])})" for figure in there
    )
    return errors.FIGURE_NOT_FOUND.at(
        claim.at(*route),
        f"the figure {written(value)} does not stand in the span of claim `{claim.record.id}`",
        label="not in the span, in numerals or words",
        related=[Label(_place(document, anchor.start, anchor.end), "the claim's span")],
        note=f"its figures are {read}" if read else "the span has no figures",
        help="write the figure that the text gives, in the text's own unit, "
        "or extend the claim's span to where it stands",
    )


def _unnamed(
    claim: Placed[ClaimRecord],
    role: str,
    agent: Placed[AgentRecord],
    document: Document,
    anchor: Anchor,
) -> Diagnostic:
    known = ", ".join(f"`{name}`" for name in (agent.record.name, *agent.record.aliases))
    return errors.NAME_NOT_FOUND.at(
        claim.at(role),
        f"agent `{agent.record.id}`, the {role} of claim `{claim.record.id}`, "
        "is not named in its span",
        label=f"not named here: {known}",
        related=[Label(_place(document, anchor.start, anchor.end), "the claim's span")],
        help=f"add `mentions: [{{agent: {agent.record.id}, exact: <the span's words>}}]`, "
        "an alias, or extend the span",
    )
