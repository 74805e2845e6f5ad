"""Strategies for facts: every draw is sound, so that all of it can be loaded.

A document is written together with its claims, a sentence each, so that every span, figure and
name of them stands in its text. There are few words for everything, so that claims meet: two
sources give figures of one measure, one event has two days.

Strategies are put together from smaller ones, and can be put together otherwise::

    mine = st.tuples(agents(), desks()).map(lambda parts: parts[0] + parts[1])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeAlias, get_args

from hypothesis import strategies as st

from checker.facts import Corpus
from checker.facts.models import vocabulary as v
from checker.testing.records import Facts, Json, Record

_Draft: TypeAlias = dict[str, Json]
_Options: TypeAlias = Mapping[str, st.SearchStrategy[Json]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that facts are made of. Facts of two vocabularies without a common word have
    nothing to do with each other, whatever the rules compare."""

    documents: tuple[str, ...] = ("daily", "wire")
    agents: tuple[str, ...] = ("ann", "bob", "cleo")
    events: tuple[str, ...] = ("flood", "storm")
    measures: tuple[str, ...] = ("deaths", "duration")
    predicates: tuple[str, ...] = ("reached", "hit")
    objects: tuple[str, ...] = ("town", "village")
    topics: tuple[str, ...] = ("relief", "blame")
    places: tuple[str, ...] = ("avila", "castile")
    sides: tuple[str, ...] = ("north", "south")
    terms: tuple[str, ...] = ("disaster", "onslaught")
    series: tuple[str, ...] = ("floods",)
    utterances: tuple[str, ...] = ("speech",)

    def apart(self, mark: str) -> Vocabulary:
        """The same words, each with a mark behind it."""
        words = {
            field.name: tuple(f"{word}{mark}" for word in getattr(self, field.name))
            for field in fields(self)
        }
        return Vocabulary(**words)


WORDS = Vocabulary()
"""The words that strategies take unless told otherwise."""


def facts(words: Vocabulary = WORDS) -> st.SearchStrategy[Facts]:
    """Everything a fact file may hold: agents, events, documents with claims, a desk."""
    return _facts(words)


def corpora(words: Vocabulary = WORDS) -> st.SearchStrategy[Corpus]:
    """What an audit knows of such facts: relations, documents, entities."""
    return facts(words).map(Facts.corpus)


@st.composite
def _facts(draw: st.DrawFn, words: Vocabulary) -> Facts:
    narrow = draw(_narrowed(words))
    drawn = draw(agents(words)) + draw(events(words))
    for name in draw(_some(words.documents, least=1)):
        drawn += draw(documents(drawn, name=name, words=narrow))
    return draw(related(drawn)) + draw(desks(words))


@st.composite
def _narrowed(draw: st.DrawFn, words: Vocabulary) -> Vocabulary:
    """The vocabulary with often but one word for what claims are about, so that they meet."""
    kept = {}
    for name in ("measures", "predicates", "objects", "topics"):
        known: tuple[str, ...] = getattr(words, name)
        kept[name] = known[: draw(st.sampled_from([1, 1, 1, len(known)]))]
    return replace(words, **kept)


# --- agents, events, the desk ----------------------------------------------------------------


@st.composite
def agents(draw: st.DrawFn, words: Vocabulary = WORDS) -> Facts:
    """Agents, by name those of the vocabulary, some of them members of others."""
    names = draw(_some(words.agents, least=1))
    records: list[Record] = []
    for at, name in enumerate(names):
        optional: dict[str, st.SearchStrategy[Json]] = {"side": st.sampled_from(words.sides)}
        if at:
            optional["member_of"] = st.sampled_from(names[:at]).map(_alone)
        agent: _Draft = {"id": name, "name": name.capitalize(), "kind": draw(_one(v.AgentKind))}
        records.append(agent | draw(_options(optional)))
    return Facts({"agents": records})


@st.composite
def events(draw: st.DrawFn, words: Vocabulary = WORDS) -> Facts:
    """Events as the desk holds them, or none."""
    records: list[Record] = []
    for name in draw(_some(words.events)):
        before = [other for other in words.events if other < name]
        optional: dict[str, st.SearchStrategy[Json]] = {
            "when": DAYS,
            "place": st.sampled_from(words.places),
        }
        if before and any(record["id"] == before[0] for record in records):
            optional["before"] = st.just([before[0]])
        event: _Draft = {"id": name, "name": f"the {name}"}
        event |= draw(_options(optional)) | draw(st.just(_Draft()) | _numbered(words))
        records.append(event)
    return Facts({"events": records})


def desks(words: Vocabulary = WORDS) -> st.SearchStrategy[Facts]:
    """What a desk knows of the vocabulary's measures, predicates, places and terms."""
    measure = st.sampled_from(words.measures)
    first, *others = words.places
    desk = _options(
        {
            "audit_day": st.just("2024-06-01"),
            "functional_measures": measure.map(_alone),
            "cumulative_measures": measure.map(_alone),
            "bounded_measures": measure.map(lambda name: [{"measure": name, "low": 1, "high": 9}]),
            "tolerances": measure.map(lambda name: [{"measure": name, "percent": 50}]),
            "functional_predicates": st.sampled_from(words.predicates).map(_alone),
            "subsets": st.just([{"subset": words.measures[0], "whole": words.measures[-1]}]),
            "exclusive_objects": st.sampled_from(words.predicates).map(
                lambda name: [
                    {"predicate": name, "first": words.objects[0], "second": words.objects[-1]}
                ]
            ),
            "places": st.just([{"place": first, "in": place} for place in others[:1]]),
            "watch_terms": st.sampled_from(words.terms).map(
                lambda term: [{"term": term, "category": "loaded"}]
            ),
            "side_terms": st.sampled_from(words.terms).map(
                lambda term: [{"term": term, "side": words.sides[0], "neutral": "event"}]
            ),
        }
    )
    return desk.map(lambda record: Facts({"desk": [record] if record else []}))


DAYS: st.SearchStrategy[Json] = st.sampled_from(["2024-03-01", "2024-03-02", "2024-03", "2024-04"])
"""A few days and months, some of which contain others."""

FIGURES = st.sampled_from([0, 1, 2, 5, 7, 10, 12, 70, 100])
"""Figures near to each other, far apart, and ten times as much."""

# Words inside of sentences that rules of wording look out for.
_ASIDES = ["", "", "", "reportedly ", "not ", "arguably ", "perhaps ", "if asked "]


# --- documents -------------------------------------------------------------------------------


@st.composite
def documents(
    draw: st.DrawFn, known: Facts, *, name: str = "daily", words: Vocabulary = WORDS
) -> Facts:
    """One document with its text, and the claims, figures, wordings, dates and pledges of it.

    ``known`` are the agents and events that it may speak of, with one agent at least, and the
    documents that it may come from.
    """
    page = _Page(name)
    claims = [draw(_claim(page, known, words)) for _ in range(draw(st.integers(0, 4)))]
    wordings = [draw(_wording(page, known, words)) for _ in range(draw(st.integers(0, 2)))]
    dates = [draw(_date(page)) for _ in range(draw(st.integers(0, 1)))]
    pledges = [
        {
            "id": f"{claim['id']}-pledge",
            "claim": claim["id"],
            "agent": draw(_id(known, "agents")),
            "goal": "help",
        }
        | draw(_options({"due": DAYS, "within": st.just("2 days")}))
        for claim in claims
        if claim["kind"] == "pledge"
    ]
    optional: dict[str, st.SearchStrategy[Json]] = {
        "publisher": _id(known, "agents"),
        "published": DAYS,
        "kind": _one(v.DocumentKind),
    }
    if known.records("documents"):
        origin = {"document": _id(known, "documents"), "how": _one(v.Derivation)}
        optional["derived_from"] = st.fixed_dictionaries(origin).map(lambda one: [one])
    record: _Draft = {"id": name, "title": f"The {name}"}
    record |= draw(_options(optional))
    return Facts(
        {
            "documents": [record | {"content": page.text or "No news."}],
            "claims": claims,
            "wordings": wordings,
            "dates": dates,
            "pledges": pledges,
        }
    )


class _Page:
    """The text of a document while it is written, and how many records quote it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self._records = 0

    def write(self, before: str, span: str, after: str) -> Record:
        """Add a sentence; the selector of the span in it."""
        self.text += f" {before}" if self.text else before
        start = len(self.text)
        self.text += span + after
        return {"exact": span, "start": start}

    def next_id(self, kind: str) -> str:
        self._records += 1
        return f"{self.name}-{kind}{self._records}"


@st.composite
def _claim(draw: st.DrawFn, page: _Page, known: Facts, words: Vocabulary) -> _Draft:
    name = page.next_id("c")
    voice = draw(_one(v.Voice))
    subject = draw(_id(known, "agents"))
    predicate = draw(st.sampled_from(words.predicates))
    thing = draw(st.sampled_from(words.objects))
    quantity = draw(st.none() | _quantity(f"{name}-q", words))
    figure = "" if quantity is None else _figures(quantity)
    span = f"{subject.capitalize()} {draw(st.sampled_from(_ASIDES))}{predicate} {thing}{figure}"
    claim: _Draft = {"id": name, "document": page.name, "voice": voice}
    if voice == "narrator":
        claim["span"] = page.write("", span, ".")
    else:
        source = draw(_id(known, "agents"))
        claim["source"] = source
        claim["span"] = page.write(f"{source.capitalize()} said: ", span, ".")
    claim["kind"] = draw(_one(v.ClaimKind))
    claim |= {"subject": subject, "predicate": predicate, "object": thing}
    if quantity is not None:
        claim["quantities"] = [quantity]
    details = _details(voice, known, words)
    for field in draw(st.lists(st.sampled_from(sorted(details)), unique=True, max_size=9)):
        claim[field] = draw(details[field])
    return claim


def _details(voice: str, known: Facts, words: Vocabulary) -> _Options:
    """What a claim may say besides."""
    agent = _id(known, "agents")
    details: dict[str, st.SearchStrategy[Json]] = {
        "topic": st.sampled_from(words.topics),
        "aspect": st.sampled_from(words.topics),
        "polarity": _one(v.Polarity),
        "factuality": _one(v.Factuality),
        "tense": _one(v.Tense),
        "superlative": st.just(True),
        "targets": agent.map(_alone),
        "valid": DAYS,
        "as_of": DAYS,
        "place": st.sampled_from(words.places),
        "scope": st.sampled_from(["proposed", "agreed", "done"]).map(lambda at: {"stage": at}),
        "evidence": _one(v.EvidenceKind).map(lambda kind: [{"kind": kind}]),
    }
    if voice != "narrator":
        details["cue"] = st.just("said")
        details["via"] = agent.map(lambda name: [{"source": name}])
    if voice == "direct":
        details["quotation"] = st.sampled_from(words.utterances).map(lambda at: {"utterance": at})
    if known.records("events"):
        event = _id(known, "events")
        details["events"] = event.map(_alone)
        details["states"] = _stated(event, words).map(_alone)
    return details


@st.composite
def _stated(draw: st.DrawFn, event: st.SearchStrategy[str], words: Vocabulary) -> _Draft:
    """What a claim states of an event, one thing or two."""
    stated: _Draft = {"event": draw(event)}
    kinds = st.sampled_from(["when", "place", "before", "ordinal"])
    for kind in draw(st.lists(kinds, unique=True, min_size=1, max_size=2)):
        if kind == "when":
            stated["when"] = draw(DAYS)
        elif kind == "place":
            stated["place"] = draw(st.sampled_from(words.places))
        elif kind == "before" and (later := draw(event)) != stated["event"]:
            stated["before"] = later
        else:
            stated |= draw(_numbered(words))
    return stated


def _numbered(words: Vocabulary) -> st.SearchStrategy[_Draft]:
    """A place in a series."""
    return st.fixed_dictionaries(
        {"series": st.sampled_from(words.series), "ordinal": st.integers(1, 3)}
    )


@st.composite
def _quantity(draw: st.DrawFn, name: str, words: Vocabulary) -> _Draft:
    quantity: _Draft = {"id": name, "measure": draw(st.sampled_from(words.measures))}
    bounds = draw(st.sampled_from([("amount",), ("low",), ("high",), ("low", "high")]))
    figures = sorted(draw(FIGURES) for _ in bounds)
    quantity |= dict(zip(bounds, figures, strict=True))
    details: _Options = {
        "aggregation": _one(v.Aggregation),
        "distribution": _one(v.Distribution),
        "unit": st.sampled_from(["m", "km"]),
    }
    for field in draw(st.lists(st.sampled_from(sorted(details)), max_size=1)):
        quantity[field] = draw(details[field])
    return quantity


def _figures(quantity: Record) -> str:
    bounds = [quantity[bound] for bound in ("amount", "low", "high") if bound in quantity]
    return f" with {' or '.join(map(str, bounds))} {quantity['measure']}"


@st.composite
def _wording(draw: st.DrawFn, page: _Page, known: Facts, words: Vocabulary) -> _Draft:
    term = draw(st.sampled_from(words.terms))
    wording: _Draft = {
        "id": page.next_id("w"),
        "document": page.name,
        "span": page.write("It was the ", term, "."),
        "category": draw(_one(v.WordingCategory)),
        "voice": "narrator",
    }
    optional: dict[str, st.SearchStrategy[Json]] = {
        "side": st.sampled_from(words.sides),
        "about": _id(known, "agents").map(_alone),
    }
    if known.records("events"):
        optional["names"] = _id(known, "events")
    return wording | draw(_options(optional))


@st.composite
def _date(draw: st.DrawFn, page: _Page) -> _Draft:
    weekday = draw(st.sampled_from(["Monday", "Friday"]))  # 1 March 2024 was a Friday
    date: _Draft = {
        "id": page.next_id("t"),
        "document": page.name,
        "span": page.write("It came on ", weekday, "."),
        "kind": "weekday",
    }
    return date | draw(_options({"resolved": DAYS}))


@st.composite
def related(draw: st.DrawFn, drawn: Facts) -> Facts:
    """The same facts with stances and links between their claims, and parts among figures."""
    if not drawn.records("claims"):
        return drawn
    any_claim = _id(drawn, "claims")
    claims: list[Record] = []
    figures: list[str] = []
    for claim in drawn.records("claims"):
        others = [one["id"] for one in drawn.records("claims") if one is not claim]
        record = {**claim, **draw(_options(_references(others)))}
        quantities = claim.get("quantities")
        if isinstance(quantities, Sequence) and not isinstance(quantities, str):
            records = [one for one in quantities if isinstance(one, dict)]
            whole = draw(st.sampled_from([None, *figures]))
            if whole is not None:
                record["quantities"] = [{**one, "part_of": [whole]} for one in records]
            figures += [str(one["id"]) for one in records]
        claims.append(record)
    pledges = [
        {**pledge, **draw(_options(_course(any_claim)))} for pledge in drawn.records("pledges")
    ]
    return drawn.without("claims", "pledges") + Facts({"claims": claims, "pledges": pledges})


def _references(others: Sequence[Json]) -> _Options:
    """What a claim makes of other ones."""
    if not others:
        return {}
    other = st.sampled_from(others)
    return {
        "stances": st.fixed_dictionaries({"on": other, "stance": _one(v.Stance)}).map(_alone),
        "links": st.fixed_dictionaries({"link": _one(v.Link), "claim": other}).map(_alone),
    }


def _course(claim: st.SearchStrategy[str]) -> _Options:
    """What is planned for a pledge, and what came of it."""
    outcome = st.fixed_dictionaries({"claim": claim, "result": _one(v.Outcome)})
    return {"plans": claim.map(_alone), "outcomes": outcome.map(_alone)}


# --- small strategies ------------------------------------------------------------------------


def _one(vocabulary: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(vocabulary))


def _alone(value: Json) -> Json:
    return [value]


def _id(known: Facts, section: str) -> st.SearchStrategy[str]:
    return st.sampled_from([str(record["id"]) for record in known.records(section)])


def _some(words: Sequence[str], *, least: int = 0) -> st.SearchStrategy[list[str]]:
    """The first words, at least as many, in their order."""
    return st.integers(least, len(words)).map(lambda count: list(words[:count]))


def _options(optional: _Options) -> st.SearchStrategy[_Draft]:
    """Some of the fields, each one there or not; none when a failure is made small."""
    return st.fixed_dictionaries({}, optional=dict(optional))
