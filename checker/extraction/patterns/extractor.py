"""The deterministic extractor: from a document's text to proposed facts, by patterns alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeVar

from checker.dataclasses import dataclass
from checker.documents.model import SourceDocument
from checker.extraction.patterns.agents import Agent, Speaking
from checker.extraction.patterns.attribution import attributions
from checker.extraction.patterns.certainty import certainty
from checker.extraction.patterns.dates import WrittenDate, dates
from checker.extraction.patterns.drafts import Draft, drafts
from checker.extraction.patterns.durations import duration
from checker.extraction.patterns.extents import Passages
from checker.extraction.patterns.figures import Amount, amounts
from checker.extraction.patterns.narration import narration
from checker.extraction.patterns.ordinals import Ordinal, ordinals
from checker.extraction.patterns.reading import Extent, Reading, read
from checker.extraction.patterns.shapes import Attribution
from checker.extraction.patterns.wordings import Worded, wordings
from checker.extraction.protocol import Proposal, Record, mark, own_id
from checker.facts.sentences import sentences
from checker.facts.tree import Value

_DATE = 0.9
_WORDING = 0.6
_CUE_WORDING = 0.7
_LONGEST_GOAL = 200
_IN = re.compile(r"\bin (?:an? )?\Z")
_LONGEST_IN = len(" in an ")
_DENIABLE = ("report", "evaluation", "causal")
_WEASELS = frozenset(("critics", "observers", "analysts", "experts", "commentators", "some"))


class PatternExtractor:
    """Quotations, reported speech, figures, dates and words to watch, without a model.

    The same proposal for the same text on every machine. It leaves out what it is not sure of.
    """

    name: Final = "checker"
    version: Final = "patterns 6"

    def propose(self, document: SourceDocument) -> Proposal:
        return _Proposing(self, document).proposal()


@dataclass(frozen=True, slots=True)
class _Claim:
    """A draft with its id, and what stands in it."""

    id: str
    draft: Draft
    figures: tuple[Amount, ...]
    ordinals: tuple[tuple[str, Ordinal], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of an attribution's content."""

    start: int
    end: int
    attribution: Attribution


class _Proposing:
    """The records of one document."""

    def __init__(self, extractor: PatternExtractor, document: SourceDocument) -> None:
        self._extractor = extractor
        self._document = document
        self._text = document.text
        self._reading: Reading = read(document.text)
        self._found: tuple[Attribution, ...] = attributions(self._reading)
        self._speaking = Speaking(document.id, self._reading, self._found)
        self._dates: list[WrittenDate] = list(dates(self._text, document.metadata.published))
        days = Passages(self._dates)
        spans = list(sentences(self._text))
        self._figures: list[Amount] = [
            figure for start, end in spans for figure in amounts(self._text, start, end, days)
        ]
        self._ordinals = [
            (own_id(document, f"e{number}"), each)
            for number, each in enumerate(
                (each for start, end in spans for each in ordinals(self._text, start, end)), start=1
            )
        ]
        self._claims = self._numbered()
        self._by_sentence: dict[int, list[_Claim]] = {}
        for claim in self._claims:
            self._by_sentence.setdefault(claim.draft.sentence, []).append(claim)
        self._drafts = Passages([claim.draft for claim in self._claims])
        self._ids = {claim.draft: claim.id for claim in self._claims}
        self._quotes = Passages(
            [Extent(each.outer_start, each.outer_end) for each in self._reading.quotes]
        )
        self._pieces = Passages(
            [_Piece(*piece, each) for each in self._found for piece in each.content]
        )
        self._used: dict[str, Agent] = {}

    def proposal(self) -> Proposal:
        claims = tuple(self._claim(claim) for claim in self._claims)
        worded = tuple(self._wordings())
        told = {name for claim in self._claims for name, _ in claim.ordinals}
        return Proposal(
            agents=tuple(self._agent(agent) for agent in self._used.values()),
            events=tuple(
                {"id": name, "name": self._text[each.start : each.end], "kind": each.series}
                for name, each in self._ordinals
                if name in told
            ),
            claims=claims,
            wordings=worded,
            dates=tuple(self._date_records()),
            pledges=tuple(self._pledges()),
        )

    def _numbered(self) -> list[_Claim]:
        """Every draft with the figures and ordinals in it that are in no narrower one."""
        made = drafts(
            self._reading,
            self._found,
            self._speaking,
            list(
                narration(
                    self._reading,
                    self._found,
                    self._figures,
                    [each for _, each in self._ordinals],
                )
            ),
        )
        figures = _placed(self._figures, made)
        counted = _placed([each for _, each in self._ordinals], made)
        names = {each: name for name, each in self._ordinals}
        return [
            _Claim(
                own_id(self._document, f"c{number}"),
                draft,
                tuple(figures.get(draft, ())),
                tuple((names[each], each) for each in counted.get(draft, ())),
            )
            for number, draft in enumerate(made, start=1)
        ]

    # --- agents ---

    def _ref(self, agent: Agent) -> str:
        self._used.setdefault(agent.key, agent)
        return own_id(self._document, agent.key)

    def _agent(self, agent: Agent) -> Record:
        record: dict[str, Value] = {
            "id": own_id(self._document, agent.key),
            "name": agent.name,
            "kind": agent.kind,
        }
        if agent.aliases:
            record["aliases"] = list(agent.aliases)
        return record

    # --- claims ---

    def _claim(self, claim: _Claim) -> Record:
        draft = claim.draft
        words = self._text[draft.start : draft.end]
        sure = certainty(words, draft.verb)
        record: dict[str, Value] = {
            "id": claim.id,
            "document": self._document.id,
            "span": self._selector(draft.start, draft.end),
            "voice": draft.voice,
        }
        if draft.source is not None:
            record["source"] = self._ref(draft.source)
        if draft.cue is not None:
            record["cue"] = self._selector(*draft.cue)
        if draft.via:
            record["via"] = [
                {"source": self._ref(agent), "cue": self._selector(*cue)}
                for agent, cue in draft.via
            ]
        record["kind"] = draft.kind
        if sure.polarity == "negative":
            record["polarity"] = sure.polarity
        if sure.factuality is not None:
            record["factuality"] = sure.factuality
        if sure.is_future:
            record["tense"] = "future"
        if draft.is_superlative:
            record["superlative"] = True
        if targets := self._targets(draft):
            record["targets"] = targets
        record |= self._events(claim)
        scope: dict[str, Value] = {"condition": sure.condition} if sure.condition else {}
        if claim.figures:
            # That another document measures the same is for a person to say.
            scope["document"] = self._document.id
        if scope:
            record["scope"] = scope
        if (denied := self._denied(claim)) is not None:
            record["stances"] = [{"on": denied.id, "stance": "denies"}]
            record["links"] = [{"link": "answers", "claim": denied.id}]
        if draft.voice == "direct":
            record["quotation"] = {"utterance": f"{claim.id}.u"}
        if claim.figures:
            record["quantities"] = [
                self._quantity(claim, number, figure)
                for number, figure in enumerate(claim.figures, start=1)
            ]
        record["extraction"] = mark(self._extractor, draft.confidence)
        return record

    def _events(self, claim: _Claim) -> dict[str, Value]:
        if not claim.ordinals:
            return {}
        series = own_id(self._document, "")
        return {
            "events": [name for name, _ in claim.ordinals],
            "states": [
                {"event": name, "series": f"{series}{each.series}", "ordinal": each.number}
                for name, each in claim.ordinals
            ],
        }

    def _targets(self, draft: Draft) -> list[Value]:
        """Whom an accusation is aimed at: the one agent named before its ``of``."""
        if draft.verb is None or not draft.verb.aimed or draft.voice != "indirect":
            return []
        whom = self._text[draft.start : draft.end].split(" of ")[0].split(" for ")[0]
        named = self._speaking.mentioned(draft.start, draft.start + len(whom))
        return [self._ref(named[0])] if len(named) == 1 and named[0] != draft.source else []

    def _denied(self, claim: _Claim) -> _Claim | None:
        """What a denial takes up: the one allegation just before it, by somebody else; where
        there is none, the one claim of somebody else."""
        draft = claim.draft
        if not draft.takes_up or draft.kind != "denial":
            return None
        before = [
            other
            for sentence in range(draft.sentence - 2, draft.sentence + 1)
            for other in self._by_sentence.get(sentence, ())
            if other.draft.source not in (None, draft.source) and other.draft.start < draft.start
        ]
        alleged = [other for other in before if other.draft.kind == "allegation"]
        near = alleged or [other for other in before if other.draft.kind in _DENIABLE]
        return near[0] if len(near) == 1 and self._may_be_of(near[0], draft) else None

    def _may_be_of(self, claim: _Claim, denial: Draft) -> bool:
        """Whether a claim's source is who is named as its source: ``denied the firm's claims``."""
        named = [
            agent
            for agent in self._speaking.mentioned(denial.start, denial.end)
            if agent != denial.source
        ]
        source = claim.draft.source
        return not named or source in named or (source is not None and source.kind == "collective")

    def _quantity(self, claim: _Claim, number: int, figure: Amount) -> Value:
        record: dict[str, Value] = {
            "id": f"{claim.id}.q{number}",
            "measure": figure.measure,
        }
        if figure.low is not None and figure.low == figure.high:
            record["amount"] = figure.low
        else:
            bounds = {"low": figure.low, "high": figure.high}
            record |= {name: bound for name, bound in bounds.items() if bound is not None}
        if figure.qualifier not in ("exact", "range", "at-least", "at-most"):
            record["qualifier"] = figure.qualifier
        if figure.aggregation != "total":
            record["aggregation"] = figure.aggregation
        if figure.unit != "1":
            record["unit"] = figure.unit
        if figure.is_each:
            record["distribution"] = "each"
        elif figure.is_shared_out:
            record["distribution"] = "unsaid"
        record["exact"] = _within(self._text[claim.draft.start : claim.draft.end], figure, claim)
        return record

    def _selector(self, start: int, end: int) -> Value:
        exact = self._text[start:end]
        if self._text.find(exact, self._text.find(exact) + 1) < 0:
            return exact
        return {"exact": exact, "start": start}

    # --- words ---

    def _wordings(self) -> Iterator[Record]:
        made = [*self._cue_words(), *self._watched(), *self._weasels()]
        made.sort(key=lambda each: (each[0].start, each[0].end))
        taken: set[tuple[int, int]] = set()
        for worded, fields, confidence in made:
            if (worded.start, worded.end) in taken:
                continue
            taken.add((worded.start, worded.end))
            record: dict[str, Value] = {
                "id": own_id(self._document, f"w{len(taken)}"),
                "document": self._document.id,
                "span": self._selector(worded.start, worded.end),
                "category": worded.category,
                **fields,
            }
            if worded.side:
                record["side"] = worded.side
            record["extraction"] = mark(self._extractor, confidence)
            yield record

    def _cue_words(self) -> Iterator[tuple[Worded, Record, float]]:
        """Verbs that doubt or grant what they report; the narrator chose them."""
        for claim in self._claims:
            draft = claim.draft
            if draft.cue and draft.verb and draft.verb.tone and draft.source is not None:
                worded = Worded(*draft.cue, draft.verb.tone)
                about: list[Value] = [self._ref(draft.source)]
                yield worded, {"voice": "narrator", "about": about}, _CUE_WORDING

    def _weasels(self) -> Iterator[tuple[Worded, Record, float]]:
        """Sources that could be anybody: critics, observers."""
        for found in self._found:
            if found.source is None:
                continue
            said = self._text[found.source.start : found.source.end]
            if said.lower() in _WEASELS and found in self._speaking.named:
                yield Worded(*found.source, "weasel"), {"voice": "narrator"}, _CUE_WORDING

    def _watched(self) -> Iterator[tuple[Worded, Record, float]]:
        for worded in wordings(self._text, self._figures):
            fields = self._whose(worded)
            if fields is not None:
                yield worded, fields, _WORDING

    def _whose(self, worded: Worded) -> Record | None:
        """The voice that an expression is in; None where it is in nobody's who is known."""
        inside = self._quotes.narrowest(worded.start, worded.end) is not None
        piece = self._pieces.narrowest(worded.start, worded.end)
        holder = None if piece is None else piece.attribution
        is_spelling = worded.category in ("side-term", "doubt")
        if holder is None or (is_spelling and not inside):
            return None if inside else self._with_claim(worded, {"voice": "narrator"})
        named = self._speaking.named.get(holder)
        if named is None:
            return None
        voice = "direct" if inside else "indirect"
        return self._with_claim(worded, {"voice": voice, "source": self._ref(named.agent)})

    def _with_claim(self, worded: Worded, fields: Record) -> Record:
        claim = self._claim_at(worded.start, worded.end)
        return fields if claim is None else {**fields, "claim": claim}

    def _claim_at(self, start: int, end: int) -> str | None:
        """The narrowest claim around a passage."""
        draft = self._drafts.narrowest(start, end)
        return None if draft is None else self._ids[draft]

    # --- dates and pledges ---

    def _date_records(self) -> Iterator[Record]:
        for number, written in enumerate(self._dates, start=1):
            record: dict[str, Value] = {
                "id": own_id(self._document, f"d{number}"),
                "document": self._document.id,
                "span": self._selector(written.start, written.end),
                "kind": written.kind,
            }
            if written.resolved:
                record["resolved"] = written.resolved
            claim = self._claim_at(written.start, written.end)
            if claim is not None:
                record["claim"] = claim
            record["extraction"] = mark(self._extractor, _DATE)
            yield record

    def _pledges(self) -> Iterator[Record]:
        number = 0
        for claim in self._claims:
            draft = claim.draft
            if draft.kind != "pledge" or draft.source is None or draft.voice == "direct":
                continue
            number += 1
            words = " ".join(self._text[draft.start : draft.end].split())
            record: dict[str, Value] = {
                "id": own_id(self._document, f"p{number}"),
                "claim": claim.id,
                "agent": self._ref(draft.source),
                "goal": words[:_LONGEST_GOAL],
            }
            if (within := _within_time(self._text, claim.figures)) is not None:
                record["within"] = within
            yield record


_Thing = TypeVar("_Thing", Amount, Ordinal)


def _placed(things: Sequence[_Thing], made: Sequence[Draft]) -> Mapping[Draft, list[_Thing]]:
    """Each thing with the narrowest draft around it."""
    drafts_by_place = Passages(made)
    found: dict[Draft, list[_Thing]] = {}
    for thing in things:
        draft = drafts_by_place.narrowest(thing.start, thing.end)
        if draft is not None:
            found.setdefault(draft, []).append(thing)
    return found


def _within(span: str, figure: Amount, claim: _Claim) -> Value:
    """Where a figure stands in its claim's span."""
    start = figure.start - claim.draft.start
    exact = span[start : figure.end - claim.draft.start]
    if span.find(exact, span.find(exact) + 1) < 0:
        return exact
    return {"exact": exact, "start": start}


def _is_within(text: str, figure: Amount) -> bool:
    start = figure.whole_start
    return _IN.search(text, max(0, start - _LONGEST_IN), start) is not None


def _within_time(text: str, figures: Sequence[Amount]) -> str | None:
    """``within ten days``, ``in a single day``: the time that a pledge gives itself."""
    for figure in figures:
        is_limit = figure.qualifier == "at-most" or _is_within(text, figure)
        if is_limit and (found := duration(figure)) is not None:
            return found
    return None
