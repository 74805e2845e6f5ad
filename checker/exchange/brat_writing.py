"""Facts as brat's standoff: for each document its text and its annotations, and one configuration.

A claim is an event of the type Attribution, of its passages (Source, Cue, Content) and attributes;
what claims are to each other are relations of events. :mod:`checker.exchange.brat` reads it again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import get_args

from checker.exchange.brat import NAMESPACE
from checker.facts.corpus import Inspection
from checker.facts.documents import Document
from checker.facts.models import AgentRecord, ClaimRecord, Selector
from checker.facts.models import vocabulary as v
from checker.facts.occurrences import occurrences
from checker.facts.spans import Ambiguous, Found, find
from checker.proposing.draft import slug

CONFIGURATION = "annotation.conf"


def write_brat(facts: Inspection) -> dict[str, str]:
    """The files by their names: an ``.ann`` and a ``.txt`` for each document with claims."""
    claims: dict[str, list[ClaimRecord]] = {}
    for placed in facts.records.claims.values():
        claims.setdefault(placed.record.document, []).append(placed.record)
    files: dict[str, str] = {}
    for name, told in claims.items():
        stem = _free(slug(name), files)
        writing = _Writing(facts, facts.documents[name])
        files[f"{stem}.txt"] = writing.text
        files[f"{stem}.ann"] = "".join(f"{line}\n" for line in writing.lines(told))
    return {**files, CONFIGURATION: configuration()} if files else {}


def _free(stem: str, files: Mapping[str, str]) -> str:
    number = 1
    free = stem
    while f"{free}.ann" in files:
        number += 1
        free = f"{stem}-{number}"
    return free


def configuration() -> str:
    """The types of these annotations, as a brat server wants to know them."""

    def one_of(vocabulary: object) -> str:
        return "|".join(get_args(vocabulary))

    relations = (*get_args(v.Link), *get_args(v.Stance))
    lines = (
        *("[entities]", "Source", "Cue", "Content", ""),
        *("[relations]", *(f"{name} Arg1:Attribution, Arg2:Attribution" for name in relations), ""),
        "[events]",
        *("Attribution Source?:Source, Cue?:Cue, Content?:Content, Via*:Attribution", ""),
        "[attributes]",
        f"AgentKind Arg:Source, Value:{one_of(v.AgentKind)}",
        f"Kind Arg:Attribution, Value:{one_of(v.ClaimKind)}",
        f"Voice Arg:Attribution, Value:{one_of(v.Voice)}",
        f"Polarity Arg:Attribution, Value:{one_of(v.Polarity)}",
        f"Factuality Arg:Attribution, Value:{one_of(v.Factuality)}",
        f"Tense Arg:Attribution, Value:{one_of(v.Tense)}",
        "Superlative Arg:Attribution",
    )
    return "".join(f"{line}\n" for line in lines)


@dataclass(slots=True)
class _Writing:
    """The annotations of one document."""

    facts: Inspection
    document: Document
    _lines: list[str] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _bound: dict[tuple[str, int, int, str], str] = field(default_factory=dict)
    _events: dict[str, str] = field(default_factory=dict)
    _named: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.document.text

    def lines(self, claims: Sequence[ClaimRecord]) -> list[str]:
        anchors = self.facts.guarded.anchors
        placed = sorted(
            (anchors["claim", claim.id].start, anchors["claim", claim.id].end, claim.id, claim)
            for claim in claims
        )
        for start, end, name, claim in placed:
            self._events[name] = self._claim(claim, start, end)
        for _, _, _, claim in placed:
            self._relations(claim)
        return self._lines

    def _claim(self, claim: ClaimRecord, start: int, end: int) -> str:
        content = self._passage("Content", start, end)
        near = start
        roles = [f"Content:{content}"]
        trigger = start, end
        if claim.cue is not None:
            cue = self._place(claim.cue, start)
            roles.append(f"Cue:{self._passage('Cue', *cue)}")
            trigger, near = cue, cue[0]
        outer = [self._outer(each.source, each.cue, (start, end)) for each in claim.via]
        roles += (f"Via:{event}" for event in outer)
        event = self._attribution(claim.source, roles, trigger, near)
        for name, value in self._attributes(claim):
            self._line("A", f"{name} {event}{f' {value}' if value else ''}")
        return event

    def _attributes(self, claim: ClaimRecord) -> Iterator[tuple[str, str]]:
        yield "Kind", claim.kind
        yield "Voice", claim.voice
        if claim.polarity != "positive":
            yield "Polarity", claim.polarity
        if claim.factuality is not None:
            yield "Factuality", claim.factuality
        if claim.tense is not None:
            yield "Tense", claim.tense
        if claim.superlative:
            yield "Superlative", ""

    def _outer(self, source: str, cue: Selector | None, trigger: tuple[int, int]) -> str:
        roles = []
        if cue is not None:
            trigger = self._place(cue, trigger[0])
            roles.append(f"Cue:{self._passage('Cue', *trigger)}")
        return self._attribution(source, roles, trigger, trigger[0])

    def _attribution(
        self, source: str | None, roles: Sequence[str], trigger: tuple[int, int], near: int
    ) -> str:
        place = None if source is None else self._nearest(source, near)
        named = roles
        if source is not None and place is not None:
            named = [f"Source:{self._source(source, *place)}", *roles]
        begun = self._passage("Attribution", *trigger)
        event = self._line("E", " ".join((f"Attribution:{begun}", *named)))
        if source is not None and place is None:
            agent = self._agent(source)
            self._line("#", f"Source {event}\t{agent.kind} {_line(agent.name)}")
        return event

    def _relations(self, claim: ClaimRecord) -> None:
        event = self._events[claim.id]
        links = ((str(each.link), each.claim) for each in claim.links)
        stances = ((str(each.stance), each.on) for each in claim.stances)
        for name, other in chain(links, stances):
            if other in self._events:
                self._line("R", f"{name} Arg1:{event} Arg2:{self._events[other]}")

    # --- sources -------------------------------------------------------------------------------

    def _agent(self, name: str) -> AgentRecord:
        return self.facts.records.agents[name].record

    def _source(self, name: str, start: int, end: int) -> str:
        known = ("Source", start, end, name) in self._bound
        bound = self._passage("Source", start, end, name)
        if not known:
            agent = self._agent(name)
            self._line("A", f"AgentKind {bound} {agent.kind}")
            self._line("N", f"Reference {bound} {NAMESPACE}:{agent.id}\t{_line(agent.name)}")
        return bound

    def _nearest(self, name: str, near: int) -> tuple[int, int] | None:
        """The place next to another one at which the text names an agent, if it does anywhere."""
        if name not in self._named:
            agent = self._agent(name)
            self._named[name] = sorted(
                (at, at + len(called))
                for called in {agent.name, *agent.aliases}
                for at in occurrences(called, self.text)
                if _stands_alone(self.text, at, at + len(called))
            )
        places = self._named[name]
        at = bisect_left(places, (near, 0))
        around = places[max(0, at - 2) : at + 2]
        return min(around, key=lambda place: (abs(place[0] - near), -place[1]), default=None)

    # --- passages ------------------------------------------------------------------------------

    def _place(self, selector: Selector, near: int) -> tuple[int, int]:
        """Where a cue stands: of several places, the one next to its claim."""
        found = find(selector, self.text)
        if isinstance(found, Found):
            return found.start, found.end
        assert isinstance(found, Ambiguous), "the guards have let the cue pass"
        at = min(
            (at for at in occurrences(selector.exact, self.text)), key=lambda at: abs(at - near)
        )
        return at, at + len(selector.exact)

    def _passage(self, kind: str, start: int, end: int, of: str = "") -> str:
        """A text-bound annotation, in a fragment for each line of the text."""
        key = kind, start, end, of
        if key not in self._bound:
            fragments = list(_fragments(self.text, start, end))
            offsets = ";".join(f"{first} {last}" for first, last in fragments)
            words = " ".join(self.text[first:last] for first, last in fragments)
            self._bound[key] = self._line("T", f"{kind} {offsets}\t{words}")
        return self._bound[key]

    def _line(self, kind: str, rest: str) -> str:
        number = self._counts[kind] = self._counts.get(kind, 0) + 1
        name = f"{kind}{number}"
        self._lines.append(f"{name}\t{rest}")
        return name


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for line in text[start:end].split("\n"):
        if line:
            yield at, at + len(line)
        at += len(line) + 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (
        after.isalnum() and text[end - 1].isalnum()
    )


def _line(text: str) -> str:
    """A name on one line."""
    return " ".join(text.split())
