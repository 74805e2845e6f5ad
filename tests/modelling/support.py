"""Records of answers, and a reader of the endpoint under test."""

from __future__ import annotations

from pathlib import Path

from checker.modelling import Cache, Endpoint, ModelReader, Settings
from checker.proposing import Held
from tests.modelling.server import NOTHING, Asked

TEXT = "Mayor Ann Lind said that 12 boats had left. He called it a disaster. It was Tuesday."


def agent(name: str = "Ann Lind", **fields: object) -> dict:
    return {"name": name, "aliases": [], "kind": "person", **fields}


def figure(words: str, amount: float, **fields: object) -> dict:
    return {
        "words": words,
        "measure": "boats that left",
        "low": amount,
        "high": amount,
        "qualifier": "exact",
        "aggregation": "total",
        "unit": "{boat}",
        **fields,
    }


def claim(quote: str = "12 boats had left", **fields: object) -> dict:
    return {
        "quote": quote,
        "before": "",
        "voice": "indirect",
        "source": "Ann Lind",
        "cue": "said",
        "kind": "report",
        "subject": "boats",
        "predicate": "leave",
        "object": "",
        "topic": "boats",
        "polarity": "positive",
        "factuality": "CT+",
        "tense": "past",
        "mentions": [],
        "figures": [],
        "events": [],
        "evidence": [],
        "links": [],
        "stances": [],
        "confidence": 0.9,
        **fields,
    }


def event(name: str = "the walkout", **fields: object) -> dict:
    return {
        "name": name,
        "kind": "walkout",
        "when": None,
        "place": None,
        "participants": [],
        "ordinal": None,
        "series": None,
        **fields,
    }


def pledge(quote: str, goal: str, **fields: object) -> dict:
    return {
        "quote": quote,
        "agent": "Ann Lind",
        "goal": goal,
        "within": None,
        "plans": [],
        "outcomes": [],
        **fields,
    }


def wording(quote: str = "disaster", **fields: object) -> dict:
    return {
        "quote": quote,
        "before": "",
        "category": "loaded",
        "voice": "narrator",
        "source": None,
        "confidence": 0.5,
        **fields,
    }


def answer(**sections: list[dict]) -> dict:
    return NOTHING | {"agents": [agent()], **sections}


def reader(asked: Asked, folder: Path | None = None, **settings: object) -> ModelReader:
    jobs = settings.pop("jobs", 1)
    part_size = settings.pop("part_size", 6_000)
    given = Settings("m", asked.url, "secret-key", **({"retries": 2} | settings))
    return ModelReader(Endpoint(given), Cache(folder), jobs=jobs, part_size=part_size)


def read(asked: Asked, text: str = TEXT, folder: Path | None = None, **settings: object) -> Held:
    return reader(asked, folder, **settings).read("d", "d.txt", text)


def codes(held: Held) -> list[str]:
    return [fault.code for fault in held.left_out]


def quotes(held: Held, section: str = "claims") -> list[str]:
    return [record["span"]["exact"] for record in held.sections.get(section, [])]
