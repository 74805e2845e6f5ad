"""Measures the deterministic extractor against the annotated texts of tests/gold.

    python -m bench.extraction               # the tables of docs/extract.md
    python -m bench.extraction --errors      # what is missed and invented in the tuning half

The held-out half is for the table alone: whoever tunes does not look at its errors.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from checker.extraction.patterns.attribution import attributions
from checker.extraction.patterns.dates import dates
from checker.extraction.patterns.extents import Passages
from checker.extraction.patterns.figures import Amount, amounts
from checker.extraction.patterns.reading import Extent, read
from checker.extraction.patterns.shapes import Attribution
from checker.facts.sentences import sentences

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold"
HALVES = {"tuning": "tuning", "held out": "held_out"}
PASSIVE_AND_NESTED = GOLD / "passive_and_nested"
MEASURES = (
    "source, exact",
    "source, overlap",
    "cue, exact",
    "cue, overlap",
    "content, exact",
    "content, overlap",
    "attribution, exact",
    "attribution, overlap",
    "figures",
)

NESTED_MEASURES = (
    "source",
    "cue",
    "content",
    "outer sources and cues",
    "attribution",
)

_EDGES = " \t\n,;:.–—-“”\"«»‘’'"
_NOT_OF_THE_CUE = ("has ", "have ", "had ", "also ", "already ", "repeatedly ")


@dataclass(frozen=True)
class Annotation:
    """An attribution as it is scored: the passages of each role.

    ``source`` is empty where the text names nobody; ``outer`` has the source and the cue of each
    attribution around this one, innermost first.
    """

    source: tuple[Extent, ...]
    cue: tuple[Extent, ...]
    content: tuple[Extent, ...]
    outer: tuple[tuple[Extent, ...], ...] = ()


@dataclass(frozen=True)
class Figure:
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    qualifier: str


@dataclass(frozen=True)
class Annotated:
    name: str
    text: str
    attributions: tuple[Annotation, ...]
    figures: tuple[Figure, ...]


@dataclass
class Count:
    """``right`` of those ``found`` and of those ``due``."""

    right: int = 0
    found: int = 0
    due: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.due if self.due else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.due) if self.right else 0.0


# --- the gold set and what the extractor makes of it -----------------------------------------


def gold(half: str, folder: Path = GOLD) -> list[Annotated]:
    """The annotated texts of a half, a key of :data:`HALVES`."""
    return [_annotated(path) for path in sorted((folder / HALVES[half]).glob("*.json"))]


def _annotated(path: Path) -> Annotated:
    value = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")

    def extent(span: Mapping[str, int | str]) -> Extent:
        start, end = int(span["start"]), int(span["end"])
        if text[start:end] != span["text"]:
            raise ValueError(f"{path}: {span} does not stand in the text")
        return Extent(start, end)

    return Annotated(
        path.stem,
        text,
        tuple(
            Annotation(
                (extent(each["source"]),) if each["source"] else (),
                (extent(each["cue"]),),
                tuple(extent(piece) for piece in each["content"]),
                tuple(
                    (extent(outer["source"]), extent(outer["cue"]))
                    for outer in each.get("outer", ())
                ),
            )
            for each in value["attributions"]
        ),
        tuple(
            Figure(
                *extent(each["span"]), each["low"], each["high"], each["unit"], each["qualifier"]
            )
            for each in value.get("figures", ())
        ),
    )


def found_in(text: str) -> tuple[list[Annotation], list[Figure]]:
    """What the extractor finds: attributions that have a source and stand in no other one."""
    written = Passages(list(dates(text)))
    return (
        [each for each in all_found_in(text) if each.source and not each.outer],
        [
            _figure(amount)
            for start, end in sentences(text)
            for amount in amounts(text, start, end, written)
        ],
    )


def all_found_in(text: str) -> list[Annotation]:
    """All attributions that the extractor finds."""
    return [_passages(each) for each in attributions(read(text))]


def _passages(found: Attribution) -> Annotation:
    source = (found.source,) if found.source else ()
    outer = tuple((*((each.source,) if each.source else ()), each.cue) for each in found.outer)
    return Annotation(source, (found.cue,), found.content, outer)


def _figure(found: Amount) -> Figure:
    unit = "1" if found.unit.startswith("{") and found.unit != "{person}" else found.unit
    return Figure(found.start, found.end, found.low, found.high, unit, found.qualifier)


# --- scores ----------------------------------------------------------------------------------


def score(half: str) -> dict[str, Count]:
    """Each of :data:`MEASURES` over the texts of a half."""
    counts = {name: Count() for name in MEASURES}
    for annotated in gold(half):
        found, figures = found_in(annotated.text)
        _score_attributions(annotated.text, found, annotated.attributions, counts)
        pairs = list(_same_figures(figures, annotated.figures))
        _add(counts["figures"], len(pairs), len(figures), len(annotated.figures))
    return counts


def score_nested(half: str) -> dict[str, Count]:
    """Each of :data:`NESTED_MEASURES`, exact, over passive and nested attributions of a half."""
    counts = {name: Count() for name in NESTED_MEASURES}
    for annotated in gold(half, PASSIVE_AND_NESTED):
        found, due = all_found_in(annotated.text), annotated.attributions
        right = dict.fromkeys(NESTED_MEASURES, 0)
        for one, other in matched(found, due):
            agree = {
                "source": exactly(annotated.text, one.source, other.source),
                "cue": exactly(annotated.text, one.cue, other.cue),
                "content": exactly(annotated.text, one.content, other.content),
                "outer sources and cues": exactly(
                    annotated.text, chain(*one.outer), chain(*other.outer)
                ),
            }
            for name, agrees in agree.items():
                right[name] += agrees
            right["attribution"] += all(agree.values())
        for name, count in right.items():
            _add(counts[name], count, len(found), len(due))
    return counts


def _score_attributions(
    text: str, found: Sequence[Annotation], due: Sequence[Annotation], counts: Mapping[str, Count]
) -> None:
    pairs = list(matched(found, due))
    roles: Mapping[str, Callable[[Annotation], tuple[Extent, ...]]] = {
        "source": lambda each: each.source,
        "cue": lambda each: each.cue,
        "content": lambda each: each.content,
    }
    for how, same in (("exact", exactly), ("overlap", largely)):
        whole = 0
        right = dict.fromkeys(roles, 0)
        for one, other in pairs:
            agree = {role: same(text, of(one), of(other)) for role, of in roles.items()}
            for role in roles:
                right[role] += agree[role]
            whole += all(agree.values())
        for role in roles:
            _add(counts[f"{role}, {how}"], right[role], len(found), len(due))
        _add(counts[f"attribution, {how}"], whole, len(found), len(due))


def _add(count: Count, right: int, found: int, due: int) -> None:
    count.right += right
    count.found += found
    count.due += due


def matched(
    found: Sequence[Annotation], due: Sequence[Annotation]
) -> Iterator[tuple[Annotation, Annotation]]:
    """Pairs that share a cue and some content, else some content alone; each used once."""
    ranked = sorted(
        (
            (-_shared(one.cue, other.cue), -_shared(one.content, other.content), at, place)
            for at, one in enumerate(found)
            for place, other in enumerate(due)
            if _shared(one.content, other.content)
        ),
    )
    used: set[int] = set()
    taken: set[int] = set()
    for _, _, at, place in ranked:
        if at not in used and place not in taken:
            used.add(at)
            taken.add(place)
            yield found[at], due[place]


def exactly(text: str, one: Iterable[Extent], other: Iterable[Extent]) -> bool:
    """Whether passages are the same but for the signs at their ends and a cue's auxiliaries."""
    return [_bare(text, each) for each in one] == [_bare(text, each) for each in other]


def largely(text: str, one: Sequence[Extent], other: Sequence[Extent]) -> bool:
    """Whether at least half of the characters of the two together are in both."""
    shared = _shared(one, other)
    together = sum(end - start for start, end in (*one, *other)) - shared
    return shared * 2 >= together


def _bare(text: str, extent: Extent) -> tuple[int, int]:
    start, end = extent
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    for word in (*_NOT_OF_THE_CUE, "that "):
        if text.startswith(word, start, end):
            start += len(word)
    return start, end


def _shared(one: Iterable[Extent], other: Iterable[Extent]) -> int:
    other = list(other)
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def _same_figures(
    found: Sequence[Figure], due: Sequence[Figure]
) -> Iterator[tuple[Figure, Figure]]:
    """Figures at one place with the same bounds, unit and qualifier."""
    left = list(due)
    for one in found:
        for other in left:
            if one.start < other.end and other.start < one.end and _alike(one, other):
                left.remove(other)
                yield one, other
                break


def _alike(one: Figure, other: Figure) -> bool:
    return (
        _near(one.low, other.low)
        and _near(one.high, other.high)
        and one.unit.replace("{percentage point}", "1")
        == other.unit.replace("{percentage point}", "1")
        and one.qualifier == other.qualifier
    )


def _near(one: float | None, other: float | None) -> bool:
    """A third may be 33 or 33.3 per cent."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 0.01 * abs(other)


# --- output ----------------------------------------------------------------------------------


def table() -> str:
    """Precision, recall and F1 of both halves, in Markdown."""
    return _table({half: score(half) for half in HALVES}, MEASURES)


def nested_table() -> str:
    """The same of passive and nested attributions."""
    return _table({half: score_nested(half) for half in HALVES}, NESTED_MEASURES)


def _table(scores: Mapping[str, Mapping[str, Count]], measures: Sequence[str]) -> str:
    heads = " | ".join(f"{half}: P | R | F1" for half in HALVES)
    lines = [f"| | {heads} |", "|---|" + "---:|" * 3 * len(HALVES)]
    for name in measures:
        cells = " | ".join(
            f"{count.precision:.2f} | {count.recall:.2f} | {count.f1:.2f}"
            for count in (scores[half][name] for half in HALVES)
        )
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines) + "\n"


def errors() -> Iterator[str]:
    """What is missed and invented in the tuning half."""
    for annotated in gold("tuning"):
        yield f"== {annotated.name}"
        text = annotated.text

        def show(extents: Iterable[Extent], text: str = text) -> str:
            return " ... ".join(text[start:end] for start, end in extents)

        found, figures = found_in(text)
        pairs = list(matched(found, annotated.attributions))
        for one, other in pairs:
            for role in ("source", "cue", "content"):
                a, b = getattr(one, role), getattr(other, role)
                if not exactly(text, a, b):
                    yield f"  {role}: [{show(a)}] for [{show(b)}]"
        for missed in annotated.attributions:
            if all(missed is not other for _, other in pairs):
                yield (
                    f"  missed: [{show(missed.source)}] <{show(missed.cue)}> {show(missed.content)}"
                )
        for invented in found:
            if all(invented is not one for one, _ in pairs):
                yield (
                    f"  invented: [{show(invented.source)}] <{show(invented.cue)}>"
                    f" {show(invented.content)}"
                )
        same = list(_same_figures(figures, annotated.figures))
        for sign, listed, place in (("+", figures, 0), ("-", annotated.figures, 1)):
            for each in listed:
                if all(each is not pair[place] for pair in same):
                    yield f"  figure {sign} {text[each.start : each.end]!r} {each}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="show the tuning half's errors")
    if parser.parse_args().errors:
        print("\n".join(errors()))
    else:
        print(table())
        print(nested_table(), end="")


if __name__ == "__main__":
    main()
