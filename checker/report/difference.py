"""What changed between two runs: as text to read, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.diagnostics.cells import visible
from checker.findings.models import Finding
from checker.report._plain import counted, one_line
from checker.report.json import plain, written
from checker.tracking.comparison import Change, Difference, RowChange


def render_difference_json(difference: Difference) -> str:
    """The difference as JSON, ended by a newline."""
    return written(plain(difference))


def render_difference(difference: Difference) -> str:
    """The difference as text: what went, what came, what changed, then how much."""
    return "".join(f"{line}\n" for line in _page(difference))


def _page(difference: Difference) -> Iterator[str]:
    for heading, mark, changes in (
        ("Gone", "-", difference.went),
        ("New", "+", difference.came),
        ("Changed", "~", difference.changed),
    ):
        if changes:
            yield f"{heading}: {counted(len(changes), 'finding')}"
            yield ""
            for change in changes:
                yield from _change(change, mark)
                yield ""
    if difference.is_empty:
        yield f"The same {counted(difference.unchanged, 'finding')} in both."
        return
    yield (
        f"{len(difference.went):,} gone, {len(difference.came):,} new,"
        f" {len(difference.changed):,} changed, {difference.unchanged:,} unchanged"
    )


def _change(change: Change, mark: str) -> Iterator[str]:
    if change.old and change.new:
        yield f"{mark} {_head(change.new)}"
        yield from _words("-", change.old)
        yield from _words("+", change.new)
    else:
        for finding in filter(None, (change.old, change.new)):
            yield f"{mark} {_head(finding)}"
            yield from _words(" ", finding)
    if change.facts:
        yield "    facts"
        yield from (f"      {_row(one)}" for one in change.facts)
        if change.more_facts:
            yield f"      and {change.more_facts:,} more"


def _head(finding: Finding) -> str:
    return visible(f"{finding.severity}  {finding.rule}  [{finding.fingerprint}]")


def _words(mark: str, finding: Finding) -> Iterator[str]:
    yield f"  {mark} {visible(one_line(finding.message))}"
    places: Sequence[str] = list(
        dict.fromkeys(
            f"{item.path}:{item.passage.line}:{item.passage.column}"
            for item in finding.evidence
            if item.passage
        )
    )
    if places:
        yield f"    {visible(', '.join(places))}"


def _row(change: RowChange) -> str:
    cells = ", ".join(_cell(value) for value in change.row)
    return f"{'+' if change.change == 'added' else '-'} {change.relation}({cells})"


def _cell(value: str | int | float) -> str:
    return f'"{visible(value)}"' if isinstance(value, str) else repr(value)
