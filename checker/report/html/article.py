"""A document's text with what is found in it marked where it stands.

Findings and statements overlap as they like, and HTML's elements nest: so both are cut into
stretches that do not overlap, each with all that holds of it. A mark names its place and not its
findings. Which findings stand at a place is looked up when it is asked for; ten thousand findings
on one sentence are ten thousand entries once, and not once for each of its stretches.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from checker.analysis.program import Severity
from checker.facts import Document
from checker.report.html.markup import Child, Markup, element
from checker.report.html.speakers import Speakers, Utterance

SEVERITIES = tuple(Severity)
"""The worst first."""

_HARD_WRAPPED = 100
"""Columns: a text whose lines are all shorter was wrapped by hand, and blank lines part its
paragraphs. In other texts every line is a paragraph."""

_DEEPEST = 3
_LONG = 60_000
_RUN = 12_000
"""Code points: the paragraphs of a long text stand in runs of about this length, which a browser
lays out when they come into view."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage that a finding rests on."""

    start: int
    end: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text under the same passages: the worst severity among them, and how many they are."""

    start: int
    end: int
    severity: Severity
    depth: int


def article(
    number: int, document: Document, speakers: Speakers, marked: Iterable[Marked]
) -> Markup:
    """The text of the document with this number in the page's data."""
    text = document.text
    marks = _stretches(marked, len(text))
    voices = _voices(speakers.utterances.get(document.id, ()), len(text))
    blocks = [
        (start, _paragraph(document, start, end, marks, voices, speakers))
        for start, end, marks, voices in _by_paragraph(paragraphs(text), marks, voices)
    ]
    if len(text) <= _LONG:
        return element("div", {"class": "text", "data-doc": number}, (block for _, block in blocks))
    runs = groupby(blocks, key=lambda block: block[0] // _RUN)
    return element(
        "div",
        {"class": "text long", "data-doc": number},
        (element("div", {"class": "run"}, [block for _, block in run]) for _, run in runs),
    )


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of a text begin and end, line breaks around them left out."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    filled = [(start, end) for start, end in lines if not text[start:end].isspace() and end > start]
    if any(end - start > _HARD_WRAPPED for start, end in filled):
        return filled
    joined: list[tuple[int, int]] = []
    for start, end in filled:
        if joined and joined[-1][1] + 1 == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


# --- stretches -------------------------------------------------------------------------------


def _stretches(marked: Iterable[Marked], length: int) -> list[_Stretch]:
    """The passages cut where another one begins or ends."""
    changes: dict[int, list[int]] = {}
    for passage in marked:
        start, end = max(0, passage.start), min(passage.end, length)
        if start < end:
            rank = SEVERITIES.index(passage.severity)
            changes.setdefault(start, [0] * len(SEVERITIES))[rank] += 1
            changes.setdefault(end, [0] * len(SEVERITIES))[rank] -= 1
    found: list[_Stretch] = []
    open_now = [0] * len(SEVERITIES)
    places = sorted(changes)
    for place, following in pairwise(places):
        open_now = [now + change for now, change in zip(open_now, changes[place], strict=True)]
        worst = next((rank for rank, count in enumerate(open_now) if count), None)
        if worst is not None:
            found.append(_Stretch(place, following, SEVERITIES[worst], sum(open_now)))
    return found


def _voices(utterances: Iterable[Utterance], length: int) -> list[Utterance]:
    """Utterances cut so that one speaks at each place: the words of a quotation are its speaker's,
    others those of the shortest statement around them."""
    waiting = sorted(utterances, key=lambda one: one.start)
    places = sorted({at for one in waiting for at in (one.start, min(one.end, length))})
    heard: list[tuple[tuple[bool, int, bool, str], Utterance]] = []
    found: list[Utterance] = []
    at = 0
    for place, following in pairwise(places):
        while at < len(waiting) and waiting[at].start <= place:
            heapq.heappush(heard, (_precedence(waiting[at]), waiting[at]))
            at += 1
        while heard and heard[0][1].end <= place:
            heapq.heappop(heard)
        if not heard or heard[0][1].voice == "narrator":
            continue
        speaker = heard[0][1]
        last = found[-1] if found else None
        if last and last.end == place and last.claim == speaker.claim:
            found[-1] = Utterance(last.start, following, last.claim, last.agent, last.voice)
        else:
            found.append(Utterance(place, following, speaker.claim, speaker.agent, speaker.voice))
    return found


def _precedence(one: Utterance) -> tuple[bool, int, bool, str]:
    return one.voice != "direct", one.end - one.start, one.voice == "narrator", one.claim


def _by_paragraph(
    places: Sequence[tuple[int, int]], marks: Sequence[_Stretch], voices: Sequence[Utterance]
) -> Iterator[tuple[int, int, list[_Stretch], list[Utterance]]]:
    """Each paragraph with the stretches that touch it. All are in the order of the text."""
    mark = voice = 0
    for start, end in places:
        while mark < len(marks) and marks[mark].end <= start:
            mark += 1
        while voice < len(voices) and voices[voice].end <= start:
            voice += 1
        last_mark, last_voice = mark, voice
        while last_mark < len(marks) and marks[last_mark].start < end:
            last_mark += 1
        while last_voice < len(voices) and voices[last_voice].start < end:
            last_voice += 1
        yield start, end, list(marks[mark:last_mark]), list(voices[voice:last_voice])


# --- a paragraph -----------------------------------------------------------------------------


def _paragraph(
    document: Document,
    start: int,
    end: int,
    marks: Sequence[_Stretch],
    voices: Sequence[Utterance],
    speakers: Speakers,
) -> Markup:
    parts: list[Child] = []
    at = start
    for voice in voices:
        first, last = max(start, voice.start), min(end, voice.end)
        parts.append(_marked(document.text, at, first, marks))
        parts.append(
            element(
                "span",
                {"class": f"{voice.voice} {speakers.side_class(voice.agent)}"},
                _marked(document.text, first, last, marks),
            )
        )
        at = last
    parts.append(_marked(document.text, at, end, marks))
    said = element("p", {"dir": "auto", "data-s": start, "data-e": end}, parts)
    return element("div", {"class": "para"}, _who(voices, speakers), said)


def _who(voices: Sequence[Utterance], speakers: Speakers) -> Markup:
    """Who is heard in the paragraph, and how."""
    heard: dict[str, dict[str, None]] = {}
    for one in voices:
        heard.setdefault(one.agent, {})[_HOW.get(one.voice, one.voice)] = None
    return element(
        "p",
        {"class": "who"},
        [
            element(
                "span",
                {"class": f"speaker {speakers.side_class(agent)}"},
                element("bdi", {}, speakers.name(agent)),
                " ",
                element("small", {}, ", ".join(how)),
            )
            for agent, how in heard.items()
        ],
    )


_HOW = {"direct": "quoted", "indirect": "reported"}


def _marked(text: str, start: int, end: int, marks: Sequence[_Stretch]) -> list[Child]:
    parts: list[Child] = []
    at = start
    for index in range(bisect_right(marks, start, key=lambda mark: mark.end), len(marks)):
        mark = marks[index]
        if mark.start >= end or start == end:
            break
        first, last = max(start, mark.start), min(end, mark.end)
        parts.append(text[at:first])
        style = f"{mark.severity} d{min(mark.depth, _DEEPEST)}"
        parts.append(
            element("mark", {"class": style, "data-s": first, "data-e": last}, text[first:last])
        )
        at = last
    parts.append(text[at:end])
    return parts
