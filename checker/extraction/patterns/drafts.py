"""Claims before they have ids: each a passage, whose it is, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Stance, Verb, lexicon
from checker.extraction.patterns.agents import Agent, Speaking
from checker.extraction.patterns.certainty import takes_up
from checker.extraction.patterns.narration import Narrated
from checker.extraction.patterns.reading import Extent, Reading
from checker.extraction.patterns.shapes import CONFIDENCE, Attribution, Shape
from checker.facts.models.vocabulary import ClaimKind, Voice
from checker.facts.sentences import sentences


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim at ``text[start:end]``; ``source`` and ``cue`` are None for the narrator's.

    ``via`` are those by whom the source is said to have said it, innermost first.
    """

    start: int
    end: int
    sentence: int
    voice: Voice
    kind: ClaimKind
    source: Agent | None
    cue: Extent | None
    via: tuple[tuple[Agent, Extent], ...]
    verb: Verb | None
    takes_up: bool
    is_superlative: bool
    confidence: float


def drafts(
    reading: Reading,
    found: Sequence[Attribution],
    speaking: Speaking,
    narrated: Sequence[Narrated],
) -> list[Draft]:
    """The claims of a text in its order. An attribution to nobody who is known gives none."""
    made = [draft for each in found for draft in _attributed(reading, each, speaking)]
    made += [_narrated(each) for each in narrated]
    return sorted(made, key=lambda each: (each.start, each.end, each.voice))


def _attributed(reading: Reading, found: Attribution, speaking: Speaking) -> Iterator[Draft]:
    named = speaking.named.get(found)
    if named is None:
        return
    kind = found.verb.kind if found.verb else "report"
    if not found.is_direct and _is_called_promise(reading.text, found.content[-1].end):
        kind = "pledge"
    backward = not found.is_direct and takes_up(
        reading.text[found.content[0].start : found.content[-1].end]
    )
    if backward and kind != "denial":
        return  # said this: what it is stands elsewhere
    # The claim was denied by the firm
    is_before = found.shape is Shape.PASSIVE and found.content[-1].end <= found.cue.start
    for start, end in _spans(reading.text, found, whole=backward or is_before):
        yield Draft(
            start,
            end,
            found.sentence,
            "direct" if found.is_direct else "indirect",
            "report" if found.is_direct and kind == "denial" else kind,
            named.agent,
            found.cue,
            named.via,
            found.verb,
            backward,
            is_superlative=False,
            confidence=CONFIDENCE[found.shape] * named.confidence,
        )


def _is_called_promise(text: str, end: int) -> bool:
    """``he could do it in a day, a pledge that``, ``in a day. The pledge``."""
    return _promise().match(text, end) is not None


@cache
def _promise() -> re.Pattern[str]:
    nouns = "|".join(lexicon(Stance).promises)
    apposed = r"\s?[,—–-]+\s?an? (?:[a-z]+ )?"
    return re.compile(rf"[”\"]?(?:{apposed}|[;.]\s+(?:[Tt]he|[Tt]his|[Tt]hat) )(?:{nouns})\b")


def _spans(text: str, found: Attribution, *, whole: bool) -> Iterator[Extent]:
    """The sentences of a quotation, parted at semicolons; the one passage of what is reported.

    With a part of the sentence between its pieces, or with ``whole`` its source and cue, where the
    content alone says nothing: ``he denied the claims``.
    """
    if not found.is_direct:
        parts = [found.content[0], found.content[-1]]
        if whole:
            parts += [found.cue, *([found.source] if found.source else [])]
        yield Extent(min(part.start for part in parts), max(part.end for part in parts))
        return
    for piece in found.content:
        for start, end in sentences(text[piece.start : piece.end]):
            at = piece.start + start
            for part in text[at : piece.start + end].split(";"):
                if any(character.isalnum() for character in part):
                    yield _bare(text, at, at + len(part))
                at += len(part) + 1


def _bare(text: str, start: int, end: int) -> Extent:
    while end > start and (text[end - 1].isspace() or text[end - 1] in _ENDS):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in _ENDS):
        start += 1
    return Extent(start, end)


_ENDS = '.,;”“"'


def _narrated(found: Narrated) -> Draft:
    return Draft(
        found.start,
        found.end,
        found.sentence,
        "narrator",
        found.kind,
        None,
        None,
        (),
        None,
        takes_up=False,
        is_superlative=found.is_superlative,
        confidence=found.confidence,
    )
