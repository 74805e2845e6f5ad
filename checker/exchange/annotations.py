"""W3C Web Annotation (Recommendation of 23 February 2017), both ways.

A claim, wording or date is an annotation whose target is its passage. Its bodies are, for people,
tags and a comment; for Checker, the record itself and the agents and events that it names, as
JSON. Annotations of other tools have tags alone: a tag that is a kind of claim or a category of
wording says what they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args
from urllib.parse import quote, unquote

from pydantic import Field

from checker.diagnostics import DiagnosticError, Source, Span
from checker.exchange.errors import MALFORMED, NO_TEXT
from checker.exchange.reading import Outcome
from checker.exchange.shapes import Shape, part
from checker.facts.corpus import Inspection
from checker.facts.json_reader import read_json
from checker.facts.models import Model
from checker.facts.models import vocabulary as v
from checker.facts.tree import Places, Route, Value
from checker.proposing.cast import Cast
from checker.proposing.draft import slug

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_URN = "urn:checker:"
_RECORDS = {"claim": "claims", "wording": "wordings", "date": "dates"}
_KNOWN = {"agent": "agents", "event": "events"}
_CLAIM_TAGS = frozenset(get_args(v.ClaimKind))
_WORDING_TAGS = frozenset(get_args(v.WordingCategory)) - {"name", "side-term"}
_JSON = "application/json"
_AROUND = 32
"""Code points of prefix and suffix."""


class Selector(Shape):
    type: str
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


class Target(Shape):
    source: str
    selector: Selector | list[Selector]


class Body(Shape):
    type: str | None = None
    value: str | None = None
    purpose: str | None = None
    format: str | None = None


class Annotation(Shape):
    type: str
    target: Target
    body: Body | str | list[Body | str] | None = None
    body_value: str | None = Field(default=None, alias="bodyValue")


# --- in ------------------------------------------------------------------------------------------


def read_annotations(source: Source, texts: Mapping[str, str], outcome: Outcome) -> None:
    """Add the annotations of a JSON-LD file to the outcome's draft.

    ``texts`` are the documents' texts, by the names that their records have in the fact file.
    """
    value, places = read_json(source)
    reading = _Reading(source, places, dict(texts), outcome)
    for route, node in _nodes(value, ()):
        reading.add(node, route)
    reading.finish()


def _nodes(value: Value, route: Route) -> Iterator[tuple[Route, Value]]:
    """One annotation, a list of them, a page, or a collection with its first page."""
    if isinstance(value, list):
        for number, node in enumerate(value):
            yield (*route, number), node
    elif isinstance(value, dict):
        inner = next((name for name in ("items", "@graph", "first") if name in value), None)
        if inner is None:
            yield route, value
        else:
            yield from _nodes(value[inner], (*route, inner))


class _Reading:
    def __init__(
        self, source: Source, places: Places, texts: dict[str, str], outcome: Outcome
    ) -> None:
        self._source = source
        self._places = places
        self._texts = texts
        self._outcome = outcome
        self._documents: dict[str, str] = {}
        self._casts: dict[str, Cast] = {}
        self._seen: dict[str, set[str]] = {"agents": set(), "events": set()}

    def add(self, node: Value, route: Route) -> None:
        annotation = part(Annotation, node, self._places, route, self._outcome)
        if annotation is None:
            return
        at = self._places.value(route)
        document = self._document(annotation.target.source, self._places.value((*route, "target")))
        span = self._span(annotation.target)
        if span is None:
            self._outcome.leave("a target without a TextQuoteSelector", at)
        elif document is not None:
            self._bodies(annotation, document, span, route, at)

    def finish(self) -> None:
        for document, text in self._documents.items():
            self._outcome.draft.add(
                "documents",
                {"id": document, "title": document, "text": text},
                Span(self._source, 0, 0),
            )

    def _document(self, iri: str, at: Span) -> str | None:
        """The document that a target's source means: by the name of its text's file, or the one
        text that there is."""
        own = iri.removeprefix(f"{_URN}document:") if iri.startswith(_URN) else None
        name = unquote(own if own is not None else iri.rstrip("/").rpartition("/")[2])
        stem = name if own is not None else slug(name.rpartition(".")[0] or name)
        found = [stem] if stem in self._texts else [*self._texts] if len(self._texts) == 1 else []
        if not found:
            self._outcome.faults.append(
                NO_TEXT.at(
                    at,
                    f"the text of `{iri[:80]}` is not given",
                    help="name it with --text; its file's name is the source's",
                )
            )
            return None
        document = name if own is not None else stem
        self._documents.setdefault(document, self._texts[found[0]])
        return document

    @staticmethod
    def _span(target: Target) -> Value:
        selectors = target.selector if isinstance(target.selector, list) else [target.selector]
        words = next((each for each in selectors if each.type == "TextQuoteSelector"), None)
        if words is None or words.exact is None:
            return None
        span: dict[str, Value] = {"exact": words.exact}
        if words.prefix:
            span["prefix"] = words.prefix
        if words.suffix:
            span["suffix"] = words.suffix
        position = next((each for each in selectors if each.type == "TextPositionSelector"), None)
        if position is not None and position.start is not None:
            span["start"] = position.start
        return span

    def _bodies(
        self, annotation: Annotation, document: str, span: Value, route: Route, at: Span
    ) -> None:
        given = annotation.body if isinstance(annotation.body, list) else [annotation.body]
        bodies = [body for body in given if isinstance(body, Body)]
        own = [body for body in bodies if body.format == _JSON and body.value]
        if any(body.purpose == "describing" for body in own):
            for body in own:
                self._record(body.value or "", document, span, route, at)
            return
        tags = [(body.value or "").casefold() for body in bodies if body.purpose == "tagging"]
        self._tagged(tags, document, span, at)
        for body in bodies:
            if body.purpose != "tagging":
                self._outcome.leave(f"a body with the purpose `{body.purpose or 'none'}`", at)
        for plain in given:
            if isinstance(plain, str):
                self._outcome.leave("a body that is an IRI", at)
        if annotation.body_value is not None:
            self._outcome.leave("a `bodyValue`", at)

    def _record(self, text: str, document: str, span: Value, route: Route, at: Span) -> None:
        """A record as Checker wrote it."""
        try:
            value, _ = read_json(Source(self._source.name, text))
        except DiagnosticError as error:
            reason = error.diagnostics[0].message
            self._malformed(route, f"the record of an annotation is no JSON: {reason}")
            return
        kind = value.get("record") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(kind, str):
            self._malformed(route, "the record of an annotation does not say what it is")
            return
        fields = {name: part for name, part in value.items() if name != "record"}
        if kind in _RECORDS:
            fields = {"id": fields.pop("id", None), "document": document, "span": span, **fields}
            self._outcome.draft.add(_RECORDS[kind], fields, at)
        elif kind in _KNOWN:
            name = str(fields.get("id"))
            if name not in self._seen[_KNOWN[kind]]:
                self._seen[_KNOWN[kind]].add(name)
                self._outcome.draft.add(_KNOWN[kind], fields, at)
        else:
            self._outcome.leave(f"a record of the kind `{kind[:40]}`", at)

    def _malformed(self, route: Route, message: str) -> None:
        self._outcome.faults.append(
            MALFORMED.at(
                self._places.value((*route, "body")),
                message,
                help='a record reads {"record": "claim", "id": ...}; see docs/exchange.md',
            )
        )

    def _tagged(self, tags: list[str], document: str, span: Value, at: Span) -> None:
        """Facts of another tool's annotation, the narrator's unless `source:` says whose."""
        draft = self._outcome.draft
        named = [tag.removeprefix("source:").strip() for tag in tags if tag.startswith("source:")]
        voice: dict[str, Value] = {"voice": "narrator"}
        if named and named[0]:
            cast = self._casts.setdefault(document, Cast(draft, document))
            voice = {"voice": "indirect", "source": cast.agent(named[0], None, at)}
        fields: dict[str, Value] = {"document": document, "span": span, **voice}
        made = False
        for tag in tags:
            if tag in _CLAIM_TAGS:
                name = draft.new_id("claims", f"{document}:claim")
                draft.add("claims", {"id": name, **fields, "kind": tag}, at)
            elif tag in _WORDING_TAGS:
                name = draft.new_id("wordings", f"{document}:wording")
                draft.add("wordings", {"id": name, **fields, "category": tag}, at)
            else:
                if not tag.startswith("source:"):
                    self._outcome.leave(f"the tag `{tag[:40]}`", at)
                continue
            made = True
        if not made:
            self._outcome.leave("an annotation without a tag that says what it is", at)


# --- out -----------------------------------------------------------------------------------------


def write_annotations(facts: Inspection) -> str:
    """Claims, wordings and dates as an AnnotationPage.

    Documents, pledges and the desk's knowledge have no place in the format.
    """
    records = facts.records
    items: list[Value] = []
    for kind, placed in (
        ("claim", records.claims),
        ("wording", records.wordings),
        ("date", records.dates),
    ):
        for name, each in placed.items():
            items.append(_annotation(kind, name, each.record, facts))
    page: Value = {"@context": _CONTEXT, "type": "AnnotationPage", "items": items}
    return json.dumps(page, indent=2, ensure_ascii=False) + "\n"


def _annotation(kind: str, name: str, record: Model, facts: Inspection) -> Value:
    anchor = facts.guarded.anchors[kind, name]
    text = facts.documents[anchor.document].text
    plain = plain_record(record)
    fields = {key: value for key, value in plain.items() if key not in ("document", "span")}
    tag = plain.get("category") or plain.get("kind")
    bodies: list[Value] = [
        {"type": "TextualBody", "value": tag, "purpose": "tagging"},
        {
            "type": "TextualBody",
            "value": json.dumps({"record": kind, **fields}, ensure_ascii=False),
            "format": _JSON,
            "purpose": "describing",
        },
    ]
    for known, value in _known(fields, facts):
        bodies.append(
            {
                "type": "TextualBody",
                "value": json.dumps({"record": known, **value}, ensure_ascii=False),
                "format": _JSON,
                "purpose": "identifying",
            }
        )
    return {
        "id": f"{_URN}{kind}:{quote(name, safe='')}",
        "type": "Annotation",
        "motivation": "describing",
        "body": bodies,
        "target": {
            "source": f"{_URN}document:{quote(anchor.document, safe='')}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[anchor.start : anchor.end],
                    "prefix": text[max(0, anchor.start - _AROUND) : anchor.start],
                    "suffix": text[anchor.end : anchor.end + _AROUND],
                },
                {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
            ],
        },
    }


def _known(fields: Value, facts: Inspection) -> Iterator[tuple[str, dict[str, Value]]]:
    """The agents and events that a record names, and those that these name."""
    found: set[tuple[str, str]] = set()
    waiting: list[Value] = [fields]
    while waiting:
        for word in sorted(set(_texts(waiting.pop()))):
            for kind, placed in (("agent", facts.records.agents), ("event", facts.records.events)):
                if word in placed and (kind, word) not in found:
                    found.add((kind, word))
                    value = plain_record(placed[word].record)
                    waiting.append(value)
                    yield kind, value


def _texts(value: Value) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def plain_record(record: Model) -> dict[str, Value]:
    """A record as its file has it: what was not given is left out."""
    plain: dict[str, Value] = record.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return plain
