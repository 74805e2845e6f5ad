"""The same agent in several documents: one id where the match is beyond doubt, else two.

Beyond doubt is a person's full name, a state, an outlet that publishes, an organisation's full
name, and an acronym that the texts introduce for one such name. A name is an agent's own as long
as nobody else goes by it: where the facts have two of one name already, no one is chosen.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from checker.dataclasses import dataclass
from checker.diagnostics import DiagnosticError
from checker.documents.model import SourceDocument
from checker.extraction.lexicons import Grammar, Speakers, lexicon, words
from checker.extraction.patterns.describing import state_names
from checker.extraction.protocol import Record
from checker.extraction.writing import publisher_of
from checker.facts.files import SUFFIXES, FactFile, read_file
from checker.facts.tree import Value

_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,}")


class _Key(NamedTuple):
    """What agents that are one for certain have in common."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """A document with its records by section, before ids are shared."""

    document: SourceDocument
    sections: Mapping[str, tuple[Record, ...]]

    def agents(self) -> tuple[Record, ...]:
        """Its publisher first."""
        publisher = publisher_of(self.document)
        return (*((publisher,) if publisher else ()), *self.sections.get("agents", ()))


@dataclass(frozen=True, slots=True)
class Shared:
    """``sections`` as they are to be written; ``ids`` leads from a document's own id of an agent
    to the id under which another file has that agent, one of the files ``beside``."""

    sections: Mapping[str, tuple[Record, ...]]
    ids: Mapping[str, str]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """The facts that a folder has. ``staying`` are agents of files that are not written anew,
    ``places`` the names of their files by their ids, ``mentioned`` the texts of these files,
    ``leaving`` the agents of the others, by document."""

    staying: tuple[Record, ...]
    places: Mapping[str, str]
    mentioned: frozenset[str]
    leaving: Mapping[str, tuple[Record, ...]]


def share(told: Sequence[Told], folder: Path, root: Path) -> list[Shared]:
    """One id for each agent of several documents, and of the facts that a folder has.

    The same whatever the order of the documents. An agent keeps the id that the folder's facts
    give it; of documents that are new together, the first by id has it.
    """
    standing = _standing(folder, root, {f"{each.document.id}.yaml" for each in told})
    owners = _owners(told, standing)
    ids = {each.document.id: dict(_elsewhere(each, owners)) for each in told}
    more = _further_names(told, ids)
    new = {_id(agent): f"{each.document.id}.yaml" for each in told for agent in each.agents()}
    places = {**standing.places, **new}
    return [
        Shared(
            _written(each, shared, more, standing),
            shared,
            tuple(sorted({places[identity] for identity in shared.values()})),
        )
        for each in told
        for shared in [ids[each.document.id]]
    ]


# --- what the folder has ---------------------------------------------------------------------


def _standing(folder: Path, root: Path, replaced: Collection[str]) -> _Standing:
    """Files that cannot be read have no agents here: an audit says what is wrong with them."""
    staying: list[Record] = []
    places: dict[str, str] = {}
    leaving: dict[str, tuple[Record, ...]] = {}
    mentioned: set[str] = set()
    for file, name in _fact_files(folder, root):
        agents = tuple(_agents(file.sections.get("agents")))
        if name in replaced:
            leaving[name.removesuffix(".yaml")] = agents
        else:
            staying += agents
            places |= {_id(agent): name for agent in agents}
            mentioned.update(_texts(list(file.sections.values())))
    return _Standing(tuple(staying), places, frozenset(mentioned), leaving)


def _fact_files(folder: Path, root: Path) -> Iterator[tuple[FactFile, str]]:
    if not os.path.isdir(folder):  # noqa: PTH112 - False, not an error, for what cannot be asked
        return
    try:
        inside = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    except OSError:
        return
    for path in inside:
        try:
            yield read_file(path, root), path.name
        except DiagnosticError:
            continue


def _agents(value: Value) -> Iterator[Record]:
    for each in value if isinstance(value, list) else ():
        named = isinstance(each, dict) and all(
            isinstance(each.get(part), str) for part in ("id", "name", "kind")
        )
        if named and isinstance(each, dict):
            yield each


def _texts(value: Value) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield str(each)
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()


# --- who is who ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Owners:
    """The agent that has each key, and the keys of acronyms."""

    agents: Mapping[_Key, Record]
    acronyms: Mapping[str, _Key]
    pinned: frozenset[str]
    """Ids that facts refer to which are not written anew."""
    staying: frozenset[str]


def _owners(told: Sequence[Told], standing: _Standing) -> _Owners:
    own = {each.document.id: each.agents() for each in told}
    pinned = frozenset(
        _id(agent)
        for agents in own.values()
        for agent in agents
        if _id(agent) in standing.mentioned
    )
    everybody = [*standing.staying, *(agent for agents in own.values() for agent in agents)]
    acronyms = _acronyms(everybody)
    there = _by_key(standing.staying, acronyms)
    before = {
        (document, _id(agent)) for document, agents in standing.leaving.items() for agent in agents
    }
    new: dict[_Key, list[tuple[int, str, Record]]] = {}
    for document, agents in own.items():
        for key, (agent, *_) in _by_key(agents, acronyms).items():
            identity = _id(agent)
            rank = 0 if identity in pinned else 1 if (document, identity) in before else 2
            new.setdefault(key, []).append((rank, document, agent))
    chosen: dict[_Key, Record] = {}
    for key, candidates in new.items():
        if key in there:
            if len(there[key]) == 1:
                chosen[key] = there[key][0]
        elif sum(rank == 0 for rank, _, _ in candidates) < 2:
            chosen[key] = min(candidates, key=lambda each: each[:2])[2]
    return _Owners(chosen, acronyms, pinned, frozenset(map(_id, standing.staying)))


def _by_key(agents: Iterable[Record], acronyms: Mapping[str, _Key]) -> dict[_Key, list[Record]]:
    found: dict[_Key, list[Record]] = {}
    for agent in agents:
        if (key := _key(agent, acronyms)) is not None:
            found.setdefault(key, []).append(agent)
    return found


def _key(agent: Record, acronyms: Mapping[str, _Key]) -> _Key | None:
    """None for whom nothing tells from others of that name."""
    name, kind = _plain(str(agent["name"])), str(agent["kind"])
    if kind == "organisation" and _ACRONYM.fullmatch(name):
        return acronyms.get(name)
    if kind == "state":
        return _Key(kind, state_names()[name]) if name in state_names() else None
    test = _WHOLE.get(kind)
    return _Key(kind, name) if test is not None and test(name) else None


def _acronyms(agents: Iterable[Record]) -> dict[str, _Key]:
    """Those that stand for one organisation with a full name alone."""
    found: dict[str, set[_Key]] = {}
    for agent in agents:
        if agent["kind"] == "organisation" and (key := _key(agent, {})) is not None:
            for alias in _aliases(agent):
                if _ACRONYM.fullmatch(_plain(alias)):
                    found.setdefault(_plain(alias), set()).add(key)
    return {acronym: next(iter(keys)) for acronym, keys in found.items() if len(keys) == 1}


def _is_full_name(name: str) -> bool:
    """``Jan Holt``, and not ``Holt``, ``Mayor Holt`` or ``J. Holt``."""
    titles = words(lexicon(Speakers).titles)
    own = [part for part in name.split() if part.rstrip(".") not in titles]
    return len(own) > 1 and all(len(part.rstrip(".")) > 1 for part in (own[0], own[-1]))


def _is_full_title(name: str) -> bool:
    """Two words or more, and one at least that is not any body's: not ``Supreme Court``."""
    speakers = lexicon(Speakers)
    anybody = words(speakers.organisation_words) | words(speakers.titles)
    anyones = (
        words(speakers.bodies) | words(speakers.generic) | words(lexicon(Grammar).prepositions)
    )
    parts = re.sub(r"\A(?:[Tt]he|[Aa]n?) ", "", name).split()
    own = [part for part in parts if part not in anybody and part.lower() not in anyones]
    return len(parts) > 1 and any(part[:1].isupper() for part in own)


_WHOLE: Mapping[str, Callable[[str], bool]] = {
    "person": _is_full_name,
    "organisation": _is_full_title,
    "outlet": bool,
}
"""By kind, whether a name can be nobody else's."""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).replace("’", "'")


# --- from a document's own ids to those of others ----------------------------------------------


def _elsewhere(told: Told, owners: _Owners) -> Iterator[tuple[str, str]]:
    for agent in told.agents():
        identity = _id(agent)
        key = _key(agent, owners.acronyms)
        owner = owners.agents.get(key) if key is not None else None
        if owner is None or identity == _id(owner) or identity in owners.pinned:
            continue
        if _id(owner) in owners.staying and not _is_called(owner, agent, told):
            continue
        yield identity, _id(owner)


def _is_called(owner: Record, agent: Record, told: Told) -> bool:
    """Whether an agent whose record stays as it is goes by the names that claims need it to."""
    names = {_plain(name) for name in (str(owner["name"]), *_aliases(owner))}
    if names >= {_plain(name) for name in (str(agent["name"]), *_aliases(agent))}:
        return True
    claims = told.sections.get("claims", ())
    return not any(_id(agent) in (claim.get("subject"), claim.get("object")) for claim in claims)


def _further_names(
    told: Sequence[Told], ids: Mapping[str, Mapping[str, str]]
) -> dict[str, list[str]]:
    """The names that other documents give an agent, by the id that it has."""
    found: dict[str, list[str]] = {}
    for each in sorted(told, key=lambda each: each.document.id):
        shared = ids[each.document.id]
        for agent in each.agents():
            if _id(agent) in shared:
                names = found.setdefault(shared[_id(agent)], [])
                names += (str(agent["name"]), *_aliases(agent))
    return found


def _written(
    told: Told,
    ids: Mapping[str, str],
    more: Mapping[str, Sequence[str]],
    standing: _Standing,
) -> Mapping[str, tuple[Record, ...]]:
    # Other facts rely on agents to whom they refer, and on the names that these had.
    relied_on = {
        _id(agent): agent
        for agent in standing.leaving.get(told.document.id, ())
        if _id(agent) in standing.mentioned
    }
    names = {key: [*more.get(key, ()), *_aliases(agent)] for key, agent in relied_on.items()}
    own = [
        _with_names(agent, names.get(_id(agent), more.get(_id(agent), ())))
        for agent in told.sections["agents"]
    ]
    there = {_id(agent) for agent in told.agents()}
    kept = [agent for key, agent in relied_on.items() if key not in there]
    sections = {**told.sections, "agents": (*(a for a in own if _id(a) not in ids), *kept)}
    return {
        section: tuple(referring(record, section, ids) for record in records)
        for section, records in sections.items()
    }


def _with_names(agent: Record, more: Sequence[str]) -> Record:
    aliases = [name for name in dict.fromkeys((*_aliases(agent), *more)) if name != agent["name"]]
    return {**agent, "aliases": list[Value](aliases)} if aliases else agent


def _id(agent: Record) -> str:
    return str(agent["id"])


def _aliases(agent: Record) -> list[str]:
    aliases = agent.get("aliases")
    return [each for each in aliases if isinstance(each, str)] if isinstance(aliases, list) else []


# --- references --------------------------------------------------------------------------------

_EACH = "*"
AGENTS_IN: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "agents": (("member_of", _EACH),),
    "events": (("participants", _EACH, "agent"),),
    "claims": (
        ("source",),
        ("subject",),
        ("object",),
        ("targets", _EACH),
        ("via", _EACH, "source"),
        ("perspectives", _EACH, "holder"),
        ("mentions", _EACH, "agent"),
    ),
    "wordings": (("source",), ("about", _EACH)),
    "pledges": (("agent",),),
}
"""Where the records of a section refer to agents; ``*`` is each part of a list."""


def referring(record: Record, section: str, ids: Mapping[str, str]) -> Record:
    """The record with other ids of the agents that it refers to."""
    renamed: Value = dict(record)
    for route in AGENTS_IN.get(section, ()):
        renamed = _renamed(renamed, route, ids)
    return renamed if isinstance(renamed, dict) else record


def _renamed(value: Value, route: Sequence[str], ids: Mapping[str, str]) -> Value:
    if not route:
        return ids.get(value, value) if isinstance(value, str) else value
    step, *rest = route
    if step == _EACH:
        return [_renamed(each, rest, ids) for each in value] if isinstance(value, list) else value
    if not isinstance(value, dict) or step not in value:
        return value
    return {**value, step: _renamed(value[step], rest, ids)}
