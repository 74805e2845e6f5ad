"""Facts to align: invented ones of a line each, and the dossier with something taken out of it; and
the model to align them by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from checker.aligning import Encoder, installed_encoder
from checker.diagnostics import Source
from checker.facts.corpus import Inspection, inspect
from checker.facts.files import FactFile, find_files, parse_file, read_file
from checker.facts.models import ClaimRecord
from tests.cli.command import ROOT

Sections = dict[str, Any]


def model() -> Encoder:
    """The installed model. Skips the test where its package has no wheel for the machine."""
    if find_spec("wordllama") is None:
        pytest.skip("the extra `embeddings` is not installed: no wheel for this machine")
    return _installed()


@cache
def _installed() -> Encoder:
    return installed_encoder()


def inspected(bundles: Iterable[Mapping[str, Any]]) -> Inspection:
    """Facts without faults, one file a bundle."""
    files = []
    for number, bundle in enumerate(bundles):
        name = f"facts/{number}.json"
        files.append(parse_file(Source(name, json.dumps(bundle)), ROOT / name))
    return _sound(files)


def document(name: str, texts: Sequence[str], **more: object) -> Sections:
    """A document of one claim a line, whose ids are the document's with a number."""
    claims = [
        {"id": f"{name}-{number:02}", "document": name, "span": text, "voice": "narrator"}
        | {"kind": "report", **more}
        for number, text in enumerate(texts)
    ]
    content = "\n".join(texts)
    documents = [{"id": name, "title": name, "content": content}]
    return {"checker": 1, "documents": documents, "claims": claims}


def dossier() -> Inspection:
    found, _ = find_files([ROOT / "facts" / "dossier"], ROOT)
    return _sound([read_file(path, ROOT) for path in found])


def unlinked(facts: Inspection) -> Inspection:
    """The same facts, with nothing said of how claims relate."""
    return _with_claims(facts, lambda claim: claim.model_copy(update={"links": ()}))


def renamed(facts: Inspection, document: str, names: Mapping[str, str]) -> Inspection:
    """The same facts, where one document calls measures otherwise than the others do."""

    def told(claim: ClaimRecord) -> ClaimRecord:
        quantities = tuple(
            quantity.model_copy(update={"measure": names.get(quantity.measure, quantity.measure)})
            for quantity in claim.quantities
        )
        changed = claim.model_copy(update={"quantities": quantities})
        return changed if claim.document == document else claim

    return _with_claims(facts, told)


def _with_claims(facts: Inspection, told: Callable[[ClaimRecord], ClaimRecord]) -> Inspection:
    claims = {
        name: replace(placed, record=told(placed.record))
        for name, placed in facts.records.claims.items()
    }
    return replace(facts, records=replace(facts.records, claims=claims))


def _sound(files: Sequence[FactFile]) -> Inspection:
    facts = inspect(files, (), ROOT)
    assert not facts.faults, [fault.message for fault in facts.faults]
    return facts
