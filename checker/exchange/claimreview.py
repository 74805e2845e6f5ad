"""schema.org's ClaimReview in JSON-LD, both ways.

A review becomes a document: the claim, then the verdict, as two paragraphs. The claim is its
claimant's; the verdict is an evaluation in the voice of the reviewer that answers the claim. A
verdict is what somebody says, as anything else is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from checker.dataclasses import dataclass
from checker.diagnostics import Source
from checker.exchange.reading import Outcome
from checker.exchange.shapes import Shape, part
from checker.facts.corpus import Inspection
from checker.facts.json_reader import read_json
from checker.facts.models import AgentRecord, ClaimRecord
from checker.facts.records import Placed, Records
from checker.facts.tree import Places, Route, Value
from checker.proposing.cast import UNNAMED, Cast
from checker.proposing.draft import slug

_TYPES = {
    "person": "Person",
    "organisation": "Organization",
    "state": "Organization",
    "outlet": "NewsMediaOrganization",
    "collective": "Organization",
}
_KINDS = {
    "Person": "person",
    "Organization": "organisation",
    "NewsMediaOrganization": "outlet",
    "GovernmentOrganization": "state",
}


class Party(Shape):
    """A person or organisation."""

    name: Annotated[str, Field(min_length=1)]
    type: str | list[str] | None = Field(default=None, alias="@type")


class Work(Shape):
    """Where a claim appeared."""

    url: str | None = None


class Rating(Shape):
    alternate_name: str | None = Field(default=None, alias="alternateName")
    rating_value: int | float | str | None = Field(default=None, alias="ratingValue")
    best_rating: int | float | str | None = Field(default=None, alias="bestRating")
    worst_rating: int | float | str | None = Field(default=None, alias="worstRating")


class Claim(Shape):
    author: Party | list[Party] | None = None
    date_published: str | None = Field(default=None, alias="datePublished")
    appearance: Work | str | list[Work | str] | None = None


class ClaimReview(Shape):
    claim_reviewed: Annotated[str, Field(min_length=1)] = Field(alias="claimReviewed")
    url: str | None = None
    author: Party | list[Party] | None = None
    date_published: str | None = Field(default=None, alias="datePublished")
    item_reviewed: Claim | None = Field(default=None, alias="itemReviewed")
    review_rating: Rating | None = Field(default=None, alias="reviewRating")


_READ: Mapping[str, frozenset[str]] = {
    "": frozenset(
        {
            "@context",
            "@type",
            "claimReviewed",
            "url",
            "author",
            "datePublished",
            "itemReviewed",
            "reviewRating",
        }
    ),
    "itemReviewed": frozenset({"@type", "author", "datePublished", "appearance"}),
    "reviewRating": frozenset(
        {"@type", "alternateName", "ratingValue", "bestRating", "worstRating"}
    ),
}
"""The properties of each part that become facts."""


# --- in ------------------------------------------------------------------------------------------


def read_claimreview(source: Source, outcome: Outcome) -> None:
    """Add the reviews of a JSON-LD file to the outcome's draft."""
    value, places = read_json(source)
    for route, node in _nodes(value):
        type_ = node.get("@type")
        if "ClaimReview" not in (type_ if isinstance(type_, list) else [type_]):
            where = places.value((*route, "@type"))
            outcome.leave(f"an item of the type `{str(type_)[:40]}`", where)
            continue
        review = part(ClaimReview, node, places, route, outcome)
        if review is not None:
            _leave_rest(node, places, route, outcome)
            _add(review, places, route, outcome)


def _nodes(value: Value) -> Iterable[tuple[Route, dict[str, Value]]]:
    """One review, a list of them, or a graph."""
    if isinstance(value, dict) and isinstance(value.get("@graph"), list):
        yield from (((("@graph", *route)), node) for route, node in _nodes(value["@graph"]))
    elif isinstance(value, dict):
        yield (), value
    elif isinstance(value, list):
        for number, node in enumerate(value):
            if isinstance(node, dict):
                yield (number,), node


def _leave_rest(node: Mapping[str, Value], places: Places, route: Route, outcome: Outcome) -> None:
    for piece, known in _READ.items():
        inner = node if not piece else node.get(piece)
        if isinstance(inner, dict):
            steps = (piece,) if piece else ()
            for name in inner:
                if name not in known:
                    where = places.key((*route, *steps, name))
                    outcome.leave(f"the property `{'.'.join((*steps, name))[:60]}`", where)


def _add(review: ClaimReview, places: Places, route: Route, outcome: Outcome) -> None:
    draft = outcome.draft
    item = review.item_reviewed or Claim()
    verdict = verdict_text(review.review_rating)
    stem = slug(re.sub(r"^[a-z]+://", "", review.url or "") or review.claim_reviewed)
    document = draft.new_id("documents", stem)
    cast = Cast(draft, document)
    claim = review.claim_reviewed
    at = places.value(route)
    draft.add(
        "documents",
        {
            "id": document,
            "title": f"Review: {' '.join(claim.split())[:80]}",
            "content": claim if verdict is None else f"{claim}\n\n{verdict}",
            "publisher": _party(review.author, cast, places, (*route, "author"), outcome),
            "published": _day(review.date_published),
            "kind": "analysis",
        },
        at,
        {("published",): places.value((*route, "datePublished"))},
    )
    author = _party(item.author, cast, places, (*route, "itemReviewed", "author"), outcome)
    links: list[Value] = [{"kind": "link", "reference": url} for url in _urls(item.appearance)]
    record: dict[str, Value] = {
        "id": f"{document}:claim",
        "document": document,
        "span": {"exact": claim, "start": 0},
        "voice": "indirect",
        "source": author or cast.agent(UNNAMED, "collective", at),
        "kind": "report",
        "as_of": _day(item.date_published),
        "evidence": links or None,
    }
    draft.add(
        "claims",
        record,
        places.value((*route, "claimReviewed")),
        {("as_of",): places.value((*route, "itemReviewed", "datePublished"))},
    )
    if verdict is not None:
        draft.add(
            "claims",
            {
                "id": f"{document}:verdict",
                "document": document,
                "span": {"exact": verdict, "start": len(claim) + 2},
                "voice": "narrator",
                "kind": "evaluation",
                "evidence": [{"kind": "link", "reference": review.url}] if review.url else None,
                "links": [{"link": "answers", "claim": f"{document}:claim"}],
            },
            places.value((*route, "reviewRating")),
        )


def _party(
    given: Party | list[Party] | None, cast: Cast, places: Places, route: Route, outcome: Outcome
) -> str | None:
    """The first of those named."""
    parties = given if isinstance(given, list) else [given] if given else []
    if not parties:
        return None
    for number in range(1, len(parties)):
        outcome.leave("a further author", places.value((*route, number)))
    first = parties[0]
    types = first.type if isinstance(first.type, list) else [first.type or ""]
    kind = next((_KINDS[each] for each in types if each in _KINDS), None)
    return cast.agent(first.name, kind, places.value(route))


def _urls(given: Work | str | list[Work | str] | None) -> list[str]:
    works = given if isinstance(given, list) else [given]
    urls = [work.url if isinstance(work, Work) else work for work in works]
    return [url for url in urls if url]


def _day(given: str | None) -> str | None:
    """The day of a date with a time."""
    return given.partition("T")[0] or None if given else None


def verdict_text(rating: Rating | None) -> str | None:
    """A rating as a line: ``False``, or ``False (1 on a scale from 1 to 5)``."""
    if rating is None or not (rating.alternate_name or "").strip():
        return None
    numbers = (rating.rating_value, rating.worst_rating, rating.best_rating)
    if any(number is None for number in numbers):
        return rating.alternate_name
    value, worst, best = numbers
    return f"{rating.alternate_name} ({value} on a scale from {worst} to {best})"


# --- out -----------------------------------------------------------------------------------------

_SCALE = re.compile(
    r"(?P<name>.+) \((?P<value>\S+) on a scale from (?P<worst>\S+) to (?P<best>\S+)\)", re.S
)


def write_claimreview(facts: Inspection) -> str:
    """A ClaimReview for each attributed claim, as a JSON-LD graph.

    What a desk's own facts do not have, a review's rating, is left out and to be filled in: the
    facts say who claims what, never whether it is so.
    """
    verdicts = _verdicts(facts.records)
    passages = _Passages(facts)
    nodes: list[Value] = [
        _review(claim, verdicts.get(claim.record.id), facts.records, passages)
        for claim in facts.records.claims.values()
        if claim.record.voice != "narrator"
    ]
    graph: Value = {"@context": "https://schema.org", "@graph": nodes}
    return json.dumps(graph, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class _Passages:
    """The words of claims."""

    facts: Inspection

    def words(self, claim: ClaimRecord) -> str:
        anchor = self.facts.guarded.anchors["claim", claim.id]
        return self.facts.documents[anchor.document].text[anchor.start : anchor.end]


def _verdicts(records: Records) -> dict[str, ClaimRecord]:
    """By claim, the evaluation in the voice of the same document that answers it."""
    found: dict[str, ClaimRecord] = {}
    for placed in records.claims.values():
        claim = placed.record
        if claim.voice == "narrator" and claim.kind == "evaluation":
            for link in claim.links:
                answered = records.claims.get(link.claim)
                if link.link != "answers" or answered is None:
                    continue
                if answered.record.document == claim.document:
                    found.setdefault(link.claim, claim)
    return found


def _review(
    placed: Placed[ClaimRecord],
    verdict: ClaimRecord | None,
    records: Records,
    passages: _Passages,
) -> Value:
    claim = placed.record
    document = records.documents[claim.document].record
    item: dict[str, Value] = {"@type": "Claim"}
    source = records.agents.get(claim.source or "")
    if source is not None and source.record.name != UNNAMED:
        item["author"] = _author(source.record)
    if claim.as_of is not None:
        item["datePublished"] = claim.as_of
    if verdict is None:
        item["appearance"] = {"@type": "CreativeWork", "headline": document.title}
    elif works := [each.reference for each in claim.evidence if each.kind == "link"]:
        item["appearance"] = [{"@type": "CreativeWork", "url": url} for url in works]
    node: dict[str, Value] = {
        "@type": "ClaimReview",
        "claimReviewed": passages.words(claim),
        "itemReviewed": item,
    }
    if verdict is not None:
        node |= _verdict(verdict, passages)
        publisher = records.agents.get(document.publisher or "")
        if publisher is not None:
            node["author"] = _author(publisher.record)
        if document.published is not None:
            node["datePublished"] = document.published
    return node


def _verdict(verdict: ClaimRecord, passages: _Passages) -> dict[str, Value]:
    words = passages.words(verdict)
    rating: dict[str, Value] = {"@type": "Rating", "alternateName": words}
    match = _SCALE.fullmatch(words)
    if match is not None:
        rating["alternateName"] = match["name"]
        rating["ratingValue"] = _number(match["value"])
        rating["worstRating"] = _number(match["worst"])
        rating["bestRating"] = _number(match["best"])
    node: dict[str, Value] = {"reviewRating": rating}
    if url := next((each.reference for each in verdict.evidence if each.kind == "link"), ""):
        node["url"] = url
    return node


def _number(text: str) -> Value:
    """A figure, or the text where it is none."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _author(agent: AgentRecord) -> Value:
    return {"@type": _TYPES[agent.kind], "name": agent.name}


def has_claims(facts: Inspection) -> bool:
    """Whether there is something to write."""
    return any(claim.record.voice != "narrator" for claim in facts.records.claims.values())
