"""Facts written as brat's standoff, and read again."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError
from checker.exchange import SourceFormat, convert, export_brat, write_together
from checker.facts.corpus import Inspection
from checker.facts.models import vocabulary as v
from tests.cli.command import ROOT, checker
from tests.exchange.support import loaded

TEXT = (
    "Anna Dahl said the mayor had denied that\nboats had left. Dahl added: “all are safe”. Anna\n"
    "Dahl said it rained, and Jan Holt said so."
)
AGENTS = [
    {"id": "dahl", "name": "Anna Dahl", "kind": "person", "aliases": ["Dahl"]},
    {"id": "holt", "name": "Jan Holt", "kind": "person"},
    {"id": "mayor", "name": "the mayor", "kind": "organisation"},
    {"id": "absent", "name": "Nobody  of the Text", "kind": "collective"},
]


def again(folder: Path, claims: list[dict[str, object]], text: str = TEXT) -> Inspection:
    """Claims as facts, exported to brat and converted from it."""
    document = {"id": "talks", "title": "Talks", "content": text}
    facts = {"checker": 1, "documents": [document], "agents": AGENTS, "claims": claims}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    out = folder / "out"
    files = export_brat([folder / "facts.json"], root=folder)
    write_together({out / name: content for name, content in files.items()}, replacing=True)
    done = convert([out / "talks.ann"], SourceFormat.BRAT, folder, root=folder)
    assert not done.left_out
    assert not done.not_mapped
    (folder / "facts.json").unlink()
    return loaded(folder, done)


def said(facts: Inspection) -> list[dict[str, object]]:
    """What the claims say, in the order of the text, agents by their names."""
    agents = facts.records.agents
    anchors = facts.guarded.anchors
    numbers = {
        name: place
        for place, name in enumerate(
            sorted(facts.records.claims, key=lambda name: anchors["claim", name].start)
        )
    }

    def named(source: str | None) -> tuple[str, str] | None:
        if source is None:
            return None
        agent = agents[source].record
        return " ".join(agent.name.split()), agent.kind

    return [
        {
            "span": (anchors["claim", name].start, anchors["claim", name].end),
            **{
                part: getattr(claim, part)
                for part in ("voice", "kind", "polarity", "factuality", "tense", "superlative")
            },
            "source": named(claim.source),
            "cue": claim.cue and claim.cue.exact,
            "via": [(named(each.source), each.cue and each.cue.exact) for each in claim.via],
            "links": {(each.link, numbers[each.claim]) for each in claim.links},
            "stances": {(each.stance, numbers[each.on]) for each in claim.stances},
        }
        for name in numbers
        for claim in [facts.records.claims[name].record]
    ]


CUES = [{"exact": "said", "start": 10}, {"exact": "added"}, {"exact": "had denied"}, None]
sources = st.sampled_from([agent["id"] for agent in AGENTS])
outer = st.fixed_dictionaries({"source": sources}, optional={"cue": st.sampled_from(CUES[:3])})


@st.composite
def claim_lists(draw: st.DrawFn) -> list[dict[str, object]]:
    starts = draw(st.lists(st.integers(0, len(TEXT) - 2), min_size=1, max_size=4, unique=True))
    claims: list[dict[str, object]] = []
    for number, start in enumerate(sorted(starts)):
        end = draw(st.integers(start + 1, len(TEXT)))
        exact = TEXT[start:end]
        if not exact.strip() or exact != exact.strip():
            continue
        claim: dict[str, object] = {
            "id": f"c{number}",
            "document": "talks",
            "span": {"exact": exact, "start": start},
            "voice": draw(st.sampled_from(get_args(v.Voice))),
            "kind": draw(st.sampled_from(get_args(v.ClaimKind))),
            "polarity": draw(st.sampled_from(get_args(v.Polarity))),
        }
        if claim["voice"] != "narrator":
            claim["source"] = draw(sources)
            claim["via"] = draw(st.lists(outer, max_size=2))
        for name, options in (("tense", v.Tense), ("factuality", v.Factuality)):
            if draw(st.booleans()):
                claim[name] = draw(st.sampled_from(get_args(options)))
        if (cue := draw(st.sampled_from(CUES))) is not None:
            claim["cue"] = cue
        if draw(st.booleans()):
            claim["superlative"] = True
        if claims and draw(st.booleans()):
            other = draw(st.sampled_from(claims))["id"]
            claim["links"] = [{"link": draw(st.sampled_from(get_args(v.Link))), "claim": other}]
            claim["stances"] = [{"stance": draw(st.sampled_from(get_args(v.Stance))), "on": other}]
        claims.append(claim)
    return claims


@settings(max_examples=40)
@given(claim_lists())
def test_what_brat_has_a_place_for_comes_back_as_it_was(claims: list[dict[str, object]]) -> None:
    if not claims:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = said(again(folder, claims))
        names = {agent["id"]: agent for agent in AGENTS}

        def named(source: object) -> tuple[str, str] | None:
            agent = names.get(source)  # type: ignore[call-overload]
            return agent and (" ".join(agent["name"].split()), agent["kind"])

        places = {claim["id"]: place for place, claim in enumerate(claims)}
        for claim, record in zip(claims, found, strict=True):
            span = claim["span"]
            assert record["span"] == (span["start"], span["start"] + len(span["exact"]))  # type: ignore[index]
            assert record["source"] == named(claim.get("source"))
            assert record["cue"] == (claim.get("cue") or {}).get("exact")  # type: ignore[attr-defined]
            assert record["via"] == [
                (named(each["source"]), each["cue"]["exact"] if "cue" in each else None)
                for each in claim.get("via", [])  # type: ignore[attr-defined]
            ]
            for part in ("voice", "kind", "polarity"):
                assert record[part] == claim[part]
            for part in ("tense", "factuality"):
                assert record[part] == claim.get(part)
            assert record["superlative"] == claim.get("superlative", False)
            assert record["links"] == {
                (each["link"], places[each["claim"]])
                for each in claim.get("links", [])  # type: ignore[attr-defined]
            }
            assert record["stances"] == {
                (each["stance"], places[each["on"]])
                for each in claim.get("stances", [])  # type: ignore[attr-defined]
            }


def test_a_source_is_the_place_next_to_its_cue_that_names_it(tmp_path: Path) -> None:
    claim = {
        "id": "c",
        "document": "talks",
        "span": "all are safe",
        "voice": "direct",
        "source": "dahl",
        "cue": "added",
        "kind": "report",
    }
    facts = again(tmp_path, [claim])
    annotated = (tmp_path / "out" / "talks.ann").read_text(encoding="utf-8")
    assert "Source 57 61\tDahl\n" in annotated
    assert facts.records.agents["talks:anna-dahl"].record.aliases == ("Dahl",)


def test_a_passage_of_two_lines_is_one_fragment_a_line(tmp_path: Path) -> None:
    claim = {
        "id": "c",
        "document": "talks",
        "span": "the mayor had denied that\nboats had left",
        "voice": "narrator",
        "kind": "report",
    }
    facts = again(tmp_path, [claim])
    annotated = (tmp_path / "out" / "talks.ann").read_text(encoding="utf-8")
    assert annotated.startswith(
        "T1\tContent 15 40;41 55\tthe mayor had denied that boats had left\n"
    )
    assert [each.record.span.exact for each in facts.records.claims.values()] == [claim["span"]]


def test_every_type_of_an_annotation_is_in_the_configuration(tmp_path: Path) -> None:
    files = export_brat([ROOT / "facts" / "istanbul-talks"], root=ROOT)
    assert set(files) == {"istanbul-talks.ann", "istanbul-talks.txt", "annotation.conf"}
    configured = {
        line.split(" ")[0] for line in files["annotation.conf"].splitlines() if line[:1] != "["
    }
    for line in files["istanbul-talks.ann"].splitlines():
        kind, rest = line.split("\t")[:2]
        if kind[0] in "TERA":
            assert rest.split(" ")[0].split(":")[0] in configured


def test_the_facts_of_the_seed_come_back_from_brat(tmp_path: Path) -> None:
    ran = checker("export", "facts/istanbul-talks", "--to", "brat", "-o", tmp_path / "a", cwd=ROOT)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    ran = checker("convert", "--from", "brat", "a/istanbul-talks.ann", "-o", "f.yaml", cwd=tmp_path)
    assert ran.returncode == 0
    assert "66 claims; 0 left out" in ran.stdout
    assert ran.stderr == ""


def test_brat_s_files_go_to_a_folder_and_replace_no_one_s_work(tmp_path: Path) -> None:
    facts = ROOT / "facts" / "istanbul-talks"
    ran = checker("export", facts, "--to", "brat", cwd=tmp_path)
    assert ran.returncode == 2
    assert "needs a folder" in ran.stderr
    checker("export", facts, "--to", "brat", "-o", "a", cwd=tmp_path)
    annotated = tmp_path / "a" / "istanbul-talks.ann"
    annotated.write_text("T1\tSource 0 5\tMoved\n", encoding="utf-8")
    ran = checker("export", facts, "--to", "brat", "-o", "a", cwd=tmp_path)
    assert ran.returncode == 2
    assert "CHK725" in ran.stderr
    assert annotated.read_text(encoding="utf-8").startswith("T1\tSource 0 5\tMoved")
    assert (
        checker("export", facts, "--to", "brat", "-o", "a", "--force", cwd=tmp_path).returncode == 0
    )


def test_facts_without_claims_are_nothing_to_annotate(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("checker: 1\n", encoding="utf-8")
    with pytest.raises(DiagnosticError) as caught:
        export_brat([tmp_path / "f.yaml"], root=tmp_path)
    assert [each.code for each in caught.value.diagnostics] == ["CHK724"]
