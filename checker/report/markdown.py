"""The report in GitHub's Markdown, to paste into an issue or a pull request.

What documents say stands in it as text: nothing of it becomes markup, a link that hides where it
leads, or a mention that calls somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from checker.analysis.program import Severity
from checker.diagnostics.cells import visible
from checker.findings.models import Evidence, Finding, Notice, Passage, Report
from checker.report._engine import engine_and_reason
from checker.report._plain import counted, encodable, one_line

if TYPE_CHECKING:
    from checker.report.sources import Sources

ROOM = 65_000
"""Characters that fit into a comment on GitHub (65,536), with some left to write beside it."""

_WORD = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LONGEST = 400
"""Code points of a quote or message that are shown."""

_MARKS = re.compile(r"[\\`*_\[\]|~#$]")
_AT_THE_START = re.compile(r"^(\d*)([-+=.)])")
"""What a line may not begin with: a list's mark, or the rule under a heading."""

_MENTION = re.compile(r"(?<=[@#])(?=\w)|(?<=\bGH)(?=-\d)", re.IGNORECASE)
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render_markdown(report: Report, sources: Sources | None = None, *, room: int = ROOM) -> str:
    """The report in at most about ``room`` characters, ended by a newline.

    All findings stand in one table, their evidence folded below it, with their proofs where the
    ``sources`` are given, of the worst findings first and as many as fit. What else does not fit
    is counted in a last line, evidence before findings.
    """
    parts = [f"## Checker: {_headline(report)}\n\n"]
    closing = f"Evaluated by {engine_and_reason(report)}.\n"
    tail = "".join((*_absent(report), *_notices(report.notices)))
    left = room - len(parts[0]) - min(len(tail), room // 4) - len(closing) - _LAST_LINE
    if len(tail) > room // 4:
        tail = _cut_lines(tail, room // 4)
    if report.findings:
        parts.append("| | rule | where | what |\n|---|---|---|---|\n")
    table = [_row(finding) for finding in report.findings]
    shown = _fitting(table, left)
    parts += [*table[:shown], "\n"] if table else []
    left -= sum(map(len, table[:shown]))
    folded = [_folded(finding, "") for finding in report.findings[:shown]]
    spare = left - sum(map(len, folded))
    if sources and shown == len(table) and spare > 0:
        folded = _with_proofs(report, folded, _proofs(report, sources), spare)
    unfolded = _fitting(folded, left) if shown == len(table) else 0
    parts += folded[:unfolded]
    if unfolded < len(table):
        parts.append(_left_out(len(table) - shown, len(table) - unfolded))
    return "".join((*parts, tail)).rstrip("\n") + f"\n\n{closing}"


_LAST_LINE = 200


def escaped(text: str) -> str:
    """A text on one line that Markdown shows as it is, and that mentions nobody."""
    text = _MENTION.sub("\u200b", visible(one_line(text)))
    text = _AT_THE_START.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", text))
    return text.translate(_HTML)


# --- the table -------------------------------------------------------------------------------


def _headline(report: Report) -> str:
    counts = report.counts
    if not report.findings:
        return (
            f"no findings, {counted(len(report.rules), 'rule')} on"
            f" {counted(len(report.documents), 'document')}"
        )
    parts = [
        counted(number, word)
        for number, word in (
            (counts.error, "error"),
            (counts.warning, "warning"),
            (counts.info, "note"),
        )
        if number
    ]
    if counts.suppressed:
        parts.append(f"{counts.suppressed:,} suppressed")
    if report.baseline:
        baseline = report.baseline
        parts.append(
            f"{baseline.new:,} new, {baseline.unchanged:,} unchanged,"
            f" {len(baseline.absent):,} absent against the baseline"
        )
    return f"{counted(len(report.findings), 'finding')}: {', '.join(parts)}"


def _row(finding: Finding) -> str:
    first = next((item for item in finding.evidence if item.passage), None)
    where = _place(first, first.passage) if first and first.passage else ""
    return f"| {_state(finding)} | {_code(finding.rule)} | {where} | {_text(finding.message)} |\n"


def _state(finding: Finding) -> str:
    word = _WORD[finding.severity]
    if finding.suppression:
        return f"~~{word}~~ suppressed"
    shown = f"**{word}**" if finding.severity is Severity.ERROR else word
    return f"{shown}, {finding.baseline}" if finding.baseline else shown


def _place(item: Evidence, passage: Passage) -> str:
    return _code(f"{item.path}:{passage.line}:{passage.column}")


# --- the evidence ----------------------------------------------------------------------------


def _proofs(report: Report, sources: Sources) -> Mapping[str, str]:
    """The proof of each finding to unfold, by fingerprint."""
    from checker.report.proof import render_proofs

    return {name: _block(tree) for name, tree in render_proofs(report, sources).items()}


def _with_proofs(
    report: Report, folded: Sequence[str], proofs: Mapping[str, str], spare: int
) -> list[str]:
    """The folded findings, the worst of them with their proofs, by ``spare`` characters longer at
    most."""
    full = list(folded)
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    findings = report.findings
    for number in sorted(range(len(full)), key=lambda number: ranks[findings[number].severity]):
        proof = proofs.get(findings[number].fingerprint)
        if proof is not None:
            longer = _folded(findings[number], proof)
            spare -= len(longer) - len(full[number])
            if spare < 0:
                break
            full[number] = longer
    return full


def _block(text: str) -> str:
    """A text of several lines as code, between fences longer than any in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = (encodable(line) for line in text.splitlines())
    return "\n".join(
        (
            "<details>",
            "<summary>Proof</summary>",
            "",
            f"{fence}text",
            *lines,
            fence,
            "",
            "</details>",
        )
    )


def _folded(finding: Finding, proof: str) -> str:
    """A finding to unfold. The blank lines let GitHub read Markdown inside of HTML."""
    lines = [
        "<details>",
        f"<summary>{_WORD[finding.severity]} {_html(finding.rule)}:"
        f" {_html(_shortened(finding.message))}</summary>",
        "",
        *_evidence(finding.evidence),
    ]
    if finding.suppression:
        until = f" until {finding.suppression.expires}" if finding.suppression.expires else ""
        lines += [f"Suppressed{until}: {_text(finding.suppression.reason)}", ""]
    if finding.advice:
        lines += [f"*Advice:* {_text(finding.advice)}", ""]
    if proof:
        lines += [proof, ""]
    lines += [f"Fingerprint {_code(finding.fingerprint)}", "", "</details>", "", ""]
    return "\n".join(lines)


def _evidence(evidence: Iterable[Evidence]) -> Iterator[str]:
    for item in evidence:
        head = escaped(item.role.replace("_", " ") if len(item.role) > 1 else item.kind)
        said = ", ".join(escaped(text) for text in (item.source, item.cue) if text)
        spoken = f" ({said})" if said else ""
        if item.passage is None:
            yield f"- {head}{spoken}: {_text(item.label)}"
            continue
        yield f"- {head}{spoken}, {_place(item, item.passage)}"
        yield f"  > {_text(item.passage.exact)}"
    yield ""


# --- the end ---------------------------------------------------------------------------------


def _absent(report: Report) -> Iterator[str]:
    absent = report.baseline.absent if report.baseline else ()
    if absent:
        yield f"### Absent: {counted(len(absent), 'finding')} of the baseline\n\n"
        for one in absent:
            yield f"- {_code(one.rule)} {_text(one.message)}\n"
        yield "\n"


def _notices(notices: Sequence[Notice]) -> Iterator[str]:
    if notices:
        yield "### About the files\n\n"
    for notice in notices:
        place = _code(f"{notice.path}:{notice.line}:{notice.column}")
        yield f"- {place} {escaped(notice.code)}: {_text(notice.message)}\n"


def _left_out(findings: int, evidence: int) -> str:
    if findings:
        return f"*{counted(findings, 'more finding')} did not fit here, nor did the evidence.*\n\n"
    return f"*The evidence of {counted(evidence, 'finding')} did not fit here.*\n\n"


def _fitting(parts: Sequence[str], room: int) -> int:
    """How many of the parts fit."""
    for number, part in enumerate(parts):
        room -= len(part)
        if room < 0:
            return number
    return len(parts)


def _cut_lines(text: str, room: int) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[: _fitting(lines, room)]) + "- ...\n"


# --- pieces ----------------------------------------------------------------------------------


def _text(text: str) -> str:
    return escaped(_shortened(text))


def _shortened(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _html(text: str) -> str:
    """A text inside of an HTML block, where Markdown's marks are none."""
    return _MENTION.sub("\u200b", visible(one_line(text)).translate(_HTML))


def _code(text: str) -> str:
    """A text as code. A span between backticks ends at one, and in a table at a bar."""
    shown = visible(one_line(text))
    return f"<code>{escaped(text)}</code>" if {"`", "|"} & {*shown} else f"`{shown}`"
