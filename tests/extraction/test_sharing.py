"""One agent in several documents has one id where that is beyond doubt, and two elsewhere."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from checker.extraction import Extracted, extract, write
from checker.extraction.patterns import PatternExtractor
from checker.extraction.sharing import AGENTS_IN, referring
from checker.facts import load_corpus
from checker.facts.corpus import inspect
from checker.facts.files import read_file
from tests.cli.command import checker

BERG = "Anna Berg, a judge, said that it was late."


def extracted(folder: Path, names: str = "", **texts: str) -> list[Extracted]:
    """Documents written, and extracted in the order of ``names`` into ``facts``."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    paths = [folder / f"{name}.txt" for name in (names or " ".join(texts)).split()]
    return extract(paths, PatternExtractor(), folder / "facts", root=folder)


def kept(folder: Path, names: str = "", **texts: str) -> dict[str, dict[str, str]]:
    """Extracted and written; the shared ids by document."""
    done = extracted(folder, names, **texts)
    write(done, replacing=True)
    load_corpus([folder / "facts"], root=folder)
    return {each.document.id: dict(each.shared) for each in done}


def agents(folder: Path) -> dict[str, str]:
    """The names of all agents in the folder's facts by their ids, publishers' included."""
    corpus = load_corpus([folder / "facts"], root=folder)
    return {str(row[0]): str(row[1]) for row in corpus.relations["agent"] if row[2] != "narrator"}


def test_a_full_name_in_two_documents_has_one_id(tmp_path: Path) -> None:
    shared = kept(tmp_path, boats=BERG, quay="“We wait,” said Anna Berg, a judge.")
    assert shared == {"boats": {}, "quay": {"quay:anna-berg": "boats:anna-berg"}}
    assert agents(tmp_path) == {"boats:anna-berg": "Anna Berg"}
    written = (tmp_path / "facts" / "quay.yaml").read_text(encoding="utf-8")
    assert written.startswith("# Some of its agents stand in boats.yaml beside it.\nchecker: 1\n")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moscow said it was late.", "Russia said it was late."),
        (
            "The Institute for Marine Research said it was late.",
            "It was late, the Institute for Marine Research said.",
        ),
        (
            "The Marine Research Institute (MRI) said it was late.",
            "The MRI said it was late.",
        ),
        ("---\npublisher: Agora\n---\nIt rained.", "---\npublisher: Agora\n---\nIt snowed."),
    ],
)
def test_a_state_a_full_title_an_acronym_and_a_publisher_are_known_again(
    tmp_path: Path, one: str, other: str
) -> None:
    done = extracted(tmp_path, a=one, b=other)
    assert [len(each.shared) for each in done] == [0, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mayor Holt said it was late.", "Mayor Holt said it was late."),
        ("The Supreme Court said it was late.", "The Supreme Court said it was late."),
        ("The Health Ministry said it was late.", "The Health Ministry said it was late."),
        ("Petrocorvo said it was late.", "Petrocorvo said it was late."),
        ("The MRI said it was late.", "The MRI said it was late."),
        ("Critics said it was late.", "Critics said it was late."),
        (
            "The Marine Research Institute (MRI) said it was late.",
            "The Mining Rights Initiative (MRI) said it was late.",
        ),
    ],
)
def test_what_may_be_another_s_name_keeps_two_ids(tmp_path: Path, one: str, other: str) -> None:
    assert all(not each.shared for each in extracted(tmp_path, a=one, b=other))


def test_an_acronym_of_two_bodies_is_neither_s(tmp_path: Path) -> None:
    done = extracted(
        tmp_path,
        a="The Marine Research Institute (MRI) said it was late.",
        b="The Mining Rights Initiative (MRI) said it was late.",
        c="The MRI said it was late.",
    )
    assert all(not each.shared for each in done)


def test_the_order_of_documents_changes_nothing(tmp_path: Path) -> None:
    texts = {
        "a": f"Moscow said it rained. {BERG}",
        "b": f"{BERG} Jan Holt, a clerk, said it was late.",
        "c": "Jan Holt, a clerk, said it rained. Russia said it was late.",
    }
    made = [
        {
            path: content
            for each in extracted(tmp_path, " ".join(order), **texts)
            for path, content in each.files.items()
        }
        for order in itertools.permutations(texts)
    ]
    assert all(each == made[0] for each in made)
    assert sum(content.count(b"name: ") for content in made[0].values()) == 3


def test_facts_that_are_there_already_give_their_id(tmp_path: Path) -> None:
    kept(tmp_path, quay=BERG)
    assert kept(tmp_path, boats=BERG) == {"boats": {"boats:anna-berg": "quay:anna-berg"}}
    before = {path: path.read_bytes() for path in (tmp_path / "facts").iterdir()}
    write(extracted(tmp_path, "boats quay"), replacing=False)
    write(extracted(tmp_path, "quay"), replacing=False)
    assert before == {path: path.read_bytes() for path in (tmp_path / "facts").iterdir()}


def test_facts_made_by_hand_give_their_id_and_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    cast = tmp_path / "facts" / "cast.yaml"
    cast.write_text("agents:\n  - {id: berg, name: Anna Berg, kind: person}\n", encoding="utf-8")
    cast.write_text("checker: 1\n" + cast.read_text(encoding="utf-8"), encoding="utf-8")
    before = cast.read_bytes()
    assert kept(tmp_path, boats=BERG) == {"boats": {"boats:anna-berg": "berg"}}
    assert cast.read_bytes() == before


def test_the_name_of_a_file_is_a_comment_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    cast = tmp_path / "facts" / "a\nagents: x\u2028b: c.yaml"
    cast.write_text("checker: 1\nagents: [{id: berg, name: Anna Berg, kind: person}]\n")
    assert kept(tmp_path, boats=BERG) == {"boats": {"boats:anna-berg": "berg"}}
    first, second, *_ = (tmp_path / "facts" / "boats.yaml").read_text("utf-8").splitlines()
    assert first.startswith("# ")
    assert second == "checker: 1"


def test_of_two_that_the_facts_tell_apart_neither_is_chosen(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    people = "".join(f"  - {{id: {name}, name: Anna Berg, kind: person}}\n" for name in "xy")
    (tmp_path / "facts" / "cast.yaml").write_text(f"checker: 1\nagents:\n{people}")
    assert kept(tmp_path, boats=BERG) == {"boats": {}}


def test_whom_other_facts_refer_to_stays_when_a_document_no_longer_has_them(
    tmp_path: Path,
) -> None:
    kept(tmp_path, boats=BERG, quay=BERG)
    kept(tmp_path, boats="The talks went on for 3 hours.")
    assert agents(tmp_path) == {"boats:anna-berg": "Anna Berg"}


def test_names_that_one_document_gives_are_the_shared_agent_s(tmp_path: Path) -> None:
    kept(
        tmp_path,
        a="The Marine Research Institute said it was late.",
        b="The Marine Research Institute (MRI) said it was late.",
    )
    corpus = load_corpus([tmp_path / "facts"], root=tmp_path)
    assert ("a:marine-research-institute", "MRI") in corpus.relations["agent_alias"]


def test_a_document_that_is_extracted_again_alone_gives_the_same_file(tmp_path: Path) -> None:
    texts = {
        "a": "The Marine Research Institute said it was late.",
        "b": "The Marine Research Institute (MRI) said it was late.",
        "c": "The MRI said it was late.",
    }
    kept(tmp_path, **texts)
    for name in texts:
        write(extracted(tmp_path, name), replacing=False)


def test_facts_that_cannot_be_read_share_nothing(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "broken.yaml").write_text("agents: [", encoding="utf-8")
    (tmp_path / "facts" / "odd.json").write_text('{"agents": [1, {"id": []}]}', encoding="utf-8")
    assert [each.shared for each in extracted(tmp_path, boats=BERG)] == [{}]


def test_every_field_that_names_an_agent_is_known(tmp_path: Path) -> None:
    """What the loader takes for a reference to an agent, by a record that has them all."""
    name = "x:berg"
    records: dict[str, dict[str, object]] = {
        "agents": {"id": "x:b", "name": "B", "kind": "person", "member_of": [name]},
        "events": {
            "id": "x:e",
            "name": "talks",
            "kind": "talks",
            "participants": [{"agent": name, "role": "host"}],
        },
        "claims": {
            "id": "x:c",
            "document": "x",
            "span": "Anna Berg",
            "voice": "indirect",
            "source": name,
            "kind": "report",
            "subject": name,
            "object": name,
            "targets": [name],
            "via": [{"source": name}],
            "perspectives": [{"holder": name, "factuality": "CT+"}],
            "mentions": [{"agent": name, "exact": "Anna"}],
        },
        "wordings": {
            "id": "x:w",
            "document": "x",
            "span": "Berg",
            "category": "loaded",
            "voice": "indirect",
            "source": name,
            "about": [name],
        },
        "pledges": {"id": "x:p", "claim": "x:c", "agent": name, "goal": "g"},
    }
    (tmp_path / "facts.json").write_text(_json(records, {}), encoding="utf-8")
    assert not inspect([read_file(tmp_path / "facts.json", tmp_path)], (), tmp_path).faults
    text = _json(records, {name: "y:berg"})
    assert name not in text.replace('"id": "x:berg"', "")
    assert set(AGENTS_IN) == set(records)


def _json(records: dict[str, dict[str, object]], ids: dict[str, str]) -> str:
    import json

    sections: dict[str, list[object]] = {
        section: [referring(record, section, ids)]  # type: ignore[arg-type]
        for section, record in records.items()
    }
    sections["agents"].append({"id": "x:berg", "name": "Anna Berg", "kind": "person"})
    document = {"id": "x", "title": "x", "content": "Anna Berg"}
    return json.dumps({"checker": 1, "documents": [document], **sections})


def test_the_command_says_who_is_shared_and_two_ids_are_not_found(tmp_path: Path) -> None:
    for name in ("boats", "quay", "rain"):
        (tmp_path / f"{name}.txt").write_text(BERG, encoding="utf-8")
    ran = checker("extract", "quay.txt", "rain.txt", "boats.txt", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[-2:] == [
        "1 agent shared:",
        "  boats:anna-berg also in quay, rain",
    ]
    audited = checker("audit", "facts", "--format", "csv", "--fail-on", "never", cwd=tmp_path)
    assert audited.returncode == 0
    assert "identity/two-ids" not in audited.stdout
