"""Finding a quoted passage in a text, to the letter, and saying why it is not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from checker.dataclasses import dataclass
from checker.facts.models import Selector
from checker.facts.occurrences import Searched, occurrences

_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage stands: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NotFound:
    """``reason`` ends the sentence "the span ..."; ``nearest`` is where it may be meant."""

    reason: str
    nearest: Found | None
    mend: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The first places where it stands; ``count`` of them in all."""

    places: tuple[Found, ...]
    count: int
    mend: str


def find(selector: Selector, text: str | Searched) -> Found | NotFound | Ambiguous:
    """The one place of a text that a selector means. A text of many selectors is a
    :class:`Searched` one."""
    searched = text if isinstance(text, Searched) else Searched(text)
    text, exact, start = searched.text, selector.exact, selector.start
    if start is not None and text.startswith(exact, start):
        place = Found(start, start + len(exact))
        if _fits(selector, text, place):
            return place  # no other place has this start
    places = [Found(at, at + len(exact)) for at in searched.occurrences(exact)]
    if not places:
        return _not_there(exact, text)
    fitting = [place for place in places if _fits(selector, text, place)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        return _elsewhere(selector, text, places)
    return Ambiguous(tuple(fitting[:_MOST_SHOWN]), len(fitting), _made_unique(text, fitting))


def stands_as_word(part: str, text: str) -> bool:
    """Whether a part stands in a text on its own: ``He``, but not that of ``The``."""
    for at in occurrences(part, text):
        end = at + len(part)
        joined_before = at > 0 and text[at - 1].isalnum() and part[0].isalnum()
        joined_after = end < len(text) and text[end].isalnum() and part[-1].isalnum()
        if not joined_before and not joined_after:
            return True
    return False


def _fits(selector: Selector, text: str, place: Found) -> bool:
    return (
        (selector.start is None or selector.start == place.start)
        and text.endswith(selector.prefix, 0, place.start)
        and text.startswith(selector.suffix, place.end)
    )


def _elsewhere(selector: Selector, text: str, places: list[Found]) -> NotFound:
    """The passage stands in the text, but not where start, prefix or suffix say."""
    start = selector.start
    near = min(places, key=lambda place: abs(place.start - (start or 0)))
    if start is not None and start != near.start:
        return NotFound(
            f"does not begin at {start}",
            near,
            f"write `start: {near.start}`, or leave `start` out",
        )
    before = text[max(0, near.start - len(selector.prefix or " " * 12)) : near.start]
    after = text[near.end : near.end + len(selector.suffix or " " * 12)]
    return NotFound(
        "stands in the document, but not with this prefix and suffix",
        near,
        f"here `{before}` stands before it and `{after}` after it",
    )


def _made_unique(text: str, places: list[Found]) -> str:
    """A suffix or prefix, or else a start, that only the first place has."""
    first, others = places[0], places[1:]
    for length in range(4, 41, 4):
        suffix = text[first.end : first.end + length]
        if suffix and not any(text.startswith(suffix, other.end) for other in others):
            return (
                f"add what stands around the one that is meant, for the first `suffix: {suffix!r}`"
            )
        prefix = text[max(0, first.start - length) : first.start]
        if prefix and not any(text.endswith(prefix, 0, other.start) for other in others):
            return (
                f"add what stands around the one that is meant, for the first `prefix: {prefix!r}`"
            )
    return f"add where the one that is meant begins, for the first `start: {first.start}`"


# --- what was meant by a passage that is not there -------------------------------------------

_ALIKE = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "′": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip
_RUNS = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_LONGEST = 20_000
_COMPARED = 300
_MOST_COMPARED = 50


def _not_there(exact: str, text: str) -> NotFound:
    for difference, alike in (
        ("white space", _spaced),
        ("quotation marks, dashes and white space", _typed),
        ("case, quotation marks, dashes and white space", _lowered),
    ):
        place = _alike(exact, text, alike)
        if place is not None:
            return NotFound(
                f"stands in the document but for its {difference}",
                place,
                f"write it as it stands there: {text[place.start : place.end]!r}",
            )
    place = _nearest(exact, text)
    if place is None:
        return NotFound("does not stand in the document", None, "quote the document to the letter")
    return NotFound(
        "does not stand in the document",
        place,
        f"if this passage is meant, write it as it stands there: {text[place.start : place.end]!r}",
    )


def _spaced(text: str) -> str:
    return text


def _typed(text: str) -> str:
    return text.translate(_ALIKE)


def _lowered(text: str) -> str:
    lowered = text.translate(_ALIKE).lower()
    return lowered if len(lowered) == len(text) else text.translate(_ALIKE)


def _alike(exact: str, text: str, alike: Callable[[str], str]) -> Found | None:
    """Where the passage stands when some signs count as the same, runs of space as one."""
    pieces = [re.escape(piece) for piece in alike(exact).split()]
    if not pieces or len(exact) > _LONGEST:
        return None
    match = re.search(r"\s+".join(pieces), alike(text))
    return Found(match.start(), match.end()) if match else None


def _nearest(exact: str, text: str) -> Found | None:
    """The run of words most like the passage, if it shares more than half of its words."""
    wanted = _WORD.findall(exact.lower()[:_LONGEST])
    words = list(_WORD.finditer(text))
    width = min(len(wanted), len(words))
    if width == 0:
        return None
    shared = _shared_words(wanted, [word[0].lower() for word in words], width)
    most = max(shared)
    if most * 2 <= len(wanted):
        return None
    runs = [
        Found(words[at].start(), words[at + width - 1].end())
        for at, count in enumerate(shared)
        if count == most
    ]
    if len(runs) == 1:
        return runs[0]
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=exact[:_COMPARED], autojunk=False)

    def likeness(run: Found) -> float:
        matcher.set_seq1(text[run.start : run.end][:_COMPARED])
        return matcher.ratio()

    return max(runs[:_MOST_COMPARED], key=likeness)


def _shared_words(wanted: list[str], words: list[str], width: int) -> list[int]:
    """For each run of ``width`` words, how many of the wanted ones are in it."""
    missing = Counter(wanted)
    counts = []
    shared = 0
    for at, entering in enumerate(words):
        missing[entering] -= 1
        shared += missing[entering] >= 0
        if at >= width:
            leaving = words[at - width]
            shared -= missing[leaving] >= 0
            missing[leaving] += 1
        if at >= width - 1:
            counts.append(shared)
    return counts
