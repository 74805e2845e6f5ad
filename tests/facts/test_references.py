"""References resolve across files; ids are unique in a corpus."""

from __future__ import annotations

from pathlib import Path

from checker.facts import load_corpus
from tests.facts.support import CLAIM, HEAD, corpus, fault, faults, file_faults, place, written


def test_references_lead_from_file_to_file(tmp_path: Path) -> None:
    written(tmp_path, "z.yaml", HEAD)
    written(tmp_path, "a.yaml", f"checker: 1\n{CLAIM}    events: [swap]\n    targets: [berg]\n")
    given = load_corpus([tmp_path / "a.yaml", tmp_path / "z.yaml"], root=tmp_path)
    assert given.relations["claim_event"] == (("c", "swap"),)


def test_an_id_given_twice_is_shown_in_both_files(tmp_path: Path) -> None:
    written(tmp_path, "a.yaml", "checker: 1\nevents: [{id: e, name: E}]\n")
    written(tmp_path, "b.yaml", "checker: 1\nevents: [{id: e, name: E}, {id: e, name: F}]\n")
    found = file_faults(tmp_path, root=tmp_path)
    assert [(f.code, place(f)) for f in found] == [
        ("CHK420", "b.yaml:2:15"),
        ("CHK420", "b.yaml:2:33"),
    ]
    assert {f.related[0].span.source.name for f in found} == {"a.yaml"}


def test_records_of_different_kinds_may_share_an_id() -> None:
    given = corpus(
        "checker: 1\nagents: [{id: x, name: A, kind: state}]\nevents: [{id: x, name: E}]\n"
    )
    assert given.entities["agent", "x"].attributes["name"] == "A"
    assert given.entities["event", "x"].attributes["name"] == "E"


def test_a_near_id_is_suggested() -> None:
    found = fault(f"{HEAD}{CLAIM}    targets: [bergh]\n")
    assert (found.code, place(found), found.help) == (
        "CHK421",
        "facts.yaml:19:15",
        "did you mean `berg`?",
    )


def test_an_id_of_another_kind_is_said_to_be_one() -> None:
    found = fault(f"{HEAD}{CLAIM}    targets: [swap]\n")
    assert found.note == "`swap` is the id of a record of kind event"


def test_a_narrator_may_be_referred_to() -> None:
    given = corpus(f"{HEAD}{CLAIM}    targets: ['d#narrator']\n")
    assert given.relations["claim_target"] == (("c", "d#narrator"),)
    assert fault(f"{HEAD}{CLAIM}    targets: ['e#narrator']\n").code == "CHK421"


def test_a_record_does_not_refer_to_itself() -> None:
    text = (
        f"{HEAD}  - {{id: e, name: E, part_of: [e], before: [e]}}\n{CLAIM}"
        "    stances: [{on: c, stance: denies}]\n    links: [{link: cites, claim: c}]\n"
        "    quantities: [{id: q, measure: m, amount: 3, base: q, part_of: [q]}]\n"
    )
    found = faults(text)
    assert {f.code for f in found} == {"CHK422"}
    assert len(found) == 6


def test_quantities_have_ids_of_the_whole_corpus() -> None:
    quantity = "    quantities: [{id: q, measure: m, amount: 3}]\n"
    found = fault(
        f"{HEAD}{CLAIM}{quantity}{CLAIM.split(chr(10), 1)[1].replace('id: c', 'id: c2')}{quantity}"
    )
    assert (found.code, place(found)) == ("CHK420", "facts.yaml:25:23")
