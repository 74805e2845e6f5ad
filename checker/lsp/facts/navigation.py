"""From an id or a quotation in a fact file to what it means, over all files of its corpus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Edit, Span
from checker.facts.models import Selector
from checker.facts.spans import Found, find
from checker.lsp.facts.common import QUOTING, document_of
from checker.lsp.facts.corpus import FactCorpus
from checker.lsp.facts.records import Record, Reference, Spot, spot, value_at
from checker.lsp.rules.renaming import RefusedError


@dataclass(frozen=True, slots=True)
class Mention:
    """An id in a fact file: where its record has it, or where it is referred to."""

    path: Path
    span: Span
    declares: bool


def mention_at(corpus: FactCorpus, path: Path, offset: int) -> tuple[str, str, Span] | None:
    """The record that a place names: its kind, its id, and where the name stands."""
    held = corpus.records.get(path)
    if held is None:
        return None
    for record in held.records:
        if record.span.start <= offset <= record.span.end:
            return record.kind, record.id, record.span
    for reference in held.references:
        if reference.span.start <= offset <= reference.span.end:
            for kind in reference.kinds:
                if (kind, reference.id) in corpus.by_id:
                    return kind, reference.id, reference.span
    return None


def definition(corpus: FactCorpus, path: Path, offset: int) -> tuple[Span, ...]:
    """Where the record that a place names stands; of a quotation, the passage in its document."""
    found = mention_at(corpus, path, offset)
    if found is not None:
        held = corpus.by_id.get(found[:2])
        return () if held is None else (held[1].span,)
    return tuple(_passage(corpus, path, offset))


def _passage(corpus: FactCorpus, path: Path, offset: int) -> Iterator[Span]:
    file = corpus.files.get(path)
    found: Spot | None = None if file is None else spot(file, offset)
    if file is None or found is None or not QUOTING.intersection(map(str, found.route[-2:])):
        return
    exact = value_at(file, found.route)
    document = document_of(corpus, file, found.route)
    if isinstance(exact, str) and exact and document is not None:
        place = find(Selector(exact=str(exact)), document.text)
        if isinstance(place, Found):
            yield document.span(place.start, place.end)


def mentions(corpus: FactCorpus, kind: str, name: str) -> Iterator[Mention]:
    """Every place where a record is named, its own id included."""
    for path, held in corpus.records.items():
        for record in held.records:
            if (record.kind, record.id) == (kind, name):
                yield Mention(path, record.span, True)
        for reference in held.references:
            if reference.id == name and _means(corpus, reference) == kind:
                yield Mention(path, reference.span, False)


def _means(corpus: FactCorpus, reference: Reference) -> str | None:
    return next((kind for kind in reference.kinds if (kind, reference.id) in corpus.by_id), None)


_ID = re.compile(r"[^\s#,\[\]{}:'\"&*!|>%@`][^\s#,\[\]{}:'\"]*")
"""An id that needs no quotes."""


def renamed(corpus: FactCorpus, path: Path, offset: int, name: str) -> dict[Path, list[Edit]]:
    """The edits that give a record another id. Raises :class:`RefusedError`."""
    found = mention_at(corpus, path, offset)
    if found is None:
        raise RefusedError("there is no id here")
    kind, old, _ = found
    if not _ID.fullmatch(name):
        raise RefusedError("an id has no blanks and none of YAML's signs: talks-july")
    if name != old and (kind, name) in corpus.by_id:
        raise RefusedError(f"there is a {kind} `{name}` already")
    edits: dict[Path, list[Edit]] = {}
    for mention in mentions(corpus, kind, old):
        quoted = mention.span.text[:1] in ("'", '"')
        written = json.dumps(name, ensure_ascii=False) if quoted else name
        edits.setdefault(mention.path, []).append(Edit(mention.span, written))
    return edits


def outline(corpus: FactCorpus, path: Path) -> tuple[Record, ...]:
    """The records of a file, in its order."""
    held = corpus.records.get(path)
    return () if held is None else held.records
