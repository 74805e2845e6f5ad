"""From a model's answers to a draft of facts: ids, agents, places in the document.

Nothing is looked up, mended or filled in. What the schema or the text contradicts is left out here
and named at its place in the answer; spans and figures are the guards' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeVar

from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.extraction.patterns.dates import dates
from checker.extraction.patterns.durations import duration
from checker.extraction.patterns.extents import Passages
from checker.extraction.patterns.figures import amounts
from checker.facts.json_reader import read_json
from checker.facts.numerals import Form, figures
from checker.facts.occurrences import occurrences
from checker.facts.spans import stands_as_word
from checker.facts.tree import Places, Route, Value
from checker.modelling.answer import (
    AgentAnswer,
    ClaimAnswer,
    DateAnswer,
    EventAnswer,
    FigureAnswer,
    Part,
    PledgeAnswer,
    WordingAnswer,
)
from checker.modelling.chunks import Chunk
from checker.modelling.errors import NOT_IN_PART, WRONG_SHAPE
from checker.modelling.relating import Kind, Promise, Quoted, Relation, relate
from checker.proposing import Cast, Draft, Held, hold, shaped, slug

_SECTIONS = ("agents", "events", "claims", "pledges", "wordings", "dates")
_TELLING = re.compile(r"\w*[^\W\d_]\w*|\d[\d.,]*")
_MEND = "the model may not follow its schema: try one that does, or a smaller --part-size"
_P = TypeVar("_P", bound=Part)


class NoAnswerError(Exception):
    """The text is no JSON object with lists of records; says what it is."""


def check(text: str) -> None:
    """Raises :class:`NoAnswerError` unless a text is an answer as far as its outline goes."""
    _outline(Source("<answer>", text))


def _outline(source: Source) -> tuple[dict[str, Value], Places]:
    try:
        value, places = read_json(source)
    except DiagnosticError as error:
        raise NoAnswerError(f"the answer is no JSON: {error.diagnostics[0].message}") from None
    if not isinstance(value, dict):
        raise NoAnswerError("the answer is no JSON object")
    for section in _SECTIONS:
        if not isinstance(value.get(section), list):
            raise NoAnswerError(f"the answer has no list of {section}")
    return value, places


@dataclass(slots=True)
class Drafting:
    """The draft of one document, to which the answers for its parts are added in their order.

    ``by`` is what facts say they were extracted by: the model, and the version of the prompt.
    """

    document: str
    by: dict[str, Value]
    draft: Draft = field(default_factory=Draft)
    faults: list[Diagnostic] = field(default_factory=list)
    _cast: Cast = field(init=False)
    _agents: dict[str, str] = field(default_factory=dict)
    _events: dict[str, str] = field(default_factory=dict)
    _relations: list[Relation] = field(default_factory=list)
    _promises: list[Promise] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._cast = Cast(self.draft, self.document)

    def add(self, chunk: Chunk, answer: str, name: str) -> None:
        """Add an answer that :func:`check` let pass; ``name`` is how faults call it."""
        source = Source(name, answer)
        value, places = _outline(source)
        for extra in value.keys() - set(_SECTIONS):
            self.faults.append(
                WRONG_SHAPE.at(places.key((extra,)), f"left out: there is no `{extra[:40]}`")
            )
        part = _PartOf(self, chunk, places)
        for route, agent in part.each("agents", AgentAnswer, value):
            part.agent(route, agent)
        for route, event in part.each("events", EventAnswer, value):
            part.event(route, event)
        claims = []
        for route, claim in part.each("claims", ClaimAnswer, value):
            identity = part.claim(route, claim)
            if identity is not None:
                claims.append((route, claim, identity))
        for route, claim, identity in claims:
            self._relations.extend(part.relations(route, claim, identity))
        for route, pledge in part.each("pledges", PledgeAnswer, value):
            self._promises.extend(part.pledge(route, pledge))
        for route, wording in part.each("wordings", WordingAnswer, value):
            part.wording(route, wording)
        for route, date in part.each("dates", DateAnswer, value):
            part.date(route, date)

    def held(self) -> Held:
        """What stands in the document, and everything that was left out.

        What claims are to each other is added when it is known which of them stand.
        """
        first = hold(self.draft, Path(), Path())
        claims = first.sections.get("claims")
        standing = frozenset(
            str(claim["id"])
            for claim in (claims if isinstance(claims, list) else ())
            if isinstance(claim, dict)
        )
        between = relate(self.draft, self.document, standing, self._relations, self._promises)
        self.faults.extend(between)
        found = hold(self.draft, Path(), Path())
        return replace(found, left_out=(*self.faults, *found.left_out))

    def event(self, name: str) -> str | None:
        """The id of the event of that name."""
        return self._events.get(_key(name))

    def know_event(self, name: str, fields: dict[str, Value], at: Span) -> None:
        """Add an event, unless there is one of that name."""
        if _key(name) not in self._events:
            identity = self.draft.new_id("events", f"{self.document}:event-{slug(name)}")
            self._events[_key(name)] = identity
            record: dict[str, Value] = {"id": identity, "name": name, **fields}
            self.draft.add("events", record, at)

    def known(self, name: str) -> str | None:
        """The id of the agent of that name."""
        return self._agents.get(_key(name))

    def know(self, name: str, kind: str | None, at: Span) -> str:
        """The id of the agent of that name, who is added where there is none."""
        key = _key(name)
        if key not in self._agents:
            self._agents[key] = self._cast.agent(name, kind, at)
        return self._agents[key]

    def alias(self, name: str, identity: str) -> bool:
        """Whether a name is new, and now stands for that agent."""
        return self._agents.setdefault(_key(name), identity) == identity


class _PartOf:
    """The answer for one part of the document."""

    def __init__(self, drafting: Drafting, chunk: Chunk, places: Places) -> None:
        self._drafting = drafting
        self._chunk = chunk
        self._places = places
        self._quoted = Quoted()

    def each(
        self, section: str, shape: type[_P], value: dict[str, Value]
    ) -> Iterator[tuple[Route, _P]]:
        """The records of a section that are of the schema."""
        records = value[section]
        for number, record in enumerate(records if isinstance(records, list) else ()):
            route = (section, number)
            found, faults = shaped(shape, record, self._places, route, WRONG_SHAPE, _MEND)
            self._drafting.faults.extend(map(_left_out, faults))
            if found is not None:
                yield route, found

    def agent(self, route: Route, agent: AgentAnswer) -> None:
        if not self._is_there(agent.name, (*route, "name")):
            return
        identity = self._drafting.know(agent.name, agent.kind, self._at(*route))
        aliases: list[Value] = [
            alias
            for number, alias in enumerate(agent.aliases)
            if self._is_there(alias, (*route, "aliases", number))
            and self._drafting.alias(alias, identity)
        ]
        self._drafting.draft.extend("agents", identity, "aliases", aliases)

    def event(self, route: Route, event: EventAnswer) -> None:
        """What the part calls so, with a date and a place that it has as well."""
        given = [("name", event.name), ("when", event.when), ("place", event.place)]
        if not all(words is None or self._is_there(words, (*route, name)) for name, words in given):
            return
        if event.ordinal is not None and not self._is_counted(event, route):
            return
        drafting = self._drafting
        series = event.series if event.ordinal is not None else None
        days = [each.resolved for each in dates(event.when or "") if each.resolved]
        fields: dict[str, Value] = {
            "kind": event.kind,
            "when": days[0] if len(days) == 1 else None,
            "place": event.place or None,
            "participants": self._participants(event, route) or None,
            "series": f"{drafting.document}:{slug(series)}" if series else None,
            "ordinal": int(event.ordinal) if event.ordinal is not None and series else None,
        }
        drafting.know_event(event.name, fields, self._at(*route))

    def _is_counted(self, event: EventAnswer, route: Route) -> bool:
        """Whether the name of an event has its ordinal."""
        number = event.ordinal
        counted = (each for each in figures(event.name) if each.form is Form.ORDINAL)
        if number is not None and any(each.may_be(number) for each in counted):
            return True
        self._drafting.faults.append(
            NOT_IN_PART.at(
                self._at(*route, "ordinal"),
                "left out: the number does not stand in the event's name",
                help="an ordinal stands in its event's name, in numerals or words",
            )
        )
        return False

    def _participants(self, event: EventAnswer, route: Route) -> list[Value]:
        found: list[Value] = []
        for number, name in enumerate(event.participants):
            identity = self._drafting.known(name)
            if identity is not None:
                found.append({"agent": identity})
            else:
                self._missing("agent", name, (*route, "participants", number))
        return found

    def claim(self, route: Route, claim: ClaimAnswer) -> str | None:
        """The id of the claim in the draft; None where it is left out."""
        source = self._source(claim.source, route)
        if source is False or not self._is_grounded(claim, route):
            return None
        drafting = self._drafting
        identity = drafting.draft.numbered_id("claims", f"{drafting.document}:claim")
        quantities: list[Value] = [
            self._figure(figure, f"{identity}-figure-{number}")
            for number, figure in enumerate(claim.figures, start=1)
        ]
        record: dict[str, Value] = {
            "id": identity,
            "document": drafting.document,
            "span": self._span(claim.quote, claim.before),
            "voice": claim.voice,
            "source": source or None,
            "cue": claim.cue or None,
            "kind": claim.kind,
            "subject": drafting.known(claim.subject) or claim.subject,
            "predicate": claim.predicate,
            "object": drafting.known(claim.object) or claim.object,
            "topic": claim.topic,
            "polarity": claim.polarity,
            "factuality": claim.factuality,
            "tense": claim.tense,
            "mentions": self._mentions(claim, route) or None,
            "events": self._about(claim, route) or None,
            "evidence": self._evidence(claim, route) or None,
            "quantities": quantities or None,
            "extraction": self._by(claim.confidence),
        }
        parts: dict[Route, Span] = {("span",): self._at(*route, "quote")}
        for name in ("subject", "object", "cue", "voice", "source"):
            parts[(name,)] = self._at(*route, name)
        for number in range(len(quantities)):
            parts["quantities", number] = self._at(*route, "figures", number)
        drafting.draft.add("claims", record, self._at(*route), parts)
        self._quoted.add(claim.quote, identity)
        return identity

    def relations(self, route: Route, claim: ClaimAnswer, identity: str) -> Iterator[Relation]:
        """What a claim is to others of the answer."""
        given: list[tuple[Kind, str, str, int]] = [
            ("links", each.link, each.quote, number) for number, each in enumerate(claim.links)
        ]
        given += (
            ("stances", each.stance, each.quote, number)
            for number, each in enumerate(claim.stances)
        )
        for kind, value, quote, number in given:
            at = self._at(*route, kind, number)
            other = self._quoted.claim(quote, at, self._drafting.faults)
            if other is not None:
                yield Relation(kind, value, identity, other, at)

    def pledge(self, route: Route, pledge: PledgeAnswer) -> Iterator[Promise]:
        """A pledge whose goal and time stand in the quote of its claim."""
        drafting = self._drafting
        claim = self._quoted.claim(pledge.quote, self._at(*route, "quote"), drafting.faults)
        agent = self._source(pledge.agent, route, "agent")
        if claim is None or not agent or not self._is_promised(pledge, route):
            return
        fields: dict[str, Value] = {"agent": agent, "goal": pledge.goal}
        if pledge.within is not None:
            fields["within"] = _within(pledge.within)
        plans = [
            (found, at)
            for number, quote in enumerate(pledge.plans)
            for at in [self._at(*route, "plans", number)]
            if (found := self._quoted.claim(quote, at, drafting.faults)) is not None
        ]
        outcomes = [
            (found, each.result, at)
            for number, each in enumerate(pledge.outcomes)
            for at in [self._at(*route, "outcomes", number)]
            if (found := self._quoted.claim(each.quote, at, drafting.faults)) is not None
        ]
        yield Promise(claim, fields, tuple(plans), tuple(outcomes), self._at(*route))

    def _is_promised(self, pledge: PledgeAnswer, route: Route) -> bool:
        """Whether goal and time stand in the quote, and the time is one."""
        for name, words in (("goal", pledge.goal), ("within", pledge.within)):
            reason = ""
            if words is not None and (not words.strip() or words not in pledge.quote):
                reason = "does not stand in the quote"
            elif name == "within" and words is not None and _within(words) is None:
                reason = "is no time in days, weeks, months or years"
            if reason:
                self._drafting.faults.append(
                    NOT_IN_PART.at(
                        self._at(*route, name),
                        f"left out: the {name} of the pledge {reason}",
                        help="goal and time of a pledge are words of its claim's quote",
                    )
                )
                return False
        return True

    def _about(self, claim: ClaimAnswer, route: Route) -> list[Value]:
        """The events that a claim is about, those that are known."""
        found: list[Value] = []
        for number, name in enumerate(claim.events):
            identity = self._drafting.event(name)
            if identity is None:
                self._missing("event", name, (*route, "events", number))
            elif identity not in found:
                found.append(identity)
        return found

    def _evidence(self, claim: ClaimAnswer, route: Route) -> list[Value]:
        """What stands in the part to the letter; the claim itself does not rest on it."""
        found: list[Value] = []
        for number, each in enumerate(claim.evidence):
            if each.quote.strip() and each.quote in self._chunk.text:
                found.append({"kind": each.kind, "exact": self._span(each.quote, "")})
            else:
                self._drafting.faults.append(
                    NOT_IN_PART.at(
                        self._at(*route, "evidence", number, "quote"),
                        f"left out: the evidence `{each.quote[:60]}` does not stand in the part of"
                        " the document",
                        help="evidence is copied from the text to the letter",
                    )
                )
        return found

    def _missing(self, kind: str, name: str, route: Route) -> None:
        self._drafting.faults.append(
            NOT_IN_PART.at(
                self._at(*route),
                f"left out: the answer has no {kind} `{name[:60]}`",
                help=f"one of the {kind}s of the answer has to have this name",
            )
        )

    def wording(self, route: Route, wording: WordingAnswer) -> None:
        source = self._source(wording.source, route)
        if source is False:
            return
        fields: dict[str, Value] = {
            "category": wording.category,
            "voice": wording.voice,
            "source": source or None,
        }
        self._passage("wordings", route, wording, fields)

    def date(self, route: Route, date: DateAnswer) -> None:
        self._passage("dates", route, date, {"kind": date.kind})

    def _passage(
        self,
        section: Literal["wordings", "dates"],
        route: Route,
        answer: WordingAnswer | DateAnswer,
        fields: dict[str, Value],
    ) -> None:
        drafting = self._drafting
        stem = f"{drafting.document}:{section.removesuffix('s')}"
        record: dict[str, Value] = {
            "id": drafting.draft.numbered_id(section, stem),
            "document": drafting.document,
            "span": self._span(answer.quote, answer.before),
            **fields,
            "extraction": self._by(answer.confidence),
        }
        parts: dict[Route, Span] = {("span",): self._at(*route, "quote")}
        drafting.draft.add(section, record, self._at(*route), parts)

    # --- names ---------------------------------------------------------------------------------

    def _source(
        self, name: str | None, route: Route, role: str = "source"
    ) -> str | Literal[False] | None:
        """The id of a source; False where the part does not name it."""
        if name is None or not name.strip():
            return None
        known = self._drafting.known(name)
        if known is not None:
            return known
        where = (*route, role)
        if not self._is_there(name, where):
            return False
        return self._drafting.know(name, None, self._at(*where))

    def _is_there(self, name: str, route: Route) -> bool:
        """Whether a name stands in the part, white space aside."""
        plain = " ".join(name.split())
        if plain and stands_as_word(plain, " ".join(self._chunk.text.split())):
            return True
        self._drafting.faults.append(
            NOT_IN_PART.at(
                self._at(*route),
                f"left out: `{name[:60]}` does not stand in the part of the document",
                help="a name is copied from the text to the letter",
            )
        )
        return False

    def _is_grounded(self, claim: ClaimAnswer, route: Route) -> bool:
        """Whether names and figures of a claim's texts stand in its quote.

        Names of agents are the guards' matter.
        """
        found = []
        for name, text in (
            ("subject", claim.subject),
            ("predicate", claim.predicate[:1].lower() + claim.predicate[1:]),
            ("object", claim.object),
        ):
            if self._drafting.known(text) is None:
                found += [(name, word) for word in _telling(text) if not _says(claim.quote, word)]
        self._drafting.faults += (
            NOT_IN_PART.at(
                self._at(*route, name),
                f"left out: `{word[:40]}` of the {name} does not stand in the quote",
                help="names and figures of a claim stand in its passage",
            )
            for name, word in found
        )
        return not found

    def _mentions(self, claim: ClaimAnswer, route: Route) -> list[Value]:
        """Those of agents that are known."""
        mentions: list[Value] = []
        for number, mention in enumerate(claim.mentions):
            known = self._drafting.known(mention.name)
            if known is not None:
                mentions.append({"agent": known, "exact": mention.words})
            else:
                self._missing("agent", mention.name, (*route, "mentions", number))
        return mentions

    # --- places --------------------------------------------------------------------------------

    def _span(self, quote: str, before: str) -> dict[str, Value]:
        """By its start in the document where the part has it once, or once behind those words."""
        text = self._chunk.text
        places = list(occurrences(quote, text)) if quote else []
        if len(places) > 1 and before.strip():
            places = [at for at in places if text[:at].rstrip().endswith(before.strip())]
        span: dict[str, Value] = {"exact": quote}
        if len(places) == 1:
            span["start"] = self._chunk.start + places[0]
        return span

    def _figure(self, figure: FigureAnswer, identity: str) -> dict[str, Value]:
        record: dict[str, Value] = {
            "id": identity,
            "measure": figure.measure,
            "qualifier": figure.qualifier,
            "aggregation": figure.aggregation,
            "unit": figure.unit,
        }
        if figure.low is not None and figure.low == figure.high:
            record["amount"] = figure.low
        else:
            bounds = {"low": figure.low, "high": figure.high}
            record |= {name: bound for name, bound in bounds.items() if bound is not None}
        return record | {"exact": figure.words}

    def _by(self, confidence: float) -> dict[str, Value]:
        return self._drafting.by | {"confidence": confidence}

    def _at(self, *route: str | int) -> Span:
        return self._places.value(route)


def _within(words: str) -> str | None:
    """``10 days`` for ``ten days``; None for what is not one time."""
    found = [duration(each) for each in amounts(words, 0, len(words), Passages(()))]
    return found[0] if len(found) == 1 else None


def _telling(text: str) -> Iterator[str]:
    """Words of a text that begin with a capital, and figures."""
    for match in _TELLING.finditer(text):
        word = match[0].rstrip(".,")
        if word[:1].isupper() or word[:1].isdigit():
            yield word


def _says(quote: str, word: str) -> bool:
    """Whether a word or figure stands in a quote, in whatever case or form of a number."""
    if stands_as_word(word.casefold(), quote.casefold()):
        return True
    try:
        value = float(word.replace(",", ""))
    except ValueError:
        return False
    return any(figure.may_be(value) for figure in figures(quote))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _left_out(fault: Diagnostic) -> Diagnostic:
    return replace(fault, message=f"left out: {fault.message}")
