"""What holds of every corpus: form, order and division into files do not matter; spans do."""

from __future__ import annotations

import copy
import json
import random
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError
from checker.facts import corpus_from_bundle, load_corpus
from checker.facts.models.bundle import RECORD_SECTIONS
from checker.facts.relations import Row
from tests.facts.strategies import Json, Record, bundles
from tests.facts.support import HEAD

Relations = Mapping[str, tuple[Row, ...]]


def as_yaml(bundle: Record) -> str:
    return yaml.safe_dump(bundle, sort_keys=False)


def as_json(bundle: Record) -> str:
    return json.dumps(bundle, ensure_ascii=False)


def as_json_lines(bundle: Record) -> str:
    lines = []
    for kind, section in RECORD_SECTIONS.items():
        records = bundle.get(section, [])
        assert isinstance(records, list)
        for record in records:
            lines.append(json.dumps({"record": kind, **record}))
    return "\n".join(lines)


FORMS = {"yaml": as_yaml, "json": as_json, "jsonl": as_json_lines}


def loaded(files: Mapping[str, str]) -> Relations:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            (root / name).write_text(text, encoding="utf-8", newline="")
        return load_corpus([root], root=root).relations


def refused(bundle: Record) -> set[str]:
    """The codes of what is wrong with a bundle; empty when it loads."""
    try:
        corpus_from_bundle(as_yaml(bundle), "f.yaml", root=Path())
    except DiagnosticError as error:
        return {found.code for found in error.diagnostics}
    return set()


@given(bundles())
def test_yaml_json_and_json_lines_give_the_same_corpus(bundle: Record) -> None:
    expected = loaded({"f.yaml": as_yaml(bundle)})
    assert expected == loaded({"f.json": as_json(bundle)})
    assert expected == loaded({"f.jsonl": as_json_lines(bundle)})
    assert expected == corpus_from_bundle(as_yaml(bundle), "f.yaml", root=Path()).relations


@given(bundles(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_neither_the_order_of_facts_nor_their_files_matter(
    bundle: Record, chance: random.Random, count: int
) -> None:
    files: list[dict[str, list[Json]]] = [{} for _ in range(count)]
    for section, records in bundle.items():
        if isinstance(records, list):
            for record in chance.sample(records, len(records)):
                chance.choice(files).setdefault(section, []).append(record)
    names = list(FORMS)
    divided = {
        f"{chance.randrange(1000)}-{at}.{names[at % 3]}": FORMS[names[at % 3]](
            {"checker": 1, **file}
        )
        for at, file in enumerate(files)
    }
    assert loaded(divided) == loaded({"f.yaml": as_yaml(bundle)})


def spans(bundle: Record) -> list[dict[str, Json]]:
    return [record["span"] for section in ("claims", "wordings") for record in bundle[section]]


@given(bundles(), st.data(), st.sampled_from([-1, 1]))
def test_a_span_that_is_moved_by_one_is_refused(
    bundle: Record, data: st.DataObject, step: int
) -> None:
    changed = copy.deepcopy(bundle)
    assume(spans(changed))
    span = data.draw(st.sampled_from(spans(changed)))
    moved = span["start"] + step
    texts = {str(d["content"]) for d in bundle["documents"]}
    assume(not any(text.startswith(str(span["exact"]), moved) for text in texts if moved >= 0))
    span["start"] = moved
    assert refused(changed) & {"CHK440", "CHK414"}


@given(bundles(), st.data(), st.characters(codec="utf-8", exclude_categories=["Cc", "Zs"]))
def test_a_span_that_is_altered_by_one_character_is_refused(
    bundle: Record, data: st.DataObject, character: str
) -> None:
    changed = copy.deepcopy(bundle)
    assume(spans(changed))
    span = data.draw(st.sampled_from(spans(changed)))
    exact = str(span["exact"])
    at = data.draw(st.integers(0, len(exact) - 1))
    span["exact"] = exact[:at] + character + exact[at + 1 :]
    assume(span["exact"] != exact)
    assert "CHK440" in refused(changed)
    del span["start"]
    texts = {str(d["content"]) for d in bundle["documents"]}
    if not any(str(span["exact"]) in text for text in texts):
        assert "CHK440" in refused(changed)


@given(
    st.integers(13, 10**9),
    st.integers(13, 10**9),
    st.sampled_from(["some {:,} boats", "{} of 12 boats", "{:,}-odd", "a fleet of {:,}"]),
)
def test_a_figure_is_accepted_exactly_when_it_stands_in_the_span(
    there: int, given_: int, form: str
) -> None:
    def bundle(amount: int) -> Record:
        text = form.format(there)
        claim: Record = {
            "id": "c",
            "document": "d",
            "span": text,
            "voice": "narrator",
            "kind": "report",
            "quantities": [{"id": "q", "measure": "boats", "amount": amount}],
        }
        documents: list[Json] = [{"id": "d", "title": "T", "content": f"He saw {text} there."}]
        return {"checker": 1, "documents": documents, "claims": [claim]}

    assert refused(bundle(there)) == set()
    assert refused(bundle(given_)) == ({"CHK442"} if given_ != there else set())


# --- any text at all -------------------------------------------------------------------------


@given(st.text(max_size=60))
@example(HEAD + "claims: [{id: c, document: d, span: {exact: x, start: 999999999999999999999999}}]")
def test_any_text_is_a_corpus_or_a_diagnostic(text: str) -> None:
    try:
        corpus_from_bundle(text, "f.yaml", root=Path())
    except DiagnosticError as error:
        assert error.diagnostics


@given(st.data())
def test_a_bundle_with_any_part_replaced_is_a_corpus_or_a_diagnostic(data: st.DataObject) -> None:
    bundle: Json = data.draw(bundles())
    part: Json = bundle
    while isinstance(part, dict | list) and part:
        steps = list(part) if isinstance(part, dict) else list(range(len(part)))
        step = data.draw(st.sampled_from(steps))
        inner = part[step]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            part[step] = data.draw(ANYTHING)
            break
        part = inner
    text = json.dumps(bundle)
    for name in ("f.json", "f.yaml"):
        try:
            loaded({name: text})
        except DiagnosticError as error:
            for found in error.diagnostics:
                span = found.primary.span
                assert 0 <= span.start <= span.end <= len(span.source.text)
                assert found.message
                assert found.help


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([10**400, "2025", "\ud800", "narrator", "../x", "d", "1,200"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("suffix", ["yaml", "json", "jsonl"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60))
def test_any_bytes_are_a_corpus_or_a_diagnostic(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"f.{suffix}"
    path.write_bytes(data)
    try:
        load_corpus([path], root=tmp_path)
    except DiagnosticError as error:
        assert error.diagnostics
