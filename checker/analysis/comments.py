"""Documentation comments: the prose, and the ``@tags`` after it with the place of every word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from checker.diagnostics import Span
from checker.language.ast import DocComment


class _Piece(NamedTuple):
    """A stretch of a tag's value: where it begins in the value and in the source."""

    offset: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """``@name value``. A value may run on over several lines, which a space then joins."""

    name: str
    value: str
    span: Span
    pieces: tuple[_Piece, ...]

    def place(self, start: int, end: int) -> Span:
        """Where ``value[start:end]`` stands; of a text over several lines, its first line."""
        for piece in self.pieces:
            if start <= piece.offset + len(piece.text):
                at = piece.start + start - piece.offset
                last = piece.start + min(end - piece.offset, len(piece.text))
                return Span(self.span.source, at, max(at, last))
        return self.span

    def words(self) -> Iterator[tuple[str, Span]]:
        """The words of the value, each with its place."""
        at = 0
        for word in self.value.split():
            at = self.value.index(word, at)
            yield word, self.place(at, at + len(word))
            at += len(word)


@dataclass(frozen=True, slots=True)
class Comment:
    """``prose`` has one line a paragraph and an empty line between paragraphs."""

    prose: str
    tags: tuple[Tag, ...]

    @property
    def summary(self) -> str:
        """The first sentence."""
        paragraph = self.prose.partition("\n")[0]
        return paragraph[: _end_of_sentence(paragraph)]

    @property
    def description(self) -> str:
        """What comes after the first sentence."""
        return self.prose[len(self.summary) :].strip()


def read_comment(doc: DocComment) -> Comment:
    """The prose and the tags of a documentation comment."""
    paragraphs: list[list[str]] = [[]]
    tags: list[Tag] = []
    lines: list[tuple[str, int | None]] = []
    for line, start in _lines(doc):
        if line.startswith("@"):
            if lines:
                tags.append(_tag(doc, lines))
            lines = [(line, start)]
        elif lines:
            lines.append((line, start))
        elif line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    if lines:
        tags.append(_tag(doc, lines))
    return Comment("\n\n".join(" ".join(each) for each in paragraphs if each), tuple(tags))


def _lines(doc: DocComment) -> Iterator[tuple[str, int | None]]:
    """Each line without the space around it, and the offset of its first code point.

    The offset is looked up in the source, because the marks before a line are not in the text;
    it is None where the source does not hold the text.
    """
    source, at = doc.span.source.text, doc.span.start
    for line in doc.text.split("\n"):
        line = line.strip()
        found = source.find(line, at, doc.span.end) if line else at
        if found >= 0:
            at = found + len(line)
        yield line, found if found >= 0 else None


def _tag(doc: DocComment, lines: list[tuple[str, int | None]]) -> Tag:
    first, start = lines[0]
    name = first.split(maxsplit=1)[0]
    span = doc.span if start is None else Span(doc.span.source, start, start + len(name))
    value = ""
    pieces: list[_Piece] = []
    for text, at in [
        (first[len(name) :], None if start is None else start + len(name)),
        *lines[1:],
    ]:
        stripped = text.strip()
        if not stripped:
            continue
        value = f"{value} {stripped}" if value else stripped
        if at is not None:
            begin = at + text.index(stripped)
            pieces.append(_Piece(len(value) - len(stripped), begin, stripped))
    return Tag(name[1:], value, span, tuple(pieces))


def _end_of_sentence(text: str) -> int:
    """Where the first sentence ends: at a full stop that no small letter follows."""
    for at, character in enumerate(text):
        if character in ".!?" and text[at + 1 : at + 2].isspace() and not text[at + 2].islower():
            return at + 1
    return len(text)
