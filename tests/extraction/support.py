"""What the tests of extraction share."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from checker.documents import SourceDocument, read_document
from checker.extraction.patterns.attribution import attributions
from checker.extraction.patterns.dates import dates
from checker.extraction.patterns.extents import Passages
from checker.extraction.patterns.figures import Amount, amounts
from checker.extraction.patterns.reading import Extent, read
from checker.facts.sentences import sentences

ROOT = Path(__file__).parents[2]


def document(folder: Path, text: str, name: str = "talks.txt") -> SourceDocument:
    """A document of this text, in a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_document(path, folder)


def attributed(text: str) -> list[tuple[str, str, str]]:
    """The source, cue and content of each attribution that is in no other one; pieces of a content
    with ``...`` between, and no words for a source that nobody names."""
    return [each[:3] for each in attributed_within(text) if not each[3]]


def attributed_within(text: str) -> list[tuple[str, str, str, str]]:
    """As :func:`attributed`, all of them, with the sources and cues around, innermost first."""

    def words(place: Extent | None) -> str:
        return "" if place is None else text[place.start : place.end]

    return [
        (
            words(each.source),
            words(each.cue),
            " ... ".join(map(words, each.content)),
            " < ".join(f"{words(outer.source)} {words(outer.cue)}" for outer in each.outer),
        )
        for each in attributions(read(text))
    ]


def figures(text: str) -> list[Amount]:
    """The figures of a text."""
    days = Passages(list(dates(text)))
    return [amount for start, end in sentences(text) for amount in amounts(text, start, end, days)]


_SAID = (
    *("said", "say", "claims", "denied", "accused", "promised to", "told reporters that"),
    *("added", "according to", "has repeatedly warned", "call for", "points out"),
    *("was accused of", "was told by", "is believed to have", "it was reported that", "by"),
    *("was quoted by", "as saying", "was denied by", "cited by", "alleged to have", "that"),
)
_WHO = (
    *("Anna Berg", "Mayor Jan Holt", "he", "She", "it", "the ministry", "Critics", "officials"),
    *("Moscow", "Velmark’s minister, Pell Ostrin,", "police", "A spokesman for the board", "Berg"),
    *("the Marine Research Institute (MRI)", "The MRI", "Moscow and Ukraine", "the two sides"),
)
_WHAT = (
    *("at least 12 people were killed", "that the town had lost 3.5 per cent", "the claims"),
    *("doing so", "exchanged 1,200 prisoners", "in a single day—a pledge that", "as late"),
    *("it would rain on Monday", "24- to 48-hour truces", "€2.4 million", "the third round"),
    *("nobody knows", "“not a shred of evidence” was found", "in May 2024", "just 40 minutes"),
    *("an additional 3,000", "half of it", "dozens of people", "Kiev", "of course", "if it must"),
)
_SIGNS = (
    *(". ", ", ", "; ", ": ", " ", "\n\n", "\n", "“", "”", '"', " — ", "? ", " and "),
    *(", but ", "’", " (OPS) – "),
)

texts = st.lists(
    st.one_of(*(st.sampled_from(part) for part in (_WHO, _SAID, _WHAT, _SIGNS, _SIGNS))),
    min_size=1,
    max_size=40,
).map("".join)
"""Texts that have the shapes of news and none of its sense."""
