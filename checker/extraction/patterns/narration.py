"""What the narrator says in a voice of its own, and in which way.

Only sentences that show themselves as more than the story's thread are taken: with a figure, an
ordinal, a superlative, a cause, a judgement or a prediction, by the words of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Stance, lexicon
from checker.extraction.patterns.extents import Passage, Passages
from checker.extraction.patterns.figures import Amount
from checker.extraction.patterns.ordinals import Ordinal
from checker.extraction.patterns.reading import Extent, Reading, Sentence
from checker.extraction.patterns.shapes import Attribution
from checker.facts.models.vocabulary import ClaimKind

_FIGURE = 0.7
_WORDED = 0.6
_PART = re.compile(
    r"\s*;\s*|,\s+(?:but|yet|while|whereas)\s+"
    r"(?=(?:the|an?|they|he|she|it|we|his|her|its|their|this|these|no|[A-Z]\w*)\b)|\s*[—–]\s*"
)
_SEGMENT = re.compile(r"\s*[;,—–]\s*")


@dataclass(frozen=True, slots=True)
class Narrated:
    """A statement of the narrator's at ``text[start:end]``."""

    start: int
    end: int
    sentence: int
    kind: ClaimKind
    is_superlative: bool
    confidence: float


def narration(
    reading: Reading,
    found: Sequence[Attribution],
    figures: Sequence[Amount],
    counted_off: Sequence[Ordinal],
) -> Iterator[Narrated]:
    """The narrator's statements, in the order of the text."""
    by_sentence: dict[int, list[Attribution]] = {}
    for each in found:
        by_sentence.setdefault(each.sentence, []).append(each)
    inside = Passages([piece for each in found for piece in each.content])
    counted = Passages[Passage]([*figures, *counted_off])
    for number, sentence in enumerate(reading.sentences):
        if sentence.is_quote_alone:
            continue
        here = by_sentence.get(number, [])
        if here:
            yield from _beside(reading, number, here, inside, counted)
        elif not any(token.is_quote for token in sentence.tokens):
            for start, end in _parts(reading.text, sentence):
                if statement := _statement(reading.text, start, end, number, counted):
                    yield statement


def _statement(
    text: str, start: int, end: int, number: int, figures: Passages[Passage]
) -> Narrated | None:
    words = text[start:end]
    is_superlative = _superlative().search(words) is not None
    if is_superlative:
        return Narrated(start, end, number, "evaluation", True, _WORDED)
    kinds: tuple[tuple[ClaimKind, re.Pattern[str]], ...] = (
        ("causal", _causes()),
        ("prediction", _predictions()),
        ("evaluation", _judgements()),
    )
    for kind, pattern in kinds:
        if pattern.search(words):
            return Narrated(start, end, number, kind, False, _WORDED)
    if _counts(figures, start, end):
        return Narrated(start, end, number, "report", False, _FIGURE)
    return None


def _parts(text: str, sentence: Sentence) -> Iterator[Extent]:
    """A sentence's clauses that stand beside each other, each without the signs at its ends."""
    yield from _between(_PART, text, sentence.start, sentence.end)


def _beside(
    reading: Reading,
    number: int,
    here: Sequence[Attribution],
    inside: Passages[Extent],
    figures: Passages[Passage],
) -> Iterator[Narrated]:
    """The segments of a sentence with an attribution that have a figure and are not attributed."""
    sentence = reading.sentences[number]
    taken = [extent for each in here for extent in (each.source, each.cue) if extent]
    taken += inside.touching(sentence.start, sentence.end)
    for start, end in _between(_SEGMENT, reading.text, sentence.start, sentence.end):
        touches = any(extent.start < end and start < extent.end for extent in taken)
        if not touches and (statement := _statement(reading.text, start, end, number, figures)):
            yield statement


def _counts(figures: Passages[Passage], start: int, end: int) -> bool:
    return any(
        start <= figure.start and figure.end <= end for figure in figures.touching(start, end)
    )


def _between(sign: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Extent]:
    at = start
    for match in sign.finditer(text, start, end):
        # Not within a figure: 1,200.
        if text[match.start() - 1 : match.start()].isdigit() and text[match.end()].isdigit():
            continue
        yield from _trimmed(text, at, match.start())
        at = match.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Extent]:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:—–"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if any(character.isalnum() for character in text[start:end]):
        yield Extent(start, end)


# --- the lexicon, as patterns ----------------------------------------------------------------


@cache
def _superlative() -> re.Pattern[str]:
    """``the deadliest``, ``Europe’s largest``, ``the most expensive``; not ``at least``."""
    words = [word for word in lexicon(Stance).superlatives if word not in ("most", "least")]
    return re.compile(
        rf"\b(?:the|its|their|his|her|[\w]+[’']s)\s+(?:\w+\s+)?(?:{'|'.join(words)})\b"
        r"|\bthe (?:most|least) [a-z]+\b(?!\s+of\b)|\b(?:unprecedented)\b"
    )


@cache
def _causes() -> re.Pattern[str]:
    return _any_of(lexicon(Stance).causes)


@cache
def _predictions() -> re.Pattern[str]:
    return _any_of(lexicon(Stance).predictions)


@cache
def _judgements() -> re.Pattern[str]:
    return _any_of(lexicon(Stance).judgements)


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    options = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in phrases)
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)", re.IGNORECASE)
