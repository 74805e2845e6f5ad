"""A review under way: the claims of some fact files, and decisions about them, one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Diagnostic, DiagnosticError, DiagnosticKind, Source, Span
from checker.facts.corpus import Inspection, inspect
from checker.facts.documents import Anchor, Document
from checker.facts.files import FactFile, find_files, parse_file, read_text, shown
from checker.facts.models import ClaimRecord, Extraction
from checker.facts.records import Placed
from checker.facts.tree import Value
from checker.files import write_files
from checker.reviewing.decisions import Decision, Verdict
from checker.reviewing.errors import CHANGED_FILE, LAYOUT, NO_RECORD, NO_SUCH_CLAIM
from checker.reviewing.layouts import Fields, layout_of


@dataclass(frozen=True, slots=True)
class ClaimUnderReview:
    """A claim, where it stands in its document (code points), its record's text, and who
    extracted it."""

    record: ClaimRecord
    anchor: Anchor
    text: str
    file: str
    extraction: Extraction | None


class Session:
    """The files under review, as they are on disk, and the claims in them.

    Raises :class:`DiagnosticError` with everything that is wrong with the files.
    """

    def __init__(self, paths: Sequence[Path], *, root: Path) -> None:
        self._root = root
        found, faults = find_files(paths, root)
        if faults:
            raise DiagnosticError(faults)
        self._paths = {shown(path, root): Path(os.path.realpath(path)) for path in found}
        self._files, self._inspection = self._read()

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents that claims stand in, by id."""
        return self._inspection.documents

    def claims(self) -> Iterator[ClaimUnderReview]:
        """The claims in the order of their documents' texts."""
        anchors = self._inspection.guarded.anchors
        claims = self._inspection.records.claims.values()
        placed = [(claim, anchors["claim", claim.record.id]) for claim in claims]
        placed.sort(key=lambda each: (each[1].document, each[1].start, each[0].record.id))
        for claim, anchor in placed:
            yield ClaimUnderReview(
                claim.record,
                anchor,
                layout_of(claim.file).record(_number(claim)),
                claim.file.source.name,
                self._inspection.records.extractions.get(claim.record.id),
            )

    def agents(self) -> dict[str, str]:
        """The names of agents, by id."""
        return {name: agent.record.name for name, agent in self._inspection.records.agents.items()}

    def decide(self, decision: Decision) -> None:
        """Save a decision in the claim's file, whole or not at all.

        Raises :class:`DiagnosticError` where the claim is none of those under review, where its
        file is no longer what was read, and with everything that would be wrong with the files;
        :class:`OSError` where the file cannot be written.
        """
        claim = self._inspection.records.claims.get(decision.claim)
        if claim is None:
            raise _refused(NO_SUCH_CLAIM, f"no claim has the id `{decision.claim}`", "reload")
        path = self._paths[claim.file.source.name]
        if read_text(path, claim.file.source.name).text != claim.file.source.text:
            self._files, self._inspection = self._read()
            raise _refused(
                CHANGED_FILE,
                f"`{claim.file.source.name}` was changed by something else in between",
                "look at the claim as it is now, and decide again",
            )
        edited = _edited(claim, decision)
        file = parse_file(Source(claim.file.source.name, edited), path)
        if _told(file.sections) != _told(_expected(claim, decision)):
            raise _refused(
                LAYOUT,
                f"claim `{decision.claim}` cannot be edited without touching other lines",
                f"edit `{claim.file.source.name}` by hand, or write each claim on lines of its own",
            )
        files = {**self._files, file.source.name: file}
        inspection = inspect(files.values(), (), self._root)
        if inspection.faults:
            raise DiagnosticError(inspection.faults)
        write_files({path: edited.encode("utf-8")})
        self._files, self._inspection = files, inspection

    def _read(self) -> tuple[Mapping[str, FactFile], Inspection]:
        files = {
            name: parse_file(read_text(path, name), path) for name, path in self._paths.items()
        }
        inspection = inspect(files.values(), (), self._root)
        if inspection.faults:
            raise DiagnosticError(inspection.faults)
        return files, inspection


def _number(claim: Placed[ClaimRecord]) -> int:
    number = claim.route[1]
    assert isinstance(number, int), "claims stand in a list"
    return number


def _edited(claim: Placed[ClaimRecord], decision: Decision) -> str:
    layout = layout_of(claim.file)
    match decision.verdict:
        case Verdict.ACCEPTED:
            return layout.reviewed(_number(claim), _review(decision))
        case Verdict.CORRECTED:
            _corrected(claim, decision)  # refused before it is put in anywhere
            return layout.replaced(_number(claim), decision.text, _review(decision))
        case Verdict.REJECTED:
            return layout.rejected(_number(claim), _rejection(claim, decision))


def _expected(claim: Placed[ClaimRecord], decision: Decision) -> dict[str, Value]:
    """What the file should hold once the decision is in it."""
    sections = dict(claim.file.sections)
    claims = sections["claims"]
    assert isinstance(claims, list), "claims stand in a list"
    before, after = claims[: _number(claim)], claims[_number(claim) + 1 :]
    if decision.verdict is Verdict.REJECTED:
        earlier = sections.get("rejected")
        others = earlier if isinstance(earlier, list) else []
        sections["rejected"] = [*others, dict(_rejection(claim, decision))]
        sections["claims"] = [*before, *after]
        return sections
    record = (
        _corrected(claim, decision)
        if decision.verdict is Verdict.CORRECTED
        else claims[_number(claim)]
    )
    assert isinstance(record, dict), "a record that was read is a mapping"
    sections["claims"] = [*before, {**record, "review": dict(_review(decision))}, *after]
    return sections


def _told(sections: Mapping[str, Value]) -> dict[str, Value]:
    """What a file holds: empty sections hold nothing, and rejections are in no order."""
    told = {name: records for name, records in sections.items() if records != []}
    rejected = told.get("rejected")
    if isinstance(rejected, list):
        told["rejected"] = [*sorted(rejected, key=str)]
    return told


def _corrected(claim: Placed[ClaimRecord], decision: Decision) -> dict[str, Value]:
    """The record that a reviewer wrote."""
    suffix = Path(claim.file.source.name).suffix
    name = f"correction{'.json' if suffix == '.jsonl' else suffix}"
    file = parse_file(Source(name, decision.text), Path(name))
    if file.sections.get("id") != claim.record.id or "review" in file.sections:
        raise _refused(
            NO_RECORD,
            f"the correction is no record of claim `{claim.record.id}`",
            f"keep `id: {claim.record.id}`, which other records may refer to; `review` is written"
            " for you",
        )
    return file.sections


def _review(decision: Decision) -> Fields:
    fields = {
        "by": decision.by,
        "day": decision.day.isoformat(),
        "decision": decision.verdict.value,
    }
    return {**fields, **({"note": decision.note} if decision.note else {})}


def _rejection(claim: Placed[ClaimRecord], decision: Decision) -> Fields:
    fields = {
        "claim": claim.record.id,
        "document": claim.record.document,
        "span": claim.record.span.exact,
        "by": decision.by,
        "day": decision.day.isoformat(),
    }
    return {**fields, **({"note": decision.note} if decision.note else {})}


def _refused(kind: DiagnosticKind, message: str, mend: str) -> DiagnosticError:
    found: Diagnostic = kind.at(Span(Source("review", ""), 0, 0), message, help=mend)
    return DiagnosticError([found])
