"""Proposals come with reasons, change nothing, and are applied where a person accepted them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.aligning import Least, Proposals, file_text, propose, read_accepted
from checker.aligning.wording import Rarity, words
from checker.diagnostics import DiagnosticError, Source
from checker.facts.corpus import inspect
from checker.facts.files import find_files, read_file
from tests.cli.command import checker, tree

ONE = """\
checker: 1
documents: [{id: a, title: A, content: The flood has killed 31 people. Ann had no permit to sail.}]
events:
  - {id: flood-a, name: flood of the Sulve, kind: flood, when: 2024-03, place: Sulve}
claims:
  - id: c-a
    document: a
    span: The flood has killed 31 people
    voice: narrator
    kind: report
    subject: flood
    predicate: kills
    quantities:
      - {id: q-a, measure: people killed, amount: 31, unit: "{person}"}   # kept as it is
  - {id: p-a, document: a, span: Ann had no permit to sail, voice: narrator, kind: report}
"""
TWO = {
    "checker": 1,
    "documents": [
        {
            "id": "b",
            "title": "B",
            "content": "The flood has killed 29 people, for 3 days. Ann had a permit to sail.",
        }
    ],
    "events": [
        {"id": "flood-b", "name": "Sulve flood", "kind": "flood", "when": "2024-03-09"},
        {"id": "flood-c", "name": "Sulve flood", "kind": "flood", "when": "2019"},
    ],
    "claims": [
        {
            "id": "c-b",
            "document": "b",
            "span": "The flood has killed 29 people, for 3 days",
            "voice": "narrator",
            "kind": "report",
            "subject": "flood",
            "predicate": "kills",
            "quantities": [
                {"id": "q-b", "measure": "people who died", "amount": 29, "unit": "{person}"},
                {"id": "q-d", "measure": "people killing", "amount": 3, "unit": "d"},
            ],
        },
        {
            "id": "p-b",
            "document": "b",
            "span": "Ann had a permit to sail",
            "voice": "narrator",
            "kind": "report",
        },
    ],
    "desk": {"functional_measures": ["people who died"], "audit_day": "2024-04-01"},
}


def project(folder: Path) -> Path:
    (folder / "facts").mkdir(parents=True)
    (folder / "facts/one.yaml").write_text(ONE)
    (folder / "facts/two.json").write_text(json.dumps(TWO, indent=1))
    return folder


def proposed(folder: Path) -> Proposals:
    found, _ = find_files([folder / "facts"], folder)
    facts = inspect([read_file(path, folder) for path in found], (), folder)
    assert not facts.faults
    return propose(facts, Least())


def test_names_events_and_claims_that_seem_to_be_one_are_proposed(tmp_path: Path) -> None:
    found = proposed(project(tmp_path))
    (measure,) = found.measures  # of figures in one unit
    assert {measure.keep, measure.rename} == {"people killed", "people who died"}
    assert [reason.what for reason in measure.score.reasons][:3] == [
        "words",
        "words at the figure",
        "magnitude",
    ]
    (event,) = found.events  # that of another year is another one
    assert (event.one.id, event.other.id) == ("flood-a", "flood-b")
    pairs = {(each.one.claim.id, each.other.claim.id) for each in found.propositions}
    assert pairs == {("c-a", "c-b"), ("p-a", "p-b")}


def test_nothing_changes_until_a_person_accepts(tmp_path: Path) -> None:
    before = tree(project(tmp_path))
    ran = checker("align", "facts", "-o", "proposals.yaml", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "1 measure, 1 event, 2 propositions proposed" in ran.stdout
    assert "facts/one.yaml" not in ran.stderr
    after = tree(tmp_path)
    text = after.pop("proposals.yaml").decode()
    assert after == before
    applied = checker("align", "facts", "--apply", "proposals.yaml", cwd=tmp_path)
    assert applied.returncode == 0
    assert "0 accepted, 0 files changed" in applied.stderr

    keep = text.replace("accept: false", "accept: true").replace(
        "keep: people who", "keep: those who"
    )
    (tmp_path / "proposals.yaml").write_text(keep)
    applied = checker("align", "facts", "--apply", "proposals.yaml", cwd=tmp_path)
    assert applied.returncode == 0, applied.stderr
    assert "1 accepted" in applied.stderr
    again = checker("align", "facts", "--apply", "proposals.yaml", cwd=tmp_path)
    assert again.returncode == 2
    assert "error[CHK742]" in again.stderr


def test_what_is_shown_cannot_command_the_terminal(tmp_path: Path) -> None:
    for name in ("a", "b"):
        bundle = {
            "checker": 1,
            "documents": [{"id": name, "title": name, "content": "Red \x1b[31mflood."}],
            "claims": [
                {
                    "id": f"c-{name}",
                    "document": name,
                    "span": "Red \x1b[31mflood",
                    "voice": "narrator",
                    "kind": "report",
                }
            ],
        }
        (tmp_path / f"{name}.json").write_text(json.dumps(bundle))
    ran = checker("align", ".", cwd=tmp_path)
    assert "1 proposition proposed" in ran.stdout
    assert "flood" in ran.stdout
    assert "\x1b" not in ran.stdout


def test_an_accepted_name_is_written_where_the_other_stood_and_nowhere_else(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "p.yaml").write_text(
        "measures:\n"
        "  - {accept: yes, keep: 'deaths: \"all\"', rename: people killed}\n"
        "  - {accept: yes, keep: 'deaths: \"all\"', rename: people who died}\n"
    )
    ran = checker("align", "facts", "--apply", "p.yaml", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    quoted = '"deaths: \\"all\\""'
    assert (tmp_path / "facts/one.yaml").read_text() == ONE.replace("people killed", quoted)
    after = json.loads((tmp_path / "facts/two.json").read_text())
    assert after["desk"]["functional_measures"] == ['deaths: "all"']
    assert after["claims"][0]["quantities"][0]["measure"] == 'deaths: "all"'
    assert after["claims"][0]["quantities"][1]["measure"] == "people killing"


def test_proposals_read_back_as_they_were_written(tmp_path: Path) -> None:
    text = file_text(proposed(project(tmp_path)))
    assert read_accepted(Source("p.yaml", text)) == []
    (accepted,) = read_accepted(Source("p.yaml", text.replace("accept: false", "accept: true")))
    assert {accepted.old, accepted.new} == {"people killed", "people who died"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", ["1:1"]),
        ("align: 1\n", ["1:1"]),
        ("measures: 3\n", ["1:1"]),
        ("measures:\n  - {accept: maybe, keep: a}\n  - 3\n", ["2:5", "2:14", "3:5"]),
        (
            "measures:\n"
            "  - {accept: yes, keep: b, rename: a}\n"
            "  - {accept: yes, keep: c, rename: a}\n"
            "  - {accept: yes, keep: d, rename: b}\n",
            ["2:36", "3:36"],
        ),
    ],
)
def test_a_malformed_file_of_proposals_is_named_at_each_fault(text: str, places: list[str]) -> None:
    with pytest.raises(DiagnosticError) as caught:
        read_accepted(Source("p.yaml", text))
    found = caught.value.diagnostics
    assert {fault.code for fault in found} == {"CHK741"}
    at = [fault.primary.span.position for fault in found]
    assert [f"{place.line}:{place.column}" for place in at] == places
    assert all(fault.help for fault in found)


@given(st.lists(st.text(st.sampled_from("abc dé"), max_size=20), min_size=2, max_size=6))
def test_likeness_is_symmetric_whole_for_itself_and_within_bounds(texts: list[str]) -> None:
    split = [words(text) for text in texts]
    rarity = Rarity.of(split)
    one, other = split[:2]
    shared = rarity.shared(one, other)
    assert shared == rarity.shared(other, one)
    assert 0 <= shared <= 1 + 1e-9
    if one:
        assert rarity.shared(one, one) == pytest.approx(1)
