"""What several documents seem to share: measures under two names, events under two ids, one
proposition told twice. Proposed with scores and reasons, never merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from checker.aligning.by_words import Wording
from checker.aligning.differences import differences
from checker.aligning.likeness import Likeness, Reason, Score
from checker.aligning.statements import FigureStatement, Statement, figures, statements
from checker.aligning.wording import Rarity, alike
from checker.dataclasses import dataclass
from checker.facts import edtf
from checker.facts.corpus import Inspection
from checker.facts.models import EventRecord
from checker.facts.records import Records

if TYPE_CHECKING:
    from checker.aligning.encoders import Encoder


@dataclass(frozen=True, slots=True)
class Least:
    """The scores from which on two things are proposed to be one; ``meaning`` is the cosine of two
    claims that are the nearest of each other."""

    measures: float = 0.6
    events: float = 0.7
    propositions: float = 0.7
    meaning: float = 0.25


@dataclass(frozen=True, slots=True)
class MeasureProposal:
    """Two names that may be of one measure: the one that more figures have is kept."""

    keep: str
    rename: str
    score: Score
    examples: tuple[FigureStatement, FigureStatement]


@dataclass(frozen=True, slots=True)
class EventProposal:
    """Two records that may be of one event."""

    one: EventRecord
    other: EventRecord
    score: Score


@dataclass(frozen=True, slots=True)
class PropositionProposal:
    """Two claims of two documents that may state the same, or the contrary. ``differences`` are
    what stands between them."""

    one: Statement
    other: Statement
    score: Score
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """All proposals, each kind with the highest scores first."""

    measures: tuple[MeasureProposal, ...]
    events: tuple[EventProposal, ...]
    propositions: tuple[PropositionProposal, ...]


def propose(facts: Inspection, least: Least, encoder: Encoder | None = None) -> Proposals:
    """What facts seem to share whose records do not say so. ``facts`` have no faults.

    With an encoder, claims and names of measures are compared by meaning as well as by words, and
    only more is proposed.
    """
    found = statements(facts)
    shown = list(figures(facts, found))
    words = Wording(found, least.propositions)
    ways: list[Likeness] = [words]
    if encoder is not None:
        from checker.aligning.by_meaning import Meaning

        names = [figure.quantity.measure for figure in shown]
        ways.append(Meaning(found, names, encoder, least.meaning))
    return Proposals(
        tuple(_measures(shown, words.rarity, ways, facts.records, least.measures)),
        tuple(_events(facts.records, least.events)),
        tuple(_propositions(found, shown, ways)),
    )


# --- measures ------------------------------------------------------------------------------------

_WORDS, _NEAR_WORDS, _MAGNITUDE, _GIST, _TOPIC = 0.2, 0.1, 0.2, 0.2, 0.2
"""What counts how much between figures, but for the names of their measures."""


def _measures(
    found: list[FigureStatement],
    rarity: Rarity,
    ways: Sequence[Likeness],
    records: Records,
    least: float,
) -> Iterator[MeasureProposal]:
    apart = _known_apart(records)
    named: dict[tuple[str, str], tuple[Reason, ...]] = {}
    best: dict[tuple[str, str], tuple[float, Score, tuple[FigureStatement, FigureStatement]]] = {}
    for one, other in _comparable_pairs(found):
        pair = (one.quantity.measure, other.quantity.measure)
        if pair[0] > pair[1]:
            pair = pair[::-1]
        if pair[0] == pair[1] or frozenset(pair) in apart:
            continue
        if pair not in named:
            named[pair] = tuple(_of_names(*pair, ways))
        wanted = max(least, best[pair][0]) if pair in best else least
        if _at_most(one, other, named[pair]) < wanted:
            continue
        total = Score((*of_figures(one, other, rarity).reasons, *named[pair]))
        if total.value >= wanted and (pair not in best or total.value > best[pair][0]):
            best[pair] = (total.value, total, (one, other))
    uses = Counter(figure.quantity.measure for figure in found)
    for pair, (_, score, examples) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
        keep, rename = sorted(pair, key=lambda name: (-uses[name], name))
        yield MeasureProposal(keep, rename, score, examples)


def _comparable_pairs(
    found: list[FigureStatement],
) -> Iterator[tuple[FigureStatement, FigureStatement]]:
    """In the order of ids, so that of two that are alike the same one is shown each time."""
    by_unit: defaultdict[str, list[FigureStatement]] = defaultdict(list)
    for figure in sorted(found, key=lambda figure: figure.quantity.id):
        by_unit[figure.unit].append(figure)
    for figures_of_unit in by_unit.values():
        for one, other in combinations(figures_of_unit, 2):
            if comparable(one, other):
                yield one, other


def _at_most(one: FigureStatement, other: FigureStatement, named: Sequence[Reason]) -> float:
    """What the score can be where texts are fully alike: told without comparing them."""
    said = _GIST * bool(one.statement.gist and other.statement.gist)
    said += _TOPIC * bool(one.statement.topic and other.statement.topic)
    texts = _WORDS + _NEAR_WORDS + said
    weights = texts + _MAGNITUDE + sum(reason.weight for reason in named)
    known = _MAGNITUDE * _magnitude(one, other) + sum(
        reason.weight * reason.likeness for reason in named
    )
    return (texts + known) / weights + 1e-9  # for floats added in another order


def _of_names(one: str, other: str, ways: Sequence[Likeness]) -> Iterator[Reason]:
    """What is said of two names by all ways, of which the one that finds them most alike counts."""
    reasons = [way.names(one, other) for way in ways]
    best = max(reasons, key=lambda reason: reason.likeness)
    yield from (reason if reason is best else reason.aside for reason in reasons)


def _known_apart(records: Records) -> set[frozenset[str]]:
    """Pairs that the desk itself tells apart."""
    found = set()
    for desk in records.desks:
        found |= {frozenset((each.subset, each.whole)) for each in desk.record.subsets}
        listed = desk.record.functional_measures
        found |= {frozenset(pair) for pair in combinations(listed, 2)}
    return found


def comparable(one: FigureStatement, other: FigureStatement) -> bool:
    """Whether two figures can be of one measure: of two documents, in one kind of unit."""
    return one.statement.claim.document != other.statement.claim.document and (
        one.unit == other.unit
    )


def of_figures(one: FigureStatement, other: FigureStatement, rarity: Rarity) -> Score:
    """How alike two figures are by all but the names of their measures."""
    reasons = [
        Reason("words", rarity.shared(one.statement.words, other.statement.words), _WORDS),
        Reason("words at the figure", rarity.shared(one.near, other.near), _NEAR_WORDS),
        Reason("magnitude", _magnitude(one, other), _MAGNITUDE),
    ]
    return Score((*reasons, *_said(one.statement, other.statement)))


def _magnitude(one: FigureStatement, other: FigureStatement) -> float:
    """The lesser figure's part of the greater: a figure that grew stays of one size."""
    first = [abs(bound) for bound in one.bounds if bound]
    second = [abs(bound) for bound in other.bounds if bound]
    if not first or not second:
        return 0.0
    return min(first[0], second[0]) / max(first[0], second[0])


def _said(one: Statement, other: Statement) -> Iterator[Reason]:
    """What facts say of both, where they say it of both."""
    if one.gist and other.gist:
        yield Reason("what is said", alike(one.gist, other.gist), _GIST)
    if one.topic and other.topic:
        yield Reason("topic", alike(one.topic, other.topic), _TOPIC)


# --- events --------------------------------------------------------------------------------------


def _events(records: Records, least: float) -> Iterator[EventProposal]:
    found = []
    events = [placed.record for placed in records.events.values()]
    for one, other in combinations(events, 2):
        if not _apart(one, other):
            score = Score(tuple(_of_events(one, other)))
            if score.value >= least:
                found.append(EventProposal(one, other, score))
    found.sort(key=lambda each: (-each.score.value, each.one.id, each.other.id))
    yield from found


def _apart(one: EventRecord, other: EventRecord) -> bool:
    """Whether records say themselves that they are of two events."""
    if one.when is not None and other.when is not None:
        first, second = edtf.period(one.when), edtf.period(other.when)
        if first[1] < second[0] or second[1] < first[0]:
            return True
    if one.series is not None and one.series == other.series and one.ordinal != other.ordinal:
        return True
    tied = {*one.before, *one.part_of}
    return other.id in tied or one.id in {*other.before, *other.part_of}


def _of_events(one: EventRecord, other: EventRecord) -> Iterator[Reason]:
    yield Reason("names", alike(one.name, other.name), 0.5)
    if one.kind and other.kind:
        yield Reason("kind", float(one.kind == other.kind), 0.15)
    if one.when is not None and other.when is not None:
        yield Reason("days", 1.0, 0.2)  # those that are apart were told apart
    if one.place and other.place:
        yield Reason("place", alike(one.place, other.place), 0.15)


# --- propositions --------------------------------------------------------------------------------


def _propositions(
    found: list[Statement], shown: Sequence[FigureStatement], ways: Sequence[Likeness]
) -> Iterator[PropositionProposal]:
    scores: dict[tuple[int, int], Score] = {}
    for way in ways:
        for pair in way.pairs():
            if pair not in scores and not _linked(found[pair[0]], found[pair[1]]):
                score = _of_claims(pair, found, way, ways)
                if score.value >= way.least:
                    scores[pair] = score
    own: defaultdict[str, list[FigureStatement]] = defaultdict(list)
    for figure in shown:
        own[figure.statement.claim.id].append(figure)
    proposed = []
    for (first, second), score in scores.items():
        one, other = sorted((found[first], found[second]), key=lambda each: each.claim.id)
        apart = differences(one, other, own[one.claim.id], own[other.claim.id])
        proposed.append(PropositionProposal(one, other, score, apart))
    proposed.sort(key=lambda each: (-each.score.value, each.one.claim.id, each.other.claim.id))
    yield from proposed


def _of_claims(
    pair: tuple[int, int], found: list[Statement], way: Likeness, ways: Sequence[Likeness]
) -> Score:
    """How alike two claims are by one way, and beside it what the others say."""
    one, other = pair
    counted = (*way.claims(one, other), *_said(found[one], found[other]))
    aside = (reason.aside for each in ways if each is not way for reason in each.claims(one, other))
    return Score((*counted, *aside))


def _linked(one: Statement, other: Statement) -> bool:
    return any(link.claim == other.claim.id for link in one.claim.links) or any(
        link.claim == one.claim.id for link in other.claim.links
    )
