"""Who speaks: persons, bodies and states by their names, and sources that have none.

A pronoun or a description such as ``the ministry`` is resolved where only one agent can be meant;
elsewhere it is nobody, and what it says is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Grammar, Speakers, lexicon, words
from checker.extraction.patterns.describing import (
    POSSESSIVE,
    Described,
    aliases_of,
    described_by,
    full_names,
    person_of,
    state_names,
    state_pattern,
)
from checker.extraction.patterns.extents import Passages
from checker.extraction.patterns.reading import Extent, Reading, Token
from checker.extraction.patterns.shapes import Attribution
from checker.facts.models.vocabulary import AgentKind

Gender: TypeAlias = Literal["", "he", "she"]

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


class Speaking:
    """The agents of a text, and the one that each attribution is of."""

    def __init__(self, document: str, reading: Reading, found: Sequence[Attribution]) -> None:
        self._document = document
        self._reading = reading
        self._persons = {name: place for place, name in enumerate(full_names(reading))}
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
        for match in state_pattern().finditer(text):
            known_state = self._state(state_names()[match[0]])
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
        described = Described("", "collective", _UNNAMED, False, True, True)
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
        described = self._completed(described_by(tokens, self._reading.text))
        known = self._find(described) or self._add(described)
        self._speaks(known, sentence, source)
        sure = _SURE if described.name else _DESCRIBED
        return _Meant(known, sure if described.is_certain else _HEAD_UNKNOWN, False)

    def _speaks(self, known: _Known, sentence: int, source: Extent) -> None:
        self._sources.setdefault(sentence, []).append((source.start, known))

    def _completed(self, described: Described) -> Described:
        """A surname or an acronym with the full name that the text gives elsewhere, if any."""
        if (whole := self._acronym(described)) is not None:
            return whole
        full = self._surnames.get(described.name, ())
        if len(full) != 1:
            return described
        return person_of(full[0])

    def _acronym(self, described: Described) -> Described | None:
        """The organisation that an acronym or its full name stands for."""
        name = self._reading.acronyms.get(described.name, described.name)
        if name not in self._reading.acronyms.values():
            return None
        return Described(name, "organisation", name.lower(), False, False, True)

    def _tokens(self, sentence: int, extent: Extent) -> list[Token]:
        return [
            token
            for token in self._reading.sentences[sentence].tokens
            if extent.start <= token.start and token.end <= extent.end
        ]

    def _find(self, described: Described) -> _Known | None:
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

    def _add(self, described: Described) -> _Known:
        name = described.name or described.head
        known = _Known(
            self._key(name),
            # Without a name of its own it is somebody of this text alone.
            described.name or f"{described.head}, in {self._document}",
            [*aliases_of(described), *self._short(described)],
            described.kind,
            described.head,
            described.is_several,
        )
        self._known[known.key] = known
        self._by_head.setdefault(known.head, []).append(known)
        for called in dict.fromkeys((known.name, *known.aliases)):
            self._by_name.setdefault(called, []).append(known)
        return known

    def _short(self, described: Described) -> list[str]:
        if described.kind != "organisation":
            return []
        acronyms = self._reading.acronyms
        return [short for short, name in acronyms.items() if name == described.name]

    def _state(self, name: str) -> _Known:
        for known in self._by_name.get(name, ()):
            if known.kind == "state" and known.name == name:
                return known
        described = Described(name, "state", name.lower(), False, False, True)
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
            known = self._find(person_of(name)) or self._add(person_of(name))
            if _fits(pronoun, known):
                found[known.key] = known
        return found

    def _named_in(self, sentence: int, before: int) -> list[str]:
        """The persons whom the narrator names in a sentence, by their surnames at least."""
        found = {
            name
            for token in self._reading.sentences[sentence].tokens
            if token.end <= before and token.is_capital
            for name in self._surnames.get(POSSESSIVE.sub("", token.text), ())
            if self._content.narrowest(token.start, token.start + 1) is None
        }
        return sorted(found, key=lambda name: self._persons[name])


def _by_surname(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.split()[-1], []).append(name)
    return found


def _fits(pronoun: str, known: _Known) -> bool:
    pronouns = lexicon(Speakers).pronouns
    if pronoun in pronouns.person:
        return known.is_one_person and known.gender in ("", pronoun)
    if pronoun in pronouns.body:
        return known.kind in ("organisation", "state", "outlet") and not known.is_several
    return known.is_several


def _agent(known: _Known) -> Agent:
    return Agent(known.key, known.name, tuple(known.aliases), known.kind)


def _place(name: str, text: str) -> int:
    if name not in text:
        return len(text)
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return match.start() if match else len(text)
