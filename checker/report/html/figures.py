"""The figures that are given for one measure, in the order of the days that they stand for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10

from checker.facts import Corpus
from checker.report.html.graph import shortened
from checker.report.html.markup import Attribute, Child, Markup, element, number
from checker.report.html.speakers import Speakers

WIDTH = 900
MOST_MEASURES, MOST_FIGURES = 60, 80

_ROW = 24
_DAY, _SPEAKER, _TITLE = 0, 92, 262
_PLOT, _END, _VALUE = 470, 766, 780
_LOG = 200.0
"""How many times the least figure the largest is when the axis is logarithmic."""

_NO_BOUND = 1e307


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that a document gives."""

    quantity: str
    amount: str
    low: float
    high: float
    agent: str
    document: str
    start: int
    end: int
    days: tuple[int, int] | None
    scope: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures for one measure in one unit, by day and place."""

    name: str
    unit: str
    figures: tuple[Figure, ...]


def measures(corpus: Corpus, *, found: Mapping[str, str]) -> list[Measure]:
    """The measures for which several figures are given; those that something is found of first.

    ``found`` gives the worst severity that a quantity is found with, by its id.
    """
    table = corpus.relations
    claims = {str(row[0]): row for row in table.get("claim", ())}
    days = _days(corpus)
    scopes: dict[str, list[str]] = defaultdict(list)
    for claim, _, value in table.get("claim_scope", ()):
        scopes[str(claim)].append(str(value))
    grouped: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for quantity, claim, measure, low, high, unit in table.get("quantity", ()):
        entity = corpus.entities.get(("quantity", str(quantity)))
        said = claims.get(str(claim))
        if entity is None or entity.anchor is None or said is None:
            continue
        grouped[str(measure), str(unit)].append(
            Figure(
                str(quantity),
                _amount(entity.attributes, str(unit)),
                float(low),
                float(high),
                str(said[2]),
                entity.anchor.document,
                entity.anchor.start,
                entity.anchor.end,
                days.get(str(claim)) or days.get(entity.anchor.document),
                ", ".join(scopes.get(str(claim), ())),
            )
        )
    several = [
        Measure(name, unit, tuple(sorted(figures, key=_in_time)[:MOST_FIGURES]))
        for (name, unit), figures in grouped.items()
        if len(figures) > 1
    ]
    return sorted(several, key=lambda one: _first(one, found))[:MOST_MEASURES]


def _amount(values: Mapping[str, str], base: str) -> str:
    """The amount as it is written, with its unit where that is not the axis's."""
    written = _ANNOTATION.sub("", values["unit"])
    if values["unit"] == base or written in ("", "1"):
        return values["amount"]
    return f"{values['amount']} {written.strip('[]').removesuffix('_i')}"


_ANNOTATION = re.compile(r"\{[^}]*\}")
"""What UCUM lets stand in braces beside a unit: a word for people."""


def _first(measure: Measure, found: Mapping[str, str]) -> tuple[int, int, str, str]:
    severities = ["error", "warning", "info"]
    worst = min(
        (severities.index(found[one.quantity]) for one in measure.figures if one.quantity in found),
        default=len(severities),
    )
    return worst, -len(measure.figures), measure.name, measure.unit


def _in_time(figure: Figure) -> tuple[int, str, int, str]:
    day = figure.days[0] if figure.days else _NEVER
    return day, figure.document, figure.start, figure.quantity


_NEVER = 1 << 60


def _days(corpus: Corpus) -> dict[str, tuple[int, int]]:
    """The days of claims and documents: as of when a claim speaks, when it holds, and when its
    document came out, the first of these that is known."""
    found: dict[str, tuple[int, int]] = {}
    for relation in ("document_published", "claim_time", "claim_as_of"):
        for name, first, last in corpus.relations.get(relation, ()):
            found[str(name)] = int(first), int(last)
    return found


def day_text(days: tuple[int, int] | None) -> str:
    """Days since 1970 as dates."""
    if days is None:
        return "no date"
    first, last = (_date(day) for day in days)
    return first if first == last else f"{first} – {last}"


def _date(day: int) -> str:
    if not -200_000 < day < 900_000:
        return "…"
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


# --- the picture -----------------------------------------------------------------------------


def picture(
    measure: Measure,
    speakers: Speakers,
    titles: Mapping[str, str],
    numbers: Mapping[str, int],
    found: Mapping[str, str],
) -> Markup:
    """Every figure on a line of its own, along one axis."""
    axis = _axis(measure.figures)
    height = _ROW * len(measure.figures) + 30
    rows = [
        _row(figure, index, axis, speakers, titles, numbers, found)
        for index, figure in enumerate(measure.figures)
    ]
    return element(
        "svg",
        {
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": WIDTH,
            "height": height,
            "role": "group",
            "aria-label": f"Figures for {measure.name}",
        },
        list(_grid(axis, height)),
        _course(measure.figures, axis),
        rows,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float
    logarithmic: bool

    def at(self, value: float) -> float:
        """How far from the left a value stands."""
        if self.logarithmic:
            share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return _PLOT + max(0.0, min(share, 1.0)) * (_END - _PLOT)

    def ticks(self) -> list[float]:
        """Round values, five at most."""
        if self.logarithmic:
            first, last = round(log10(self.low)), round(log10(self.high))
            step = max(1, (last - first + 3) // 4)
            return [10.0**power for power in range(first, last + 1, step)]
        width = _round_step((self.high - self.low) / 4)
        count = int((self.high - self.low) / width + 1e-9)
        return [self.low + width * index for index in range(count + 1)]


def _axis(figures: Sequence[Figure]) -> _Axis:
    bounds = [
        bound for one in figures for bound in (one.low, one.high) if abs(bound) < _NO_BOUND
    ] or [0.0]
    low, high = min(bounds), max(bounds)
    if low > 0 and high / low > _LOG:
        return _Axis(10.0 ** floor(log10(low)), 10.0 ** -floor(-log10(high)), True)
    step = _round_step((high - min(low, 0.0)) / 4 or 1.0)
    bottom = floor(min(low, 0.0) / step) * step
    return _Axis(bottom, max(-floor(-high / step) * step, bottom + step), False)


def _round_step(step: float) -> float:
    """The next of 1, 2, 5, 10, 20, ..."""
    power = 10.0 ** floor(log10(step))
    return next((power * factor for factor in (1, 2, 5) if power * factor >= step), power * 10)


def _grid(axis: _Axis, height: int) -> Iterator[Child]:
    for tick in axis.ticks():
        x = axis.at(tick)
        yield element("path", {"class": "grid", "d": f"M{number(x)} 0V{height - 22}"})
        place: dict[str, Attribute] = {"x": x, "y": height - 8, "text-anchor": "middle"}
        yield element("text", {"class": "tick", **place}, _short(tick))


def _short(value: float) -> str:
    for factor, letter in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(value) >= factor:
            return f"{value / factor:,.4g} {letter}"
    return f"{value:,.6g}"


def _course(figures: Sequence[Figure], axis: _Axis) -> Markup:
    """From figure to figure, through the middles of those with two bounds."""
    points = [
        f"{number(axis.at(_middle(one)))} {number(_ROW * (index + 0.5))}"
        for index, one in enumerate(figures)
        if max(abs(one.low), abs(one.high)) < _NO_BOUND
    ]
    return element("path", {"class": "course", "d": "M" + "L".join(points) if points else "M0 0"})


def _middle(figure: Figure) -> float:
    return figure.low / 2 + figure.high / 2


def _row(
    figure: Figure,
    index: int,
    axis: _Axis,
    speakers: Speakers,
    titles: Mapping[str, str],
    numbers: Mapping[str, int],
    found: Mapping[str, str],
) -> Markup:
    y = _ROW * (index + 0.5)
    who = "Narrator" if speakers.is_narrator(figure.agent) else speakers.name(figure.agent)
    title = titles.get(figure.document, figure.document)
    said = f"{figure.amount}, {who}, {day_text(figure.days)}, {title}"
    scope = f" ({figure.scope})" if figure.scope else ""
    return element(
        "g",
        {
            "class": f"node {found.get(figure.quantity, '')}".rstrip(),
            "role": "button",
            "tabindex": 0,
            "aria-label": said + scope,
            "data-document": numbers.get(figure.document),
            "data-s": figure.start,
            "data-e": figure.end,
        },
        element("title", {}, said + scope),
        element(
            "rect", {"class": "hit", "x": 0, "y": _ROW * index, "width": WIDTH, "height": _ROW}
        ),
        element(
            "text",
            {"class": "under", "x": _DAY + 4, "y": y + 4},
            shortened(day_text(figure.days), 13),
        ),
        element(
            "text",
            {"class": f"name {speakers.side_class(figure.agent)}", "x": _SPEAKER, "y": y + 4},
            shortened(who, 24),
        ),
        element("text", {"class": "under", "x": _TITLE, "y": y + 4}, shortened(title, 30)),
        _bar(figure, y, axis),
        element(
            "text",
            {"class": "amount", "x": _VALUE, "y": y + 4},
            shortened(figure.amount, 15),
        ),
    )


def _bar(figure: Figure, y: float, axis: _Axis) -> Markup:
    """A dot for one value, a bar between two bounds, one that leads to the edge for one bound."""
    start = _PLOT if figure.low <= -_NO_BOUND else axis.at(figure.low)
    end = _END if figure.high >= _NO_BOUND else axis.at(figure.high)
    if end - start < 1:
        return element("circle", {"class": "dot", "cx": start, "cy": y, "r": 5})
    style = "bar" if figure.low > -_NO_BOUND and figure.high < _NO_BOUND else "bar open"
    return element(
        "rect", {"class": style, "x": start, "y": y - 4, "width": end - start, "height": 8, "rx": 4}
    )
