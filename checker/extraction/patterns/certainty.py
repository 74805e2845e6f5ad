"""How sure a statement is by its words: does it negate, hold back, ask, or set a condition?"""

from __future__ import annotations

import re
from functools import cache

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Stance, Verb, lexicon
from checker.facts.models.vocabulary import Factuality, Polarity

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot)\b|n['’]t\b", re.I
)
_NO_NEGATION = re.compile(
    r"\bno (?:more|fewer|less|later) than\b|\bno doubt\b|\bnot only\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\b(?:if|unless|provided that|on condition that|as long as|in case)\b", re.IGNORECASE
)
_POSSIBLE = re.compile(r"\b(?:might|perhaps|maybe|possibly|could|(?-i:may))\b", re.IGNORECASE)
_PROBABLE = re.compile(
    r"\b(?:probably|likely|unlikely|apparently|reportedly|allegedly|seemingly|supposedly"
    r"|presumably|(?:believed|thought|said|expected) to|(?:appear|seem)s? to)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:will|shall|would|is to|are to|(?:is|are) going to)\b|[’']ll\b", re.I)
_SEVERAL_CLAUSES = re.compile(
    r"[,;:—–]|\b(?:that|which|who|whom|but|and|because|if|when|while|although|so)\b", re.IGNORECASE
)

_INTRODUCTION = re.compile(
    r"\A(?:after|amid|at|before|by|despite|during|for|in|on|since|under|with|however)\b"
    r"[^,;:—–]*,\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Certainty:
    """``factuality`` is None where polarity says it already."""

    polarity: Polarity
    factuality: Factuality | None
    is_future: bool
    condition: str
    """The words of a condition, empty where there is none."""


def certainty(text: str, verb: Verb | None) -> Certainty:
    """How sure a source is of a statement, by its words and by the verb that reports it.

    Polarity is negative only where the negation can be nothing else's than the statement's: in a
    single clause, or in what follows on the phrase that introduces it ("Despite their efforts,").
    Where words hold back, the statement is no certain one.
    """
    negated = _negates(text)
    polarity: Polarity = "negative" if negated or _denies(verb) else "positive"
    factuality = _factuality(text, verb, polarity)
    condition = _CONDITION.search(text)
    return Certainty(
        polarity,
        factuality,
        _FUTURE.search(text) is not None,
        text[condition.start() :].rstrip(" .,;") if condition else "",
    )


def _denies(verb: Verb | None) -> bool:
    return verb is not None and verb.kind == "denial"


def _negates(text: str) -> bool:
    plain = _NO_NEGATION.sub("", text)
    introduction = _INTRODUCTION.match(plain)
    clause = plain[introduction.end() :] if introduction else plain
    return (
        len(_NEGATION.findall(plain)) == len(_NEGATION.findall(clause)) == 1
        and _SEVERAL_CLAUSES.search(clause) is None
    )


def _factuality(text: str, verb: Verb | None, polarity: Polarity) -> Factuality | None:
    if "?" in text or _CONDITION.search(text) or (verb and verb.certainty == "open"):
        return "U"
    is_negative = polarity == "negative"
    if verb is not None and verb.certainty == "doubtful":
        return "PR+" if is_negative else "PR-"
    if _POSSIBLE.search(text) or (verb is not None and verb.certainty == "possible"):
        return "PS-" if is_negative else "PS+"
    if _PROBABLE.search(text) or (verb is not None and verb.certainty == "probable"):
        return "PR-" if is_negative else "PR+"
    return None


def takes_up(text: str) -> bool:
    """Whether words take up what somebody has said just before: ``the allegation``, ``this``."""
    return _backward().match(" ".join(text.lower().split())) is not None


@cache
def _backward() -> re.Pattern[str]:
    options = "|".join(map(re.escape, lexicon(Stance).backward))
    possessive = r"(?:[\w’'-]+(?:[’']s|s[’'])\s+)?"
    return re.compile(rf"(?:{possessive}(?:{options}|claims|allegations?|accusations?))\W*\Z")
