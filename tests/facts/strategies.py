"""Valid bundles, as plain values, for properties: documents with claims that quote them."""

from __future__ import annotations

from typing import TypeAlias, get_args

from hypothesis import strategies as st

from checker.facts.models import vocabulary as v

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Record: TypeAlias = dict[str, Json]

_TEXT = "the talks ended Berg said no yes “we” 1,200 men’s half a dozen боаты \U0001d4b3"
_WORDS = [*_TEXT.split(), "three cats"]
_TRAPS = [
    "no",
    "1:30",
    "2025-07-23",
    "0x1F",
    "~",
    "null",
    "12",
    "a: b",
    "# c",
    "'",
    '"',
    "- x",
    "{",
]

texts = st.sampled_from(_TRAPS) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=8
)
ids = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P"], exclude_characters="#"),
    min_size=1,
    max_size=4,
)


@st.composite
def bundles(draw: st.DrawFn) -> Record:
    """A bundle that loads: its references lead to records, its spans stand in their documents."""
    agents = draw(
        st.lists(ids.filter(lambda name: name != "narrator"), unique=True, min_size=1, max_size=3)
    )
    bundle: Record = {
        "checker": 1,
        "documents": [],
        "agents": [draw(_agent(name, agents)) for name in agents],
        "claims": [],
        "wordings": [],
    }
    numbers = iter(range(100))
    for name in draw(st.lists(ids, unique=True, min_size=1, max_size=2)):
        words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12))
        text = " ".join(words) + draw(st.sampled_from(["", ".", "\n", " …"]))
        bundle["documents"].append(
            {"id": name, "title": draw(texts), "content": text, "kind": draw(_one(v.DocumentKind))}
        )
        for _ in range(draw(st.integers(0, 3))):
            bundle["claims"].append(draw(_claim(f"c{next(numbers)}", name, text, agents)))
        for _ in range(draw(st.integers(0, 1))):
            bundle["wordings"].append(
                {
                    "id": f"w{next(numbers)}",
                    "document": name,
                    "span": draw(_span(text)),
                    "category": draw(_one(v.WordingCategory)),
                    "voice": "narrator",
                }
            )
    return bundle


def _one(vocabulary: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(vocabulary))


@st.composite
def _agent(draw: st.DrawFn, name: str, all_: list[str]) -> Record:
    agent: Record = {"id": name, "name": draw(texts), "kind": draw(_one(v.AgentKind))}
    if draw(st.booleans()):
        agent["aliases"] = draw(st.lists(texts, max_size=2))
    others = [other for other in all_ if other != name]
    if others and draw(st.booleans()):
        agent["member_of"] = [draw(st.sampled_from(others))]
    return agent


@st.composite
def _span(draw: st.DrawFn, text: str) -> Record:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return {"exact": text[start:end], "start": start}


@st.composite
def _claim(draw: st.DrawFn, name: str, document: str, text: str, agents: list[str]) -> Record:
    claim: Record = {
        "id": name,
        "document": document,
        "span": draw(_span(text)),
        "kind": draw(_one(v.ClaimKind)),
        "topic": draw(st.just("") | texts),
        "scope": draw(st.dictionaries(texts, texts, max_size=2)),
        "superlative": draw(st.booleans()),
    }
    voice = draw(_one(v.Voice))
    claim["voice"] = voice
    if voice != "narrator":
        claim["source"] = draw(st.sampled_from(agents))
    span = claim["span"]
    assert isinstance(span, dict)
    if "three cats" in str(span["exact"]) and draw(st.booleans()):
        claim["quantities"] = [
            {"id": f"q-{name}", "measure": draw(texts), "amount": 3, "unit": "{person}"}
        ]
    return claim
