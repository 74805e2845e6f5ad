"""Word lists: data in ``rules/lexicons``, each with a head that says whence and under what licence.

They are the project's own files, so a malformed one is a fault of the project, and raises.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict

from checker.diagnostics import Source
from checker.facts.models.vocabulary import ClaimKind, WordingCategory
from checker.facts.yaml_reader import read_yaml
from checker.resources import lexicons_dir

Frame: TypeAlias = Literal["quote", "clause", "that", "to", "noun", "person", "wish"]
Certainty: TypeAlias = Literal["certain", "probable", "possible", "open", "doubtful"]


class Lexicon(BaseModel):
    """The head that every word list has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lexicon: str
    about: str
    source: str
    licence: str


class Verb(BaseModel):
    """A verb that attributes: its forms, and what it makes of what it reports."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    forms: tuple[str, ...]
    kind: ClaimKind
    frames: frozenset[Frame]
    tone: Literal["", "doubt", "editorialising"] = ""
    certainty: Certainty = "certain"
    aimed: bool = False
    also_noun: bool = False


class Phrases(BaseModel):
    before: tuple[str, ...]


class Auxiliaries(BaseModel):
    perfect: tuple[str, ...]
    other: tuple[str, ...]


class Reporting(Lexicon):
    verbs: tuple[Verb, ...]
    impersonal: tuple[Verb, ...]
    no_passive: frozenset[str]
    phrases: Phrases
    auxiliaries: Auxiliaries
    no_content: frozenset[str]
    adverbs: str


class Pronouns(BaseModel):
    person: tuple[str, ...]
    body: tuple[str, ...]
    several: tuple[str, ...]


class Speakers(Lexicon):
    people: str
    offices: str
    bodies: str
    papers: str
    pronouns: Pronouns
    titles: str
    organisation_words: str
    person_nouns: str
    generic: str


class Figures(Lexicon):
    units: dict[str, tuple[str, ...]]
    signs: dict[str, str]
    before: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]
    measures: dict[str, tuple[str, ...]]
    mutual: tuple[str, ...]
    parted: tuple[str, ...]
    together: tuple[str, ...]
    labels: tuple[str, ...]


class Dates(Lexicon):
    months: tuple[str, ...]
    short_months: dict[str, int]
    weekdays: tuple[str, ...]
    days: dict[str, int]
    relative: str


class Watch(Lexicon):
    weasel: tuple[str, ...]
    peacock: tuple[str, ...]
    loaded: tuple[str, ...]
    editorialising: tuple[str, ...]
    doubt: tuple[str, ...]
    hedge: tuple[str, ...]
    euphemism: tuple[str, ...]
    contrast: tuple[str, ...]

    def categories(self) -> dict[WordingCategory, tuple[str, ...]]:
        return {
            "weasel": self.weasel,
            "peacock": self.peacock,
            "loaded": self.loaded,
            "editorialising": self.editorialising,
            "doubt": self.doubt,
            "hedge": self.hedge,
            "euphemism": self.euphemism,
        }


class Sides(Lexicon):
    terms: dict[str, tuple[str, ...]]


class Stance(Lexicon):
    superlatives: tuple[str, ...]
    superlative_of: tuple[str, ...]
    causes: tuple[str, ...]
    predictions: tuple[str, ...]
    judgements: tuple[str, ...]
    promises: tuple[str, ...]
    negations: tuple[str, ...]
    backward: tuple[str, ...]
    series: tuple[str, ...]


class Grammar(Lexicon):
    determiners: str
    prepositions: str
    subordinators: str
    openers: str
    verbs: str
    adjectives: str
    subject_pronouns: str
    plurals: str
    no_speakers: str


class State(BaseModel):
    name: str
    aliases: tuple[str, ...]


class States(Lexicon):
    states: tuple[State, ...]


_L = TypeVar("_L", bound=Lexicon)


def lexicon(kind: type[_L]) -> _L:
    """The word list of a kind: ``lexicon(Reporting)`` is ``reporting.yaml``."""
    found = _read(kind)
    assert isinstance(found, kind)
    return found


@cache
def _read(kind: type[Lexicon]) -> Lexicon:
    path = lexicons_dir() / f"{kind.__name__.lower()}.yaml"
    value, _ = read_yaml(Source(path.name, path.read_text(encoding="utf-8")))
    return kind.model_validate(value)


@cache
def words(listed: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(listed.split())
