"""The figures of an English text, in numerals or in words, as the numbers they stand for.

``1,200`` is 1200, ``24- to 48-hour`` 24 and 48, ``three`` 3, ``half`` 0.5 and 50 (per cent),
``2.5 million`` 2,500,000, ``a dozen`` 12, ``the third`` 3. Where a text leaves open what is
meant (``3m`` may be metres or millions), a figure has several readings, and a reader who asks
whether a number stands in the text gets a yes for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from math import isclose, isinf

from checker.dataclasses import dataclass


class Form(Enum):
    """How a figure is written."""

    NUMERAL = "numeral"
    WORD = "word"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    ARTICLE = "article"
    """``a``, ``no``, ``one``, ``both``: words that say a number, but seldom are there for it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``text[start:end]``; the first of its ``readings`` is the plainest."""

    readings: tuple[float, ...]
    form: Form
    start: int
    end: int

    def may_be(self, number: float) -> bool:
        """Whether the figure can be read as a number. A third may be 33 or 33.3 per cent."""
        near = 0.01 if self.form is Form.FRACTION else 1e-9
        return any(isclose(reading, number, rel_tol=near) for reading in self.readings)


@lru_cache(maxsize=1024)
def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, in its order."""
    tokens = _tokens(text)
    found: list[Figure] = []
    at = 0
    while at < len(tokens):
        figure, at = _figure(tokens, at)
        if figure is not None:
            found.append(figure)
    return tuple(_in_context(text, found))


def written(number: float) -> str:
    """A number in plain digits: ``1200``, ``0.5``."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e18 else repr(number)


# --- tokens ----------------------------------------------------------------------------------

_SEPARATORS = ",'’ \u00a0\u2009\u202f"
_TOKEN = re.compile(
    rf"(?P<sign>(?<![\w)\].,])[-\u2212+](?=[0-9.]))?"
    rf"(?P<numeral>"
    rf"(?<![0-9])[0-9]{{1,3}}(?P<separator>[{_SEPARATORS}])[0-9]{{3}}"
    rf"(?:(?P=separator)[0-9]{{3}})*(?![0-9])(?:\.[0-9]+)?"
    rf"|[0-9]{{1,2}}(?:,[0-9]{{2}})+,[0-9]{{3}}(?![0-9])"  # lakh and crore: 12,34,567
    rf"|[0-9]+(?:\.[0-9]+)?|(?<![\w.])\.[0-9]+)"
    r"|(?P<vulgar>[¼½¾⅐-⅞])"
    r"|(?P<percent>[%‰])"
    r"|(?P<word>[^\W\d_]+)"
)
_JOINED = re.compile(r"[\s\-\u2010\u2011]*\Z")
_NOT_DIGITS = re.compile(r"[^0-9.]")


@dataclass(frozen=True, slots=True)
class _Token:
    """A numeral with its ``number``, or a word (in lower case) with None."""

    word: str
    number: float | None
    start: int
    end: int
    joined: bool
    """Whether only white space or a hyphen stands between it and the token before."""


def _tokens(text: str) -> list[_Token]:
    tokens = []
    before = -1
    for match in _TOKEN.finditer(text):
        joined = before >= 0 and _JOINED.match(text[before : match.start()]) is not None
        number: float | None = None
        word = match[0].lower()
        if match["numeral"]:
            number = _number(match["numeral"], match["sign"])
        elif match["vulgar"]:
            word = "vulgar"
            number = _vulgar(match["vulgar"])
        tokens.append(_Token(word, number, match.start(), match.end(), joined))
        before = match.end()
    return tokens


def _number(numeral: str, sign: str | None) -> float | None:
    """None for a number beyond measure."""
    number = float(_NOT_DIGITS.sub("", numeral))
    if isinf(number):
        return None
    return -number if sign in ("-", "\u2212") else number


def _vulgar(sign: str) -> float:
    from unicodedata import numeric

    return numeric(sign)


# --- words -----------------------------------------------------------------------------------

_TO_NINETEEN = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_SMALL = {word: float(number) for number, word in enumerate(_TO_NINETEEN.split())}
_FROM_TWENTY = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10.0 * number for number, word in enumerate(_FROM_TWENTY.split(), start=2)}
_SCALES = {
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
    "quadrillion": 1e15,
}
_SUFFIXES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "trn": 1e12,
}
_GROUPS = {"dozen": 12.0, "hundred": 100.0}
_LONE = {
    "single": 1.0,
    "sole": 1.0,
    "once": 1.0,
    "twice": 2.0,
    "both": 2.0,
    "pair": 2.0,
    "couple": 2.0,
    "double": 2.0,
    "thrice": 3.0,
    "triple": 3.0,
}
_ARTICLES = {"a": 1.0, "an": 1.0, "no": 0.0, "none": 0.0, "nil": 0.0, "nobody": 0.0}
_PLURALS = {"tens": 10.0, "dozens": 12.0, "scores": 20.0, "hundreds": 100.0} | {
    word + "s": scale for word, scale in _SCALES.items()
}
_IRREGULAR_ORDINALS = {
    "first": 1.0,
    "second": 2.0,
    "third": 3.0,
    "fifth": 5.0,
    "eighth": 8.0,
    "ninth": 9.0,
    "twelfth": 12.0,
}
_ORDINALS = (
    {word + "th": number for word, number in _SMALL.items()}
    | {word[:-1] + "ieth": number for word, number in _TENS.items()}
    | {word + "th": number for word, number in _SCALES.items()}
    | {"hundredth": 100.0}
    | _IRREGULAR_ORDINALS
)
_FRACTIONS = {"half": 2.0, "halves": 2.0, "quarter": 4.0, "quarters": 4.0} | {
    word + ending: number
    for word, number in _ORDINALS.items()
    if number > 2
    for ending in ("", "s")
}
_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_PERCENT = frozenset(("%", "percent", "pct", "percentage"))


# --- figures ---------------------------------------------------------------------------------


def _figure(tokens: list[_Token], at: int) -> tuple[Figure | None, int]:
    """The figure that begins at a token, if one does, and the token after it."""
    token = tokens[at]
    if token.number is not None:
        return _numeral(tokens, at)
    word = token.word
    if word == "half":
        return _half(tokens, at)
    if word in _PLURALS and (word != "scores" or _is(tokens, at + 1, "of")):
        return _plural(tokens, at)
    if word in _ARTICLES:
        return _article(tokens, at)
    if word in _LONE:
        return _of(tokens, at, at + 1, (_LONE[word],), Form.ARTICLE), at + 1
    value, end = _cardinal(tokens, at)
    if end > at:
        return _after_cardinal(tokens, at, value, end)
    if word in _ORDINALS:
        readings: tuple[float, ...] = (_ORDINALS[word],)
        return _of(tokens, at, at + 1, readings, Form.ORDINAL), at + 1
    if word in ("quarter", "quarters"):
        return _of(tokens, at, at + 1, (0.25, 25.0), Form.FRACTION), at + 1
    return None, at + 1


def _of(
    tokens: list[_Token], start: int, end: int, readings: tuple[float, ...], form: Form
) -> Figure:
    return Figure(readings, form, tokens[start].start, tokens[end - 1].end)


def _numeral(tokens: list[_Token], at: int) -> tuple[Figure, int]:
    value = tokens[at].number
    assert value is not None
    end = at + 1
    form = Form.NUMERAL
    if tokens[at].word == "vulgar":
        form = Form.FRACTION
    elif _is(tokens, end, "vulgar"):  # 2½
        value += tokens[end].number or 0.0
        end += 1
    elif (half := _and_a_half(tokens, end)) > end:
        value, end = value + 0.5, half
    if end < len(tokens) and tokens[end].joined:
        word = tokens[end].word
        attached = tokens[end].start == tokens[end - 1].end
        if word in _ENDINGS and attached:
            return _of(tokens, at, end + 1, (value,), Form.ORDINAL), end + 1
        if word in _SUFFIXES:
            readings = (value * _SUFFIXES[word], value)
            return _of(tokens, at, end + 1, readings, form), end + 1
    value, end = _scaled(tokens, value, end)
    return _percent(tokens, at, value, end, form)


def _percent(
    tokens: list[_Token], at: int, value: float, end: int, form: Form
) -> tuple[Figure, int]:
    """A figure with the word or sign for per cent after it, if it has one."""
    if _is(tokens, end, *_PERCENT):
        return _of(tokens, at, end + 1, (value, value / 100), form), end + 1
    if _is(tokens, end, "‰"):
        return _of(tokens, at, end + 1, (value, value / 1000), form), end + 1
    if _is(tokens, end, "per") and _is(tokens, end + 1, "cent"):
        return _of(tokens, at, end + 2, (value, value / 100), form), end + 2
    if form is Form.FRACTION:
        return _of(tokens, at, end, (value, value * 100), form), end
    return _of(tokens, at, end, (value,), form), end


def _after_cardinal(tokens: list[_Token], at: int, value: float, end: int) -> tuple[Figure, int]:
    """Number words: as they are, as an ordinal (twenty-first), or over a part (two thirds)."""
    if (half := _and_a_half(tokens, end)) > end:
        value, end = _scaled(tokens, value + 0.5, half)
    elif end < len(tokens) and tokens[end].joined:
        word = tokens[end].word
        last = tokens[end - 1].word
        ordinal = _ORDINALS.get(word)
        if ordinal is not None and (
            (last in _TENS and ordinal < 10)
            or ((last in _SCALES or last == "hundred") and ordinal < 100)
        ):
            return _of(tokens, at, end + 1, (value + ordinal,), Form.ORDINAL), end + 1
        if word in _FRACTIONS and (value == 1 or word.endswith("s")):
            part = value / _FRACTIONS[word]
            return _of(tokens, at, end + 1, (part, part * 100), Form.FRACTION), end + 1
    form = Form.ARTICLE if end == at + 1 and tokens[at].word == "one" else Form.WORD
    return _percent(tokens, at, value, end, form)


def _half(tokens: list[_Token], at: int) -> tuple[Figure, int]:
    """``half``; ``half a dozen``, ``half a million``, ``half-million``."""
    next_ = at + 2 if _is(tokens, at + 1, "a", "an") else at + 1
    value, end = _scaled(tokens, 0.5, next_)
    if end > next_:
        return _of(tokens, at, end, (value,), Form.WORD), end
    return _of(tokens, at, at + 1, (0.5, 50.0), Form.FRACTION), at + 1


def _plural(tokens: list[_Token], at: int) -> tuple[Figure, int]:
    """``hundreds``, ``tens of thousands``: at least one of them, or two."""
    value, end = _PLURALS[tokens[at].word], at + 1
    while _is(tokens, end, "of") and end + 1 < len(tokens) and tokens[end + 1].joined:
        scale = _PLURALS.get(tokens[end + 1].word)
        if scale is None:
            break
        value, end = value * scale, end + 2
    return _of(tokens, at, end, (value, 2 * value), Form.WORD), end


def _article(tokens: list[_Token], at: int) -> tuple[Figure, int]:
    """``a``: one; ``a hundred``, ``a dozen``, ``a third``, ``a quarter``."""
    word, end = tokens[at].word, at + 1
    if word in ("a", "an") and end < len(tokens) and tokens[end].joined:
        next_ = tokens[end].word
        if next_ in _SCALES or next_ in _GROUPS:
            value, end = _cardinal(tokens, end)
            return _after_cardinal(tokens, at, value, end)
        if next_ in _FRACTIONS and next_ != "half":
            part = 1 / _FRACTIONS[next_]
            readings: tuple[float, ...] = (part, 100 * part)
            if next_ in _ORDINALS:  # "a third round" is one more, "a third of it" is a part
                readings = (*readings, _ORDINALS[next_])
            return _of(tokens, at, end + 1, readings, Form.FRACTION), end + 1
    return _of(tokens, at, at + 1, (_ARTICLES[word],), Form.ARTICLE), at + 1


def _cardinal(tokens: list[_Token], at: int) -> tuple[float, int]:
    """The longest run of number words from a token on, and the token after it."""
    total = group = 0.0
    scale = float("inf")
    end = at
    room = 1000.0  # what may still be added to the group: less than this
    while end < len(tokens):
        token = tokens[end]
        word = token.word
        if end > at and not token.joined:
            break
        if word == "and" and end > at and tokens[end - 1].word in (*_SCALES, "hundred"):
            if not _is(tokens, end + 1, *_SMALL, *_TENS):
                break
            end += 1
            continue
        small = _SMALL.get(word)
        if small is not None and (small < room or (room == 1000.0 and group == 0)):
            if small == 0 and end > at:
                break
            group, room = group + small, 0.0
        elif word in _TENS and room >= 100.0:
            group, room = group + _TENS[word], 10.0
        elif word in _GROUPS and room >= 0.0 and group < 100:
            group, room = max(group, 1.0) * _GROUPS[word], 100.0 if word == "hundred" else 0.0
        elif word in _SCALES and _SCALES[word] < scale:
            scale = _SCALES[word]
            total, group, room = total + max(group, 1.0) * scale, 0.0, 1000.0
        else:
            break
        end += 1
    return total + group, end


def _scaled(tokens: list[_Token], value: float, at: int) -> tuple[float, int]:
    """A value times the scale words that follow: ``3.5 million``, ``300 thousand``."""
    end = at
    while end < len(tokens) and tokens[end].joined:
        scale = _SCALES.get(tokens[end].word) or _GROUPS.get(tokens[end].word)
        if scale is None:
            break
        value, end = value * scale, end + 1
    return value, end


def _and_a_half(tokens: list[_Token], at: int) -> int:
    """The token after ``and a half``, or ``at`` when that does not follow."""
    whole = _is(tokens, at, "and") and _is(tokens, at + 1, "a") and _is(tokens, at + 2, "half")
    return at + 3 if whole else at


def _is(tokens: list[_Token], at: int, *words: str) -> bool:
    return at < len(tokens) and tokens[at].joined and tokens[at].word in words


_BETWEEN = re.compile(r"\s*(?:to|and|or|through|[-\u2010-\u2015/])-?\s*\Z|-\s+(?:to|or|and)\s+\Z")


_AND_A_HALF = re.compile(r"\s+[^\W\d_]+\s+and\s+a\s+half\b")


def _in_context(text: str, found: list[Figure]) -> Iterator[Figure]:
    """Figures with the readings that the words after them add."""
    for number, figure in enumerate(found):
        if len(figure.readings) == 1 and figure.form in _COUNTING:
            following = found[number + 1] if number + 1 < len(found) else None
            if _AND_A_HALF.match(text, figure.end):
                figure = _reread(figure, {figure.readings[0] + 0.5})
            elif following and _BETWEEN.match(text, figure.end, following.start):
                figure = _reread(figure, set(_rescaled(text, figure, following)))
        yield figure


_COUNTING = (Form.NUMERAL, Form.WORD, Form.ARTICLE)


def _reread(figure: Figure, more: set[float]) -> Figure:
    added = sorted(more.difference(figure.readings))
    return Figure((*figure.readings, *added), figure.form, figure.start, figure.end)


def _rescaled(text: str, figure: Figure, following: Figure) -> Iterator[float]:
    """``3 to 4 million``, ``10-15 %``: the first may be in the second's scale."""
    alone = _tokens(text[following.start : following.end])[0]
    bare = alone.number if alone.number is not None else _SMALL.get(alone.word)
    if bare:
        for reading in following.readings:
            yield figure.readings[0] * reading / bare
