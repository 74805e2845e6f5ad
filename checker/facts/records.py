"""The records of all files of a corpus, by kind and id, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, Label, Span
from checker.facts import errors
from checker.facts.files import FactFile
from checker.facts.models import (
    AgentRecord,
    Bundle,
    ClaimRecord,
    DateRecord,
    DeskRecord,
    DocumentRecord,
    EventRecord,
    Extraction,
    PledgeRecord,
    QuantityRecord,
    WordingRecord,
)
from checker.facts.tree import Route
from checker.facts.validation import CheckedFile

R = TypeVar("R", covariant=True)
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A record and where it stands."""

    record: R
    file: FactFile
    route: Route

    def at(self, *steps: str | int) -> Span:
        """The span of a part of the record."""
        return self.file.places.value((*self.route, *steps))


@dataclass(frozen=True, slots=True)
class Records:
    """A corpus as it is written, ordered by id.

    ``extractions`` says who extracted a claim, where that is known; ``faulty_ids`` are the ids
    of records that were refused.
    """

    documents: Mapping[str, Placed[DocumentRecord]]
    agents: Mapping[str, Placed[AgentRecord]]
    events: Mapping[str, Placed[EventRecord]]
    claims: Mapping[str, Placed[ClaimRecord]]
    quantities: Mapping[str, Placed[QuantityRecord]]
    wordings: Mapping[str, Placed[WordingRecord]]
    dates: Mapping[str, Placed[DateRecord]]
    pledges: Mapping[str, Placed[PledgeRecord]]
    desks: tuple[Placed[DeskRecord], ...]
    extractions: Mapping[str, Extraction]
    faulty_ids: frozenset[str]


_T = TypeVar(
    "_T",
    DocumentRecord,
    AgentRecord,
    EventRecord,
    ClaimRecord,
    QuantityRecord,
    WordingRecord,
    DateRecord,
    PledgeRecord,
)


def gather(files: Iterable[CheckedFile]) -> tuple[Records, list[Diagnostic]]:
    """The records of all files; an id that is given twice is a fault."""
    files = list(files)
    faults: list[Diagnostic] = []
    claims = _section("claim", _placed(files, "claims", lambda b: b.claims), faults)
    quantities = [
        Placed(quantity, claim.file, (*claim.route, "quantities", number))
        for claim in claims.values()
        for number, quantity in enumerate(claim.record.quantities)
    ]
    records = Records(
        _section("document", _placed(files, "documents", lambda b: b.documents), faults),
        _section("agent", _placed(files, "agents", lambda b: b.agents), faults),
        _section("event", _placed(files, "events", lambda b: b.events), faults),
        claims,
        _section("quantity", quantities, faults),
        _section("wording", _placed(files, "wordings", lambda b: b.wordings), faults),
        _section("date", _placed(files, "dates", lambda b: b.dates), faults),
        _section("pledge", _placed(files, "pledges", lambda b: b.pledges), faults),
        tuple(_placed(files, "desk", lambda b: b.desk)),
        {
            claim.id: extraction
            for file in files
            for claim in file.bundle.claims
            if (extraction := claim.extraction or file.bundle.extraction) is not None
        },
        frozenset().union(*(file.faulty_ids for file in files)),
    )
    return records, faults


def _placed(
    files: Iterable[CheckedFile], section: str, of: Callable[[Bundle], Iterable[_R]]
) -> list[Placed[_R]]:
    return [
        Placed(record, file.file, file.route(section, number))
        for file in files
        for number, record in enumerate(of(file.bundle))
    ]


def _section(
    kind: str, placed: Iterable[Placed[_T]], faults: list[Diagnostic]
) -> dict[str, Placed[_T]]:
    """Records by id, in the order of ids."""
    found: dict[str, Placed[_T]] = {}
    for item in placed:
        first = found.setdefault(item.record.id, item)
        if first is not item:
            faults.append(
                errors.DUPLICATE_ID.at(
                    item.at("id"),
                    f"two records of kind {kind} have the id `{item.record.id}`",
                    label="again here",
                    related=[Label(first.at("id"), "first here")],
                    help="rename one of them and what refers to it, or remove it",
                )
            )
    return dict(sorted(found.items()))
