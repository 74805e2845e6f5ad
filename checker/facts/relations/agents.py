"""Who speaks, acts and is spoken of."""

from __future__ import annotations

from checker.facts.facts import Facts
from checker.facts.references import NARRATOR
from checker.facts.relations.declaration import Rows, Type, section

AGENTS = section("agents")


@AGENTS.relation(
    "An agent. Each document D has one of its own, `D#narrator`, its narrator.",
    agent=(Type.AGENT, "the agent"),
    name=(Type.SYMBOL, "its name"),
    kind=(Type.SYMBOL, "person, organisation, state, outlet, collective or narrator"),
)
def agent(facts: Facts) -> Rows:
    for agent in facts.agents:
        yield agent.id, agent.name, agent.kind
    for narrator, document in facts.narrators.items():
        yield narrator, f"narrator of {document.title}", NARRATOR


@AGENTS.relation(
    "A name under which texts speak of an agent, its full name included.",
    agent=(Type.AGENT, "the agent"),
    alias=(Type.SYMBOL, "the name"),
)
def agent_alias(facts: Facts) -> Rows:
    for agent in facts.agents:
        for alias in (agent.name, *agent.aliases):
            yield agent.id, alias


@AGENTS.relation(
    "The side that an agent stands on.",
    agent=(Type.AGENT, "the agent"),
    side=(Type.SYMBOL, "the side"),
)
def agent_side(facts: Facts) -> Rows:
    for agent in facts.agents:
        if agent.side is not None:
            yield agent.id, agent.side


@AGENTS.relation(
    "A topic in whose outcome an agent has an interest.",
    agent=(Type.AGENT, "the agent"),
    topic=(Type.SYMBOL, "the topic"),
)
def agent_interest(facts: Facts) -> Rows:
    for agent in facts.agents:
        for topic in agent.interests:
            yield agent.id, topic


@AGENTS.relation(
    "An agent speaks for or belongs to another one; a narrator to its document's publisher.",
    agent=(Type.AGENT, "the member"),
    group=(Type.AGENT, "what it belongs to"),
)
def agent_member(facts: Facts) -> Rows:
    for agent in facts.agents:
        for group in agent.member_of:
            yield agent.id, group
    for narrator, document in facts.narrators.items():
        if document.publisher is not None:
            yield narrator, document.publisher
