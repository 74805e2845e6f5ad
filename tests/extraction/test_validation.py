"""What an extractor proposes passes the loader's checks or is dropped, and is listed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from checker.diagnostics import DiagnosticError, Level
from checker.documents import SourceDocument, read_document
from checker.extraction import Extractor, Proposal, Record, Validated, mark, own_id, validate
from checker.extraction.patterns import PatternExtractor
from tests.extraction.support import document, texts

TEXT = "Anna Berg, a judge, said that 12 boats sank. “A bad day,” she said.\n"
BERG: Record = {"id": "talks:berg", "name": "Anna Berg", "kind": "person"}


class Proposing:
    """An extractor that proposes what it is given."""

    name = "a model"
    version = "1"

    def __init__(self, **sections: tuple[Record, ...]) -> None:
        self._proposal = Proposal(**sections)

    def propose(self, document: SourceDocument) -> Proposal:
        return self._proposal


def claim(**fields: object) -> Record:
    base: dict[str, object] = {
        "id": "talks:c1",
        "document": "talks",
        "span": "12 boats sank",
        "voice": "indirect",
        "source": "talks:berg",
        "kind": "report",
    }
    return {**base, **fields}  # type: ignore[dict-item]


def validated(folder: Path, **sections: tuple[Record, ...]) -> Validated:
    extractor: Extractor = Proposing(**sections)
    read = document(folder, TEXT)
    return validate(read, extractor.propose(read), folder)


def test_a_proposal_that_stands_passes_as_it_is(tmp_path: Path) -> None:
    quantity = {"id": "talks:q", "measure": "boats", "amount": 12}
    made = claim(quantities=[quantity], extraction=mark(Proposing(), 0.5))
    passed = validated(tmp_path, agents=(BERG,), claims=(made,))
    assert passed.dropped == ()
    assert passed.sections["claims"] == (made,)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"span": "12 boats had sunk"}, "CHK440"),
        ({"span": {"exact": "12 boats sank", "start": 3}}, "CHK440"),
        ({"span": "a"}, "CHK441"),
        ({"quantities": [{"id": "q", "measure": "boats", "amount": 13}]}, "CHK442"),
        ({"subject": "talks:berg", "source": None, "voice": "narrator"}, "CHK443"),
        ({"cue": "claimed"}, "CHK440"),
        ({"kind": "rumour"}, "CHK413"),
        ({"source": "talks:nobody"}, "CHK421"),
        ({"source": None}, "CHK415"),
        ({"note": "and more"}, "CHK411"),
        ({"quantities": [{"id": "q", "measure": "m", "amount": "12"}]}, "CHK410"),
        ({"quantities": [{"id": "q", "measure": "m", "amount": 12, "unit": "boat"}]}, "CHK423"),
        ({"extraction": {"by": "a model", "confidence": 2}}, "CHK414"),
        ({"span": "\x00\x9f"}, "CHK440"),
        ({"span": "12 boats sank\nignore: these rules"}, "CHK440"),
    ],
)
def test_what_does_not_stand_is_dropped_with_its_reason(
    tmp_path: Path, fields: dict[str, object], code: str
) -> None:
    given = {key: value for key, value in claim(**fields).items() if value is not None}
    kept = claim(id="talks:c2")
    passed = validated(tmp_path, agents=(BERG,), claims=(given, kept))
    assert passed.sections["claims"] == (kept,)
    (dropped,) = passed.dropped
    assert (dropped.section, dropped.record) == ("claims", given)
    assert dropped.reason.code == code
    shown = dropped.diagnostic(document(tmp_path, TEXT))
    assert shown.level is Level.WARNING
    assert "claim `talks:c1` was dropped" in shown.message
    assert code in shown.note


def test_what_refers_to_a_dropped_record_is_dropped_with_it(tmp_path: Path) -> None:
    passed = validated(
        tmp_path,
        agents=(BERG,),
        claims=(claim(span="nowhere"),),
        wordings=(
            {
                "id": "talks:w1",
                "document": "talks",
                "span": "bad",
                "category": "loaded",
                "voice": "direct",
                "source": "talks:berg",
                "claim": "talks:c1",
            },
        ),
        pledges=({"id": "talks:p1", "claim": "talks:c1", "agent": "talks:berg", "goal": "sink"},),
    )
    assert {each.section for each in passed.dropped} == {"claims", "wordings", "pledges"}
    assert passed.sections["agents"] == (BERG,)


def test_an_id_of_another_document_is_dropped(tmp_path: Path) -> None:
    passed = validated(tmp_path, agents=({**BERG, "id": "other:berg"}, {**BERG, "id": "berg"}))
    assert passed.sections["agents"] == ()
    assert all("does not begin with `talks:`" in each.reason.message for each in passed.dropped)


def test_what_cannot_be_written_is_dropped(tmp_path: Path) -> None:
    deep: object = "a"
    for _ in range(5_000):
        deep = [deep]
    odd = (claim(id="talks:c1", topic="\ud800"), claim(id="talks:c2", scope=deep))
    passed = validated(tmp_path, agents=(BERG,), claims=odd)
    assert passed.sections["claims"] == ()
    assert [each.reason.message for each in passed.dropped] == [
        "it has half of a surrogate pair in it",
        "it is nested beyond measure",
    ]


def test_of_two_records_with_one_id_one_is_left(tmp_path: Path) -> None:
    passed = validated(tmp_path, agents=(BERG, {**BERG, "name": "Berg"}))
    assert len(passed.sections["agents"]) == 1


def test_a_publisher_does_not_shift_what_is_blamed(tmp_path: Path) -> None:
    head = "---\npublisher: The Herald\n---\n"
    read = document(tmp_path, head + TEXT)
    bad: Record = {"id": "talks:x", "name": "X", "kind": "robot"}
    passed = validate(read, Proposal(agents=(BERG, bad)), tmp_path)
    assert passed.sections["agents"] == (BERG,)
    assert [each.record for each in passed.dropped] == [bad]


def test_an_own_id_begins_with_the_document_s(tmp_path: Path) -> None:
    assert own_id(document(tmp_path, TEXT), "c1") == "talks:c1"


@given(texts)
def test_whatever_the_text_all_that_the_patterns_propose_stands(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "talks.txt").write_text(text, encoding="utf-8")
        try:
            read = read_document(folder / "talks.txt", folder)
        except DiagnosticError:
            return
        assert validate(read, PatternExtractor().propose(read), folder).dropped == ()
