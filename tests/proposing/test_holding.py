"""What is proposed counts once it stood the guards; what does not is left out and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError, Level, Source, Span
from checker.exchange import bundle_text
from checker.facts.corpus import corpus_from_bundle
from checker.facts.models import Bundle
from checker.facts.yaml_reader import read_yaml
from checker.proposing.draft import Draft, quoting
from checker.proposing.holding import Held, hold
from checker.testing import strategies
from checker.testing.records import Facts
from tests.facts.strategies import Record, bundles

ANSWER = Source("answer.json", '{"claims": ["twelve boats", "nine boats"]}')
TEXT = "The mayor said that twelve boats had left. Nobody else did."


def drafted(bundle: Record) -> Draft:
    draft = Draft()
    for section, records in bundle.items():
        if section != "checker":
            for record in records:
                draft.add(section, record, Span(ANSWER, 0, 1))
    return draft


def claim(name: str, words: str, **fields: object) -> Record:
    return {
        "id": name,
        "document": "d",
        "span": words,
        "voice": "indirect",
        "source": "mayor",
        "kind": "report",
        **fields,
    }


def proposed(*claims: Record, **sections: list[Record]) -> Draft:
    return drafted(
        {
            "documents": [{"id": "d", "title": "T", "content": TEXT}],
            "agents": [{"id": "mayor", "name": "The mayor", "kind": "person"}],
            "claims": list(claims),
            **sections,
        }
    )


def held(draft: Draft) -> Held:
    return hold(draft, Path(), Path())


@given(bundles())
def test_nothing_of_a_bundle_that_loads_is_left_out_but_idle_agents(bundle: Record) -> None:
    kept = held(drafted(bundle))
    assert not kept.left_out
    for section in ("documents", "claims", "wordings"):
        assert kept.sections.get(section, []) == bundle[section]
    assert corpus_from_bundle(bundle_text(kept.sections), "written.yaml", root=Path())


@settings(max_examples=25)
@given(strategies.facts(), st.data())
def test_whatever_is_spoilt_the_rest_loads(facts: Facts, data: st.DataObject) -> None:
    draft = drafted(facts.sections)
    claims = draft.sections.get("claims", [])
    spoilt = data.draw(st.sets(st.integers(0, max(0, len(claims) - 1)), max_size=3))
    for number in spoilt & set(range(len(claims))):
        claims[number] |= {"span": "words that nobody wrote"}
    kept = held(draft)
    assert len(kept.left_out) >= len(spoilt & set(range(len(claims))))
    assert all(fault.level is Level.WARNING for fault in kept.left_out)
    assert corpus_from_bundle(bundle_text(kept.sections), "written.yaml", root=Path())


@given(bundles())
def test_what_is_written_reads_back_the_same(bundle: Record) -> None:
    source = Source("written.yaml", bundle_text(bundle, "Made by a test:\nfor reading."))
    read, _ = read_yaml(source)
    assert Bundle.model_validate(read) == Bundle.model_validate(bundle)


def test_a_figure_that_the_span_does_not_hold_is_named_at_its_place_in_the_answer() -> None:
    draft = proposed(claim("c1", "twelve boats"))
    start = ANSWER.text.index('"nine boats"')
    draft.add(
        "claims",
        claim("c2", "twelve boats", quantities=[{"id": "q", "measure": "boats", "amount": 9}]),
        Span(ANSWER, 0, 1),
        {("quantities", 0): Span(ANSWER, start, start + 12)},
    )
    kept = held(draft)
    (fault,) = kept.left_out
    assert fault.code == "CHK442"
    assert fault.message.startswith("left out: ")
    assert fault.primary.span.text == '"nine boats"'
    assert [record["id"] for record in kept.sections["claims"]] == ["c1"]


def test_what_refers_to_a_record_left_out_is_left_out_as_well() -> None:
    kept = held(
        proposed(
            claim("c1", "twenty boats"),
            claim("c2", "twelve boats", links=[{"link": "supports", "claim": "c1"}]),
            wordings=[
                {
                    "id": "w",
                    "document": "d",
                    "span": "Nobody",
                    "category": "weasel",
                    "voice": "narrator",
                    "claim": "c2",
                }
            ],
        )
    )
    assert [fault.code for fault in kept.left_out] == ["CHK440", "CHK421", "CHK421"]
    assert "claims" not in kept.sections
    assert "agents" not in kept.sections  # made for claims that are gone


def test_a_document_that_cannot_be_read_stops_everything() -> None:
    draft = drafted({"documents": [{"id": "d", "title": "T", "text": "no-such-file.txt"}]})
    with pytest.raises(DiagnosticError) as caught:
        held(draft)
    (fault,) = caught.value.diagnostics
    assert fault.code == "CHK401"
    assert fault.primary.span.source is ANSWER


def test_a_passage_is_quoted_by_its_start_where_it_recurs() -> None:
    assert quoting("a b a", 4, 5) == {"exact": "a", "start": 4}
    assert quoting("a b a", 0, 1) == {"exact": "a", "start": 0}
    assert quoting("a b a", 2, 3) == {"exact": "b"}
