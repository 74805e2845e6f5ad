"""brat's attributions become claims with their sources and cues."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError
from checker.exchange import Converted, SourceFormat, convert
from tests.exchange.support import faults, loaded, place

TEXT = (
    "The mayor said “all are safe”.\nAnna Dahl told us that the mayor said that boats had left.\n"
)


def bound(name: str, type_: str, *parts: str) -> str:
    """A text-bound line; each part is looked for behind the one before."""
    at = 0
    pairs = []
    for part in parts:
        at = TEXT.index(part, at)
        pairs.append(f"{at} {at + len(part)}")
        at += len(part)
    return f"{name}\t{type_} {';'.join(pairs)}\t{' '.join(parts)}".replace("\n", " ")


SIMPLE = [
    bound("T1", "Source", "The mayor"),
    bound("T2", "Cue", "said"),
    bound("T3", "Content", "“all are safe”"),
    bound("T4", "Attribution", "said"),
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
]


def read(folder: Path, lines: list[str], text: str = TEXT) -> Converted:
    (folder / "a.txt").write_text(text, encoding="utf-8", newline="")
    path = folder / "a.ann"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return convert([path], SourceFormat.BRAT, folder, root=folder)


def test_an_attribution_is_a_claim_of_its_source_by_its_cue(tmp_path: Path) -> None:
    facts = loaded(tmp_path, read(tmp_path, SIMPLE))
    (placed,) = facts.records.claims.values()
    claim = placed.record
    assert claim.span.exact == "“all are safe”"
    assert (claim.voice, claim.source) == ("direct", "a:the-mayor")
    assert (claim.cue.exact, claim.cue.start) == ("said", 10)
    assert facts.records.agents["a:the-mayor"].record.kind == "collective"


def test_relations_of_a_content_say_the_same_as_an_event(tmp_path: Path) -> None:
    event = read(tmp_path, SIMPLE)
    links = ["R1\tBy Arg1:T3 Arg2:T1", "R2\tCued Arg1:T2 Arg2:T3"]
    relations = read(tmp_path, [*SIMPLE[:3], *links])
    assert relations.sections == event.sections


def test_an_attribution_within_another_has_that_as_its_outer_one(tmp_path: Path) -> None:
    inner = TEXT.index("the mayor")
    done = read(
        tmp_path,
        [
            bound("T1", "Source", "Anna Dahl"),
            bound("T2", "Cue", "told us"),
            bound("T3", "Content", "that the mayor said that boats had left"),
            f"T4\tSource {inner} {inner + 9}\tthe mayor",
            f"T5\tCue {inner + 10} {inner + 14}\tsaid",
            bound("T6", "Content", "that boats had left"),
            "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3",
            "E2\tAttribution:T5 Source:T4 Cue:T5 Content:T6",
        ],
    )
    outer, within = (placed.record for placed in loaded(tmp_path, done).records.claims.values())
    assert not outer.via
    assert [(via.source, via.cue.exact) for via in within.via] == [("a:anna-dahl", "told us")]


def test_fragments_of_one_content_are_claims_of_their_own(tmp_path: Path) -> None:
    content = bound("T3", "Content", "all are", "boats had")
    done = read(tmp_path, [*SIMPLE[:2], content, SIMPLE[4].replace(":T4", ":T2")])
    claims = [placed.record for placed in loaded(tmp_path, done).records.claims.values()]
    assert [claim.span.exact for claim in claims] == ["all are", "boats had"]


def test_offsets_count_the_carriage_returns_of_the_file(tmp_path: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    at = text.index("boats")
    lines = [f"T1\tContent {at} {at + 5}\tboats", "E1\tAttribution:T1 Content:T1"]
    facts = loaded(tmp_path, read(tmp_path, lines, text))
    (claim,) = (placed.record for placed in facts.records.claims.values())
    assert claim.span.exact == "boats"
    assert facts.records.agents["a:a-source-without-a-name"].record.kind == "collective"


def test_what_facts_have_no_place_for_is_counted(tmp_path: Path) -> None:
    extra = [
        bound("T9", "Place", "boats"),
        bound("T10", "Cue", "told"),
        "A1\tNegated E1",
        "#1\tAnnotatorNotes T1\tsee above",
        "*\tEquiv T1 T2",
        "E2\tMove:T9 Theme:T9",
    ]
    done = read(tmp_path, SIMPLE + extra)
    assert {fault.message for fault in done.not_mapped} == {
        "an attribute (A) is not mapped",
        "a note (#) is not mapped",
        "an equivalence (*) is not mapped",
        "an event of the type `Move` is not mapped",
        "an annotation of the type `Place` is not mapped",
        "a Cue that no attribution has is not mapped",
    }


def test_everything_that_is_malformed_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    content = "\n".join(
        [
            "T1\tSource 0 9\tThe mayor",
            "T2 Source 0 9 The mayor",
            "T3\tCue 4 9\tmajor",
            "T1\tSource 0 9\tThe mayor",
            "E1\tAttribution:T1 Source:T8",
            "E2 Attribution",
            "Q1\twhat",
            "T4\tCue 5000 5004\tsaid",
        ]
    )
    found = faults(tmp_path, "a.ann", content, SourceFormat.BRAT)
    assert [(place(fault), fault.code) for fault in found] == [
        ("a.ann:2:1", "CHK720"),
        ("a.ann:3:1", "CHK721"),
        ("a.ann:4:1", "CHK720"),
        ("a.ann:5:1", "CHK720"),
        ("a.ann:6:1", "CHK720"),
        ("a.ann:7:1", "CHK720"),
        ("a.ann:8:1", "CHK721"),
    ]
    assert "at 4 9 the text has `mayor`, the annotation `major`" in found[1].message


def test_annotations_without_their_text_are_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "b.ann", "", SourceFormat.BRAT)
    assert fault.code == "CHK722"
    assert "`b.txt`" in fault.help


parts = st.sampled_from(
    [
        "T1",
        "E1",
        "R1",
        "\t",
        " ",
        ":",
        ";",
        "Source",
        "Content",
        "Arg1",
        "0",
        "9",
        "99",
        "The mayor",
    ]
)


@pytest.mark.parametrize("kind", ["T", "E", "R", ""])
def test_whatever_a_line_says_it_is_facts_or_diagnostics(tmp_path: Path, kind: str) -> None:
    @given(st.lists(st.lists(parts, max_size=9).map("".join), max_size=4))
    def holds(lines: list[str]) -> None:
        try:
            read(tmp_path, [*SIMPLE, *(f"{kind}{line}" for line in lines)])
        except DiagnosticError as error:
            assert error.diagnostics

    holds()
