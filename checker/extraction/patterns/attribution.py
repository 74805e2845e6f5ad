"""Attributions: who is said to have said what, by which words.

After PARC 3.0 (Pareti 2016), an attribution has a source, a cue and a content, each a passage of
the text; the content may stand in several pieces. What is found is one of a few shapes of
sentence. A shape that leaves open who speaks, or where the content ends, gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.extraction.lexicons import Grammar, Reporting, Stance, lexicon, words
from checker.extraction.patterns.certainty import takes_up
from checker.extraction.patterns.cues import Cue, Form, accordings, cues
from checker.extraction.patterns.passages import extent, inner, trimmed
from checker.extraction.patterns.passives import Passives
from checker.extraction.patterns.phrases import (
    after_verb,
    before_relative,
    before_verb,
    begins_phrase,
)
from checker.extraction.patterns.reading import Extent, Reading, Sentence
from checker.extraction.patterns.shapes import Attribution, Outer, Shape


def attributions(reading: Reading) -> tuple[Attribution, ...]:
    """The attributions of a text, in the order of its sentences."""
    found: list[Attribution] = []
    for number, sentence in enumerate(reading.sentences):
        if sentence.is_quote_alone:
            _go_on(found, number, sentence, reading)
        else:
            found.extend(_nested(list(_Finder(number, sentence).find())))
    return tuple(found)


def _go_on(found: list[Attribution], number: int, sentence: Sentence, reading: Reading) -> None:
    """A quotation without a cue, after one with it in the same paragraph, is of the same source."""
    last = found[-1] if found else None
    if last is None or not last.is_direct:
        return
    before = reading.sentences[number - 1]
    if before.paragraph != sentence.paragraph or not _is_part(last, number - 1, before):
        return
    quotes = tuple(inner(token) for token in sentence.tokens if token.is_quote)
    found[-1] = Attribution(
        last.sentence,
        last.source,
        last.cue,
        last.content + quotes,
        last.verb,
        Shape.QUOTED_ON if last.shape is Shape.QUOTED else last.shape,
        last.is_direct,
    )


def _nested(found: list[Attribution]) -> list[Attribution]:
    """Those of a sentence, each with the ones around it; none that only shares words with one."""
    kept: list[Attribution] = []
    for each in sorted(found, key=lambda each: each.shape in _PASSIVE):
        if each.shape not in _PASSIVE or not any(_collides(each, other) for other in kept):
            kept.append(each)
    kept.sort(key=lambda each: (each.cue.start, each.cue.end))
    return [replace(each, outer=(*each.outer, *_around(each, kept))) for each in kept]


_PASSIVE = (Shape.PASSIVE, Shape.IMPERSONAL, Shape.QUOTED_BY)


def _collides(one: Attribution, other: Attribution) -> bool:
    """Whether two share words, and neither is a part of what the other gives to somebody."""
    if one.holds(other) or other.holds(one):
        return False
    first, second = (_extents(each) for each in (one, other))
    return any(a.start < b.end and b.start < a.end for a in first for b in second)


def _extents(found: Attribution) -> list[Extent]:
    source = [found.source] if found.source else []
    return [*found.content, found.cue, *source, *(each.cue for each in found.outer)]


def _around(inner: Attribution, found: Sequence[Attribution]) -> Iterator[Outer]:
    """The attributions that hold it, innermost first."""
    holding = [each for each in found if each is not inner and each.holds(inner)]
    holding.sort(key=lambda each: each.content[-1].end - each.content[0].start)
    return (Outer(each.source, each.cue) for each in holding)


def _is_part(last: Attribution, number: int, sentence: Sentence) -> bool:
    if last.sentence == number:
        return True
    return any(sentence.start <= piece.start < sentence.end for piece in last.content)


_FINITE = frozenset(("is", "are", "was", "were", "has", "have", "had", "will", "would", "did"))


class _Finder:
    """The attributions of one sentence."""

    def __init__(self, number: int, sentence: Sentence) -> None:
        self._number = number
        self._tokens = sentence.tokens
        self._cues = list(cues(sentence.tokens))
        self._found: list[Attribution] = []
        self._quoted = False

    def find(self) -> Iterator[Attribution]:
        yield from self._accordings()
        yield from Passives(self._number, self._tokens, self._cues, self._end_of).find()
        floor = 0
        last: Attribution | None = None
        for place, cue in enumerate(self._cues):
            following = self._cues[place + 1] if place + 1 < len(self._cues) else None
            if last is not None and self._is_nested(cue, last):
                if (within := self._within(cue, following, last)) is not None:
                    yield within
                continue
            found = self._of(cue, following, floor, last)
            if found is not None:
                yield found
                last = found
                floor = cue.end

    # --- one cue ---

    def _of(
        self, cue: Cue, following: Cue | None, floor: int, last: Attribution | None
    ) -> Attribution | None:
        if cue.form is Form.PARTICIPLE or self._shares_subject(cue):
            if last is None or last.source is None:
                return None
            right = self._right(cue, following)
            if right is None:
                return None
            return self._made(last.source, cue, right[0], Shape.SHARED, is_direct=False)
        if "quote" in cue.verb.frames and (found := self._quotation(cue, floor)):
            return found
        subject = self._subject(cue, floor)
        right = self._right(cue, following)
        if subject is not None and right is not None:
            return self._made(self._extent(subject), cue, *right, is_direct=False)
        if subject is not None:
            return self._trailing(cue, subject, floor)
        return self._inverted(cue, floor)

    def _subject(self, cue: Cue, floor: int) -> Extent | None:
        relative = cue.start - 1
        if relative > floor and self._tokens[relative].lower in ("which", "who"):
            is_inset = self._is_comma(relative - 1)
            return before_relative(self._tokens, relative - 1, floor) if is_inset else None
        return before_verb(self._tokens, cue.start, floor)

    def _shares_subject(self, cue: Cue) -> bool:
        before = self._tokens[cue.start - 1].lower if cue.start else ""
        return before in ("and", "but", "then")

    def _is_nested(self, cue: Cue, last: Attribution) -> bool:
        """Whether a cue stands within what is attributed already, as a part of it."""
        start = self._tokens[cue.start].start
        return any(piece.start <= start < piece.end for piece in last.content)

    def _within(self, cue: Cue, following: Cue | None, last: Attribution) -> Attribution | None:
        """What somebody is said to have said, where the content is that and nothing else."""
        floor = next(
            at for at, token in enumerate(self._tokens) if token.start == last.content[-1].start
        )
        if last.is_direct or floor >= cue.start or cue.form is Form.PARTICIPLE:
            return None
        subject = before_verb(self._tokens, cue.start, floor)
        if subject is None or subject.start != floor or self._is_pronoun(subject):
            return None
        right = self._right(cue, following)
        if right is None or right[0][-1].end > last.content[-1].end:
            return None
        return self._made(self._extent(subject), cue, *right, is_direct=False)

    def _is_pronoun(self, subject: Extent) -> bool:
        """He may be whoever speaks, or somebody else."""
        first = self._tokens[subject.start].lower
        return subject.end - subject.start == 1 and first in words(
            lexicon(Grammar).subject_pronouns
        )

    def _end_of(self, start: int) -> int:
        """The token before which a content ends that begins at another one."""
        return self._end(start, next((cue for cue in self._cues if cue.start > start), None))

    def _made(
        self,
        source: Extent,
        cue: Cue,
        content: tuple[Extent, ...],
        shape: Shape,
        *,
        is_direct: bool,
    ) -> Attribution:
        words = Extent(self._tokens[cue.start].start, self._tokens[cue.end - 1].end)
        return Attribution(self._number, source, words, content, cue.verb, shape, is_direct)

    # --- quotations ---

    def _quotation(self, cue: Cue, floor: int) -> Attribution | None:
        """An utterance before the cue and its subject, or after them."""
        quotes = [at for at, token in enumerate(self._tokens) if token.is_quote]
        if not quotes or self._quoted:
            return None
        before = [at for at in quotes if floor <= at < cue.start]
        if before:
            found = self._after_quote(cue, before[-1])
        else:
            found = self._before_quote(cue, floor, quotes[0])
        if found is None:
            return None
        self._quoted = True
        content = tuple(inner(self._tokens[at]) for at in quotes)
        return self._made(self._extent(found), cue, content, Shape.QUOTED, is_direct=True)

    def _after_quote(self, cue: Cue, quote: int) -> Extent | None:
        start = quote + 1
        if start < len(self._tokens) and self._tokens[start].text in (",", "—", "–"):
            start += 1
        if start == cue.start:
            return after_verb(self._tokens, cue.end)
        return before_verb(self._tokens, cue.start, start)

    def _before_quote(self, cue: Cue, floor: int, quote: int) -> Extent | None:
        between = self._tokens[cue.end : quote]
        if len(between) > 10 or any(token.lower == "that" for token in between):
            return None
        if cue.end > quote:
            return None
        if between and between[-1].text not in (",", ":", "—", "–"):
            return None
        return before_verb(self._tokens, cue.start, floor)

    # --- content after the cue ---

    def _right(self, cue: Cue, following: Cue | None) -> tuple[tuple[Extent, ...], Shape] | None:
        begun = self._begin(cue)
        if begun is None:
            return None
        start, shape = begun
        if start >= len(self._tokens):
            return None
        end = max(start + 1, self._end(start, following))
        if shape is Shape.TO:
            end = self._before_next_predicate(start, end)
        said = [token.lower for token in self._tokens[start:end] if token.is_word]
        is_bare = len(said) <= 3 and set(said) & lexicon(Reporting).no_content
        if is_bare and not takes_up(" ".join(said)):
            return None  # offered no evidence
        piece = self._trimmed(start, end)
        return None if piece is None else ((piece,), shape)

    def _before_next_predicate(self, start: int, end: int) -> int:
        """``offered to return them | and was reviewing a list``: what is done beside it."""
        for at in range(start, end - 1):
            if self._tokens[at].lower in ("and", "but") and self._tokens[at + 1].lower in _FINITE:
                return at
        return end

    def _begin(self, cue: Cue) -> tuple[int, Shape] | None:
        """The token at which the content begins, by what the verb takes."""
        frames = cue.verb.frames
        at = cue.end
        if at >= len(self._tokens):
            return None
        takes_clause = bool(frames & {"clause", "that", "person", "wish"})
        if takes_clause and (that := self._that(at, "person" in frames)) is not None:
            if "noun" in frames and self._tokens[at].lower == "that" and self._is_noun_that(at):
                return at, Shape.NOUN
            return that + 1, Shape.THAT
        if self._tokens[at].lower == "to" and frames & {"to", "wish"}:
            return at + 1, Shape.TO
        if "clause" in frames:
            if self._tokens[at].text == ":":
                at += 1
            if begins_phrase(self._tokens, at):
                return at, Shape.CLAUSE
        if frames & {"noun", "wish"} and begins_phrase(self._tokens, at):
            return at, Shape.NOUN
        return None

    def _that(self, at: int, takes_person: bool) -> int | None:
        """A ``that`` that opens the content, past when and where and to whom it is said."""
        if self._is_comma(at):
            return self._that_after_inset(at)
        is_that = self._tokens[at].lower == "that"
        if not is_that and not takes_person and begins_phrase(self._tokens, at):
            return None  # said it rejects that claim
        for ahead in range(at, min(at + 10, len(self._tokens))):
            token = self._tokens[ahead]
            if token.is_quote or token.text in ",;:.":
                return None
            if token.lower == "that":
                return ahead
            if any(cue.start <= ahead < cue.end for cue in self._cues):
                return None
        return None

    def _that_after_inset(self, at: int) -> int | None:
        """``has claimed, ever since he won, that``."""
        for ahead in range(at + 1, min(at + 15, len(self._tokens) - 1)):
            if self._tokens[ahead].is_quote or self._tokens[ahead].text in ";:":
                return None
            if self._is_comma(ahead):
                return ahead + 1 if self._tokens[ahead + 1].lower == "that" else None
        return None

    def _is_noun_that(self, at: int) -> bool:
        """``rejected that account.``: a determiner, with a noun and no clause after it."""
        return len(self._tokens) - at <= 4

    def _end(self, start: int, following: Cue | None) -> int:
        """The token before which the content ends."""
        stop = self._before_next(start, following)
        for at in range(start, stop):
            token = self._tokens[at]
            if token.is_quote and at > start:
                return at
            if token.text == ";" or self._is_remark(at):
                return at
        return stop

    def _is_remark(self, at: int) -> bool:
        """``, a figure that the operator disputes``: the narrator's, about the content."""
        following = [token.lower for token in self._tokens[at : at + 4]]
        begins = following[:1] in ([","], ["—"], ["–"]) and following[1:2] in (["a"], ["an"])
        is_promise = following[2:3] and following[2] in lexicon(Stance).promises
        return begins and (following[3:] in (["that"], ["which"]) or bool(is_promise))

    def _before_next(self, start: int, following: Cue | None) -> int:
        """Where the next cue's own part begins, if it is none of this content."""
        end = len(self._tokens)
        if following is None or following.start <= start:
            return end
        before = following.start - 1
        subject = before_verb(self._tokens, following.start, start)
        is_inset = self._tokens[before].lower == "," and subject is not None
        if self._tokens[before].lower in ("and", "but", "then", ",") and not is_inset:
            if following.form is Form.PARTICIPLE or self._tokens[before].lower != ",":
                while before > start and self._tokens[before - 1].text == ",":
                    before -= 1
                return before
            return end
        if subject is None:
            return end
        joint = self._tokens[subject.start - 1]
        if joint.lower in ("but", "while", "whereas"):
            at = subject.start - 1
            return at - 1 if self._tokens[at - 1].text == "," else at
        if joint.text == ";":
            return subject.start - 1
        return end

    # --- content before the cue ---

    def _trailing(self, cue: Cue, subject: Extent, floor: int) -> Attribution | None:
        """``The bridge was closed, police said``; ``The town, he said, would pay``."""
        if not cue.verb.frames & {"clause", "quote", "person"}:
            return None
        pieces = self._around(subject.start, cue.end, floor)
        if pieces is None:
            return None
        source = self._extent(subject)
        return self._made(source, cue, pieces, Shape.TRAILING, is_direct=False)

    def _inverted(self, cue: Cue, floor: int) -> Attribution | None:
        """``The bridge was closed, said Anna Berg.``"""
        if not cue.start or self._tokens[cue.start - 1].text != ",":
            return None
        subject = after_verb(self._tokens, cue.end)
        if subject is None or "clause" not in cue.verb.frames:
            return None
        pieces = self._around(cue.start, subject.end, floor)
        if pieces is None:
            return None
        source = self._extent(subject)
        return self._made(source, cue, pieces, Shape.TRAILING, is_direct=False)

    def _around(self, start: int, end: int, floor: int) -> tuple[Extent, ...] | None:
        """What stands before ``start``, up to the comma there, and what goes on after ``end``."""
        if not start or self._tokens[start - 1].text != ",":
            return None
        first = floor
        for at in range(floor, start - 1):
            if self._tokens[at].text == ";" or self._tokens[at].is_quote:
                first = at + 1
        before = self._trimmed(first, start - 1)
        if before is None:
            return None
        goes_on = end < len(self._tokens) and self._tokens[end].text == ","
        rest = self._trimmed(end + 1, self._end(end + 1, None)) if goes_on else None
        if rest is not None and self._is_clause_of_its_own(end + 1):
            rest = None
        if rest is None and start - 1 - first < 3:
            return None
        return (before,) if rest is None else (before, rest)

    def _is_clause_of_its_own(self, at: int) -> bool:
        """Whether what follows a comma after the cue is not the rest of the content."""
        lower = self._tokens[at].lower
        own = ("but", "and", "while", "as", "which", "who", "adding", "a", "an", "the", "when")
        return lower in own or lower.endswith("ing")

    # --- according to ---

    def _accordings(self) -> Iterator[Attribution]:
        for found in accordings(self._tokens):
            subject = after_verb(self._tokens, found.end)
            if subject is None:
                continue
            subject = self._with_author(subject)
            content = self._according_content(found.start, subject.end)
            if content is None:
                continue
            pieces, is_direct = content
            cue = Extent(self._tokens[found.start].start, self._tokens[found.end - 1].end)
            subject, outer = self._cited(subject)
            yield Attribution(
                self._number,
                self._extent(subject),
                cue,
                pieces,
                None,
                Shape.ACCORDING,
                is_direct,
                outer,
            )

    def _with_author(self, subject: Extent) -> Extent:
        """``a report``, and ``by a bank cited by the Herald`` behind it."""
        tokens = self._tokens
        while subject.end < len(tokens) - 1 and tokens[subject.end].lower == "by":
            author = after_verb(tokens, subject.end + 1)
            if author is None:
                break
            subject = Extent(subject.start, author.end)
        return subject

    def _cited(self, subject: Extent) -> tuple[Extent, tuple[Outer, ...]]:
        """``a report by a bank | cited by the Herald``."""
        for at in range(subject.start + 1, subject.end - 2):
            if self._tokens[at].lower in ("cited", "quoted") and self._tokens[at + 1].lower == "by":
                by = self._extent(Extent(at + 2, subject.end))
                return Extent(subject.start, at), (Outer(by, self._extent(Extent(at, at + 2))),)
        return subject, ()

    def _according_content(self, start: int, end: int) -> tuple[tuple[Extent, ...], bool] | None:
        if start == 0:
            if end >= len(self._tokens) or self._tokens[end].text != ",":
                return None
            begin = end + 1
            if begin < len(self._tokens) and self._tokens[begin].lower in ("which", "who"):
                commas = [at for at in range(begin, len(self._tokens)) if self._is_comma(at)]
                if not commas:
                    return None
                begin = commas[0] + 1
            piece = self._trimmed(begin, max(begin, self._end(begin, None)))
            return None if piece is None else ((piece,), False)
        first = 0
        for at in range(start):
            if self._tokens[at].text == ";":
                first = at + 1
        stop = start - 1 if self._tokens[start - 1].text == "," else start
        quotes = [token for token in self._tokens[first:stop] if token.is_quote]
        if quotes:
            return tuple(inner(token) for token in quotes), True
        piece = self._trimmed(first, stop)
        return None if piece is None or stop - first < 3 else ((piece,), False)

    # --- passages ---

    def _is_comma(self, at: int) -> bool:
        return self._tokens[at].text == ","

    def _trimmed(self, start: int, end: int) -> Extent | None:
        return trimmed(self._tokens, start, end)

    def _extent(self, place: Extent) -> Extent:
        return extent(self._tokens, place)
