"""Hovers, completion and navigation in fact files."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from checker.diagnostics import Edit, Span
from checker.facts.documents import Anchor, Document
from checker.facts.files import FactFile
from checker.facts.models import Selector
from checker.facts.spans import Found, find
from checker.facts.tree import Route
from checker.lsp.facts.corpus import FactCorpus
from checker.lsp.facts.cursor import locate
from checker.lsp.facts.fields import Place, top
from checker.lsp.facts.records import Record, Reference, Spot, spot, value_at
from checker.lsp.rules.renaming import RefusedError

_AROUND = 160
"""Code points of a document that are shown on each side of a quotation."""

_QUOTING = frozenset({"span", "exact", "cue"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A key or a value that can be written at a place, in the place of ``start`` on."""

    label: str
    text: str
    start: int
    detail: str
    documentation: str
    order: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An id in a fact file: where its record has it, or where it is referred to."""

    path: Path
    span: Span
    declares: bool


# --- hover -----------------------------------------------------------------------------------


def hover(corpus: FactCorpus, path: Path, text: str, offset: int) -> tuple[str, Span | None]:
    """What there is to say of a place, in Markdown, and where it stands; "" for nothing."""
    file = corpus.files.get(path)
    found = None if file is None else spot(file, offset)
    if file is None or found is None:
        return _of_broken(text, offset), None
    place = top().at(found.route)
    if place is None:
        return "", None
    if found.on_key:
        shown = [_of_field(place), *_quoted(corpus, file, found.route)]
        return "\n\n".join(each for each in shown if each), found.span
    value = value_at(file, found.route)
    parts: list[str] = []
    if isinstance(value, str):
        parts += [_of_record(corpus, kind, str(value)) for kind in _kinds(place, found.route)]
        parts += _quoted(corpus, file, found.route)
    return "\n\n".join([*filter(None, parts)] or [_of_field(place)]), found.span


def _of_broken(text: str, offset: int) -> str:
    """The field at a place of a file that cannot be read as it is."""
    end = re.compile(r"[\w-]*").match(text, offset)
    cursor = locate(text, end.end() if end else offset)
    if cursor is None:
        return ""
    route = (*cursor.route, cursor.word) if cursor.at_key else cursor.route
    place = top().at(route)
    return "" if place is None or not place.name else _of_field(place)


def _of_field(place: Place) -> str:
    lines = [f"**{place.name}**", place.description]
    if place.words:
        lines.append("One of " + ", ".join(f"`{word}`" for word in place.words) + ".")
    if place.kinds:
        lines.append(f"The id of a record of kind {' or '.join(place.kinds)}.")
    return "\n\n".join(line for line in lines if line)


def _kinds(place: Place, route: Route) -> tuple[str, ...]:
    """The kinds of records that an id at a place is of: its own, or those referred to."""
    if route and route[-1] == "id":
        around = top().at(route[:-1])
        return (around.kind,) if around and around.kind else ()
    return place.kinds


def _of_record(corpus: FactCorpus, kind: str, name: str) -> str:
    held = corpus.by_id.get((kind, name))
    if held is None:
        return ""
    _, record = held
    lines = [f"**{kind}** `{name}`", record.summary]
    anchor = corpus.inspection.guarded.anchors.get((kind, name))
    if anchor is not None:
        lines.append(_in_context(corpus.inspection.documents[anchor.document], anchor))
    return "\n\n".join(line for line in lines if line)


def _quoted(corpus: FactCorpus, file: FactFile, route: Route) -> Iterator[str]:
    """The passage that a span quotes, with the text around it."""
    names = [step for step in route if isinstance(step, str)]
    if not names or not _QUOTING.intersection(names[-2:]):
        return
    at = max(number for number, step in enumerate(route) if step in _QUOTING)
    value = value_at(file, route[: at + 1])
    if at > 0 and route[at] == "exact" and route[at - 1] in _QUOTING:
        value = value_at(file, route[:at])
    document = _document_of(corpus, file, route)
    if document is None:
        return
    exact = value.get("exact") if isinstance(value, dict) else value
    if not isinstance(exact, str) or not exact:
        return
    around = value if isinstance(value, dict) else {}
    prefix, suffix = (str(around.get(each) or "") for each in ("prefix", "suffix"))
    found = find(Selector(exact=str(exact), prefix=prefix, suffix=suffix), document.text)
    if isinstance(found, Found):
        yield _in_context(document, Anchor(document.id, found.start, found.end))


def _document_of(corpus: FactCorpus, file: FactFile, route: Route) -> Document | None:
    """The document of the record that a place lies in."""
    for length in range(len(route), 0, -1):
        value = value_at(file, route[:length])
        name = value.get("document") if isinstance(value, dict) else None
        if isinstance(name, str):
            return corpus.inspection.documents.get(str(name))
    return None


def _in_context(document: Document, anchor: Anchor) -> str:
    """A quotation of Markdown with the passage in it set off; nothing in it is Markdown itself."""
    text = document.text
    start, end = max(0, anchor.start - _AROUND), min(len(text), anchor.end + _AROUND)
    before = ("…" if start else "") + text[start : anchor.start]
    after = text[anchor.end : end] + ("…" if end < len(text) else "")
    passage = _plain(text[anchor.start : anchor.end]).strip()
    shown = f"{_plain(before)}**{passage}**{_plain(after)}"
    return f"> {shown}\n>\n> — {_plain(document.title)}"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&])", r"\\\1", re.sub(r"\s+", " ", text))


# --- completion ------------------------------------------------------------------------------


def complete(corpus: FactCorpus, text: str, offset: int, rules: Collection[str]) -> list[Offer]:
    """What can be written at a place of a fact file. ``rules`` are the ids of finding rules."""
    cursor = locate(text, offset)
    if cursor is None:
        return []
    place = top().at(cursor.route)
    if place is None:
        return []
    start = cursor.start
    if cursor.at_key and (place.fields or (place.items and place.items.fields)):
        holder = place if place.fields else place.items
        assert holder is not None  # it has fields
        dash = "" if place.fields or cursor.in_braces else "- "
        return [
            Offer(
                name,
                f"{dash}{name}: ",
                start,
                "required" if name in holder.required else "",
                _of_field(field),
                0 if name in holder.required else 1,
            )
            for name, field in holder.fields.items()
            if name not in cursor.keys
        ]
    start += len(cursor.word) - len(cursor.word.lstrip("'\""))
    dash = "- " if cursor.at_key and place.is_list and not cursor.in_braces else ""
    return [
        replace(offer, text=f"{dash}{offer.text}") for offer in _values(place, corpus, start, rules)
    ]


def _values(
    place: Place,
    corpus: FactCorpus,
    start: int,
    rules: Collection[str],
) -> Iterator[Offer]:
    inner = place.items or place
    for word in inner.words:
        yield Offer(word, word, start, place.name, place.description, 0)
    for kind in inner.kinds:
        for record in corpus.ids.get(kind, ()):
            yield Offer(record.id, record.id, start, f"{kind}: {record.summary}", record.summary, 0)
    if inner.kinds and "agent" in inner.kinds and inner.record == "Perspective":
        yield Offer("narrator", "narrator", start, "the document's own voice", "", 0)
    if (place.record, place.name) == ("Suppression", "rule"):
        for rule in rules:
            yield Offer(rule, rule, start, "a finding rule", "", 0)


# --- navigation ------------------------------------------------------------------------------


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
    if file is None or found is None or not _QUOTING.intersection(map(str, found.route[-2:])):
        return
    exact = value_at(file, found.route)
    document = _document_of(corpus, file, found.route)
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
