"""Where two claims that are alike part: in what they affirm, and in their figures.

A claim and its denial are alike by words and by meaning, and so are 31 dead and 29. What is
proposed about them says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.aligning.statements import FigureStatement, Statement

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_DENYING = frozenset(
    "cannot contrary denied denies deny denying false never no nobody none nor not nothing nowhere"  # noqa: SIM905
    " refuted refutes rejected rejects untrue without".split()
)


def differences(
    one: Statement,
    other: Statement,
    one_figures: Sequence[FigureStatement],
    other_figures: Sequence[FigureStatement],
) -> tuple[str, ...]:
    """What stands between two claims, said for people; nothing where facts and words show none."""
    found = list(_in_facts(one, other)) or list(_denied_in_words(one.text, other.text))
    figures = [
        *_between_figures(one_figures, other_figures),
        *(() if one_figures and other_figures else _numerals(one.text, other.text)),
    ]
    return (*found, *figures)


def in_words(one: str, other: str) -> tuple[str, ...]:
    """What stands between two texts by their words alone: a denial in one of them, or numerals."""
    return (*_denied_in_words(one, other), *_numerals(one, other))


def _in_facts(one: Statement, other: Statement) -> Iterator[str]:
    for first, second in ((one, other), (other, one)):
        for stance in first.claim.stances:
            if stance.on == second.claim.id and stance.stance in ("denies", "disputes"):
                yield f"`{first.claim.id}` {stance.stance} `{second.claim.id}`"
    signs = {one.claim.certainty[-1], other.claim.certainty[-1]}
    if signs == {"+", "-"}:
        yield "one affirms, the other negates"
    elif (one.claim.kind == "denial") != (other.claim.kind == "denial"):
        yield "one is a denial"


def _denied_in_words(one: str, other: str) -> Iterator[str]:
    first, second = _denials(one), _denials(other)
    if bool(first) != bool(second):
        shown = ", ".join(f"“{word}”" for word in sorted(first | second))
        yield f"{shown} in one alone"


def _denials(text: str) -> set[str]:
    words = {match[0].lower().replace("’", "'") for match in _WORD.finditer(text)}
    return {word for word in words if word in _DENYING or word.endswith("n't")}


def _between_figures(
    one: Sequence[FigureStatement], other: Sequence[FigureStatement]
) -> Iterator[str]:
    """Units in which no figure of the one meets a figure of the other."""
    units = sorted({figure.unit for figure in one} & {figure.unit for figure in other})
    for unit in units:
        first = [figure for figure in one if figure.unit == unit]
        second = [figure for figure in other if figure.unit == unit]
        if not any(_meet(figure, against) for figure in first for against in second):
            yield f"{_shown(first)} against {_shown(second)}"


def _meet(one: FigureStatement, other: FigureStatement) -> bool:
    (low, high), (other_low, other_high) = one.bounds, other.bounds
    return not _below(high, other_low) and not _below(other_high, low)


def _below(high: float | None, low: float | None) -> bool:
    return high is not None and low is not None and high < low


def _shown(figures: Sequence[FigureStatement]) -> str:
    return ", ".join(_figure(figure) for figure in figures)


def _figure(figure: FigureStatement) -> str:
    low, high = figure.quantity.bounds
    unit = figure.quantity.unit
    if low is None:
        return f"at most {high:g} {unit}"
    if high is None:
        return f"at least {low:g} {unit}"
    return f"{low:g} {unit}" if low == high else f"{low:g} to {high:g} {unit}"


def _numerals(one: str, other: str) -> Iterator[str]:
    first, second = (
        {numeral.replace(",", "") for numeral in _NUMERAL.findall(text)} for text in (one, other)
    )
    if first and second and not first & second:
        yield f"{', '.join(sorted(first))} against {', '.join(sorted(second))}"
