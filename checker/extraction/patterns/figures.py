"""Figures that count or measure: their bounds, unit, and how they are meant.

What a number is comes from the guard that fact files are held to, so that a figure that is found
is one that stands. Ordinals, dates, times of day, labels (magnitude 6.3, flight 370) and articles
are no figures here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from math import isclose

from checker.dataclasses import dataclass
from checker.extraction.lexicons import Figures, Grammar, Speakers, lexicon, words
from checker.extraction.patterns.dates import WrittenDate
from checker.extraction.patterns.extents import Passages
from checker.facts.models.vocabulary import Aggregation, Qualifier
from checker.facts.numerals import Figure, Form, figures

PERSON = "{person}"
_TIMES = frozenset(("s", "min", "h", "d", "wk", "mo", "a"))


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure, or a range of two, at ``text[start:end]``.

    ``low`` and ``high`` are None where there is no such bound. ``whole_start`` and ``whole_end``
    take in the words that qualify it, its unit and what is counted; ``noun`` is the latter.
    ``measure`` is what is counted or measured, by the words around the figure.
    """

    start: int
    end: int
    whole_start: int
    whole_end: int
    low: float | None
    high: float | None
    qualifier: Qualifier
    aggregation: Aggregation
    unit: str
    noun: str
    measure: str
    is_stressed: bool
    """Whether the text calls it little: just, only, barely."""
    is_each: bool
    """Whether it is said of each of several."""
    is_shared_out: bool = False
    """Whether several do it, and it is not said whether each of them or all together."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A figure with its currency sign and unit: what ranges are made of."""

    figure: Figure
    start: int
    end: int
    value: float
    unit: str
    unit_end: int


def amounts(
    text: str, start: int, end: int, written_dates: Passages[WrittenDate]
) -> Iterator[Amount]:
    """The figures of ``text[start:end]``, a sentence."""
    sentence = text[start:end]
    marks = [
        mark
        for figure in figures(sentence)
        if not _is_date(figure, start, written_dates)
        and (mark := _mark(sentence, figure)) is not None
    ]
    at = 0
    before: Amount | None = None
    while at < len(marks):
        pair = marks[at + 1] if at + 1 < len(marks) else None
        if pair is not None and _is_range(sentence, marks[at], pair):
            before = _range(sentence, marks[at], pair)
            at += 2
        else:
            before = _single(sentence, marks[at], before)
            at += 1
        shared = _is_shared_out(sentence, before)
        yield _moved(replace(before, is_shared_out=shared), start)


def _moved(amount: Amount, by: int) -> Amount:
    return replace(
        amount,
        start=amount.start + by,
        end=amount.end + by,
        whole_start=amount.whole_start + by,
        whole_end=amount.whole_end + by,
    )


# --- one figure with its unit ----------------------------------------------------------------


def _mark(sentence: str, figure: Figure) -> _Mark | None:
    if figure.form is Form.ORDINAL or _is_label(sentence, figure) or not figure.readings[0]:
        return None
    sign = _sign_before(sentence, figure.start)
    written = sentence[figure.start : figure.end].lower()
    start = figure.start - len(sign)
    if sign:
        value = figure.readings[0]
        return _Mark(figure, start, figure.end, value, lexicon(Figures).signs[sign], figure.end)
    if len(figure.readings) > 1 and re.search(r"[0-9]\s?[a-z]{1,3}\Z", written):
        return _abbreviated(sentence, figure)
    if written.endswith(("%", "percent", "per cent", "pct", "percentage")):
        points = re.compile(r"\s+points?\b").match(sentence, figure.end)
        if points:
            unit = "{percentage point}"
            return _Mark(figure, start, figure.end, figure.readings[0], unit, points.end())
        return _Mark(figure, start, figure.end, figure.readings[0], "%", figure.end)
    unit, unit_end = _unit_after(sentence, figure.end)
    if figure.form is Form.FRACTION:
        return _share(sentence, figure, unit, unit_end)
    if figure.form is Form.ARTICLE:
        is_counted = written.split()[-1] == "single" or _qualifies_article(
            sentence, start, unit_end
        )
        if unit not in _TIMES or not is_counted:
            return None
    return _Mark(figure, start, figure.end, figure.readings[0], unit, unit_end)


def _share(sentence: str, figure: Figure, unit: str, unit_end: int) -> _Mark | None:
    """``half``, ``two thirds``: of what follows, in per cent; ``half an hour`` in its unit."""
    if unit and len(figure.readings) < 3:
        return _Mark(figure, figure.start, figure.end, figure.readings[0], unit, unit_end)
    is_part = re.match(r"\s+(?:of|more|less|higher|lower)\b", sentence[figure.end :])
    if len(figure.readings) > 2 and not is_part:
        return None  # a fourth day, and a fourth
    if len(figure.readings) < 2 or not isclose(figure.readings[1], 100 * figure.readings[0]):
        return None  # ¼K
    percent = round(figure.readings[1], 1)
    return _Mark(figure, figure.start, figure.end, percent, "%", figure.end)


def _abbreviated(sentence: str, figure: Figure) -> _Mark | None:
    """``3bn`` is a number; ``45m`` is metres or millions, and left out."""
    written = sentence[figure.start : figure.end].lower()
    if re.search(r"(?:bn|mn|mln|bln|tn|trn)\Z", written):
        unit, unit_end = _unit_after(sentence, figure.end)
        return _Mark(figure, figure.start, figure.end, figure.readings[0], unit, unit_end)
    return None


def _qualifies_article(sentence: str, start: int, unit_end: int) -> bool:
    """``within a month``, ``a month or more``: an article that counts."""
    before, _ = _qualifier_before(sentence, start)
    after, _ = _qualifier_after(sentence, unit_end)
    return bool(before) or "at-least" in after


_CLOCK = re.compile(
    r":[0-9]|/[0-9]|\s?[ap]\.?m\b|\s+o['’]clock|\s+in the (?:morning|afternoon|evening)"
)


def _is_label(sentence: str, figure: Figure) -> bool:
    """A number that names: flight 370, magnitude 6.3, COVID-19, 14:30, page 3, 2008."""
    before, after = sentence[: figure.start], sentence[figure.end :]
    if re.search(r"(?<=\w)[-‑]\Z|[:#/]\Z|(?<=[0-9])[.,]\Z", before):
        return not re.search(r"[0-9][-‑]\Z", before)
    if _CLOCK.match(after):
        return True
    if figure.form is Form.NUMERAL and _is_year(sentence[figure.start : figure.end], after):
        return not _sign_before(sentence, figure.start)
    if re.search(r"\bone (?:\w+ )?(?:in|out of) (?:every )?\Z", before.lower()):
        return True
    if re.match(r"\s+of (?:the|his|her|their)\b.*\bdeadliest", after):
        return True
    word = re.search(r"([^\W\d_]+)\s+\Z", before)
    if word is None:
        return False
    is_name = word[1][0].isupper() and word.start() > 0 and figure.form is Form.NUMERAL
    if is_name and not _counted(sentence, figure.end, "")[0] and not _unit_after(after, 0)[0]:
        return True  # the barge Kestrel 9
    return word[1].lower() in lexicon(Figures).labels


def _is_year(written: str, after: str) -> bool:
    """Four digits that are a year unless a unit or something in the plural follows."""
    if not re.fullmatch(r"(?:1[6-9]|20)[0-9]{2}", written):
        return False
    unit, _ = _unit_after(after, 0)
    return not unit and not re.match(r"\s+[a-z]+s\b", after)


def _is_date(figure: Figure, start: int, written_dates: Passages[WrittenDate]) -> bool:
    touching = written_dates.touching(start + figure.start, start + figure.end)
    return any(each.kind != "relative" or each.start <= figure.start + start for each in touching)


def _sign_before(sentence: str, start: int) -> str:
    signs = sorted(lexicon(Figures).signs, key=len, reverse=True)
    return next((sign for sign in signs if sentence.endswith(sign, 0, start)), "")


def _unit_after(sentence: str, end: int) -> tuple[str, int]:
    match = _unit_pattern().match(sentence, end)
    return (_units()[match[1].lower()], match.end()) if match else ("", end)


# --- one figure or two -----------------------------------------------------------------------

_JOINT = re.compile(r"\s*(?:[-–—‑]|[-‑]?\s*to|or)\s*\Z")


def _is_range(sentence: str, first: _Mark, second: _Mark) -> bool:
    """``24- to 48-hour``, ``€450 million to €500 million``, ``between 30 and 50``."""
    if first.unit and second.unit and first.unit != second.unit:
        return False
    if first.value >= second.value:
        return False
    between = sentence[max(first.end, first.unit_end) : second.start]
    before = sentence[: first.start].rstrip().lower()
    if before.endswith("between"):
        return between.strip() == "and"
    if before.endswith("from"):
        return False  # from 1,200 to 1,900: a change, or a range
    return _JOINT.match(between) is not None


def _range(sentence: str, first: _Mark, second: _Mark) -> Amount:
    unit = second.unit or first.unit
    noun, noun_end, is_person = _counted(sentence, max(second.end, second.unit_end), unit)
    start = first.start
    between = re.compile(r"between\s+\Z", re.IGNORECASE).search(sentence, 0, start)
    whole_start = between.start() if between else start
    return Amount(
        start,
        second.end,
        whole_start,
        max(noun_end, second.unit_end),
        first.value,
        second.value,
        "range",
        "share" if unit == "%" else "total",
        unit or (PERSON if is_person else "1"),
        noun,
        _measure(sentence, whole_start, max(noun_end, second.unit_end), unit, noun),
        False,
        _is_each(sentence, max(noun_end, second.unit_end)),
    )


def _single(sentence: str, mark: _Mark, before: Amount | None) -> Amount:
    marks, whole_start = _qualifier_before(sentence, mark.start)
    if "over" in marks and mark.unit in _TIMES:
        marks.remove("over")  # over 18 months: in their course
    unit = mark.unit
    noun, noun_end, is_person = _counted(sentence, max(mark.end, mark.unit_end), unit)
    whole_end = max(mark.unit_end, noun_end, mark.end)
    if not unit and not noun and _is_age(sentence, mark):
        unit, noun = "a", "age"
    after, whole_end = _qualifier_after(sentence, whole_end)
    kinds = {kind for mark_ in marks for kind in _before()[mark_]} | after
    measure = _measure(sentence, whole_start, whole_end, unit, noun)
    if not unit and not is_person:
        is_person = _is_about_people(sentence, whole_end, measure, noun, before)
    plural = _is_plural_figure(sentence, mark)
    low: float | None = mark.value
    high: float | None = mark.value
    qualifier: Qualifier = "exact"
    if "at-least" in kinds or plural:
        high, qualifier = None, "at-least"
        low = mark.figure.readings[-1] if plural else low
    elif "at-most" in kinds:
        low, qualifier = None, "at-most"
    elif "about" in kinds:
        qualifier = "about"
    return Amount(
        mark.start,
        mark.end,
        whole_start,
        whole_end,
        low,
        high,
        qualifier,
        _aggregation(kinds, unit),
        unit or (PERSON if is_person else "1"),
        noun,
        measure,
        "exact" in kinds and bool(set(marks) & _LITTLE),
        _is_each(sentence, whole_end),
    )


_LITTLE = {"just", "only", "barely", "merely", "a mere"}


def _aggregation(kinds: set[str], unit: str) -> Aggregation:
    if "increment" in kinds:
        return "increment"
    if "daily" in kinds:
        return "daily"
    return "share" if unit == "%" else "total"


def _is_plural_figure(sentence: str, mark: _Mark) -> bool:
    """``dozens``, ``hundreds``: at least two of them."""
    written = sentence[mark.figure.start : mark.figure.end].lower()
    return bool(re.match(r"(?:tens|dozens|scores|hundreds|thousands|millions|billions)\b", written))


def _is_age(sentence: str, mark: _Mark) -> bool:
    """``Anna Berg, 58, said``."""
    return (
        mark.figure.form is Form.NUMERAL
        and 1 <= mark.value <= 120
        and re.search(r"\b[A-Z][\w’'-]+, \Z", sentence[: mark.start]) is not None
        and re.match(r",|\.\Z", sentence[mark.end :]) is not None
    )


# --- the words around ------------------------------------------------------------------------


def _qualifier_before(sentence: str, start: int) -> tuple[list[str], int]:
    """The qualifying phrases that end where a figure begins, and where they start."""
    found: list[str] = []
    at = start
    while match := _before_pattern().search(sentence, 0, at):
        found.append(" ".join(match[1].lower().split()))
        at = match.start(1)
        if found[-1].startswith(("a ", "an ")):
            break  # hand over an additional 3,000
    return found, at


def _qualifier_after(sentence: str, end: int) -> tuple[set[str], int]:
    kinds: set[str] = set()
    while match := _after_pattern().match(sentence, end):
        kinds.update(_after()[" ".join(match[1].lower().split())])
        end = match.end()
    return kinds, end


def _counted(sentence: str, end: int, unit: str) -> tuple[str, int, bool]:
    """What is counted: the words up to the first plural; where they end; whether it is people."""
    if unit and unit not in ("%",):
        return "", end, False
    start = first = end
    of = re.compile(r"\s+(?:of|out of)\s+(?:the\s+|its\s+|their\s+|all\s+)?").match(sentence, end)
    if of and (unit == "%" or re.search(r"(?i)(?:s|dozen|hundred)\Z", sentence[:end])):
        start = first = of.end()
    for match in re.compile(r"[\s-]*([^\W\d_]+(?:[-’'][^\W\d_]+)*)").finditer(sentence, start):
        if match.start() != start or match.end() - end > 60 or len(match[0].split()) > 1:
            break
        word = match[1].lower()
        start = match.end()
        if word in _stops() or word.endswith("ly"):
            break
        if word.rpartition("-")[2] in words(lexicon(Speakers).person_nouns):
            return sentence[first:start].strip(" -"), start, True
        if word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s")):
            return sentence[first:start].strip(" -"), start, False
    return "", end, False


def _is_about_people(
    sentence: str, end: int, measure: str, noun: str, before: Amount | None
) -> bool:
    """A figure without a noun: people where what befell them says so, or the figure before."""
    if noun:
        return False
    if re.match(r"\s+of (?:them|whom)\b", sentence[end:]):
        return before is not None and before.unit == PERSON
    return measure in lexicon(Figures).measures


def _measure(sentence: str, start: int, end: int, unit: str, noun: str) -> str:
    """What is counted or measured, by the words next to the figure.

    What befell people has one name whatever the words. Elsewhere the words themselves are the
    name: two figures have one measure only where they are told in the same words.
    """
    before = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", sentence[:start].lower())
    after = re.findall(r"[^\W\d_]+", re.split(r"[.,;:]", sentence[end:].lower())[0])
    if not unit:
        befell = _befell(" ".join(before[-4:]), " ".join(after[:5]))
        if befell:
            return befell
    if noun == "age":
        return f"age of {' '.join(before[-2:])}"
    if noun:
        cut = next((at for at, word in enumerate(after) if word in _stops_clause()), len(after))
        return " ".join((*noun.split(), *after[: min(cut, 4)]))
    return " ".join((*before[-4:], "…", *after[:3]))


def _befell(before: str, after: str) -> str:
    for measure, said in lexicon(Figures).measures.items():
        for phrase in said:
            if re.match(rf"(?:\w+ ){{0,4}}{phrase}\b", after):
                return measure
            anywhere = r"\b" if " " in phrase else r"\Z"
            if re.search(rf"\b{phrase}{anywhere}", before):
                return measure
    return ""


def _is_each(sentence: str, end: int) -> bool:
    return re.match(r"\s+(?:each|apiece)\b", sentence[end:]) is not None


def _is_shared_out(sentence: str, amount: Amount) -> bool:
    """``The two sides will exchange 1,200 prisoners``: each of them so many, or both together?"""
    if amount.unit == "%" or amount.unit in _TIMES or amount.is_each or amount.high == 1:
        return False
    before = _several_do().search(sentence, 0, amount.whole_start)
    return before is not None and _together().search(sentence) is None


# --- the lexicon, by what is looked for in it ------------------------------------------------


@cache
def _units() -> dict[str, str]:
    return {
        written.lower(): code
        for code, spelled in lexicon(Figures).units.items()
        for written in spelled
    }


@cache
def _unit_pattern() -> re.Pattern[str]:
    written = sorted(_units(), key=len, reverse=True)
    options = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in written)
    return re.compile(rf"[\s‑-]*(?:an?\s+)?({options})(?![\w])", re.IGNORECASE)


@cache
def _before() -> dict[str, tuple[str, ...]]:
    return _by_phrase(lexicon(Figures).before)


@cache
def _after() -> dict[str, tuple[str, ...]]:
    return _by_phrase(lexicon(Figures).after)


def _by_phrase(listed: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind, phrases in listed.items():
        for phrase in phrases:
            found[phrase] = (*found.get(phrase, ()), kind)
    return found


@cache
def _before_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[\s(–—-]))({_options(_before())})\s*\Z", re.IGNORECASE)


@cache
def _after_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s+({_options(_after())})\b", re.IGNORECASE)


def _options(phrases: dict[str, tuple[str, ...]]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in longest_first)


@cache
def _several_do() -> re.Pattern[str]:
    """Several, what they do, and where its figure begins.

    Two names joined may be one firm's, which exchanges nothing with itself.
    """
    name = r"(?-i:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    two = rf"{name} and (?:the )?{name}"
    several = (
        r"both (?:\w+ )?\w+s|the (?:two|three|four|five|six) (?:\w+ )?\w+s|the (?:sides|parties)"
    )
    listed = lexicon(Figures)
    mutual, parted = (
        "|".join(each.replace(" ", r"\s+") for each in deeds)
        for deeds in (listed.mutual, (*listed.mutual, *listed.parted))
    )
    between = r"(?:\s+[a-z]+){0,4}?\s+"
    return re.compile(
        rf"(?:\A|(?<=[\s“(]))(?:{two}{between}(?:{mutual})|(?:{several}){between}(?:{parted}))"
        r"(?:\s+about)?\s*[$€£]?\Z",
        re.IGNORECASE,
    )


@cache
def _together() -> re.Pattern[str]:
    options = "|".join(each.replace(" ", r"\s+") for each in lexicon(Figures).together)
    return re.compile(rf"\b(?:{options})\b", re.IGNORECASE)


@cache
def _stops_clause() -> frozenset[str]:
    return words(lexicon(Grammar).subordinators) | {"and", "or"}


@cache
def _stops() -> frozenset[str]:
    """Words that end a noun phrase."""
    grammar = lexicon(Grammar)
    return (
        words(grammar.prepositions)
        | words(grammar.subordinators)
        | words(grammar.verbs)
        | words(grammar.determiners)
        | frozenset(("and", "or", "as", "per"))
    )
