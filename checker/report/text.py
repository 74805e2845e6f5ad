"""The report that an editor reads in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from checker.analysis.program import Severity
from checker.dataclasses import dataclass
from checker.diagnostics.cells import visible
from checker.diagnostics.cells import width as cells
from checker.findings.models import (
    Baseline,
    Evidence,
    Finding,
    Notice,
    Passage,
    Report,
    RuleSummary,
    Suppression,
)
from checker.report._engine import engine_and_reason
from checker.report._excerpt import excerpt
from checker.report._layout import BLANK, Line, Piece, beside, headed, painted, plain

if TYPE_CHECKING:
    from checker.proofs import Proof
    from checker.report.sources import Sources

DEFAULT_WIDTH = 100
"""Columns of a report that is not read in a terminal."""

_NARROWEST, _WIDEST = 60, 200
_NAME = 8
"""Digits of a fingerprint that are shown: enough to name the finding to `checker why`."""

_GAP = 4
_TWO_COLUMNS = 112
"""The width from which the sides of a conflict stand next to each other."""

_WORD = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_MARK = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def render_text(
    report: Report,
    sources: Sources | None = None,
    *,
    width: int = DEFAULT_WIDTH,
    color: bool = False,
    arguments: str = "",
) -> str:
    """The report in lines of at most ``width`` columns (60 to 200), every line ended.

    Under a finding stands the command that shows its proof, with the ``arguments`` under which it
    looks at the same facts and rules; with the ``sources`` the proof itself. The same report gives
    the same text. ``color`` adds the terminal's colours and no more.
    """
    reasons = _Reasons(arguments, sources, sources.proofs(report) if sources else {})
    lines = _page(report, reasons, min(max(width, _NARROWEST), _WIDEST))
    return painted(lines) if color else plain(lines)


def _page(report: Report, reasons: _Reasons, width: int) -> Iterator[Line]:
    titles = {document.id: (document.title, document.path) for document in report.documents}
    for document, group in groupby(report.findings, key=lambda finding: finding.document):
        title, path = titles.get(document or "", ("In no single document", ""))
        yield from _heading(title, path, width)
        yield BLANK
        for finding in group:
            yield from _finding(finding, reasons, width)
    yield from _notices(report.notices, width)
    if report.baseline:
        yield from _absent(report.baseline, width)
    yield from _summary(report, width)


# --- one document ----------------------------------------------------------------------------


def _heading(title: str, path: str, width: int) -> Iterator[Line]:
    yield from headed((), title, "bold", width)
    if path:
        yield from headed((), path, "dim", width)
    yield Line((("─" * width, "dim"),))


def _finding(finding: Finding, reasons: _Reasons, width: int) -> Iterator[Line]:
    severity = finding.severity
    yield Line(
        (
            (_WORD[severity], _STYLE[severity]),
            ("  ", ""),
            (visible(finding.rule), "bold"),
            *_state(finding),
            ("  ", ""),
            (finding.fingerprint[:_NAME], "dim"),
        )
    )
    yield from headed((("  ", ""),), finding.message, "", width)
    if finding.suppression:
        yield from headed((("  reason  ", "green"),), _reason(finding.suppression), "", width)
        yield BLANK
        return
    unplaced = [item for item in finding.evidence if item.passage is None]
    for item in unplaced:
        yield from _unplaced(item, width)
    yield BLANK
    for row in _rows(_merged(finding.evidence), width, _MARK[severity]):
        yield from (line.indented(4) for line in row)
        yield BLANK
    if finding.advice:
        yield from headed((("  advice  ", "green"),), finding.advice, "", width)
    yield from reasons.of(finding, width)
    yield BLANK


def _state(finding: Finding) -> Iterator[Piece]:
    """How the finding stands to a baseline, and whether it is suppressed."""
    if finding.baseline:
        yield f"  {finding.baseline}", "" if finding.counts else "dim"
    if finding.suppression:
        yield "  suppressed", "dim"


def _reason(suppression: Suppression) -> str:
    until = f"until {suppression.expires}, " if suppression.expires else ""
    return f"{suppression.reason} ({until}{suppression.path}:{suppression.line})"


# --- proofs ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reasons:
    """Why findings hold: their proofs, or the command that shows them."""

    arguments: str
    sources: Sources | None
    proofs: Mapping[str, Proof]

    def of(self, finding: Finding, width: int) -> Iterator[Line]:
        head = (("  why     ", "green"),)
        proof = self.proofs.get(finding.fingerprint)
        if self.sources is None or proof is None:
            command = f"checker why {finding.fingerprint[:_NAME]} {self.arguments}"
            yield from headed(head, command, "", width)
            return
        from checker.report.proof import proof_lines, size_of
        from checker.report.sources import SHOWN_DEPTH

        yield from headed(head, size_of(proof), "", width)
        yield BLANK
        program, book = self.sources.program, self.sources.book
        for line in proof_lines(proof, program, book, depth=SHOWN_DEPTH, width=width - 4):
            yield line.indented(4)


# --- evidence --------------------------------------------------------------------------------


def _merged(evidence: Iterable[Evidence]) -> list[tuple[str, Evidence, Passage]]:
    """Evidence that has a place, with its caption and the place; what stands in one place is shown
    once, under all its captions."""
    places: dict[tuple[str | None, int, int, str], tuple[list[str], Evidence, Passage]] = {}
    for item in evidence:
        if item.passage is None:
            continue
        place = (item.document, item.passage.start, item.passage.end, item.source)
        captions, *_ = places.setdefault(place, ([], item, item.passage))
        if _caption(item) not in captions:
            captions.append(_caption(item))
    return [(", ".join(captions), item, passage) for captions, item, passage in places.values()]


def _caption(item: Evidence) -> str:
    """The column's name; the kind where the column is a mere letter."""
    return item.kind if len(item.role) == 1 else item.role.replace("_", " ")


def _rows(
    placed: Sequence[tuple[str, Evidence, Passage]], width: int, mark: str
) -> Iterator[Sequence[Line]]:
    """Blocks of evidence, two in a row where there is room."""
    inner = width - 4
    if len(placed) == 1 or width < _TWO_COLUMNS:
        yield from (_block(*one, inner, mark) for one in placed)
        return
    column = (inner - _GAP) // 2
    for at in range(0, len(placed), 2):
        left, *right = (_block(*one, column, mark) for one in placed[at : at + 2])
        yield beside(left, right[0], column, _GAP) if right else left


def _block(caption: str, item: Evidence, passage: Passage, width: int, mark: str) -> list[Line]:
    place = f"{item.path}:{passage.line}:{passage.column}"
    return [
        *_header(visible(caption), visible(_speaker(item)), visible(place), width),
        *(Line((("│ ", "dim"), *line.pieces)) for line in excerpt(passage, width - 2, mark)),
    ]


def _header(caption: str, speaker: str, place: str, width: int) -> list[Line]:
    """What it is, who says it and where: in one line where there is room."""
    said: tuple[Piece, ...] = (("  ", ""), (speaker, "italic")) if speaker else ()
    line = Line(((caption, "bold"), *said, ("  ", ""), (place, "dim")))
    if line.cells <= width:
        return [line]
    return [
        *headed(((f"{caption}  ", "bold"),), speaker, "italic", width),
        *headed((), place, "dim", width),
    ]


def _speaker(item: Evidence) -> str:
    """Who says it, and in which voice."""
    cue = f" (“{item.cue}”)" if item.cue else ""
    match item.voice:
        case "narrator":
            return f"in the narrator's voice{cue}"
        case "direct":
            return f"quoting {item.source}{cue}"
        case "indirect":
            return f"indirectly {item.source}{cue}"
        case _:
            return item.source


def _unplaced(item: Evidence, width: int) -> Iterator[Line]:
    """Evidence without a span: an agent, an event, a document as a whole."""
    where = item.path or ", ".join(filter(None, (f"{item.kind} {item.id}", item.title)))
    head = ((f"    {visible(_caption(item))}  ", "bold"),)
    yield from headed(head, f"{item.label} ({where})", "", width)


# --- the end of the report -------------------------------------------------------------------


def _notices(notices: Sequence[Notice], width: int) -> Iterator[Line]:
    for notice in notices:
        head = ((f"{notice.level}[{notice.code}]", "bold yellow"), ("  ", ""))
        place = f"{notice.path}:{notice.line}:{notice.column}"
        yield from headed(head, f"{place}: {notice.message}", "", width)
        if notice.help:
            yield from headed((("  help  ", "green"),), notice.help, "", width)
    if notices:
        yield BLANK


def _absent(baseline: Baseline, width: int) -> Iterator[Line]:
    """What the baseline lists and is gone."""
    for one in baseline.absent:
        head = (("absent", "bold green"), ("  ", ""), (f"{visible(one.rule)}  ", "bold"))
        yield from headed(head, one.message, "dim", width)
    if baseline.absent:
        yield BLANK


def _summary(report: Report, width: int) -> Iterator[Line]:
    yield from _outcome(report, width)
    yield from headed((), f"Evaluated by {engine_and_reason(report)}", "dim", width)
    yield from _tracked(report, width)


def _outcome(report: Report, width: int) -> Iterator[Line]:
    if report.findings:
        if report.counts.total:
            yield from _table([rule for rule in report.rules if rule.findings])
            yield BLANK
        yield Line(((_closing(report), "bold"),))
        return
    for document in report.documents:
        yield from headed(
            (("checked  ", "green"),), f"{document.title} ({document.path})", "", width
        )
    yield Line(((_clean(report), "bold green"),))


def _table(rules: Iterable[RuleSummary]) -> Iterator[Line]:
    """Rule by severity, the worst first."""
    order = list(Severity)
    rules = sorted(rules, key=lambda rule: (order.index(rule.severity), rule.id))
    columns = [severity for severity in order if any(rule.severity == severity for rule in rules)]
    heads = {severity: f"{_WORD[severity]}s" for severity in columns}
    names = [visible(rule.id) for rule in rules]
    widest = max(cells(name) for name in (*names, "rule"))
    yield Line(
        (
            (_padded("rule", widest), "bold"),
            *((f"  {heads[severity]}", _STYLE[severity]) for severity in columns),
        )
    )
    yield Line((("─" * (widest + sum(2 + len(head) for head in heads.values())), "dim"),))
    for name, rule in zip(names, rules, strict=True):
        counts = (
            f"{rule.findings if rule.severity == severity else '':>{len(heads[severity]) + 2}}"
            for severity in columns
        )
        yield Line(((_padded(name, widest), ""), *((count, "") for count in counts)))


def _padded(text: str, to: int) -> str:
    return text + " " * (to - cells(text))


def _closing(report: Report) -> str:
    counts = report.counts
    parts = [
        _counted(number, word)
        for number, word in (
            (counts.error, "error"),
            (counts.warning, "warning"),
            (counts.info, "note"),
        )
        if number
    ]
    if counts.suppressed:
        parts.append(f"{counts.suppressed:,} suppressed")
    return (
        f"{_counted(counts.total, 'finding')}: {', '.join(parts)}"
        f" in {_counted(len(report.documents), 'document')}"
    )


def _tracked(report: Report, width: int) -> Iterator[Line]:
    """What the findings were held against."""
    if report.day:
        yield from headed((), f"Suppressions as of {report.day}", "dim", width)
    if baseline := report.baseline:
        counts = (
            f"{baseline.new:,} new, {baseline.unchanged:,} unchanged,"
            f" {len(baseline.absent):,} absent"
        )
        yield from headed((), f"Against {baseline.path}: {counts}", "dim", width)


def _clean(report: Report) -> str:
    return (
        f"No findings: {_counted(len(report.rules), 'rule')} on"
        f" {_counted(report.statistics.facts, 'fact')}"
        f" of {_counted(len(report.documents), 'document')}"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
