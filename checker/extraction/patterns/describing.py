"""What the words of a source say of it: a name, a head noun, what kind of agent it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Dates, Grammar, Speakers, States, lexicon, words
from checker.extraction.patterns.reading import Reading, Token
from checker.facts.models.vocabulary import AgentKind

POSSESSIVE = re.compile(r"[’']s?\Z")


@dataclass(frozen=True, slots=True)
class Described:
    """What a source's words say of it. ``name`` is empty where they give none."""

    name: str
    kind: AgentKind
    head: str
    is_several: bool
    is_definite: bool
    is_certain: bool


def person_of(name: str) -> Described:
    """Somebody of that name."""
    return Described(name, "person", name.lower(), False, False, True)


def described_by(tokens: Sequence[Token], text: str) -> Described:
    """The name, or the head noun, of a source's words."""
    parts = _parts(tokens)
    first = _without_article(parts[0])
    if not first:
        return _nameless(parts[0], text)
    is_body = _head_part(first)[-1].lower in words(lexicon(Speakers).bodies)
    if len(parts) > 1 and not is_body:
        for part in reversed(parts):
            if name := _person_name(part, text):
                return person_of(name)
        if _is_person_noun(_head_part(first)[-1]) and 2 <= len(parts[1]) <= 3:
            return person_of(text[parts[1][0].start : parts[1][-1].end])
    whole = text[first[0].start : parts[0][-1].end]
    if whole in state_names():
        state = state_names()[whole]
        return Described(state, "state", state.lower(), False, False, True)
    head = _head_part(first)
    if name := _person_name(head, text) or _person_name(parts[0], text):
        return Described(name, "person", name.lower(), False, False, " " in name)
    if len(parts) > 1 and all(token.is_capital for token in parts[1]):
        name = text[parts[1][0].start : parts[1][-1].end]
        return Described(name, "organisation", head[-1].lower, False, False, True)
    if any(token.is_capital for token in first) and _is_organisation(head, first):
        return Described(whole, "organisation", head[-1].lower, False, False, True)
    return _nameless(parts[0], text)


def _parts(tokens: Sequence[Token]) -> list[list[Token]]:
    """A source's words, parted at commas."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == ",":
            parts.append([])
        elif token.is_word:
            parts[-1].append(token)
    return [part for part in parts if part]


def _without_article(part: Sequence[Token]) -> list[Token]:
    start = 1 if part[0].lower in ("the", "a", "an") else 0
    return list(part[start:])


def _head_part(part: Sequence[Token]) -> list[Token]:
    """What stands before the first preposition: ``a spokesman | for the ministry``."""
    prepositions = words(lexicon(Grammar).prepositions)
    for at, token in enumerate(part):
        if at and token.lower in prepositions:
            return list(part[:at])
    return list(part)


def _person_name(part: Sequence[Token], text: str) -> str:
    """The last run of capitals that are no titles, unless it names a body or a state."""
    speakers = lexicon(Speakers)
    run: list[Token] = []
    for token in reversed(part):
        if not token.is_capital or token.lower.endswith("'s") or token.text == "The":
            break
        run.insert(0, token)
    titles = words(speakers.titles)
    last = max((at + 1 for at, token in enumerate(run) if token.text in titles), default=0)
    untitled = run[last:]
    if not untitled or any(_names_body(token) for token in untitled):
        return ""
    name = text[untitled[0].start : untitled[-1].end]
    if name in state_names():
        return ""
    before = part[len(part) - len(run) - 1].lower if len(part) > len(run) else ""
    if before in words(lexicon(Grammar).prepositions) or before in ("the", "a", "an"):
        return ""  # the hospital in Port Hessel, the Hessel Courier
    has_article = part[0].lower in ("the", "a", "an")
    if before in words(speakers.bodies) and (len(untitled) == 1 or has_article):
        return ""  # the newspaper Agora
    if len(untitled) == 1:
        return name if last or before in words(speakers.offices) else ""
    return name if last or before or _is_told_of_a_person(untitled, text) else ""


def _is_told_of_a_person(name: Sequence[Token], text: str) -> bool:
    """Whether a name without a title is a person's: ``Dee Marlow, a mother``; later ``Marlow``.

    Firms and papers have names of two capitals as well.
    """
    if _OF_A_PERSON.match(text, name[-1].end):
        return True
    surname = re.escape(name[-1].text)
    first = re.escape(name[-2].text)
    return re.search(rf"(?<!{first}\s)(?<!\w){surname}\b(?!\s+[A-Z])", text) is not None


_OF_A_PERSON = re.compile(
    r" of the |(?: of [^.,]{1,60})?, "
    r"(?:(?:an?|who|whose|his|her)\b|[0-9]{1,3},|[a-z]+ (?:[a-z]+ )?(?:at|of|for|with|in) )"
)


def _names_body(token: Token) -> bool:
    speakers = lexicon(Speakers)
    return token.text in words(speakers.organisation_words) or token.lower in words(speakers.bodies)


def _is_organisation(head: Sequence[Token], whole: Sequence[Token]) -> bool:
    """A body by its noun or its capitals: ``The Institute for Marine Research``, ``Petrocorvo``."""
    last = head[-1]
    if last.lower in words(lexicon(Speakers).bodies) or _names_body(last):
        return True
    if last.is_capital and last.start != whole[0].start:
        return True
    is_named = last.is_capital and not _is_person_noun(last)
    return is_named and (len(head) == len(whole) or len(head) > 1)


def _is_person_noun(token: Token) -> bool:
    speakers = lexicon(Speakers)
    return token.lower in words(speakers.people) | words(speakers.offices)


def _nameless(part: Sequence[Token], text: str) -> Described:
    """A source by what it is: critics, the minister, a company statement."""
    speakers = lexicon(Speakers)
    head = _head_part(part)
    noun = next((token for token in reversed(head) if token.is_word), head[-1])
    whole = text[part[0].start : part[-1].end]
    definite = part[0].lower not in ("a", "an", "some", "many", "several", "most", "two", "one")
    bare = re.sub(r"\A(?:[Tt]he|[Aa]n?)\s+", "", whole)
    if noun.lower in words(speakers.people):
        several = noun.lower.endswith(("s", "men", "women", "people"))
        return Described("", "collective", bare, several, definite and not several, True)
    if noun.lower in words(speakers.offices):
        kind: AgentKind = "person" if definite else "collective"
        return Described("", kind, bare, False, definite, True)
    if noun.lower in words(speakers.bodies) or noun.lower in words(speakers.papers):
        return Described("", "organisation", bare, False, definite, True)
    several = noun.lower.endswith("s") and not noun.lower.endswith("ss")
    return Described("", "collective", bare, several, definite, False)


def aliases_of(described: Described) -> list[str]:
    """The surname of a person, the other names of a state."""
    if described.kind == "person" and " " in described.name:
        return [described.name.split()[-1]]
    if described.kind == "state":
        return [alias for alias, name in state_names().items() if name == described.name != alias]
    return []


# --- full names ------------------------------------------------------------------------------


def full_names(reading: Reading) -> list[str]:
    """What looks like a person's full name: two or three capitals that name no body or place."""
    found: dict[str, None] = {}
    for sentence in reading.sentences:
        tokens = sentence.tokens
        at = 0
        while at < len(tokens):
            end = at
            while end < len(tokens) and tokens[end].is_capital:
                end += 1
            if name := _full_name(tokens, at, end, reading.text):
                found[name] = None
            at = max(end, at + 1)
    return list(found)


def _full_name(tokens: Sequence[Token], start: int, end: int, text: str) -> str:
    grammar = lexicon(Grammar)
    no_names = words(grammar.determiners) | words(grammar.prepositions) | words(grammar.openers)
    while start < end and tokens[start].lower in no_names:
        start += 1  # The capital that begins a sentence
    titles = words(lexicon(Speakers).titles)
    before = tokens[start - 1].lower if start else ""
    titled = max((at + 1 for at in range(start, end) if tokens[at].text in titles), default=start)
    has_title = titled > start or before in words(lexicon(Speakers).offices)
    name = tokens[titled:end]
    if not 2 <= len(name) <= 3 or any(_names_body(token) or _is_dated(token) for token in name):
        return ""
    placed = words(lexicon(Grammar).prepositions) | {"the", "a", "an"}
    if not has_title and (before in placed - {"with", "by", "to"} or before.endswith("'s")):
        return ""
    written = text[name[0].start : name[-1].end]
    if any(token.lower.endswith("'s") for token in name[:-1]):
        return ""
    written = POSSESSIVE.sub("", written)
    return "" if written in state_names() or name[0].text in state_names() else written


def _is_dated(token: Token) -> bool:
    dates = lexicon(Dates)
    return token.text in dates.weekdays or token.text in dates.months


# --- states ----------------------------------------------------------------------------------


@cache
def state_names() -> Mapping[str, str]:
    """The names of states, and of their capitals and governments, each with the state's own."""
    return {
        name: state.name
        for state in lexicon(States).states
        for name in (state.name, *state.aliases)
    }


@cache
def state_pattern() -> re.Pattern[str]:
    """Any of these names, as a word."""
    names = sorted(state_names(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
