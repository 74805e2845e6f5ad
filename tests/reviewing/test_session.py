"""A decision changes the claim that it is about, and not a character besides."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError
from checker.facts import load_corpus
from checker.reviewing import Decision, Session, Verdict
from tests.cli.command import ROOT, tree

DAY = date(2026, 11, 24)

TEXT = "The mayor said 40 people were hurt. The clinic denied that. Critics called it a failure."
FACTS = """\
# Taken down by the night desk.
checker: 1

documents:
  - {id: d, title: Fire, content: "TEXT"}

agents:
  - {id: mayor, name: The mayor, kind: person}
  - {id: clinic, name: The clinic, kind: organisation}

claims:
  # The figure is the mayor's own.
  - id: c-hurt
    document: d
    span: 40 people were hurt
    voice: indirect
    source: mayor
    cue: said
    kind: report
    quantities:
      - {id: q-hurt, measure: people hurt, amount: 40, unit: "{person}"}

  - id: c-denial
    document: d
    span: The clinic denied that  # all of it?
    voice: narrator
    kind: denial
  - {id: c-failure, document: d, span: called it a failure, voice: narrator, kind: evaluation}

# nothing more
""".replace("TEXT", TEXT)


def decision(claim: str, verdict: Verdict, **more: str) -> Decision:
    return Decision(claim, verdict, "R. Ito", DAY, **more)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


def session(path: Path) -> Session:
    return Session([path], root=path.parent)


def changed_lines(path: Path, before: str = FACTS) -> tuple[list[str], list[str]]:
    """The lines that are gone, and those that are new."""
    old, new = before.splitlines(), path.read_text().splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_claims_come_in_the_order_of_the_text_with_their_places(facts: Path):
    found = [
        (each.record.id, TEXT[each.anchor.start : each.anchor.end])
        for each in session(facts).claims()
    ]
    assert found == [
        ("c-hurt", "40 people were hurt"),
        ("c-denial", "The clinic denied that"),
        ("c-failure", "called it a failure"),
    ]


def test_a_claim_that_is_accepted_gains_a_line(facts: Path):
    session(facts).decide(decision("c-hurt", Verdict.ACCEPTED))
    assert changed_lines(facts) == (
        [],
        ["    review: {by: R. Ito, day: '2026-11-24', decision: accepted}"],
    )
    reviewed = load_corpus([facts], root=facts.parent).relations["claim_review"]
    assert reviewed == (("c-hurt", "R. Ito", "accepted"),)


def test_a_claim_that_is_accepted_again_has_the_last_review(facts: Path):
    session(facts).decide(decision("c-denial", Verdict.ACCEPTED, note="by phone"))
    session(facts).decide(decision("c-denial", Verdict.ACCEPTED))
    assert changed_lines(facts)[1] == [
        "    review: {by: R. Ito, day: '2026-11-24', decision: accepted}"
    ]


def test_a_claim_on_one_line_stays_on_it(facts: Path):
    session(facts).decide(decision("c-failure", Verdict.ACCEPTED))
    gone, new = changed_lines(facts)
    assert len(gone) == len(new) == 1
    assert new[0].endswith(
        "kind: evaluation, review: {by: R. Ito, day: '2026-11-24', decision: accepted}}"
    )


def test_a_correction_takes_the_place_of_the_record(facts: Path):
    review = session(facts)
    shown = {each.record.id: each.text for each in review.claims()}["c-denial"]
    assert shown.startswith("id: c-denial\ndocument: d\n")
    review.decide(
        decision("c-denial", Verdict.CORRECTED, text=f"{shown}\nsubject: clinic", note="who")
    )
    assert changed_lines(facts) == (
        [],
        [
            "    subject: clinic",
            "    review: {by: R. Ito, day: '2026-11-24', decision: corrected, note: who}",
        ],
    )


def test_a_rejected_claim_goes_and_who_rejected_it_is_kept(facts: Path):
    session(facts).decide(decision("c-hurt", Verdict.REJECTED, note="a rumour"))
    text = facts.read_text()
    assert "c-hurt" not in text[: text.index("rejected:")]
    assert "# nothing more" in text
    (rejected,) = yaml.safe_load(text)["rejected"]
    assert rejected["claim"] == "c-hurt"
    assert rejected["by"] == "R. Ito"
    assert rejected["note"] == "a rumour"


def test_every_claim_may_be_rejected(facts: Path):
    review = session(facts)
    for claim in ("c-hurt", "c-failure", "c-denial"):
        review.decide(decision(claim, Verdict.REJECTED))
    assert list(session(facts).claims()) == []
    assert len(yaml.safe_load(facts.read_text())["rejected"]) == 3


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (decision("c-nobody", Verdict.ACCEPTED), "CHK681"),
        (decision("c-hurt", Verdict.CORRECTED, text="id: c-other"), "CHK683"),
        (decision("c-hurt", Verdict.CORRECTED, text="- a list"), "CHK410"),
        (decision("c-hurt", Verdict.CORRECTED, text="id: [c-hurt"), "CHK403"),
        (decision("c-hurt", Verdict.CORRECTED, text="id: c-hurt\nkind: rumour"), "CHK41"),
        (
            decision(
                "c-denial",
                Verdict.CORRECTED,
                text="id: c-denial\ndocument: d\nspan: The clinic confirmed that\n"
                "voice: narrator\nkind: denial",
            ),
            "CHK",
        ),
    ],
    ids=["unknown", "another id", "no record", "no YAML", "no kind", "a span that is not there"],
)
def test_what_would_be_wrong_is_refused_and_nothing_is_written(
    facts: Path, wrong: Decision, code: str
):
    before = tree(facts.parent)
    with pytest.raises(DiagnosticError) as refused:
        session(facts).decide(wrong)
    assert all(each.kind.code.startswith(code) for each in refused.value.diagnostics)
    assert tree(facts.parent) == before


def test_a_file_that_somebody_else_changed_is_not_overwritten(facts: Path):
    review = session(facts)
    facts.write_text(FACTS + "# a remark\n")
    with pytest.raises(DiagnosticError) as refused:
        review.decide(decision("c-hurt", Verdict.ACCEPTED))
    assert refused.value.diagnostics[0].kind.code == "CHK682"
    review.decide(decision("c-hurt", Verdict.ACCEPTED))
    assert facts.read_text().endswith("# a remark\n")


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_json_is_reviewed_as_yaml_is(tmp_path: Path, suffix: str):
    bundle = yaml.safe_load(FACTS)
    path = tmp_path / f"facts{suffix}"
    if suffix == ".json":
        path.write_text(json.dumps(bundle))
    else:
        kinds = {"documents": "document", "agents": "agent", "claims": "claim"}
        records = [
            {"record": kind, **record} for name, kind in kinds.items() for record in bundle[name]
        ]
        path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    review = session(path)
    text = {each.record.id: each.text for each in review.claims()}["c-denial"]
    review.decide(decision("c-hurt", Verdict.ACCEPTED))
    corrected = json.dumps({**json.loads(text), "subject": "clinic"})
    review.decide(decision("c-denial", Verdict.CORRECTED, text=corrected))
    review.decide(decision("c-failure", Verdict.REJECTED))
    assert [each.record.id for each in session(path).claims()] == ["c-hurt", "c-denial"]
    relations = load_corpus([path], root=tmp_path).relations
    assert relations["claim_review"] == (
        ("c-denial", "R. Ito", "corrected"),
        ("c-hurt", "R. Ito", "accepted"),
    )
    assert ("c-denial", "clinic", "", "") in relations["proposition"]


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_the_seed_survives_any_review_and_keeps_its_other_lines(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("seed")
    for part in ("facts/istanbul-talks", "seeds"):
        for source in (ROOT / part).iterdir():
            if source.is_file():
                target = folder / part / source.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
    review = Session([folder / "facts" / "istanbul-talks"], root=folder)
    path = folder / "facts" / "istanbul-talks" / "claims.yaml"
    before = path.read_text()
    ids = [each.record.id for each in review.claims()]
    chosen = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=5, unique=True))
    for claim in chosen:
        review.decide(decision(claim, Verdict.ACCEPTED, note=data.draw(st.text(max_size=20))))
    gone, new = changed_lines(path, before)
    assert gone == []
    assert len(new) <= len(chosen)
    assert [each.record.id for each in review.claims()] == ids
