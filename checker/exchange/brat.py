"""brat's standoff format: a text, and beside it lines of annotations that point into it.

Read are attributions after PARC 3.0 and PolNeAR: events, or relations, of text-bound annotations
of the types Source, Cue and Content. What :mod:`checker.exchange.brat_writing` adds is read as
well: attributes of an event that say what kind of claim it is, the events around it, relations of
claims, and the names of sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from checker.diagnostics import DiagnosticError, Source, Span
from checker.exchange.errors import MALFORMED, NO_TEXT, OFF_ITS_TEXT
from checker.exchange.reading import Outcome
from checker.facts.documents import text_start
from checker.facts.files import read_text
from checker.facts.models import vocabulary as v
from checker.facts.tree import Value
from checker.proposing.cast import UNNAMED, Cast
from checker.proposing.draft import quoting, slug

_BOUND = re.compile(r"(T\S+)\t(\S+) ([0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*)\t(.*)")
_EVENT = re.compile(r"(E\S+)\t([^\s:]+):(\S+)((?: [^\s:]+:\S+)*) ?")
_RELATION = re.compile(r"(R\S+)\t(\S+) ([^\s:]+):(\S+) ([^\s:]+):(\S+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\S*\t(\S+) (\S+)(?: (\S+))?\s*")
_NAME = re.compile(r"N\S*\tReference (\S+) (\S+?):\S+\t(.*)")
_NOTE = re.compile(r"#\S*\tSource (\S+)\t(\S+) (.*)")
NAMESPACE = "Checker"
"""Of the normalisations that name the agent which a source is."""
_OTHERS = {
    "A": "an attribute (A)",
    "M": "a modification (M)",
    "N": "a normalisation (N)",
    "#": "a note (#)",
    "*": "an equivalence (*)",
}
_FORMS = {
    "T": "T1<tab>Source 0 5<tab>words",
    "E": "E1<tab>Attribution:T4 Source:T1 Cue:T2 Content:T3",
    "R": "R1<tab>Attributes Arg1:T3 Arg2:T1",
}
_ROLES = ("source", "cue", "content")
_VALUES: Mapping[str, tuple[str, ...]] = {
    "agentkind": get_args(v.AgentKind),
    "kind": get_args(v.ClaimKind),
    "voice": get_args(v.Voice),
    "polarity": get_args(v.Polarity),
    "factuality": get_args(v.Factuality),
    "tense": get_args(v.Tense),
    "superlative": ("",),
}
_LINKS = frozenset(get_args(v.Link))
_STANCES = frozenset(get_args(v.Stance))
_QUOTES = "“\"„«'‘"


@dataclass(frozen=True, slots=True)
class Bound:
    """A text-bound annotation: its fragments in the document's text, and its line."""

    type: str
    fragments: tuple[tuple[int, int], ...]
    at: Span


@dataclass(slots=True)
class Attribution:
    """Who is said to have said what, by ids of bound annotations; ``event`` is its own id, and
    ``outer`` those of the events around it."""

    sources: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    event: str = ""
    outer: list[str] = field(default_factory=list)

    def of(self, role: str) -> list[str]:
        return {"source": self.sources, "cue": self.cues, "content": self.contents}[role]


def read_brat(source: Source, path: Path, text_path: str, outcome: Outcome) -> None:
    """Add the facts of an ``.ann`` file to the outcome's draft.

    Its text stands beside it, in a file of the same name that ends in ``.txt``; ``text_path`` is
    how the fact file is to name that.
    """
    text = _text(source, path, outcome)
    if text is None:
        return
    reading = _Reading(source, text, outcome)
    reading.lines()
    if not outcome.faults:
        reading.records(slug(path.stem), path.stem, text_path)


# --- the text ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """The document's text as facts count it, and the way there from brat's offsets.

    brat counts the file's code points, a carriage return and front matter included.
    """

    raw: str
    text: str
    skipped: int

    def offset(self, at: int) -> int:
        return at - self.raw.count("\r\n", 0, at) - self.skipped


def _text(source: Source, path: Path, outcome: Outcome) -> _Text | None:
    beside = path.with_suffix(".txt")
    try:
        plain = read_text(beside, beside.as_posix()).text
        with beside.open(encoding="utf-8", newline="") as file:
            raw = file.read()
    except (DiagnosticError, OSError) as error:
        reason = error.diagnostics[0].message if isinstance(error, DiagnosticError) else str(error)
        outcome.faults.append(
            NO_TEXT.at(
                Span(source, 0, 0),
                f"the text of `{source.name}` cannot be read: {reason}",
                help=f"brat keeps it beside the annotations, as `{beside.name}`",
            )
        )
        return None
    skipped = text_start(plain)
    return _Text(raw, plain[skipped:], skipped)


# --- the annotations -----------------------------------------------------------------------------


class _Reading:
    def __init__(self, source: Source, text: _Text, outcome: Outcome) -> None:
        self._source = source
        self._text = text
        self._outcome = outcome
        self._bound: dict[str, Bound] = {}
        self._attributions: list[Attribution] = []
        self._events: dict[str, Attribution] = {}
        self._marks: dict[str, dict[str, str]] = {}
        self._names: dict[str, tuple[str, str | None]] = {}
        self._related: list[tuple[str, str, str]] = []
        self._called: set[tuple[str, str]] = set()

    def lines(self) -> None:
        linking: list[tuple[Span, str]] = []
        at = 0
        for line in self._source.text.split("\n"):
            span = Span(self._source, at, at + len(line))
            at += len(line) + 1
            if line.startswith(("E", "R")):
                linking.append((span, line))  # they may stand before what they link
            elif line.startswith("T"):
                self._bind(line, span)
            elif line.strip():
                self._other(line, span)
        by_content: dict[str, Attribution] = {}
        events = [(span, line) for span, line in linking if line.startswith("E")]
        for span, line in events:
            self._event(line, span)
        for span, line in linking:
            if line.startswith("R"):
                self._relation(line, span, by_content)
        for each in self._attributions:
            each.outer = [name for name in each.outer if name in self._events]
        self._attributions += by_content.values()

    def _other(self, line: str, span: Span) -> None:
        if (match := _ATTRIBUTE.fullmatch(line)) is not None:
            name, of, value = match[1].casefold(), match[2], match[3] or ""
            if value in _VALUES.get(name, ()):
                self._marks.setdefault(of, {})[name] = value
                return
        if (match := _NAME.fullmatch(line)) is not None and match[2] == NAMESPACE:
            self._names[match[1]] = match[3], None
        elif (match := _NOTE.fullmatch(line)) is not None and match[2] in _VALUES["agentkind"]:
            self._names[match[1]] = match[3], match[2]
        elif line[0] in _OTHERS:
            self._outcome.leave(_OTHERS[line[0]], span)
        else:
            self._malformed(span, "no line of the format begins like this", "T")

    def _bind(self, line: str, span: Span) -> None:
        match = _BOUND.fullmatch(line)
        if match is None:
            self._malformed(span, "a text-bound annotation has other parts", "T")
            return
        name, type_, offsets, words = match.groups()
        if name in self._bound:
            self._malformed(span, f"the id `{name}` is given twice", "T")
            return
        pairs = [tuple(map(int, pair.split(" "))) for pair in offsets.split(";")]
        fragments = self._joined(
            [(self._text.offset(start), self._text.offset(end)) for start, end in pairs]
        )
        there = " ".join(self._text.text[max(0, start) : end] for start, end in fragments)
        if " ".join(there.split()) != " ".join(words.split()):
            self._outcome.faults.append(
                OFF_ITS_TEXT.at(
                    span,
                    f"at {offsets} the text has `{there[:60]}`, the annotation `{words[:60]}`",
                    help="put the text that was annotated beside the annotations",
                )
            )
            return
        self._bound[name] = Bound(type_, fragments, span)

    def _joined(self, fragments: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Fragments with white space alone between them are one: brat parts them at lines."""
        joined: list[tuple[int, int]] = []
        for start, end in fragments:
            between = self._text.text[joined[-1][1] : start] if joined else "-"
            if joined and joined[-1][1] <= start and not between.strip():
                joined[-1] = joined[-1][0], end
            else:
                joined.append((start, end))
        return tuple(joined)

    def _event(self, line: str, span: Span) -> None:
        match = _EVENT.fullmatch(line)
        if match is None:
            self._malformed(span, "an event has other parts", "E")
            return
        attribution = Attribution(event=match[1])
        named = [pair.split(":", 1) for pair in match[4].split()]
        roles = [(role.rstrip("0123456789").casefold(), name) for role, name in named]
        is_one = match[2].casefold() == "attribution"
        if not is_one and not any(role in _ROLES for role, _ in roles):
            self._outcome.leave(f"an event of the type `{match[2]}`", span)
            return
        for role, name in roles:
            if role == "via" and name.startswith("E"):
                attribution.outer.append(name)
            elif role not in _ROLES:
                self._outcome.leave(f"an event's role `{role}`", span)
            elif name.startswith("T") and self._is_bound(name, span):
                attribution.of(role).append(name)
            elif name.startswith("E"):
                self._outcome.leave("an event within an event", span)
        self._attributions.append(attribution)
        self._events[attribution.event] = attribution

    def _relation(self, line: str, span: Span, by_content: dict[str, Attribution]) -> None:
        """A content with its source, or with its cue, whatever the relation is called."""
        match = _RELATION.fullmatch(line)
        if match is None:
            self._malformed(span, "a relation has other parts", "R")
            return
        if match[4] in self._events and match[6] in self._events:
            if match[2] in _LINKS | _STANCES:
                self._related.append((match[2], match[4], match[6]))
            else:
                self._outcome.leave(f"a relation of the type `{match[2]}`", span)
            return
        ends = [name for name in (match[4], match[6]) if self._is_bound(name, span)]
        if len(ends) < 2:
            return
        by_type = {self._bound[name].type.casefold(): name for name in ends}
        other = next((role for role in ("source", "cue") if role in by_type), None)
        if "content" not in by_type or other is None:
            self._outcome.leave(f"a relation of the type `{match[2]}`", span)
            return
        content = by_type["content"]
        attribution = by_content.setdefault(content, Attribution(contents=[content]))
        attribution.of(other).append(by_type[other])

    def _is_bound(self, name: str, span: Span) -> bool:
        if name not in self._bound:
            self._malformed(span, f"there is no annotation `{name}`", "E")
        return name in self._bound

    def _malformed(self, span: Span, message: str, form: str) -> None:
        self._outcome.faults.append(
            MALFORMED.at(span, message, help=f"such a line reads {_FORMS[form]}")
        )

    # --- from attributions to claims -------------------------------------------------------------

    def records(self, document: str, title: str, text_path: str) -> None:
        draft = self._outcome.draft
        document = draft.new_id("documents", document)
        whole = Span(self._source, 0, 0)
        draft.add("documents", {"id": document, "title": title, "text": text_path}, whole)
        cast = Cast(draft, document)
        used: set[str] = set()
        claims: dict[str, list[str]] = {}
        number = 0
        for attribution in self._attributions:
            used |= {*attribution.sources, *attribution.cues, *attribution.contents}
            for name in attribution.sources[1:]:
                self._outcome.leave("a further source of one content", self._bound[name].at)
            for content in attribution.contents:
                for start, end in self._bound[content].fragments:
                    number += 1
                    claims.setdefault(attribution.event, []).append(f"{document}:claim-{number}")
                    self._claim(attribution, content, start, end, number, cast)
        self._relate(claims)
        triggers = {"attribution", *_ROLES}
        for name, bound in self._bound.items():
            if name not in used and bound.type.casefold() not in triggers:
                self._outcome.leave(f"an annotation of the type `{bound.type}`", bound.at)
            elif name not in used and bound.type.casefold() in _ROLES:
                self._outcome.leave(f"a {bound.type} that no attribution has", bound.at)

    def _claim(
        self,
        attribution: Attribution,
        content: str,
        start: int,
        end: int,
        number: int,
        cast: Cast,
    ) -> None:
        text = self._text.text
        bound = self._bound[content]
        marks = self._marks.get(attribution.event, {})
        voice = marks.get("voice") or self._voice(start, end)
        record: dict[str, Value] = {
            "id": f"{cast.document}:claim-{number}",
            "document": cast.document,
            "span": quoting(text, start, end),
            "voice": voice,
            "source": None if voice == "narrator" else self._source_of(attribution, cast, bound.at),
            "cue": self._cue(attribution),
            "kind": marks.get("kind", "report"),
            "polarity": marks.get("polarity"),
            "factuality": marks.get("factuality"),
            "tense": marks.get("tense"),
            "superlative": True if "superlative" in marks else None,
        }
        outer: list[Value] = []
        around = [self._events[name] for name in attribution.outer]
        # Where the file says what kind of claim it is, it says what is around it as well.
        for each in around if marks else self._around(attribution, start, end):
            via: dict[str, Value] = {"source": self._source_of(each, cast, bound.at)}
            if (cue := self._cue(each)) is not None:
                via["cue"] = cue
            outer.append(via)
        record["via"] = outer or None
        self._outcome.draft.add("claims", record, bound.at)

    def _voice(self, start: int, end: int) -> str:
        text = self._text.text
        before = text[:start].rstrip(" ")[-1:]
        is_quoted = text[start:end].lstrip()[:1] in _QUOTES or before in ("“", '"', "„", "«")
        return "direct" if is_quoted else "indirect"

    def _relate(self, claims: Mapping[str, Sequence[str]]) -> None:
        """Relations of events that are one claim each."""
        for name, one, other in self._related:
            of, on = claims.get(one, ()), claims.get(other, ())
            if len(of) == 1 and len(on) == 1 and of != on:
                if name in _LINKS:
                    link: Value = {"link": name, "claim": on[0]}
                    self._outcome.draft.extend("claims", of[0], "links", [link])
                else:
                    stance: Value = {"on": on[0], "stance": name}
                    self._outcome.draft.extend("claims", of[0], "stances", [stance])

    def _source_of(self, attribution: Attribution, cast: Cast, at: Span) -> str:
        if not attribution.sources:
            name, kind = self._names.get(attribution.event, (UNNAMED, "collective"))
            return cast.agent(name, kind, at)
        source = attribution.sources[0]
        bound = self._bound[source]
        words = " ".join(self._text.text[start:end] for start, end in bound.fragments)
        name, _ = self._names.get(source, (words, None))
        identity = cast.agent(name, self._marks.get(source, {}).get("agentkind"), bound.at)
        if name != words and (identity, words) not in self._called:
            self._called.add((identity, words))
            self._outcome.draft.extend("agents", identity, "aliases", [words])
        return identity

    def _cue(self, attribution: Attribution) -> Value:
        """The cue's longest fragment: a cue of a fact is one passage."""
        if not attribution.cues:
            return None
        fragments = self._bound[attribution.cues[0]].fragments
        start, end = max(fragments, key=lambda fragment: fragment[1] - fragment[0])
        return quoting(self._text.text, start, end)

    def _around(self, inner: Attribution, start: int, end: int) -> Iterator[Attribution]:
        """The attributions whose content has this one within, innermost first."""
        found = []
        for each in self._attributions:
            extents = [part for name in each.contents for part in self._bound[name].fragments]
            wider = [stop - at for at, stop in extents if at <= start and end <= stop]
            if each is not inner and wider and min(wider) > end - start:
                found.append((min(wider), each))
        found.sort(key=lambda pair: pair[0])
        return (each for _, each in found)
