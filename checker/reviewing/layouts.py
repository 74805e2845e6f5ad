"""A fact file's text with one claim changed, and every other line as it was.

YAML is edited line by line, since people write remarks and blank lines into it that a writer of
YAML would drop. JSON has none, and is written anew; of JSON Lines one line is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from textwrap import indent
from typing import Protocol, TypeAlias

from checker.facts.files import FactFile
from checker.facts.models.bundle import RECORD_SECTIONS
from checker.facts.tree import Value

Fields: TypeAlias = Mapping[str, Value]

_SECTION = "claims"
_REJECTED = "rejected"
_LINE_KINDS = {section: kind for kind, section in RECORD_SECTIONS.items()}


class Layout(Protocol):
    """The text of a file and how a claim, by its number, is changed in it.

    Methods give the whole new text; whether it says what it should is for the caller to check.
    """

    def record(self, number: int) -> str:
        """The claim's own text, for a person to correct."""
        ...

    def reviewed(self, number: int, review: Fields) -> str:
        """The claim with this ``review``."""
        ...

    def replaced(self, number: int, record: str, review: Fields) -> str:
        """Another record's text in the claim's place, with this ``review``."""
        ...

    def rejected(self, number: int, rejection: Fields) -> str:
        """Without the claim, and with its ``rejection``."""
        ...


def layout_of(file: FactFile) -> Layout:
    """The layout that the suffix of a file's name says."""
    if file.source.name.endswith(".jsonl"):
        return _JsonLines(file)
    return _Json(file) if file.source.name.endswith(".json") else _Yaml(file)


# --- YAML ------------------------------------------------------------------------------------


class _Yaml:
    def __init__(self, file: FactFile) -> None:
        self._file = file
        self._text = file.source.text

    def record(self, number: int) -> str:
        start, end = self._region(number)
        margin = "\n" + " " * self._column(start)
        return self._text[start:end].replace(margin, "\n")

    def reviewed(self, number: int, review: Fields) -> str:
        start, end = self._region(number)
        places = self._file.places
        route = (_SECTION, number, "review")
        claims = self._file.sections[_SECTION]
        claim = claims[number] if isinstance(claims, list) else None
        if isinstance(claim, dict) and "review" in claim:
            old = places.value(route)
            return self._text[: old.start] + flow(review) + self._text[old.end :]
        if self._text.startswith("{", start):
            inside = self._text[start : end - 1].rstrip()
            comma = "" if inside.endswith((",", "{")) else ","
            return f"{self._text[:start]}{inside}{comma} review: {flow(review)}}}{self._text[end:]}"
        margin = " " * self._column(start)
        return f"{self._text[:end]}\n{margin}review: {flow(review)}{self._text[end:]}"

    def replaced(self, number: int, record: str, review: Fields) -> str:
        start, end = self._region(number)
        margin = " " * self._column(start)
        lines = record.strip("\n")
        if lines.startswith("{"):
            lines = f"{lines.rstrip().removesuffix('}').rstrip()}, review: {flow(review)}}}"
        else:
            lines = f"{lines.rstrip()}\nreview: {flow(review)}"
        placed = indent(lines, margin).removeprefix(margin)
        return self._text[:start] + placed + self._text[end:]

    def rejected(self, number: int, rejection: Fields) -> str:
        claims = self._file.sections[_SECTION]
        if isinstance(claims, list) and len(claims) == 1:
            all_claims = self._file.places.value((_SECTION,))
            key = self._file.places.key((_SECTION,))
            end = self._trimmed(all_claims.start, all_claims.end)
            text = f"{self._text[: key.end]}: []{self._text[end:]}"
            return self._with_rejection(text, rejection)
        start, end = self._region(number)
        line = self._text.rfind("\n", 0, start) + 1
        after = self._text.find("\n", end)
        rest = "" if after < 0 else self._text[after + 1 :]
        return self._with_rejection(self._text[:line] + rest, rejection)

    def _with_rejection(self, text: str, rejection: Fields) -> str:
        """The last section of the text, or a section before the others' end, is `rejected`."""
        given = self._file.sections.get(_REJECTED)
        item = f"  - {flow(rejection)}\n"
        if not isinstance(given, list) or not given:
            return f"{text.rstrip()}\n\n{_REJECTED}:\n{item}"
        heading = f"\n{_REJECTED}:\n"
        at = text.index(heading) + len(heading)
        return text[:at] + item + text[at:]

    def _region(self, number: int) -> tuple[int, int]:
        """Where a claim's record starts and ends, blank lines and remarks after it left out."""
        span = self._file.places.value((_SECTION, number))
        return span.start, self._trimmed(span.start, span.end)

    def _trimmed(self, start: int, end: int) -> int:
        lines = self._text[start:end].split("\n")
        while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
            lines.pop()
        return start + len("\n".join(lines).rstrip())

    def _column(self, at: int) -> int:
        return at - self._text.rfind("\n", 0, at) - 1


def flow(fields: Fields) -> str:
    """A mapping in YAML, on one line."""
    import yaml

    dumped: str = yaml.safe_dump(
        dict(fields), default_flow_style=True, sort_keys=False, allow_unicode=True, width=2**20
    )
    return dumped.rstrip("\n")


# --- JSON ------------------------------------------------------------------------------------


class _Json:
    def __init__(self, file: FactFile) -> None:
        self._file = file

    def record(self, number: int) -> str:
        return json.dumps(_claims(self._file.sections)[number], indent=2, ensure_ascii=False)

    def reviewed(self, number: int, review: Fields) -> str:
        return self._with(lambda claims: claims.__setitem__(number, _and(claims[number], review)))

    def replaced(self, number: int, record: str, review: Fields) -> str:
        corrected = _and(json.loads(record), review)
        return self._with(lambda claims: claims.__setitem__(number, corrected))

    def rejected(self, number: int, rejection: Fields) -> str:
        sections = self._copy()
        _claims(sections).pop(number)
        rejected = sections.setdefault(_REJECTED, [])
        if isinstance(rejected, list):
            rejected.append(dict(rejection))
        return _written(sections)

    def _with(self, change: Callable[[list[Value]], None]) -> str:
        sections = self._copy()
        change(_claims(sections))
        return _written(sections)

    def _copy(self) -> dict[str, Value]:
        copied: dict[str, Value] = json.loads(json.dumps(self._file.sections))
        return copied


def _claims(sections: Mapping[str, Value]) -> list[Value]:
    claims = sections[_SECTION]
    assert isinstance(claims, list), "a claim under review stands in a list"
    return claims


def _and(record: Value, review: Fields) -> Value:
    return {**record, "review": dict(review)} if isinstance(record, dict) else record


def _written(sections: Fields) -> str:
    return f"{json.dumps(sections, indent=2, ensure_ascii=False)}\n"


# --- JSON Lines ------------------------------------------------------------------------------


class _JsonLines:
    def __init__(self, file: FactFile) -> None:
        self._file = file

    def record(self, number: int) -> str:
        return json.dumps(_claims(self._file.sections)[number], indent=2, ensure_ascii=False)

    def reviewed(self, number: int, review: Fields) -> str:
        record = _and(_claims(self._file.sections)[number], review)
        return self._with_line(number, _SECTION, record)

    def replaced(self, number: int, record: str, review: Fields) -> str:
        return self._with_line(number, _SECTION, _and(json.loads(record), review))

    def rejected(self, number: int, rejection: Fields) -> str:
        return self._with_line(number, _REJECTED, dict(rejection))

    def _with_line(self, number: int, section: str, record: Value) -> str:
        span = self._file.places.value((_SECTION, number))
        text = self._file.source.text
        kind = {"record": _LINE_KINDS[section]}
        line = json.dumps(
            {**kind, **record} if isinstance(record, dict) else record, ensure_ascii=False
        )
        return text[: span.start] + line + text[span.end :]
