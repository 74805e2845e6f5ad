"""What a document says of itself: title, publisher, day, language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checker.dataclasses import dataclass
from checker.diagnostics import DiagnosticError, Source
from checker.facts.edtf import EdtfError, period
from checker.facts.yaml_reader import read_yaml

_LONGEST = 300
_LONGEST_HEAD = 65_536
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=[T ]|\Z)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Empty texts where nothing is said. ``published`` is an EDTF date, ``language`` BCP 47."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""

    def or_else(self, other: Metadata) -> Metadata:
        """What this leaves open, taken from the other one."""
        return Metadata(
            self.title or other.title,
            self.publisher or other.publisher,
            self.published or other.published,
            self.language or other.language,
        )


def metadata(
    *,
    title: object = None,
    publisher: object = None,
    published: object = None,
    language: object = None,
) -> Metadata:
    """Metadata of values that anybody may have written: what is no date or language is left out."""
    return Metadata(_line(title), _line(publisher), _day(published), _language(language))


def head_metadata(head: str) -> Metadata:
    """The metadata of front matter that is a YAML mapping; none where it is prose."""
    if len(head) > _LONGEST_HEAD:
        return Metadata()
    try:
        value, _ = read_yaml(Source("head", head))
    except DiagnosticError:
        return Metadata()
    if not isinstance(value, dict):
        return Metadata()

    def first(names: Iterable[str]) -> object:
        return next((value[name] for name in names if value.get(name)), None)

    return metadata(
        title=first(("title", "headline")),
        publisher=first(("publisher", "outlet", "site")),
        published=first(("published", "date", "day")),
        language=first(("language", "lang")),
    )


def _line(value: object) -> str:
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def _day(value: object) -> str:
    """A timestamp's day; an EDTF date as it is."""
    text = _line(value)
    day = _DAY.match(text)
    text = day[0] if day else text
    try:
        period(text)
    except EdtfError:
        return ""
    return text


def _language(value: object) -> str:
    text = _line(value).replace("_", "-")
    return text if _LANGUAGE.match(text) else ""
