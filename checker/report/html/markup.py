"""HTML that is escaped where it is made.

Three functions are all that a page of our own needs; a template engine would bring a second
language, and with it a second set of rules for what is escaped when. Here a string is text unless
it is a :class:`Markup`, and only this module makes those from values.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Attribute: TypeAlias = "str | int | float | bool | None"


class Markup(str):
    """HTML to put into a page as it is.

    Whatever is made of it by ``+``, ``%`` or a method is a plain string again, and is escaped: a
    mistake shows on the page as angle brackets, and does nothing.
    """

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child]"


def element(name: str, attributes: Mapping[str, Attribute], /, *children: Child) -> Markup:
    """An element. An attribute that is None or False is left out, one that is True has no value.

    Names of elements and attributes come from code, values from anywhere.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{''.join(_flat(children))}</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """Children one after another."""
    return Markup("".join(_flat(children)))


def number(value: float) -> str:
    """A length or coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def data_block(identifier: str, value: Json) -> Markup:
    """A script element that holds data and never runs: JSON in ASCII, with nothing in it that
    could end the element or begin a comment."""
    written = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(f'<script type="application/json" id="{identifier}">{written}</script>')


def shown(text: str) -> str:
    """A text with the characters written out that would act on a page instead of standing there:
    controls, overrides of the direction of writing, and halves of surrogate pairs."""
    return _ACTING.sub(_written_out, text)


_VOID = frozenset({"meta", "input", "br", "hr"})
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\u2028\u2029\ud800-\udfff\ufff9-\ufffb]"
)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return " " if found.group() == "\r" else chr(0x2400 + code)
    return f"⟨U+{code:04X}⟩"


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    written = number(value) if isinstance(value, float) else str(value)
    return f' {name}="{html.escape(shown(written))}"'


def _flat(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Markup):
            yield child
        elif isinstance(child, str):
            yield html.escape(shown(child), quote=False)
        else:
            yield from _flat(child)
