"""What a report shows of an entity is what a person would write."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.facts import Anchor, Corpus, load_corpus
from tests.facts.support import CLAIM, HEAD, corpus

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def complete() -> Corpus:
    return load_corpus([HERE / "complete.yaml"], root=HERE)


def test_every_kind_of_entity_shows_its_attributes(complete: Corpus) -> None:
    def shown(kind: str, name: str) -> dict[str, str]:
        return dict(complete.entities[kind, name].attributes)

    assert shown("document", "lantern") == {
        "title": "The swap",
        "publisher": "The Lantern",
        "published": "2025-05-07",
        "kind": "article",
        "language": "en",
    }
    assert shown("agent", "lantern#narrator") == {
        "name": "narrator of The swap",
        "kind": "narrator",
        "side": "",
    }
    assert shown("event", "round-two") == {
        "name": "the second round",
        "kind": "negotiation",
        "place": "harbour",
        "when": "2025-05-03",
    }
    assert shown("claim", "c-worst") == {
        "source": "narrator of The swap",
        "voice": "narrator",
        "cue": "",
        "kind": "evaluation",
        "quote": "the worst board ever",
        "topic": "",
        "aspect": "",
        "subject": "the Rail Board",
        "predicate": "",
        "object": "",
        "document": "The swap",
    }
    assert shown("quantity", "q-wounded") == {
        "amount": "24 to 48",
        "measure": "wounded prisoners swapped",
        "unit": "{person}",
        "source": "Anna Berg",
        "voice": "indirect",
        "quote": "the two sides had swapped 1,200 prisoners, 24 to 48 of",
        "document": "The swap",
    }
    assert shown("wording", "w-round") == {
        "term": "second round",
        "category": "name",
        "voice": "indirect",
        "source": "Anna Berg",
        "document": "The swap",
        "side": "",
    }
    assert shown("pledge", "p-bridge") == {
        "agent": "the Rail Board",
        "goal": "build the longest bridge",
        "within": "42 days",
        "due": "2025-06",
        "quote": "promised the longest bridge within six weeks",
        "source": "narrator of The swap",
    }
    assert shown("date", "d-wed") == {
        "text": "Wednesday",
        "kind": "weekday",
        "resolved": "2025-05-07",
        "document": "The swap",
    }
    assert shown("quotation", "c-quote#quotation") == {
        "text": "We did it, and we did it in a single day,",
        "source": "Anna Berg",
        "document": "The swap",
    }
    assert shown("sentence", "wire-note#s1") == {
        "text": "The wire says nothing.",
        "document": "A note",
    }


def test_an_anchor_is_the_place_of_what_stands_in_a_document(complete: Corpus) -> None:
    texts = {document.id: document.text for document in complete.documents}

    def anchored(kind: str, name: str) -> str | None:
        anchor = complete.entities[kind, name].anchor
        return None if anchor is None else texts[anchor.document][anchor.start : anchor.end]

    assert anchored("document", "lantern") is None
    assert anchored("agent", "berg") is None
    assert anchored("event", "vote") is None
    assert anchored("claim", "c-denial") == "three men were missing"
    assert anchored("quantity", "q-swapped") == "1,200"
    assert anchored("wording", "w-so-called") == "so-called"
    assert anchored("date", "d-wed") == "Wednesday"
    assert anchored("pledge", "p-bridge") == "promised the longest bridge within six weeks"
    assert anchored("quotation", "c-quote#quotation") == anchored("claim", "c-quote")
    assert anchored("sentence", "wire-note#s1") == "The wire says nothing."
    assert complete.entities["sentence", "wire-note#s1"].anchor == Anchor("wire-note", 0, 22)


@pytest.mark.parametrize(
    "key",
    [("claim", "nobody"), ("clam", "c-swap"), ("quotation", "c-swap#quotation"), ("agent", "")],
)
def test_what_is_no_entity_is_not_there(complete: Corpus, key: tuple[str, str]) -> None:
    assert key not in complete.entities
    assert complete.entities.get(key) is None
    with pytest.raises(KeyError):
        complete.entities[key]


@pytest.mark.parametrize(
    ("fields", "span", "amount"),
    [
        ("amount: 1200", "1,200 prisoners", "1,200"),
        ("amount: 1200, qualifier: about", "1,200 prisoners", "about 1,200"),
        ("low: 1200", "1,200 prisoners", "at least 1,200"),
        ("high: 1200", "1,200 prisoners", "at most 1,200"),
        ("low: 2, high: 1200", "The two sides swapped 1,200 prisoners", "2 to 1,200"),
        ("amount: 3", "Three men", "3"),
    ],
)
def test_an_amount_is_written_as_a_person_writes_it(fields: str, span: str, amount: str) -> None:
    claim = CLAIM.replace("Three men were not returned", span)
    given = corpus(f"{HEAD}{claim}    quantities: [{{id: q, measure: m, {fields}}}]\n")
    assert given.entities["quantity", "q"].attributes["amount"] == amount


def test_sentences_are_numbered_and_their_figures_and_words_are_rows(complete: Corpus) -> None:
    figures = [row for row in complete.relations["sentence_figure"] if row[0] == "lantern#s1"]
    assert figures == [
        ("lantern#s1", "1200"),
        ("lantern#s1", "2"),
        ("lantern#s1", "24"),
        ("lantern#s1", "48"),
    ]
    assert ("wire-note#s1", " the wire says nothing ") in complete.relations["sentence_words"]
    assert [row[:2] for row in complete.relations["sentence"] if row[2] == 1] == [
        ("lantern#s1", "lantern"),
        ("wire-note#s1", "wire-note"),
    ]


def test_a_claim_belongs_to_every_sentence_that_its_span_touches() -> None:
    claim = CLAIM.replace("Three men were not returned", "Berg said.\n      Three men")
    given = corpus(f"{HEAD}{claim.replace('span: ', 'span: |-' + chr(10) + '      ')}")
    assert given.relations["claim_sentence"] == (("c", "d#s2"), ("c", "d#s3"))
