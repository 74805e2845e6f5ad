"""Cues of attribution: verbs of saying, with what belongs to them, and "according to"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Grammar, Reporting, Verb, lexicon, words
from checker.extraction.patterns.reading import Token


class Form(Enum):
    BASE = "base"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb group: ``tokens[start:end]`` of a sentence; ``head`` is its verb."""

    start: int
    head: int
    end: int
    verb: Verb
    form: Form


@dataclass(frozen=True, slots=True)
class According:
    """``according to`` and its like at ``tokens[start:end]``."""

    start: int
    end: int


def cues(tokens: Sequence[Token]) -> Iterator[Cue]:
    """The verbs that assert something, in the order of a sentence.

    Left out are what is not asserted (would say, did not say, to say), passives (is said to), and
    nouns that look like verbs (the claims, his report).
    """
    at = 0
    while at < len(tokens):
        cue = _cue(tokens, at)
        at = cue.end if cue else at + 1
        if cue:
            yield cue


def accordings(tokens: Sequence[Token]) -> Iterator[According]:
    for at in range(len(tokens)):
        for phrase in _according():
            end = at + len(phrase)
            if tuple(token.lower for token in tokens[at:end]) == phrase:
                yield According(at, end)


def _cue(tokens: Sequence[Token], at: int) -> Cue | None:
    token = tokens[at]
    if token.is_quote or token.is_inside or token.lower not in _forms():
        return None
    for spelled, (verb, form) in _forms()[token.lower].items():
        end = at + 1 + len(spelled)
        if tuple(each.lower for each in tokens[at + 1 : end]) == spelled:
            return _group(tokens, at, end, verb, form)
    return None


def _group(tokens: Sequence[Token], head: int, end: int, verb: Verb, form: Form) -> Cue | None:
    start = head
    seen: set[str] = set()
    while start > 0 and tokens[start - 1].lower in _before_verb():
        start -= 1
        seen.add(tokens[start].lower)
    start = _without_leading_adverbs(tokens, start, head)
    before = tokens[start - 1].lower if start else ""
    perfect = seen & set(lexicon(Reporting).auxiliaries.perfect)
    if seen & _not_asserted() or before == "to":
        return None
    if form is Form.PARTICIPLE:
        return Cue(start, head, end, verb, form) if before in (",", "and") else None
    if form in (Form.BASE, Form.THIRD) and (perfect or _is_noun(tokens, start, head, end, verb)):
        return None
    if form is Form.BASE and not _is_plural(tokens, start):
        return None  # the distress call
    return Cue(start, head, end, verb, form)


def _without_leading_adverbs(tokens: Sequence[Token], start: int, head: int) -> int:
    """Adverbs that stand before the verb's subject (``Later he said``) are none of the verb's."""
    at = start
    while at < head and tokens[at].lower in _adverbs() and start == 0:
        at += 1
    return at if start == 0 else start


def _is_noun(tokens: Sequence[Token], start: int, head: int, end: int, verb: Verb) -> bool:
    """Whether a form like ``claims`` or ``report`` is a noun here."""
    if start < head:
        return False
    before = tokens[head - 1] if head else None
    after = tokens[end].lower if end < len(tokens) else ""
    if before is None:
        return True  # Claims that ...
    if not verb.also_noun:
        return False
    grammar = lexicon(Grammar)
    if before.lower in words(grammar.determiners) | words(grammar.prepositions) - {"one"}:
        return True
    if before.lower.endswith(("'s", "s'")) or before.text in ("’", "'"):
        return True
    return after in ("of", "for", "against", "about", "to", "by", "was", "were", "is", "are")


def _is_plural(tokens: Sequence[Token], end: int) -> bool:
    """Whether several are spoken of before a verb: officials, police, they; or it is an inset."""
    if not end:
        return False
    before = tokens[end - 1]
    if before.text in (",", "and", "but") or before.is_capital or before.is_quote:
        return True
    return before.lower in words(lexicon(Grammar).plurals) or (
        before.lower.endswith("s") and not before.lower.endswith(("ss", "'s"))
    )


# --- the lexicon, by what is looked for in it ------------------------------------------------


@cache
def _forms() -> Mapping[str, Mapping[tuple[str, ...], tuple[Verb, Form]]]:
    """First word of a form -> the words after it -> the verb. Longer ones come first."""
    found: dict[str, dict[tuple[str, ...], tuple[Verb, Form]]] = {}
    for verb in lexicon(Reporting).verbs:
        for place, written in enumerate(verb.forms):
            first, *rest = written.split()
            form = _form(place, first)
            found.setdefault(first, {}).setdefault(tuple(rest), (verb, form))
    return {
        first: dict(sorted(rests.items(), key=lambda item: -len(item[0])))
        for first, rests in found.items()
    }


def _form(place: int, first: str) -> Form:
    if first.endswith("ing"):
        return Form.PARTICIPLE
    return (Form.BASE, Form.THIRD)[place] if place < 2 else Form.PAST


@cache
def _according() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in lexicon(Reporting).phrases.before)


@cache
def _adverbs() -> frozenset[str]:
    return words(lexicon(Reporting).adverbs)


@cache
def _not_asserted() -> frozenset[str]:
    return frozenset((*lexicon(Reporting).auxiliaries.other, "not", "never", "to"))


@cache
def _before_verb() -> frozenset[str]:
    auxiliaries = lexicon(Reporting).auxiliaries
    return frozenset(
        (*auxiliaries.perfect, *auxiliaries.other, *_adverbs(), "not", "never", "also")
    )
