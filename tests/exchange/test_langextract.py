"""LangExtract's files become facts; what they invented or facts cannot hold is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError
from checker.exchange import SourceFormat
from tests.exchange.support import converted, faults, lines, loaded, place

TEXT = "Mayor Lind said that twelve boats had left. “We are safe,” said Lind. It was a disaster."


def extraction(name: str, words: str, at: int | None = None, **attributes: object) -> dict:
    start = TEXT.find(words) if at is None else at
    interval = {"start_pos": start, "end_pos": start + len(words)} if start >= 0 else None
    return {
        "extraction_class": name,
        "extraction_text": words,
        "char_interval": interval,
        "alignment_status": "match_exact",
        "extraction_index": 1,
        "group_index": 0,
        "description": None,
        "attributes": attributes or None,
    }


def document(*extractions: dict, name: str = "doc_1") -> dict:
    return {"extractions": list(extractions), "text": TEXT, "document_id": name}


def read(folder: Path, *documents: dict) -> object:
    return converted(folder, "x.jsonl", lines(*documents), SourceFormat.LANGEXTRACT)


def test_claims_wordings_and_sources_become_facts(tmp_path: Path) -> None:
    done = read(
        tmp_path,
        document(
            extraction("person", "Mayor Lind"),
            extraction("allegation", "twelve boats had left", source="Mayor Lind", cue="said"),
            extraction("quotation", "We are safe", speaker="Lind"),
            extraction("loaded", "disaster"),
        ),
    )
    facts = loaded(tmp_path, done)
    claim, quotation = (placed.record for placed in facts.records.claims.values())
    assert (claim.kind, claim.voice, claim.source) == ("allegation", "indirect", "doc-1:mayor-lind")
    assert claim.cue.exact == "said"
    assert quotation.voice == "direct"
    (wording,) = (placed.record for placed in facts.records.wordings.values())
    assert (wording.category, wording.voice) == ("loaded", "narrator")
    assert facts.records.agents["doc-1:mayor-lind"].record.kind == "person"


def test_a_subject_that_the_span_does_not_name_is_left_out_with_its_claim(tmp_path: Path) -> None:
    done = read(
        tmp_path,
        document(
            extraction("person", "Mayor Lind"),
            extraction("claim", "It was a disaster", subject="Mayor Lind"),
        ),
    )
    (fault,) = done.left_out
    assert fault.code == "CHK443"
    assert fault.primary.span.text == '"Mayor Lind"'
    assert done.count("claims") == 0


def test_words_that_the_text_does_not_have_are_left_out_at_their_place(tmp_path: Path) -> None:
    done = read(
        tmp_path,
        document(
            extraction("claim", "ten boats had left", at=-1),
            extraction("claim", "twelve boats", at=3),
            extraction("claim", "twelve boats"),
        ),
    )
    assert [fault.code for fault in done.left_out] == ["CHK440", "CHK440"]
    assert done.left_out[0].primary.span.text == '"ten boats had left"'
    assert done.count("claims") == 1


def test_what_facts_have_no_place_for_is_counted_once_for_each_kind(tmp_path: Path) -> None:
    done = read(
        tmp_path,
        document(
            extraction("medication", "boats"),
            extraction("medication", "twelve"),
            extraction("claim", "It was a disaster", mood="grim", topic=["a", "b"]),
        ),
    )
    assert [fault.message for fault in done.not_mapped] == [
        "the class `medication` is not mapped, 2 times",
        "the attribute `mood` is not mapped",
        "the list of several `topic` is not mapped",
    ]


def test_a_word_outside_of_the_vocabulary_leaves_its_record_out(tmp_path: Path) -> None:
    done = read(tmp_path, document(extraction("claim", "It was a disaster", polarity="meh")))
    (fault,) = done.left_out
    assert fault.code == "CHK413"
    assert fault.primary.span.text == '"meh"'


def test_everything_that_is_malformed_is_named_at_once(tmp_path: Path) -> None:
    broken = document(extraction("claim", "boats") | {"extraction_class": 3})
    found = faults(
        tmp_path,
        "x.jsonl",
        lines(broken, {"text": TEXT}) + '{"text": \n',
        SourceFormat.LANGEXTRACT,
    )
    first = lines(broken).index("3") + 1
    assert [place(fault) for fault in found] == [
        f"x.jsonl:1:{first}",
        "x.jsonl:2:1",
        "x.jsonl:3:10",
    ]
    assert [fault.code for fault in found] == ["CHK720", "CHK720", "CHK403"]
    assert "`document_id` is missing" in found[1].message


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 120)
    | st.sampled_from(["claim", "boats", TEXT, ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "document_id",
                    "extractions",
                    "extraction_class",
                    "extraction_text",
                    "char_interval",
                    "start_pos",
                    "attributes",
                    "source",
                    "@graph",
                    "@type",
                    "items",
                    "target",
                    "body",
                    "selector",
                    "claimReviewed",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "source", [SourceFormat.LANGEXTRACT, SourceFormat.CLAIMREVIEW, SourceFormat.WEB_ANNOTATION]
)
def test_whatever_stands_in_a_file_it_is_facts_or_diagnostics(
    tmp_path: Path, source: SourceFormat
) -> None:
    text = tmp_path / "t.txt"
    text.write_text(TEXT)

    @given(json_values)
    def holds(value: object) -> None:
        try:
            converted(tmp_path, "x.json", json.dumps(value), source, t=text)
        except DiagnosticError as error:
            assert error.diagnostics

    holds()
