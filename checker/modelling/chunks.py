"""A long document in parts that a model reads one by one, each at its place in the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.dataclasses import dataclass
from checker.facts.sentences import sentences

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Chunk:
    """``text`` is what stands from ``start`` on in the document."""

    start: int
    text: str


def chunks(text: str, most: int) -> list[Chunk]:
    """Whole paragraphs, as many as ``most`` code points take.

    A paragraph that is longer is cut between sentences, and a sentence that is longer still is a
    part of its own. Every word of the text is in one part.
    """
    found: list[Chunk] = []
    start = end = -1
    for piece_start, piece_end in _pieces(text, most):
        if start >= 0 and piece_end - start > most:
            found.append(Chunk(start, text[start:end]))
            start = -1
        if start < 0:
            start = piece_start
        end = piece_end
    if start >= 0:
        found.append(Chunk(start, text[start:end]))
    return found


def _pieces(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Paragraphs, and the sentences of those that are too long."""
    at = 0
    for match in [*_PARAGRAPH.finditer(text), None]:
        end = len(text) if match is None else match.start()
        paragraph = text[at:end]
        inner = at + len(paragraph) - len(paragraph.lstrip())
        outer = at + len(paragraph.rstrip())
        if inner < outer and outer - inner <= most:
            yield inner, outer
        elif inner < outer:
            for start, stop in sentences(text[inner:outer]):
                yield inner + start, inner + stop
        at = end if match is None else match.end()
