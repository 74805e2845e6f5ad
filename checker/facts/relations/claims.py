"""Claims: who says what, in which voice, how sure, under which scope."""

from __future__ import annotations

from bisect import bisect_right

from checker.facts.edtf import period
from checker.facts.facts import Facts
from checker.facts.models import vocabulary as v
from checker.facts.relations.declaration import Rows, Type, section
from checker.facts.words import words_of

CLAIMS = section("claims")
STATED = section("what a claim states of an event")


@CLAIMS.relation(
    "What one source states in one span of one document.",
    claim=(Type.CLAIM, "the claim"),
    document=(Type.DOCUMENT, "the document that it stands in"),
    source=(Type.AGENT, "whose statement it is; the document's narrator in its own voice"),
    voice=(Type.SYMBOL, "whose words the span is in", v.Voice),
    kind=(Type.SYMBOL, "what kind of statement it is", v.ClaimKind),
)
def claim(facts: Facts) -> Rows:
    for claim in facts.claims:
        yield claim.id, claim.document, facts.source(claim), claim.voice, claim.kind


@CLAIMS.relation(
    "A claim's span touches a sentence.",
    claim=(Type.CLAIM, "the claim"),
    sentence=(Type.SENTENCE, "the sentence"),
)
def claim_sentence(facts: Facts) -> Rows:
    ends = {name: [each.end for each in found] for name, found in facts.sentences.items()}
    for claim in facts.claims:
        anchor = facts.anchors["claim", claim.id]
        sentences = facts.sentences[anchor.document]
        at = bisect_right(ends[anchor.document], anchor.start)
        while at < len(sentences) and sentences[at].start < anchor.end:
            yield claim.id, sentences[at].id
            at += 1


@CLAIMS.relation(
    "The text of a claim's span.",
    claim=(Type.CLAIM, "the claim"),
    text=(Type.SYMBOL, "the text, to the letter"),
)
def claim_text(facts: Facts) -> Rows:
    for claim in facts.claims:
        yield claim.id, facts.quoted("claim", claim.id)


@CLAIMS.relation(
    'A claim\'s span in lower case, words apart by one space and with one around: " he did not ".',
    claim=(Type.CLAIM, "the claim"),
    words=(Type.SYMBOL, "its words"),
)
def claim_words(facts: Facts) -> Rows:
    for claim in facts.claims:
        yield claim.id, words_of(facts.quoted("claim", claim.id))


@CLAIMS.relation(
    "To whom a claim is attributed. Level 0 is its source, if that is not the narrator; levels "
    "from 1 are the outer sources, innermost first.",
    claim=(Type.CLAIM, "the claim"),
    level=(Type.NUMBER, "how far out"),
    source=(Type.AGENT, "to whom"),
    cue=(Type.SYMBOL, 'the words that attribute it; "" where there are none'),
)
def attribution(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.source is not None:
            yield claim.id, 0, claim.source, claim.cue.exact if claim.cue else ""
        for level, outer in enumerate(claim.via, start=1):
            yield claim.id, level, outer.source, outer.cue.exact if outer.cue else ""


@CLAIMS.relation(
    "What a claim says, as subject, predicate and object; no row where all three are unsaid.",
    claim=(Type.CLAIM, "the claim"),
    subject=(Type.SYMBOL, "of whom or what: an agent's or event's id, or a text"),
    predicate=(Type.SYMBOL, "what is said of it"),
    object=(Type.SYMBOL, "to or about whom or what: an id, a text, or empty"),
)
def proposition(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.subject or claim.predicate or claim.object:
            yield claim.id, claim.subject, claim.predicate, claim.object


@CLAIMS.relation(
    "What a claim is about; no row where both are unsaid.",
    claim=(Type.CLAIM, "the claim"),
    topic=(Type.SYMBOL, "the topic"),
    aspect=(Type.SYMBOL, "which side of it"),
)
def claim_topic(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.topic or claim.aspect:
            yield claim.id, claim.topic, claim.aspect


@CLAIMS.relation(
    "Whether a claim affirms or negates.",
    claim=(Type.CLAIM, "the claim"),
    polarity=(Type.SYMBOL, "the polarity", v.Polarity),
)
def claim_polarity(facts: Facts) -> Rows:
    for claim in facts.claims:
        yield claim.id, claim.polarity


@CLAIMS.relation(
    "How sure somebody is of a claim (FactBank). Its source always has a row.",
    claim=(Type.CLAIM, "the claim"),
    holder=(Type.AGENT, "who is how sure"),
    certainty=(Type.SYMBOL, "CT certain, PR probable, PS possible, U uncommitted"),
    polarity=(Type.SYMBOL, "+ that it is so, - that it is not, u with certainty U"),
)
def factuality(facts: Facts) -> Rows:
    for claim in facts.claims:
        yield (claim.id, facts.source(claim), *_split(claim.certainty))
        for perspective in claim.perspectives:
            holder = facts.holder(claim, perspective.holder)
            yield (claim.id, holder, *_split(perspective.factuality))


def _split(value: v.Factuality) -> tuple[str, str]:
    return ("U", "u") if value == "U" else (value[:2], value[2])


@CLAIMS.relation(
    "The time that a claim speaks of, where that is given.",
    claim=(Type.CLAIM, "the claim"),
    tense=(Type.SYMBOL, "the tense", v.Tense),
)
def claim_tense(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.tense is not None:
            yield claim.id, claim.tense


@CLAIMS.relation(
    "A claim says that something is the most, the first, the only of its kind.",
    claim=(Type.CLAIM, "the claim"),
)
def claim_superlative(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.superlative:
            yield (claim.id,)


@CLAIMS.relation(
    "Whom an allegation or a criticism is about.",
    claim=(Type.CLAIM, "the claim"),
    target=(Type.AGENT, "at whom it is aimed"),
)
def claim_target(facts: Facts) -> Rows:
    for claim in facts.claims:
        for target in claim.targets:
            yield claim.id, target


@CLAIMS.relation(
    "The time of which a claim is said to be true.",
    claim=(Type.CLAIM, "the claim"),
    first_day=(Type.NUMBER, "the first day"),
    last_day=(Type.NUMBER, "the last day"),
)
def claim_time(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.valid is not None:
            yield (claim.id, *period(claim.valid))


@CLAIMS.relation(
    "The day of knowledge that a claim gives: as of that day.",
    claim=(Type.CLAIM, "the claim"),
    first_day=(Type.NUMBER, "the first day that is meant"),
    last_day=(Type.NUMBER, "the last day that is meant"),
)
def claim_as_of(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.as_of is not None:
            yield (claim.id, *period(claim.as_of))


@CLAIMS.relation(
    "The place of which a claim is said to be true.",
    claim=(Type.CLAIM, "the claim"),
    place=(Type.SYMBOL, "the place"),
)
def claim_place(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.place is not None:
            yield claim.id, claim.place


@CLAIMS.relation(
    "A further bound of a claim. Claims of different scopes do not contradict each other.",
    claim=(Type.CLAIM, "the claim"),
    dimension=(Type.SYMBOL, "what is bounded: population, period, definition, stage, ..."),
    value=(Type.SYMBOL, "to what; stage is proposed, agreed or done"),
)
def claim_scope(facts: Facts) -> Rows:
    for claim in facts.claims:
        for dimension, value in claim.scope.items():
            yield claim.id, dimension, value


@CLAIMS.relation(
    "A claim is about an event.",
    claim=(Type.CLAIM, "the claim"),
    event=(Type.EVENT, "the event"),
)
def claim_event(facts: Facts) -> Rows:
    for claim in facts.claims:
        for event in claim.events:
            yield claim.id, event


@CLAIMS.relation(
    "A claim's span names an agent: its subject or object by name, or one under `mentions`.",
    claim=(Type.CLAIM, "the claim"),
    agent=(Type.AGENT, "the agent"),
)
def claim_mention(facts: Facts) -> Rows:
    for claim in facts.claims:
        for agent in facts.named[claim.id]:
            yield claim.id, agent


@CLAIMS.relation(
    "A claim takes a stance on another claim.",
    statement=(Type.CLAIM, "the claim that takes it"),
    holder=(Type.AGENT, "who takes it: that claim's source"),
    stance=(Type.SYMBOL, "the stance", v.Stance),
    claim=(Type.CLAIM, "the claim that it is taken on"),
)
def stance(facts: Facts) -> Rows:
    for claim in facts.claims:
        for stance in claim.stances:
            yield claim.id, facts.source(claim), stance.stance, stance.on


@CLAIMS.relation(
    "What the text gives in support of a claim; kind `none` where it gives nothing.",
    claim=(Type.CLAIM, "the claim"),
    kind=(Type.SYMBOL, "what kind of evidence it is", v.EvidenceKind),
    reference=(Type.SYMBOL, 'what it is: an id, a name, an address; "" where unsaid'),
)
def evidence(facts: Facts) -> Rows:
    for claim in facts.claims:
        for evidence in claim.evidence:
            yield claim.id, evidence.kind, evidence.reference


@CLAIMS.relation(
    "How a claim relates to another one.",
    claim=(Type.CLAIM, "the claim"),
    link=(Type.SYMBOL, "the relation", v.Link),
    target=(Type.CLAIM, "the other claim"),
)
def claim_link(facts: Facts) -> Rows:
    for claim in facts.claims:
        for link in claim.links:
            yield claim.id, link.link, link.claim


@CLAIMS.relation(
    "Who extracted a claim from its document (PROV), where that is said.",
    claim=(Type.CLAIM, "the claim"),
    by=(Type.SYMBOL, "a person's name, a team, a program"),
    tool=(Type.SYMBOL, 'with which tool; "" when read by hand'),
)
def claim_extraction(facts: Facts) -> Rows:
    for claim, extraction in facts.records.extractions.items():
        yield claim, extraction.by, extraction.tool


@CLAIMS.relation(
    "A person looked at a claim on its document and let it stand.",
    claim=(Type.CLAIM, "the claim"),
    by=(Type.SYMBOL, "the person's name"),
    decision=(Type.SYMBOL, "whether as extracted or as the person wrote it", v.ReviewDecision),
)
def claim_review(facts: Facts) -> Rows:
    for claim in facts.claims:
        if claim.review is not None:
            yield claim.id, claim.review.by, claim.review.decision


@STATED.relation(
    "When an event was, by a claim.",
    claim=(Type.CLAIM, "the claim"),
    event=(Type.EVENT, "the event"),
    first_day=(Type.NUMBER, "its first day"),
    last_day=(Type.NUMBER, "its last day"),
)
def stated_when(facts: Facts) -> Rows:
    for claim in facts.claims:
        for stated in claim.states:
            if stated.when is not None:
                yield (claim.id, stated.event, *period(stated.when))


@STATED.relation(
    "An event's place in a series, by a claim.",
    claim=(Type.CLAIM, "the claim"),
    event=(Type.EVENT, "the event"),
    series=(Type.SYMBOL, "the series"),
    ordinal=(Type.NUMBER, "its place in it, from 1"),
)
def stated_ordinal(facts: Facts) -> Rows:
    for claim in facts.claims:
        for stated in claim.states:
            if stated.series is not None and stated.ordinal is not None:
                yield claim.id, stated.event, stated.series, stated.ordinal


@STATED.relation(
    "An event came before another one, by a claim.",
    claim=(Type.CLAIM, "the claim"),
    earlier=(Type.EVENT, "the earlier event"),
    later=(Type.EVENT, "the later event"),
)
def stated_before(facts: Facts) -> Rows:
    for claim in facts.claims:
        for stated in claim.states:
            if stated.before is not None:
                yield claim.id, stated.event, stated.before


@STATED.relation(
    "Where an event was, by a claim.",
    claim=(Type.CLAIM, "the claim"),
    event=(Type.EVENT, "the event"),
    place=(Type.SYMBOL, "the place"),
)
def stated_place(facts: Facts) -> Rows:
    for claim in facts.claims:
        for stated in claim.states:
            if stated.place is not None:
                yield claim.id, stated.event, stated.place
