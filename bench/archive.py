"""An archive of documents in tables of facts, and all shipped packs over it.

Eight documents report of an event, two claims each: how many were killed, and that somebody was
to blame. One event in twenty has a figure that lies apart, some claims have no named source, and
a document may lean on the one before it.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from statistics import median

from bench.measuring import Cost, run

Row = tuple[str | int | float, ...]

_PER_EVENT = 8
_FIRST_DAY = 10_957  # 1 January 2000
_PUBLISHERS = 40


def measure_archive(
    documents: int, folder: Path, runs: int, *, engine: str = "duckdb", patience: float = 600.0
) -> tuple[int, Cost]:
    """How many findings an audit of the archive has, and what it costs."""
    facts, report = folder / "facts", folder / "report.json"
    if not facts.exists():
        write_archive(documents, facts)
    options = ["--engine", engine, "--format", "json", "--output", str(report)]
    command = [sys.executable, "-m", "checker", "audit", str(facts), "--fail-on", "never", *options]
    costs = [run(command, patience) for _ in range(runs)]
    seconds = [cost.seconds for cost in costs if cost.seconds is not None]
    if len(seconds) < runs:
        return 0, Cost(None, 0.0, 0.0)
    findings = json.loads(report.read_text())["findings"]
    processor = median(cost.processor for cost in costs)
    return len(findings), Cost(median(seconds), processor, max(cost.megabytes for cost in costs))


def write_archive(documents: int, folder: Path) -> None:
    """The tables of the archive, one CSV file a relation."""
    folder.mkdir(parents=True)
    rows: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    for relation, row in _archive(documents):
        rows[relation].append(row)
    for relation, columns in _COLUMNS.items():
        with (folder / f"{relation}.csv").open("w", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(columns.split())
            table.writerows(rows[relation])


_COLUMNS: Mapping[str, str] = {
    "agent": "agent name kind",
    "document": "document title publisher kind language",
    "document_published": "document first_day last_day",
    "derivation": "document origin how",
    "event": "event name kind",
    "functional_measure": "measure",
    "claim": "claim document source voice kind",
    "claim_text": "claim text",
    "claim_words": "claim words",
    "attribution": "claim level source cue",
    "proposition": "claim subject predicate object",
    "claim_topic": "claim topic aspect",
    "claim_polarity": "claim polarity",
    "claim_tense": "claim tense",
    "claim_time": "claim first_day last_day",
    "claim_event": "claim event",
    "factuality": "claim holder certainty polarity",
    "evidence": "claim kind reference",
    "quantity": "quantity claim measure low high unit",
    "quantity_written": "quantity low high unit",
    "quantity_qualifier": "quantity qualifier",
    "quantity_aggregation": "quantity aggregation",
}


def _archive(documents: int) -> Iterator[tuple[str, Row]]:
    random = Random(4)
    for number in range(_PUBLISHERS):
        yield "agent", (f"paper-{number}", f"Paper {number}", "organisation")
    for event in range(-(-documents // _PER_EVENT)):
        yield "event", (f"e{event}", f"accident {event}", "accident")
        yield "functional_measure", (_measure(event),)
        for kind in ("police", "operator"):
            yield "agent", (f"{kind}-{event}", f"{kind.title()} {event}", "organisation")
    for number in range(documents):
        yield from _document(number, random)


def _document(number: int, random: Random) -> Iterator[tuple[str, Row]]:
    event, place = divmod(number, _PER_EVENT)
    document, publisher = f"doc{number}", f"paper-{random.randrange(_PUBLISHERS)}"
    day = _FIRST_DAY + event % 9_000
    yield "document", (document, f"Report {number}", publisher, "article", "en")
    yield "document_published", (document, day + place, day + place)
    if place and random.random() < 0.3:
        yield "derivation", (document, f"doc{number - 1}", "quoted")
    killed = 10 + event % 50 + (7 if event % 20 == 0 and place == 3 else 0)
    source = f"police-{event}" if random.random() < 0.95 else publisher
    yield from _claim(f"{document}-killed", document, source, event, day)
    text = f"{killed} people were killed in accident {event}"
    yield from _said(f"{document}-killed", text, _measure(event))
    quantity = f"{document}-q"
    yield "quantity", (quantity, f"{document}-killed", _measure(event), killed, killed, "1")
    yield "quantity_written", (quantity, killed, killed, "{person}")
    yield "quantity_qualifier", (quantity, "exact")
    yield "quantity_aggregation", (quantity, "total")
    yield from _claim(f"{document}-blame", document, f"operator-{event}", event, day)
    text = f"the crew was to blame for accident {event}"
    yield from _said(f"{document}-blame", text, f"blame for accident {event}")


def _measure(event: int) -> str:
    return f"people killed in accident {event}"


def _claim(
    claim: str, document: str, source: str, event: int, day: int
) -> Iterator[tuple[str, Row]]:
    yield "claim", (claim, document, source, "indirect", "report")
    yield "attribution", (claim, 0, source, "said")
    yield "proposition", (claim, f"crew {event}", "caused", f"accident {event}")
    yield "claim_polarity", (claim, "positive")
    yield "claim_tense", (claim, "past")
    yield "claim_time", (claim, day, day)
    yield "claim_event", (claim, f"e{event}")
    yield "factuality", (claim, source, "CT", "+")
    yield "evidence", (claim, "document", "record")


def _said(claim: str, text: str, topic: str) -> Iterator[tuple[str, Row]]:
    yield "claim_text", (claim, text)
    yield "claim_words", (claim, f" {text} ")
    yield "claim_topic", (claim, topic, "number")
