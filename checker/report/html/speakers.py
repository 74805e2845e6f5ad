"""Who speaks in the documents of a corpus, and on which side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from checker.facts import Corpus

SIDES = 6
"""How many sides have a colour of their own; further ones share them in turn."""

NARRATOR = "Narrator"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of a document's text, and whose words stand there."""

    start: int
    end: int
    claim: str
    agent: str
    voice: str


class Speakers:
    """The agents of a corpus by what a page says of them."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        relations = corpus.relations
        self.names = {str(row[0]): str(row[1]) for row in relations.get("agent", ())}
        self._kinds = {str(row[0]): str(row[2]) for row in relations.get("agent", ())}
        self._own_side = {str(row[0]): str(row[1]) for row in relations.get("agent_side", ())}
        self._groups: dict[str, list[str]] = defaultdict(list)
        for row in relations.get("agent_member", ()):
            self._groups[str(row[0])].append(str(row[1]))

    def name(self, agent: str) -> str:
        return self.names.get(agent, agent)

    def is_narrator(self, agent: str) -> bool:
        return self._kinds.get(agent) == "narrator"

    def side(self, agent: str) -> str | None:
        """The side of an agent, or the nearest of those that it belongs to."""
        waiting, seen = [agent], {agent}
        for one in waiting:
            if one in self._own_side:
                return self._own_side[one]
            new = [group for group in self._groups.get(one, ()) if group not in seen]
            seen.update(new)
            waiting += new
        return None

    def side_class(self, agent: str) -> str:
        """The name of the style in which the agent's words stand."""
        return self.class_of(self.side(agent))

    def class_of(self, side: str | None) -> str:
        return "side-none" if side is None else f"side-{self.sides.index(side) % SIDES}"

    @cached_property
    def sides(self) -> list[str]:
        """All sides, in the order in which they are given their colours."""
        return sorted(set(self._own_side.values()))

    @cached_property
    def class_by_name(self) -> dict[str, str]:
        """The style of each agent by its name; the first one's where a name stands for two."""
        found: dict[str, str] = {}
        for agent, name in self.names.items():
            found.setdefault(name, self.side_class(agent))
        return found

    @cached_property
    def utterances(self) -> dict[str, list[Utterance]]:
        """What is said in each document, by its id, where a claim has a place there."""
        found: dict[str, list[Utterance]] = defaultdict(list)
        for claim, _, source, voice, _ in self._corpus.relations.get("claim", ()):
            entity = self._corpus.entities.get(("claim", str(claim)))
            if entity is not None and entity.anchor is not None:
                anchor = entity.anchor
                found[anchor.document].append(
                    Utterance(anchor.start, anchor.end, str(claim), str(source), str(voice))
                )
        return found
