"""Who speaks: persons, bodies and states by their names, and sources that have none.

A pronoun or a description such as ``the ministry`` is resolved where only one agent can be meant;
elsewhere it is nobody, and what it says is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, TypeAlias

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Dates, Grammar, Speakers, States, lexicon, words
from checker.extraction.patterns.extents import Passages
from checker.extraction.patterns.reading import Extent, Reading, Token
from checker.extraction.patterns.shapes import Attribution
from checker.facts.models.vocabulary import AgentKind

Gender: TypeAlias = Literal["", "he", "she"]

_POSSESSIVE = re.compile(r"[’']s?\Z")
_SURE = 1.0
_HEAD_UNKNOWN = 0.85
_DESCRIBED = 0.9
_PRONOUN = 0.85
_NESTED = 0.9
_UNNAMED = "unnamed source"


@dataclass(frozen=True, slots=True)
class Agent:
    """``key`` is unique in the document; ``name`` and ``aliases`` as the text spells them."""

    key: str
    name: str
    aliases: tuple[str, ...]
    kind: AgentKind


@dataclass(frozen=True, slots=True)
class Named:
    """Who the source of an attribution is, how sure that is, and whether a pronoun says it.

    ``via`` are the sources and cues around it, innermost first.
    """

    agent: Agent
    confidence: float
    is_pronoun: bool
    via: tuple[tuple[Agent, Extent], ...]


@dataclass(slots=True)
class _Known:
    """An agent while a text is read."""

    key: str
    name: str
    aliases: list[str]
    kind: AgentKind
    head: str
    is_several: bool
    gender: Gender = ""

    @property
    def is_one_person(self) -> bool:
        return not self.is_several and self.kind in ("person", "collective")


@dataclass(frozen=True, slots=True)
class _Meant:
    """Somebody known whom some words mean, and how sure that is."""

    known: _Known
    confidence: float
    is_pronoun: bool


@dataclass(frozen=True, slots=True)
class _Described:
    """What a source's words say of it. ``name`` is empty where they give none."""

    name: str
    kind: AgentKind
    head: str
    is_several: bool
    is_definite: bool
    is_certain: bool


class Speaking:
    """The agents of a text, and the one that each attribution is of."""

    def __init__(self, document: str, reading: Reading, found: Sequence[Attribution]) -> None:
        self._document = document
        self._reading = reading
        self._persons = {name: place for place, name in enumerate(_full_names(reading))}
        self._surnames = _by_surname(self._persons)
        self._content = Passages([piece for each in found for piece in each.content])
        self._known: dict[str, _Known] = {}
        self._by_name: dict[str, list[_Known]] = {}
        self._by_head: dict[str, list[_Known]] = {}
        self._sources: dict[int, list[tuple[int, _Known]]] = {}
        self._resolved: dict[tuple[int, Extent | None], _Meant | None] = {}
        named = [(each, self._all_of(each)) for each in found]
        agents = {key: _agent(known) for key, known in self._known.items()}
        self.named: Mapping[Attribution, Named] = {
            each: Named(
                agents[source.known.key],
                source.confidence * (_NESTED if outer else _SURE),
                source.is_pronoun,
                tuple((agents[known.key], cue) for known, cue in outer),
            )
            for each, (source, outer) in (
                (each, found_) for each, found_ in named if found_ is not None
            )
        }

    def mentioned(self, start: int, end: int) -> list[Agent]:
        """The agents of the text, and states, that ``text[start:end]`` names, in its order."""
        text = self._reading.text[start:end]
        places: dict[str, int] = {}
        for known in self._known.values():
            if known.kind == "collective":
                continue
            at = min((_place(name, text) for name in (known.name, *known.aliases)), default=-1)
            if at < len(text):
                places[known.key] = at
        for match in _state_pattern().finditer(text):
            known_state = self._state(_state_names()[match[0]])
            places.setdefault(known_state.key, match.start())
        return [_agent(self._known[key]) for key in sorted(places, key=lambda key: places[key])]

    def all(self) -> list[Agent]:
        """Every agent, in the order in which the text brings them up."""
        return [_agent(known) for known in self._known.values()]

    # --- one source ---

    def _all_of(self, found: Attribution) -> tuple[_Meant, list[tuple[_Known, Extent]]] | None:
        """The source, and those around it. None where one of them is not known."""
        around = [(self._name(found.sentence, each.source), each.cue) for each in found.outer]
        source = self._name(found.sentence, found.source)
        outer = [(meant.known, cue) for meant, cue in around if meant is not None]
        return (source, outer) if source is not None and len(outer) == len(around) else None

    def _name(self, sentence: int, source: Extent | None) -> _Meant | None:
        """Once for each place: what is around one attribution may be another one's source."""
        place = sentence, source
        if place not in self._resolved:
            self._resolved[place] = (
                self._somebody() if source is None else self._named(sentence, source)
            )
        return self._resolved[place]

    def _somebody(self) -> _Meant:
        """The source of what is said by nobody in particular."""
        described = _Described("", "collective", _UNNAMED, False, True, True)
        return _Meant(self._find(described) or self._add(described), _DESCRIBED, False)

    def _named(self, sentence: int, source: Extent) -> _Meant | None:
        tokens = self._tokens(sentence, source)
        if not tokens:
            return None
        first = tokens[0].lower
        pronouns = lexicon(Speakers).pronouns
        if len(tokens) == 1 and first in (*pronouns.person, *pronouns.body, *pronouns.several):
            meant = self._meant(first, sentence, source)
            if meant is None:
                return None
            self._speaks(meant, sentence, source)
            return _Meant(meant, _PRONOUN, True)
        if len(tokens) == 1 and first in words(lexicon(Grammar).subject_pronouns):
            return None
        described = self._completed(_described(tokens, self._reading.text))
        known = self._find(described) or self._add(described)
        self._speaks(known, sentence, source)
        sure = _SURE if described.name else _DESCRIBED
        return _Meant(known, sure if described.is_certain else _HEAD_UNKNOWN, False)

    def _speaks(self, known: _Known, sentence: int, source: Extent) -> None:
        self._sources.setdefault(sentence, []).append((source.start, known))

    def _completed(self, described: _Described) -> _Described:
        """A surname or an acronym with the full name that the text gives elsewhere, if any."""
        if (whole := self._acronym(described)) is not None:
            return whole
        full = self._surnames.get(described.name, ())
        if len(full) != 1:
            return described
        return _person(full[0])

    def _acronym(self, described: _Described) -> _Described | None:
        """The organisation that an acronym or its full name stands for."""
        name = self._reading.acronyms.get(described.name, described.name)
        if name not in self._reading.acronyms.values():
            return None
        return _Described(name, "organisation", name.lower(), False, False, True)

    def _tokens(self, sentence: int, extent: Extent) -> list[Token]:
        return [
            token
            for token in self._reading.sentences[sentence].tokens
            if extent.start <= token.start and token.end <= extent.end
        ]

    def _find(self, described: _Described) -> _Known | None:
        """Somebody known of that name; for ``the commander``, the one commander there is."""
        if described.name:
            same = self._by_name.get(described.name, [])
            return same[0] if len(same) == 1 else None
        if not described.is_definite:
            return None
        same = [
            known
            for known in self._by_head.get(described.head, ())
            if known.is_several == described.is_several
        ]
        return same[0] if len(same) == 1 else None

    def _add(self, described: _Described) -> _Known:
        name = described.name or described.head
        known = _Known(
            self._key(name),
            # Without a name of its own it is somebody of this text alone.
            described.name or f"{described.head}, in {self._document}",
            [*_aliases(described), *self._short(described)],
            described.kind,
            described.head,
            described.is_several,
        )
        self._known[known.key] = known
        self._by_head.setdefault(known.head, []).append(known)
        for called in dict.fromkeys((known.name, *known.aliases)):
            self._by_name.setdefault(called, []).append(known)
        return known

    def _short(self, described: _Described) -> list[str]:
        if described.kind != "organisation":
            return []
        acronyms = self._reading.acronyms
        return [short for short, name in acronyms.items() if name == described.name]

    def _state(self, name: str) -> _Known:
        for known in self._by_name.get(name, ()):
            if known.kind == "state" and known.name == name:
                return known
        described = _Described(name, "state", name.lower(), False, False, True)
        return self._add(described)

    def _key(self, name: str) -> str:
        base = re.sub(r"[\W_]+", "-", name.lower()).strip("-")[:40].strip("-") or "source"
        number = 1
        key = base
        while key in self._known:
            number += 1
            key = f"{base}-{number}"
        return key

    # --- pronouns ---

    def _meant(self, pronoun: str, sentence: int, source: Extent) -> _Known | None:
        """The only one that a pronoun can mean in this sentence, or else in one of the last two.

        Those count who speak there, and persons whom the narrator names; not who comes up in what
        somebody else says.
        """
        for back in range(3):
            near = self._near(sentence - back, source.start, pronoun)
            if len(near) > 1:
                return None
            if near:
                (known,) = near.values()
                if pronoun in lexicon(Speakers).pronouns.person:
                    known.gender = "he" if pronoun == "he" else "she"
                return known
        return None

    def _near(self, sentence: int, before: int, pronoun: str) -> dict[str, _Known]:
        found = {
            known.key: known
            for start, known in self._sources.get(sentence, ())
            if start < before and _fits(pronoun, known)
        }
        if pronoun not in lexicon(Speakers).pronouns.person or sentence < 0:
            return found
        for name in self._named_in(sentence, before):
            known = self._find(_person(name)) or self._add(_person(name))
            if _fits(pronoun, known):
                found[known.key] = known
        return found

    def _named_in(self, sentence: int, before: int) -> list[str]:
        """The persons whom the narrator names in a sentence, by their surnames at least."""
        found = {
            name
            for token in self._reading.sentences[sentence].tokens
            if token.end <= before and token.is_capital
            for name in self._surnames.get(_POSSESSIVE.sub("", token.text), ())
            if self._content.narrowest(token.start, token.start + 1) is None
        }
        return sorted(found, key=lambda name: self._persons[name])


def _by_surname(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.split()[-1], []).append(name)
    return found


def _person(name: str) -> _Described:
    return _Described(name, "person", name.lower(), False, False, True)


def _full_names(reading: Reading) -> list[str]:
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
    written = _POSSESSIVE.sub("", written)
    return "" if written in _state_names() or name[0].text in _state_names() else written


def _is_dated(token: Token) -> bool:
    dates = lexicon(Dates)
    return token.text in dates.weekdays or token.text in dates.months


def _fits(pronoun: str, known: _Known) -> bool:
    pronouns = lexicon(Speakers).pronouns
    if pronoun in pronouns.person:
        return known.is_one_person and known.gender in ("", pronoun)
    if pronoun in pronouns.body:
        return known.kind in ("organisation", "state", "outlet") and not known.is_several
    return known.is_several


def _agent(known: _Known) -> Agent:
    return Agent(known.key, known.name, tuple(known.aliases), known.kind)


# --- what a source's words say ---------------------------------------------------------------


def _described(tokens: Sequence[Token], text: str) -> _Described:
    """The name, or the head noun, of a source's words."""
    parts = _parts(tokens)
    first = _without_article(parts[0])
    if not first:
        return _nameless(parts[0], text)
    is_body = _head_part(first)[-1].lower in words(lexicon(Speakers).bodies)
    if len(parts) > 1 and not is_body:
        for part in reversed(parts):
            if name := _person_name(part, text):
                return _person(name)
        if _is_person_noun(_head_part(first)[-1]) and 2 <= len(parts[1]) <= 3:
            return _person(text[parts[1][0].start : parts[1][-1].end])
    whole = text[first[0].start : parts[0][-1].end]
    if whole in _state_names():
        state = _state_names()[whole]
        return _Described(state, "state", state.lower(), False, False, True)
    head = _head_part(first)
    if name := _person_name(head, text) or _person_name(parts[0], text):
        return _Described(name, "person", name.lower(), False, False, " " in name)
    if len(parts) > 1 and all(token.is_capital for token in parts[1]):
        name = text[parts[1][0].start : parts[1][-1].end]
        return _Described(name, "organisation", head[-1].lower, False, False, True)
    if any(token.is_capital for token in first) and _is_organisation(head, first):
        return _Described(whole, "organisation", head[-1].lower, False, False, True)
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
    if name in _state_names():
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


def _nameless(part: Sequence[Token], text: str) -> _Described:
    """A source by what it is: critics, the minister, a company statement."""
    speakers = lexicon(Speakers)
    head = _head_part(part)
    noun = next((token for token in reversed(head) if token.is_word), head[-1])
    whole = text[part[0].start : part[-1].end]
    definite = part[0].lower not in ("a", "an", "some", "many", "several", "most", "two", "one")
    bare = re.sub(r"\A(?:[Tt]he|[Aa]n?)\s+", "", whole)
    if noun.lower in words(speakers.people):
        several = noun.lower.endswith(("s", "men", "women", "people"))
        return _Described("", "collective", bare, several, definite and not several, True)
    if noun.lower in words(speakers.offices):
        kind: AgentKind = "person" if definite else "collective"
        return _Described("", kind, bare, False, definite, True)
    if noun.lower in words(speakers.bodies) or noun.lower in words(speakers.papers):
        return _Described("", "organisation", bare, False, definite, True)
    several = noun.lower.endswith("s") and not noun.lower.endswith("ss")
    return _Described("", "collective", bare, several, definite, False)


def _aliases(described: _Described) -> list[str]:
    if described.kind == "person" and " " in described.name:
        return [described.name.split()[-1]]
    if described.kind == "state":
        return [alias for alias, name in _state_names().items() if name == described.name != alias]
    return []


def _place(name: str, text: str) -> int:
    if name not in text:
        return len(text)
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return match.start() if match else len(text)


@cache
def _state_names() -> Mapping[str, str]:
    return {
        name: state.name
        for state in lexicon(States).states
        for name in (state.name, *state.aliases)
    }


@cache
def _state_pattern() -> re.Pattern[str]:
    names = sorted(_state_names(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
