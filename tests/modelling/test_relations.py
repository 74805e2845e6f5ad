"""Events, pledges, evidence, and what claims are to each other, as a model answers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.extraction import extract, write
from checker.facts import load_corpus
from checker.modelling.extractor import ModelExtractor
from tests.modelling.server import endpoint, says
from tests.modelling.support import answer, claim, codes, event, pledge, read, reader

TEXT = (
    "Ann Lind said the third walkout on 5 May 2024 in Oslo had failed. She promised to mend the"
    " quay within ten days. A photo shows the quay. The union denied that it had failed."
)
FAILED = "the third walkout on 5 May 2024 in Oslo had failed"
MENDED = "mend the quay within ten days"
DENIED = "it had failed"


def failed(**fields: object) -> dict:
    return claim(FAILED, **{"subject": "walkout", "predicate": "fails", **fields})


def promised(**fields: object) -> dict:
    told = {"cue": "promised", "kind": "pledge", "subject": "", "predicate": "mends", "tense": None}
    return claim(MENDED, before="promised to", object="the quay", **{**told, **fields})


def denied(**fields: object) -> dict:
    told = {"source": "The union", "cue": "denied", "kind": "denial", "subject": ""}
    return claim(DENIED, before="denied that", predicate="fails", **{**told, **fields})


def held(**sections: list[dict]):
    with endpoint(says(answer(**sections))) as asked:
        return read(asked, TEXT)


def test_an_event_has_the_date_place_and_number_that_the_text_gives() -> None:
    walkout = event(
        "third walkout",
        when="5 May 2024",
        place="Oslo",
        participants=["Ann Lind"],
        ordinal=3,
        series="walkout",
    )
    found = held(events=[walkout], claims=[failed(events=["third walkout"])])
    assert codes(found) == []
    (record,) = found.sections["events"]
    assert record == {
        "id": "d:event-third-walkout",
        "name": "third walkout",
        "kind": "walkout",
        "when": "2024-05-05",
        "place": "Oslo",
        "participants": [{"agent": "d:ann-lind"}],
        "series": "d:walkout",
        "ordinal": 3,
    }
    assert found.sections["claims"][0]["events"] == [record["id"]]


@pytest.mark.parametrize(
    "wrong",
    [
        event("fourth walkout"),
        event("third walkout", when="6 May 2024"),
        event("third walkout", place="Bergen"),
        event("third walkout", ordinal=4, series="walkout"),
    ],
)
def test_an_event_with_words_that_are_not_there_is_left_out_and_its_claim_stays(
    wrong: dict,
) -> None:
    found = held(events=[wrong], claims=[failed(events=[wrong["name"]])])
    assert set(codes(found)) == {"CHK735"}
    assert "events" not in found.sections
    assert len(found.sections["claims"]) == 1


def test_a_pledge_has_its_goal_and_its_time_in_days() -> None:
    made = pledge(
        MENDED,
        "mend the quay",
        within="ten days",
        plans=[DENIED],
        outcomes=[{"quote": FAILED, "result": "failed"}],
    )
    found = held(claims=[failed(), promised(), denied()], pledges=[made])
    assert codes(found) == []
    assert found.sections["pledges"] == [
        {
            "id": "d:pledge-1",
            "claim": "d:claim-2",
            "agent": "d:ann-lind",
            "goal": "mend the quay",
            "within": "10 days",
            "plans": ["d:claim-3"],
            "outcomes": [{"claim": "d:claim-1", "result": "failed"}],
        }
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"goal": "mend the road"},
        {"goal": ""},
        {"within": "two days"},
        {"within": "the quay"},
        {"agent": "Bo Berg"},
        {"quote": "mend the quay"},
    ],
)
def test_a_pledge_of_words_that_its_claim_does_not_have_is_left_out(
    fields: dict[str, object],
) -> None:
    made = pledge(MENDED, "mend the quay", within="ten days") | fields
    found = held(claims=[promised()], pledges=[made])
    assert codes(found) == ["CHK735"]
    assert "pledges" not in found.sections
    assert len(found.sections["claims"]) == 1


def test_evidence_stands_in_the_text_or_is_left_out_without_its_claim() -> None:
    given = [
        {"kind": "image", "quote": "A photo shows the quay"},
        {"kind": "document", "quote": "A letter shows the quay"},
    ]
    found = held(claims=[failed(evidence=given)])
    assert codes(found) == ["CHK735"]
    (record,) = found.sections["claims"]
    assert [each["kind"] for each in record["evidence"]] == ["image"]
    assert record["evidence"][0]["exact"]["exact"] == "A photo shows the quay"


def test_that_there_is_no_evidence_is_not_for_a_model_to_say() -> None:
    given = [{"kind": "none", "quote": "A photo"}]
    assert codes(held(claims=[failed(evidence=given)])) == ["CHK734"]


def test_claims_are_related_by_their_quotes() -> None:
    stance = {"stance": "denies", "quote": FAILED}
    link = {"link": "answers", "quote": FAILED}
    found = held(claims=[failed(), denied(stances=[stance], links=[link])])
    assert codes(found) == []
    record = found.sections["claims"][1]
    assert record["stances"] == [{"on": "d:claim-1", "stance": "denies"}]
    assert record["links"] == [{"link": "answers", "claim": "d:claim-1"}]


@pytest.mark.parametrize(
    "others",
    [
        [],
        [failed(cue="shouted")],
        [failed(), failed(kind="allegation")],
    ],
    ids=["not answered", "left out itself", "two of one quote"],
)
def test_a_relation_to_what_does_not_stand_is_left_out_and_its_claim_stays(
    others: list[dict],
) -> None:
    link = {"link": "answers", "quote": FAILED}
    found = held(claims=[*others, denied(links=[link])])
    assert "CHK735" in codes(found)
    records = found.sections["claims"]
    assert records[-1]["span"]["exact"] == DENIED
    assert "links" not in records[-1]


def test_a_claim_that_answers_itself_is_only_a_claim() -> None:
    found = held(claims=[denied(links=[{"link": "supports", "quote": DENIED}])])
    assert "links" not in found.sections["claims"][0]


def test_facts_of_two_documents_load_with_events_pledges_and_one_id_for_one_person(
    tmp_path: Path,
) -> None:
    for name in ("boats", "quay"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    told = answer(
        events=[event("third walkout", participants=["Ann Lind"])],
        claims=[failed(events=["third walkout"], subject="Ann Lind"), promised(), denied()],
        pledges=[pledge(MENDED, "mend the quay", within="ten days")],
    )
    told["claims"][0]["mentions"] = [{"name": "Ann Lind", "words": "Oslo"}]
    with endpoint(says(told)) as asked:
        extractor = ModelExtractor(reader(asked))
        paths = [tmp_path / "quay.txt", tmp_path / "boats.txt"]
        done = extract(paths, extractor, tmp_path / "facts", root=tmp_path)
    write(done, replacing=False)
    assert extractor.left_out == []
    assert [dict(each.shared) for each in done] == [{"quay:ann-lind": "boats:ann-lind"}, {}]
    relations = load_corpus([tmp_path / "facts"], root=tmp_path).relations
    assert {(row[0], row[2]) for row in relations["pledge"]} == {
        ("boats:pledge-1", "boats:ann-lind"),
        ("quay:pledge-1", "boats:ann-lind"),
    }
    assert {row[1] for row in relations["event_participant"]} == {"boats:ann-lind"}
    assert {row[1] for row in relations["proposition"]} >= {"boats:ann-lind"}
