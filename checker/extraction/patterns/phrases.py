"""Noun phrases that are subjects of verbs of saying: where they begin and end.

There is no tagger here: closed classes of words, capitals and signs decide, and where they leave
a doubt there is no phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from checker.extraction.lexicons import Dates, Grammar, Reporting, Speakers, lexicon, words
from checker.extraction.patterns.reading import Extent, Token

_LONGEST = 14
"""Words. Longer stretches before a verb are more than its subject."""
_BREAKS = frozenset(",;:—–()[]…!?")


def before_verb(tokens: Sequence[Token], end: int, floor: int) -> Extent | None:
    """The subject that ends before ``tokens[end]``, not before ``floor``; tokens, not offsets."""
    if end <= floor:
        return None
    if tokens[end - 1].text == ",":
        return _before_apposition(tokens, end - 1, floor)
    return _phrase(tokens, floor, end)


def before_relative(tokens: Sequence[Token], comma: int, floor: int) -> Extent | None:
    """The noun phrase that a relative clause is about: ``criticism from Moscow, which says``."""
    start = comma
    while start > floor and tokens[start - 1].is_word and not _ends_noun(tokens, start - 1):
        start -= 1
    found = _checked(tokens, start, comma)
    if found is None:
        return None
    first = tokens[found.start]
    return found if first.is_capital or first.lower in _determiners() else None


def _ends_noun(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    apart = token.lower in _prepositions() or token.lower in ("and", "or")
    return apart or is_finite_verb(tokens, at)


def after_verb(tokens: Sequence[Token], start: int) -> Extent | None:
    """The subject that follows a verb: ``said Anna Berg, who ...``."""
    end = start
    while end < len(tokens) and end - start < _LONGEST and not _ends_after(tokens, start, end):
        end += 1
    return _checked(tokens, start, end)


def begins_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun phrase, and so a clause without ``that``, may begin at a token."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if not token.is_word:
        return token.text in '$€£¥₹₽₴“"«'
    if _is_before_figure(tokens, at):
        return True
    if token.lower in _prepositions() or token.lower in _subordinators() or _is_time(token):
        return False
    grammar = lexicon(Grammar)
    return token.lower not in words(grammar.openers) | words(grammar.verbs)


def _is_before_figure(tokens: Sequence[Token], at: int) -> bool:
    """``about 9,000 people``, ``up to 30``."""
    ahead = tokens[at + 1 : at + 3]
    words_before_figures = ("about", "around", "over", "under", "up", "between", "at", "no", "some")
    return tokens[at].lower in words_before_figures and any(
        token.text[0].isdigit() or token.text in "$€£" for token in ahead
    )


# --- before the verb -------------------------------------------------------------------------


def _before_apposition(tokens: Sequence[Token], comma: int, floor: int) -> Extent | None:
    """A subject with an inset: ``Anna Berg, who leads it, said``."""
    first = comma - 1
    while first > floor and tokens[first].text not in _BREAKS and not tokens[first].is_quote:
        first -= 1
    if first <= floor or tokens[first].text != ",":
        return None
    inset = tokens[first + 1 : comma]
    phrase = _phrase(tokens, floor, first)
    if phrase is None or not inset:
        return None
    if all(token.is_capital for token in inset) and len(inset) <= 5:
        is_named = any(token.is_capital for token in tokens[phrase.end - 1 : phrase.end])
        return phrase if is_named else Extent(phrase.start, comma)
    return phrase


def _phrase(tokens: Sequence[Token], floor: int, end: int) -> Extent | None:
    start = end
    while start > floor and not _breaks(tokens, floor, start - 1):
        start -= 1
    while start < end and tokens[start].lower in words(lexicon(Grammar).openers):
        start += 1
    start = _after_adverbial(tokens, start, end)
    return _checked(tokens, start, end)


def _breaks(tokens: Sequence[Token], floor: int, at: int) -> bool:
    token = tokens[at]
    if token.is_quote or token.text in _BREAKS or token.lower in _subordinators():
        return True
    if token.lower in ("and", "or"):
        return any(is_finite_verb(tokens, each) for each in range(floor, at))
    return token.text == "." and at + 1 < len(tokens) and token.end != tokens[at + 1].start


def _after_adverbial(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past what stands before the subject: ``In June``, ``On Tuesday evening``."""
    if start >= end:
        return start
    verbs = [at for at in range(start, end) if is_finite_verb(tokens, at)]
    if verbs:
        start = verbs[-1] + 1
    elif tokens[start].lower not in _prepositions() and not _is_time(tokens[start]):
        return start
    fresh = [at for at in range(start, end) if _begins_afresh(tokens, start, at)]
    if verbs and start < end and start in fresh:
        return start
    return next((at for at in fresh if at > start), end)


def _begins_afresh(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a noun phrase begins here that goes with no preposition before it."""
    token = tokens[at]
    if at > start:
        before = tokens[at - 1]
        if before.lower in _prepositions() or before.lower in _determiners():
            return False
        if token.is_capital and before.is_capital and not _is_time(before):
            return False
    if _is_time(token):
        return False
    return (
        token.lower in _determiners()
        or token.lower in words(lexicon(Grammar).subject_pronouns)
        or token.is_capital
        or token.lower in _speaking()
    )


def _checked(tokens: Sequence[Token], start: int, end: int) -> Extent | None:
    """The phrase, if it can be somebody who speaks."""
    while end > start and (not tokens[end - 1].is_word or tokens[end - 1].lower in _trailing()):
        if tokens[end - 1].text in ("’", "”", ")"):
            break
        end -= 1
    phrase = tokens[start:end]
    if not phrase or len(phrase) > _LONGEST or any(token.is_quote for token in phrase):
        return None
    first = phrase[0]
    if first.lower in words(lexicon(Grammar).no_speakers) and len(phrase) < 3:
        return None
    if first.lower in _prepositions() or not first.is_word or first.text[0].isdigit():
        return None
    if any(is_finite_verb(tokens, at) for at in range(start, end)):
        return None
    if all(_is_time(token) or token.lower in _determiners() for token in phrase):
        return None
    return Extent(start, end)


def _ends_after(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a subject after its verb ends before this token."""
    token = tokens[at]
    if token.is_quote or token.text in _BREAKS or token.lower in _subordinators():
        return True
    if token.text == "." or token.lower in ("ahead", "amid", "following", "despite", "speaking"):
        return True
    if token.lower in ("in", "on", "at", "during", "to", "into", "via", "by", "late", "early"):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        named = following is not None and following.is_capital and not _is_time(following)
        return not (named and token.lower in ("in", "at"))
    return _is_time(token) and at > start


# --- kinds of words --------------------------------------------------------------------------


def is_finite_verb(tokens: Sequence[Token], at: int) -> bool:
    """A finite verb, as far as closed lists and endings tell: not ``polled by a newspaper``."""
    token = tokens[at]
    if at + 1 < len(tokens) and tokens[at + 1].lower == "by":
        return False
    if token.is_capital or not token.is_word or token.is_inside:
        return False
    if token.lower in words(lexicon(Grammar).verbs):
        return True
    return token.lower.endswith("ed") and len(token.lower) > 4 and token.lower not in _adjectives()


def _is_time(token: Token) -> bool:
    dates = lexicon(Dates)
    return (
        token.text in dates.weekdays
        or token.text in dates.months
        or token.lower in ("yesterday", "today", "tomorrow", "last", "earlier", "later")
    )


@cache
def _adjectives() -> frozenset[str]:
    """Participles that stand before a noun or with a source, and end no clause."""
    return words(lexicon(Grammar).adjectives)


@cache
def _speaking() -> frozenset[str]:
    speakers = lexicon(Speakers)
    return words(speakers.people) | words(speakers.offices) | words(speakers.bodies)


@cache
def _determiners() -> frozenset[str]:
    return words(lexicon(Grammar).determiners)


@cache
def _prepositions() -> frozenset[str]:
    return words(lexicon(Grammar).prepositions)


@cache
def _subordinators() -> frozenset[str]:
    return words(lexicon(Grammar).subordinators)


@cache
def _trailing() -> frozenset[str]:
    """Words at the end of a phrase that go with the verb after it."""
    return words(lexicon(Reporting).adverbs) | frozenset(("both", "all", "who", "have", "has"))
