"""Fact files of what was extracted: YAML, the same bytes for the same facts.

One record a block, one field a line, its value in the flow style that YAML shares with JSON.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from checker.documents.model import SourceDocument
from checker.documents.offsets import OffsetMap
from checker.extraction.protocol import Record, own_id
from checker.facts.tree import Value

TEXTS = "texts"
"""The folder beside fact files for texts that do not stand as they are in a file."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_:.-]*[A-Za-z0-9_-]\Z|[A-Za-z]\Z")
_RESERVED = frozenset("true false null yes no on off y n none".split())  # noqa: SIM905
_NOT_IN_YAML = re.compile("[\x7f-\x9f\ufeff\ufffe\uffff]")


def bundle(
    document: SourceDocument,
    sections: Mapping[str, Sequence[Record]],
    text: Record,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
    beside: Sequence[str] = (),
) -> str:
    """A fact file; ``text`` says where the document's text is (``text`` or ``content``).

    ``elsewhere`` has the ids of agents that other files have, by those that they would have here;
    ``beside`` are the names of these files.
    """
    publisher = publisher_of(document)
    agents = list(sections.get("agents", ()))
    if publisher and publisher["id"] not in elsewhere:
        agents.insert(0, publisher)
    named = " and ".join(name if _PLAIN.match(name) else json.dumps(name) for name in beside)
    note = [f"# Some of its agents stand in {named} beside it."] if beside else []
    lines = [*note, "checker: 1", "", "documents:", *_record(_document(document, text, elsewhere))]
    for section, records in {**sections, "agents": agents}.items():
        if records:
            lines += ["", f"{section}:"]
            for record in records:
                lines += _record(record)
    return "\n".join(lines) + "\n"


def publisher_of(document: SourceDocument) -> Record | None:
    """The agent that a document names as its publisher."""
    name = document.metadata.publisher
    return {"id": own_id(document, "publisher"), "name": name, "kind": "outlet"} if name else None


def _document(document: SourceDocument, text: Record, elsewhere: Mapping[str, str]) -> Record:
    said = document.metadata
    record: dict[str, Value] = {"id": document.id, "title": said.title, **text}
    record["sha256"] = document.sha256
    if said.publisher:
        own = own_id(document, "publisher")
        record["publisher"] = elsewhere.get(own, own)
    if said.published:
        record["published"] = said.published
    if said.language:
        record["language"] = said.language
    return record


def _record(record: Record) -> Iterator[str]:
    lead = "  - "
    for name, value in record.items():
        yield f"{lead}{name}: {_value(value)}"
        lead = "    "


def _value(value: Value) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, dict):
        parts = (f"{_text(name)}: {_value(each)}" for name, each in value.items())
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value)


def _text(text: str) -> str:
    if _PLAIN.match(text) and text.lower() not in _RESERVED:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


# --- where the text stands -------------------------------------------------------------------


def files(
    document: SourceDocument,
    sections: Mapping[str, Sequence[Record]],
    folder: Path,
    root: Path,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
    beside: Sequence[str] = (),
) -> dict[Path, bytes]:
    """The files to write: the facts, and the text with its offsets where it has to be copied.

    A document inside of the project that stands as it is in its file is named where it is.
    """
    path = folder / f"{document.id}.yaml"
    if document.is_verbatim and _is_below(document.path, root):
        there = os.path.relpath(os.path.realpath(document.path), os.path.realpath(folder))
        text = bundle(document, sections, {"text": Path(there).as_posix()}, elsewhere, beside)
        return {path: text.encode("utf-8")}
    copy = f"{TEXTS}/{document.id}.txt"
    return {
        path: bundle(document, sections, {"text": copy}, elsewhere, beside).encode("utf-8"),
        folder / copy: _copied(document).encode("utf-8"),
        folder / TEXTS / f"{document.id}.offsets.json": _offsets(document).encode("utf-8"),
    }


def _is_below(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _copied(document: SourceDocument) -> str:
    head = (
        f"source: {_text(document.name)}",
        f"format: {document.format}",
        f"source_sha256: {document.source_sha256}",
    )
    return "\n".join(("---", *head, "---", "", document.text))


def _offsets(document: SourceDocument) -> str:
    """Runs of the text and where they stand: [start, end, source start, source end, page]."""
    value = {
        "source": document.name,
        "format": str(document.format),
        "source_sha256": document.source_sha256,
        "sha256": document.sha256,
        "runs": _runs(document.offsets),
    }
    return json.dumps(value, ensure_ascii=False) + "\n"


def _runs(offsets: OffsetMap) -> list[list[int]]:
    return [
        [run.start, run.end, run.source_start, run.source_end, run.page] for run in offsets.runs
    ]
