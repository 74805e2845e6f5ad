"""LangExtract's JSON Lines: an annotated document a line, each extraction with a class.

A class is any word of its user's. Those of Checker's own vocabulary, and their common synonyms,
become facts; attributes of the names of a claim's fields become these.
"""

from __future__ import annotations

from typing import get_args

from checker.diagnostics import DiagnosticError, Source, Span
from checker.exchange.reading import Outcome
from checker.exchange.shapes import Shape, part
from checker.facts.json_reader import read_json
from checker.facts.models import vocabulary as v
from checker.facts.tree import Places, Route, Value
from checker.proposing.cast import Cast
from checker.proposing.draft import slug


class CharInterval(Shape):
    start_pos: int | None = None
    end_pos: int | None = None


class Extraction(Shape):
    extraction_class: str
    extraction_text: str
    char_interval: CharInterval | None = None
    attributes: dict[str, str | list[str] | None] | None = None


class AnnotatedDocument(Shape):
    document_id: str
    text: str
    extractions: list[Extraction] | None = None


_CLAIMS = {kind: kind for kind in get_args(v.ClaimKind)} | {
    "claim": "report",
    "statement": "report",
    "assertion": "report",
    "quote": "report",
    "quotation": "report",
    "accusation": "allegation",
    "promise": "pledge",
    "opinion": "evaluation",
}
_QUOTED = frozenset({"quote", "quotation"})
_WORDINGS = frozenset(get_args(v.WordingCategory)) - {"name"}
_DATES = {kind: kind for kind in get_args(v.DateKind)}
_AGENTS = {kind: kind for kind in get_args(v.AgentKind)} | {
    "organization": "organisation",
    "company": "organisation",
    "country": "state",
    "newspaper": "outlet",
}
_TEXTS = ("predicate", "topic", "aspect", "place", "polarity", "factuality", "tense", "cue")
_NAMES = ("subject", "object")
_SOURCES = ("source", "speaker")


def read_langextract(source: Source, outcome: Outcome) -> None:
    """Add the facts of a file to the outcome's draft."""
    at = 0
    for line in source.text.split("\n"):
        start, at = at, at + len(line) + 1
        if not line.strip():
            continue
        try:
            value, places = read_json(source, start, start + len(line))
        except DiagnosticError as error:
            outcome.faults.extend(error.diagnostics)
            continue
        document = part(AnnotatedDocument, value, places, (), outcome)
        if document is not None:
            _Reading(document, places, outcome).run()


class _Reading:
    """One line's document, made into records."""

    def __init__(self, document: AnnotatedDocument, places: Places, outcome: Outcome) -> None:
        self.id = outcome.draft.new_id("documents", slug(document.document_id))
        self._document = document
        self._places = places
        self._outcome = outcome
        self._draft = outcome.draft
        self._cast = Cast(outcome.draft, self.id)

    def run(self) -> None:
        self._draft.add(
            "documents",
            {"id": self.id, "title": self._document.document_id, "content": self._document.text},
            self._places.value(()),
            {("content",): self._places.value(("text",))},
        )
        extractions = list(enumerate(self._document.extractions or ()))
        for number, extraction in extractions:  # before those that name them
            kind = _AGENTS.get(_plain(extraction))
            if kind is not None:
                self._cast.agent(
                    extraction.extraction_text, kind, self._at(number, "extraction_text")
                )
        for number, extraction in extractions:
            self._add(number, extraction)

    def _add(self, number: int, extraction: Extraction) -> None:
        name = _plain(extraction)
        if name in _AGENTS:
            self._leave_attributes(number, extraction, ())
        elif name in _CLAIMS:
            self._claim(number, extraction, name)
        elif name in _WORDINGS:
            self._wording(number, extraction, name)
        elif name in _DATES:
            self._leave_attributes(number, extraction, ())
            self._record("dates", "date", number, extraction, {"kind": _DATES[name]}, {})
        else:
            where = self._at(number, "extraction_class")
            self._outcome.leave(f"the class `{extraction.extraction_class[:40]}`", where)

    def _claim(self, number: int, extraction: Extraction, name: str) -> None:
        given = self._texts(number, extraction, (*_TEXTS, *_NAMES, *_SOURCES, "voice", "kind"))
        fields: dict[str, Value] = {key: given[key] for key in _TEXTS if key in given}
        fields |= {key: self._cast.id_or_text(given[key]) for key in _NAMES if key in given}
        fields["kind"] = given.get("kind", _CLAIMS[name])
        fields |= self._voice(number, extraction, given, is_quoted=name in _QUOTED)
        self._record("claims", "claim", number, extraction, fields, given)

    def _wording(self, number: int, extraction: Extraction, name: str) -> None:
        given = self._texts(number, extraction, (*_SOURCES, "voice", "side"))
        fields: dict[str, Value] = {"category": name}
        fields |= self._voice(number, extraction, given, is_quoted=False)
        if "side" in given:
            fields["side"] = given["side"]
        self._record("wordings", "wording", number, extraction, fields, given)

    def _voice(
        self, number: int, extraction: Extraction, given: dict[str, str], *, is_quoted: bool
    ) -> dict[str, Value]:
        """``voice`` and ``source``: a quotation's where it is marked as one, else as is given."""
        named = next((key for key in _SOURCES if key in given), None)
        quoted = is_quoted or extraction.extraction_text[:1] in "“\"„«'‘"
        voice = given.get("voice") or ("narrator" if named is None else "indirect")
        if "voice" not in given and quoted and named is not None:
            voice = "direct"
        fields: dict[str, Value] = {"voice": voice}
        if named is not None:
            where = self._at(number, "attributes", named)
            fields["source"] = self._cast.agent(given[named], None, where)
        return fields

    def _record(
        self,
        section: str,
        stem: str,
        number: int,
        extraction: Extraction,
        fields: dict[str, Value],
        given: dict[str, str],
    ) -> None:
        span: dict[str, Value] = {"exact": extraction.extraction_text}
        interval = extraction.char_interval
        if interval is not None and interval.start_pos is not None:
            span["start"] = interval.start_pos
        parts: dict[Route, Span] = {
            ("span",): self._at(number, "extraction_text"),
            **{(key,): self._at(number, "attributes", key) for key in given},
        }
        identity = self._draft.new_id(section, f"{self.id}:{stem}-{number + 1}")
        self._draft.add(
            section,
            {"id": identity, "document": self.id, "span": span, **fields},
            self._at(number),
            parts,
        )

    def _texts(self, number: int, extraction: Extraction, known: tuple[str, ...]) -> dict[str, str]:
        """The attributes that are fields of a record, where they are one text."""
        self._leave_attributes(number, extraction, known)
        attributes = extraction.attributes or {}
        return {
            key: value for key in known if isinstance(value := attributes.get(key), str) and value
        }

    def _leave_attributes(
        self, number: int, extraction: Extraction, known: tuple[str, ...]
    ) -> None:
        for key, value in (extraction.attributes or {}).items():
            where = self._at(number, "attributes", key)
            if key not in known:
                self._outcome.leave(f"the attribute `{key[:40]}`", where)
            elif isinstance(value, list):
                self._outcome.leave(f"the list of several `{key}`", where)

    def _at(self, number: int, *steps: str) -> Span:
        return self._places.value(("extractions", number, *steps))


def _plain(extraction: Extraction) -> str:
    return extraction.extraction_class.casefold().replace("_", "-").strip()
