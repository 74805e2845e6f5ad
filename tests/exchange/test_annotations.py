"""Web Annotations of Checker's own come back as they were; those of others by their tags."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from checker.exchange import SourceFormat, TargetFormat, convert, export
from checker.exchange.annotations import plain_record
from checker.facts.corpus import Inspection, inspect
from checker.facts.files import read_file
from checker.testing import strategies
from checker.testing.records import Facts
from tests.exchange.support import converted, faults, loaded, place

TEXT = "The mayor said that the boats had left. It was a disaster."


def annotation(words: str, *tags: str, source: str = "https://e.org/t.txt", **more: object) -> dict:
    return {
        "type": "Annotation",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags],
        "target": {"source": source, "selector": {"type": "TextQuoteSelector", "exact": words}},
        **more,
    }


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "t.txt"
    path.write_text(TEXT)
    return path


def test_tags_say_what_another_tools_annotations_are(tmp_path: Path, text: Path) -> None:
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": [
            annotation("the boats had left", "Report", "source:The mayor"),
            annotation("disaster", "loaded", "urgent"),
            annotation("It", "later", bodyValue="see"),
            annotation("no such words", "report"),
        ],
    }
    done = converted(tmp_path, "n.json", json.dumps(page), SourceFormat.WEB_ANNOTATION, t=text)
    facts = loaded(tmp_path, done)
    (claim,) = (placed.record for placed in facts.records.claims.values())
    assert (claim.kind, claim.source) == ("report", "t:the-mayor")
    (wording,) = (placed.record for placed in facts.records.wordings.values())
    assert wording.category == "loaded"
    assert [fault.code for fault in done.left_out] == ["CHK440"]
    assert [fault.message for fault in done.not_mapped] == [
        "the tag `urgent` is not mapped",
        "the tag `later` is not mapped",
        "an annotation without a tag that says what it is is not mapped",
        "a `bodyValue` is not mapped",
    ]


def test_a_target_whose_text_is_not_given_is_named(tmp_path: Path) -> None:
    content = json.dumps([annotation("It", "report"), {"type": "Annotation"}])
    found = faults(tmp_path, "n.json", content, SourceFormat.WEB_ANNOTATION)
    assert [fault.code for fault in found] == ["CHK722", "CHK720"]
    assert place(found[1]) == f"n.json:1:{content.rindex('{') + 1}"


@settings(max_examples=25)
@given(strategies.facts())
def test_claims_wordings_and_dates_come_back_as_they_were(given_: Facts) -> None:
    if not any(given_.records(section) for section in ("claims", "wordings", "dates")):
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "given.json"
        sections = {section: list(records) for section, records in given_.sections.items()}
        path.write_text(json.dumps({"checker": 1, **sections}), encoding="utf-8")
        texts = {}
        for document in given_.records("documents"):
            texts[document["id"]] = folder / f"{document['id']}.txt"
            texts[document["id"]].write_text(document["content"], encoding="utf-8")
        exported = export([path], TargetFormat.WEB_ANNOTATION, root=folder)
        annotations = folder / "annotations.json"
        annotations.write_text(exported, encoding="utf-8")
        done = convert([annotations], SourceFormat.WEB_ANNOTATION, folder, root=folder, texts=texts)
        assert not done.left_out
        assert not done.not_mapped
        assert _essence(loaded(folder, done)) == _essence(
            inspect([read_file(path, folder)], (), folder)
        )


def _essence(facts: Inspection) -> dict[str, object]:
    """Claims, wordings and dates, with the places of their spans in place of their selectors."""
    found: dict[str, object] = {}
    for kind in ("claim", "wording", "date"):
        for name, placed in getattr(facts.records, f"{kind}s").items():
            record = plain_record(placed.record)
            found[f"{kind} {name}"] = record | {"span": facts.guarded.anchors[kind, name]}
    return found
