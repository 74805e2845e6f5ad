"""A triage to read: what to look at first, and what that would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from checker.diagnostics.cells import visible
from checker.findings import Evidence, Finding
from checker.triage.model import Advice, Triage

DEFAULT_WIDTH = 100
"""Columns where nothing says how many there are."""

_MOST_SHOWN = 8
"""Findings named under one piece of advice; the others are counted."""


def render_triage(triage: Triage, *, width: int = DEFAULT_WIDTH) -> str:
    """The triage in lines of about ``width`` columns, every one ended."""
    return "".join(f"{line}\n" for line in _page(triage, width))


def _page(triage: Triage, width: int) -> Iterator[str]:
    total = len(triage.findings)
    if not triage.findings:
        yield "Nothing to look at: no findings of this severity"
        return
    if triage.singles:
        yield f"Look at these first ({_counted(total, 'finding')})"
        yield ""
    for number, advice in enumerate(triage.singles, 1):
        yield f"{number}. would resolve {len(advice.resolves)} of {total}"
        yield from _advice(advice, width)
        yield ""
    if triage.together is not None:
        yield from _together(triage, triage.together, width)
    if triage.unresolved:
        yield "No retraction would resolve these; something has to be added, or the text changed:"
        yield from _findings("", triage.unresolved, width)
        yield ""
    yield from _wrapped(
        "",
        "Would resolve: without the fact, or with another one in its place, the rule is silent."
        " Which fact it is that a desk corrects, the sources have to tell.",
        width,
    )


def _together(triage: Triage, advice: Advice, width: int) -> Iterator[str]:
    count, resolved = len(advice.facts), len(advice.resolves)
    all_of_them = f"would resolve {resolved} of {len(triage.findings)}"
    if count == 1:
        yield f"This one fact {all_of_them}"
    else:
        fewest = "no fewer would" if triage.smallest else "perhaps fewer would as well"
        yield f"These {count} facts together {all_of_them}; {fewest}"
    for fact, resting in zip(advice.facts, advice.resting, strict=True):
        yield from _fact(fact, width)
        named = ", ".join(f"{each.rule} {each.fingerprint[:8]}" for each in resting[:_MOST_SHOWN])
        yield from _wrapped("     for ", named, width)
    yield from _findings("would bring", advice.brings, width)
    yield ""


def _advice(advice: Advice, width: int) -> Iterator[str]:
    for fact in advice.facts:
        yield from _fact(fact, width)
    yield from _findings("would resolve", advice.resolves, width)
    yield from _findings("would bring", advice.brings, width)


def _fact(fact: Evidence, width: int) -> Iterator[str]:
    """What it is, who says it and where; then its words."""
    parts = [f"{fact.kind} {fact.id}"]
    if fact.voice == "narrator":
        parts.append("in the narrator's voice")
    elif fact.source:
        parts.append(fact.source)
    if fact.passage:
        parts.append(f"{fact.path}:{fact.passage.line}:{fact.passage.column}")
    yield from _wrapped("   ", "  ".join(map(_line, parts)), width)
    said = fact.passage.exact if fact.passage else fact.label
    yield from _wrapped("   │ ", _line(said), width)


def _findings(caption: str, findings: Iterable[Finding], width: int) -> Iterator[str]:
    shown = tuple(findings)
    for finding in shown[:_MOST_SHOWN]:
        said = f"{finding.rule} {finding.fingerprint[:8]}: {finding.message}"
        head = f"   {caption}  " if caption else "   "
        yield from _wrapped(head, _line(said), width)
    if len(shown) > _MOST_SHOWN:
        yield f"   … and {len(shown) - _MOST_SHOWN} more"


def _wrapped(head: str, text: str, width: int) -> Iterator[str]:
    hang = head if "│" in head else " " * len(head)
    yield from wrap(
        text, max(40, width), initial_indent=head, subsequent_indent=hang, break_on_hyphens=False
    ) or [head.rstrip()]


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
