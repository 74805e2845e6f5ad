"""What stands under the pointer in a fact file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from checker.diagnostics import Span
from checker.facts.documents import Anchor, Document
from checker.facts.files import FactFile
from checker.facts.models import Selector
from checker.facts.spans import Found, find
from checker.facts.tree import Route
from checker.lsp.facts.common import QUOTING, document_of, field_text
from checker.lsp.facts.corpus import FactCorpus
from checker.lsp.facts.cursor import locate
from checker.lsp.facts.fields import Place, top
from checker.lsp.facts.records import spot, value_at
from checker.lsp.prose import plain

_AROUND = 160
"""Code points of a document that are shown on each side of a quotation."""


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
        shown = [field_text(place), *_quoted(corpus, file, found.route)]
        return "\n\n".join(each for each in shown if each), found.span
    value = value_at(file, found.route)
    parts: list[str] = []
    if isinstance(value, str):
        parts += [_of_record(corpus, kind, str(value)) for kind in _kinds(place, found.route)]
        parts += _quoted(corpus, file, found.route)
    return "\n\n".join([*filter(None, parts)] or [field_text(place)]), found.span


def _of_broken(text: str, offset: int) -> str:
    """The field at a place of a file that cannot be read as it is."""
    end = re.compile(r"[\w-]*").match(text, offset)
    cursor = locate(text, end.end() if end else offset)
    if cursor is None:
        return ""
    route = (*cursor.route, cursor.word) if cursor.at_key else cursor.route
    place = top().at(route)
    return "" if place is None or not place.name else field_text(place)


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
    lines = [f"**{kind}** {plain(name)}", plain(record.summary)]
    anchor = corpus.inspection.guarded.anchors.get((kind, name))
    if anchor is not None:
        lines.append(_in_context(corpus.inspection.documents[anchor.document], anchor))
    return "\n\n".join(line for line in lines if line)


def _quoted(corpus: FactCorpus, file: FactFile, route: Route) -> Iterator[str]:
    """The passage that a span quotes, with the text around it."""
    names = [step for step in route if isinstance(step, str)]
    if not names or not QUOTING.intersection(names[-2:]):
        return
    at = max(number for number, step in enumerate(route) if step in QUOTING)
    value = value_at(file, route[: at + 1])
    if at > 0 and route[at] == "exact" and route[at - 1] in QUOTING:
        value = value_at(file, route[:at])
    document = document_of(corpus, file, route)
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


def _in_context(document: Document, anchor: Anchor) -> str:
    """A quotation of Markdown with the passage in it set off; nothing in it is Markdown itself."""
    text = document.text
    start, end = max(0, anchor.start - _AROUND), min(len(text), anchor.end + _AROUND)
    before = ("…" if start else "") + text[start : anchor.start]
    after = text[anchor.end : end] + ("…" if end < len(text) else "")
    passage = plain(text[anchor.start : anchor.end]).strip()
    shown = f"{plain(before)}**{passage}**{plain(after)}"
    return f"> {shown}\n>\n> — {plain(document.title)}"
