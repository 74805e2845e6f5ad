"""Who says what in which document, and who denies it: a picture.

Documents stand on the left and sources on the right. Lines between them say who speaks in which
document, arcs on the left what one document took from another, arcs on the right what sources
hold of each other. No position depends on chance, or on anything but the facts.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from checker.facts import Corpus
from checker.report.html.markup import Child, Markup, element, join, number
from checker.report.html.speakers import Speakers

WIDTH = 960
MOST_SOURCES, MOST_DOCUMENTS = 60, 30
"""What a picture can hold; those with the most statements are drawn."""

_ROW = 27
_TOP = 44
_LEFT_ARCS, _DOCUMENT = 92, 268
_SOURCE, _LABEL = 592, 14
_DOCUMENT_EDGE = _LEFT_ARCS + _DOCUMENT
_LONGEST_TITLE, _LONGEST_NAME = 38, 30
_LETTER = 7.4
"""About as wide as a letter of a name is; a browser's own font decides."""


_STYLE = {
    "denies": "denies",
    "disputes": "denies",
    "retracts": "denies",
    "confirms": "confirms",
    "asserts": "confirms",
    "accuses": "accuses",
    "through": "through",
}
"""How a relation between two sources is drawn; a source that has no comment on something takes no
side of it, and is not drawn."""

_LEGEND = (
    ("speaks", "speaks in the document (thicker: more statements)"),
    ("copies", "takes from the document"),
    ("denies", "denies, disputes or retracts"),
    ("confirms", "confirms"),
    ("accuses", "accuses or criticises"),
    ("through", "is reported through"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What one node holds of another, and by which statements."""

    origin: str
    target: str
    kind: str
    statements: tuple[tuple[str, str], ...] = ()
    """Pairs of claims: the one that takes the stance, and the one that it is taken on or ''."""


@dataclass(frozen=True, slots=True)
class Network:
    """Documents and sources, by node: ``d:`` and a document's id, ``s:`` and an agent's."""

    documents: tuple[str, ...]
    sources: tuple[str, ...]
    left_out: int
    speaks: Mapping[tuple[str, str], int]
    """How many statements a document has of a source."""
    relations: tuple[Relation, ...]


def network(corpus: Corpus, speakers: Speakers) -> Network:
    """The sources of a corpus; what cannot be drawn is left out."""
    table = corpus.relations
    speaker: dict[str, str] = {}
    speaks: Counter[tuple[str, str]] = Counter()
    heard: Counter[str] = Counter()
    for claim, document, source, _, _ in table.get("claim", ()):
        node = _node(str(source), str(document), speakers)
        speaker[str(claim)] = node
        heard[f"d:{document}"] += 1
        if node.startswith("s:"):
            speaks[f"d:{document}", node] += 1
            heard[node] += 1
    relations = _relations(corpus, speakers, speaker)
    for relation in relations:
        for node in (relation.origin, relation.target):
            heard[node] += 0
    documents = _most_heard(heard, "d:", MOST_DOCUMENTS)
    sources = _most_heard(heard, "s:", MOST_SOURCES)
    drawn = {*documents, *sources}
    ordered = _ordered(documents, sources, speaks, [one.id for one in corpus.documents])
    return Network(
        *ordered,
        left_out=sum(node.startswith("s:") for node in heard) - len(sources),
        speaks={pair: count for pair, count in speaks.items() if drawn.issuperset(pair)},
        relations=tuple(one for one in relations if one.origin in drawn and one.target in drawn),
    )


def _node(agent: str, document: str, speakers: Speakers) -> str:
    return f"d:{document}" if speakers.is_narrator(agent) else f"s:{agent}"


def _relations(corpus: Corpus, speakers: Speakers, speaker: Mapping[str, str]) -> list[Relation]:
    table = corpus.relations
    document = {str(row[0]): f"d:{row[1]}" for row in table.get("claim", ())}
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)

    def add(origin: str | None, target: str | None, kind: str, by: str, on: str) -> None:
        if origin and target and origin != target:
            found[origin, target, kind].append((by, on))

    for statement, _, stance, claim in table.get("stance", ()):
        if stance in _STYLE:
            by, on = str(statement), str(claim)
            add(speaker.get(by), speaker.get(on), str(stance), by, on)
    for row in table.get("claim_target", ()):
        by, target = str(row[0]), str(row[1])
        add(speaker.get(by), f"s:{target}", "accuses", by, "")
    for row in table.get("attribution", ()):
        by, level, outer = str(row[0]), row[1], str(row[2])
        if isinstance(level, int) and level > 0:
            add(speaker.get(by), f"s:{outer}", "through", by, "")
    for row in table.get("derivation", ()):
        add(f"d:{row[0]}", f"d:{row[1]}", str(row[2]), "", "")
    for row in table.get("claim_link", ()):
        if row[1] == "cites":
            by, on = str(row[0]), str(row[2])
            add(document.get(by), document.get(on), "cited", by, on)
    return [Relation(*key, tuple(pairs)) for key, pairs in sorted(found.items())]


def _most_heard(heard: Mapping[str, int], kind: str, most: int) -> list[str]:
    nodes = (node for node in heard if node.startswith(kind))
    return sorted(nodes, key=lambda node: (-heard[node], node))[:most]


def _ordered(
    documents: Iterable[str],
    sources: Iterable[str],
    speaks: Mapping[tuple[str, str], int],
    reading: list[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Documents as they are read; sources beside the middle of the documents that they speak in,
    which keeps lines short and crossings few (the barycentre method for layered graphs)."""
    places = {f"d:{name}": place for place, name in enumerate(reading)}
    placed = tuple(sorted(documents, key=lambda node: (places.get(node, len(places)), node)))
    row = {node: index for index, node in enumerate(placed)}
    weights: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (document, source), count in speaks.items():
        if document in row:
            weights[source].append((row[document], count))

    def middle(node: str) -> float:
        total = sum(count for _, count in weights[node])
        if not total:
            return float(len(row))
        return sum(place * count for place, count in weights[node]) / total

    return placed, tuple(sorted(sources, key=lambda node: (middle(node), node)))


# --- the picture -----------------------------------------------------------------------------


_Point: TypeAlias = tuple[float, float]


@dataclass(slots=True)
class _Places:
    """Where each node stands, from the top."""

    height: float
    at: dict[str, float] = field(default_factory=dict)
    behind: dict[str, float] = field(default_factory=dict)
    """Where the name of a source ends, from the left."""

    def beside(self, first: float, last: float) -> float:
        """Where the longest name between two heights ends."""
        low, high = min(first, last), max(first, last)
        return max(end for node, end in self.behind.items() if low <= self.at[node] <= high)


def picture(
    network: Network,
    speakers: Speakers,
    titles: Mapping[str, str],
    subtitles: Mapping[str, str],
    numbers: Mapping[str, int],
) -> Markup:
    """The network as SVG. ``numbers`` are the documents' numbers in the page's data."""
    places = _placed(network, speakers)
    edges = [
        *(_speaks(pair, count, places, speakers) for pair, count in network.speaks.items()),
        *(_relation(relation, places) for relation in network.relations),
    ]
    nodes = [
        *(_document(node, places, titles, subtitles, numbers) for node in network.documents),
        *(_source(node, places, speakers, network) for node in network.sources),
    ]
    return element(
        "svg",
        {
            "viewBox": f"0 0 {WIDTH} {number(places.height)}",
            "width": WIDTH,
            "height": number(places.height),
            "role": "group",
            "aria-label": "Documents, their sources, and what these hold of each other",
        },
        _arrows(),
        _headings(),
        element("g", {"class": "edges"}, edges),
        nodes,
    )


def legend() -> Markup:
    """What the lines of the picture mean."""
    return element(
        "ul",
        {"class": "legend"},
        [
            element(
                "li",
                {},
                element(
                    "svg",
                    {"width": 34, "height": 10, "aria-hidden": "true"},
                    element("path", {"class": f"edge {style}", "d": "M1 5H33"}),
                ),
                text,
            )
            for style, text in _LEGEND
        ],
    )


def _placed(network: Network, speakers: Speakers) -> _Places:
    rows = max(len(network.sources), math.ceil(2.5 * len(network.documents)), 4)
    places = _Places(_TOP + rows * _ROW + 12)
    room = rows * _ROW
    for nodes in (network.documents, network.sources):
        step = room / len(nodes) if nodes else room
        for index, node in enumerate(nodes):
            places.at[node] = _TOP + step * (index + 0.5)
    for node in network.sources:
        letters = len(shortened(speakers.name(node[2:]), _LONGEST_NAME))
        places.behind[node] = _SOURCE + _LABEL + 8 + letters * _LETTER
    return places


def _headings() -> Markup:
    return join(
        element("text", {"class": "heading", "x": x, "y": 18}, text)
        for x, text in ((_LEFT_ARCS, "Documents"), (_SOURCE - 4, "Sources"))
    )


def _arrows() -> Markup:
    return element(
        "defs",
        {},
        [
            element(
                "marker",
                {
                    "id": f"to-{style}",
                    "class": style,
                    "viewBox": "0 0 8 8",
                    "refX": 7,
                    "refY": 4,
                    "markerWidth": 7,
                    "markerHeight": 7,
                    "markerUnits": "userSpaceOnUse",
                    "orient": "auto",
                },
                element("path", {"d": "M0 0 8 4 0 8z"}),
            )
            for style in ("copies", "denies", "confirms", "accuses", "through")
        ],
    )


def _speaks(pair: tuple[str, str], count: int, places: _Places, speakers: Speakers) -> Markup:
    document, source = pair
    start, end = places.at[document], places.at[source]
    middle = (_DOCUMENT_EDGE + _SOURCE) / 2
    return element(
        "path",
        {
            "class": f"edge speaks {speakers.side_class(source[2:])}",
            "d": f"M{_DOCUMENT_EDGE} {number(start)}C{number(middle)} {number(start)}"
            f" {number(middle)} {number(end)} {_SOURCE - 6} {number(end)}",
            "stroke-width": number(min(1 + 0.55 * (count - 1), 6)),
            "data-nodes": f"{document} {source}",
        },
        element("title", {}, f"{count} statement{'' if count == 1 else 's'}"),
    )


def _relation(relation: Relation, places: _Places) -> Markup:
    start, end = places.at[relation.origin], places.at[relation.target]
    style = _STYLE.get(relation.kind, "copies")
    nth = _APART.index(style)
    match relation.origin[0], relation.target[0]:
        case "d", "d":
            path = _arc((_LEFT_ARCS - 4, start), (_LEFT_ARCS - 4, end), _LEFT_ARCS - 4, nth)
        case "s", "s":
            ends = (places.behind[relation.origin], start), (places.behind[relation.target], end)
            path = _arc(*ends, places.beside(start, end), nth)
        case "d", "s":
            path = _across(_DOCUMENT_EDGE + 2, start + 5, _SOURCE - 7, end + 4)
        case _:
            path = _across(_SOURCE - 7, start + 4, _DOCUMENT_EDGE + 3, end + 5)
    return element(
        "path",
        {
            "class": f"edge {style}",
            "d": path,
            "marker-end": f"url(#to-{style})",
            "data-nodes": f"{relation.origin} {relation.target}",
        },
        element("title", {}, relation.kind),
    )


_APART = ("copies", "denies", "confirms", "accuses", "through")
"""Arcs between the same two nodes stand apart by what they mean."""


def _arc(start: _Point, end: _Point, edge: float, nth: int) -> str:
    """A curve beside a column, around whatever stands out from it as far as ``edge``.

    A cubic curve passes three quarters of the way to its control points.
    """
    (x, y), (to, at) = start, end
    shift = 3 if y < at else -3
    direction = 1 if edge > _DOCUMENT_EDGE else -1
    bow = edge + direction * (12 + min(0.09 * abs(at - y), 58) + 6 * nth)
    out = (bow - (x + to) / 8) / 0.75
    return (
        f"M{number(x)} {number(y + shift)}C{number(out)} {number(y + shift)}"
        f" {number(out)} {number(at - shift)} {number(to)} {number(at - shift)}"
    )


def _across(x: float, start: float, to: float, end: float) -> str:
    middle = (x + to) / 2
    return (
        f"M{number(x)} {number(start)}C{number(middle)} {number(start)}"
        f" {number(middle)} {number(end)} {number(to)} {number(end)}"
    )


def _document(
    node: str,
    places: _Places,
    titles: Mapping[str, str],
    subtitles: Mapping[str, str],
    numbers: Mapping[str, int],
) -> Markup:
    y, name = places.at[node], node[2:]
    title = titles.get(name, name)
    lines = wrapped(title, _LONGEST_TITLE)
    height = 28 + 15 * len(lines)
    top = y - height / 2 + 18
    return _button(
        {"data-document": numbers.get(name), "data-node": node},
        title,
        element(
            "rect",
            {
                "class": "box",
                "x": _LEFT_ARCS,
                "y": y - height / 2,
                "width": _DOCUMENT,
                "height": height,
                "rx": 3,
            },
        ),
        [
            element("text", {"x": _LEFT_ARCS + 10, "y": top + 15 * row, "class": "title"}, line)
            for row, line in enumerate(lines)
        ],
        element(
            "text",
            {"x": _LEFT_ARCS + 10, "y": top + 1 + 15 * len(lines), "class": "under"},
            shortened(subtitles.get(name, ""), _LONGEST_TITLE + 6),
        ),
    )


def _source(node: str, places: _Places, speakers: Speakers, network: Network) -> Markup:
    y, name = places.at[node], speakers.name(node[2:])
    said = sum(count for (_, source), count in network.speaks.items() if source == node)
    return _button(
        {"data-speaker": name if said else None, "data-node": node},
        f"{name}, {said} statement{'' if said == 1 else 's'}",
        element(
            "rect", {"class": "hit", "x": _SOURCE - 10, "y": y - 13, "width": 220, "height": 26}
        ),
        element(
            "circle",
            {
                "class": f"dot {speakers.side_class(node[2:])}{'' if said else ' silent'}",
                "cx": _SOURCE,
                "cy": y,
                "r": number(min(3.5 + 0.5 * said, 8)),
            },
        ),
        element("text", {"x": _SOURCE + _LABEL, "y": y + 4}, shortened(name, _LONGEST_NAME)),
    )


def _button(data: Mapping[str, str | int | None], label: str, *children: Child) -> Markup:
    return element(
        "g",
        {"class": "node", "role": "button", "tabindex": 0, "aria-label": label, **data},
        element("title", {}, label),
        children,
    )


def shortened(text: str, longest: int) -> str:
    """A text for one line of a picture."""
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def wrapped(text: str, longest: int) -> list[str]:
    """A text in one line of a picture or in two, the second of them shortened."""
    words = text[: 8 * longest].split()
    first = ""
    for index, word in enumerate(words):
        if first and len(first) + 1 + len(word) > longest:
            return [shortened(first, longest), shortened(" ".join(words[index:]), longest)]
        first = f"{first} {word}".strip()
    return [shortened(first, longest)]
