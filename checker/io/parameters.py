"""What the parameters of an ``.input`` or ``.output`` directive ask for.

Names, defaults and meaning are Soufflé's (its ``ReadStreamCSV`` and ``WriteStreamCSV``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from checker.analysis.program import IoDirective, Relation
from checker.diagnostics import Diagnostic, DiagnosticKind, Span
from checker.diagnostics.suggestion import closest
from checker.io.errors import BAD_PARAMETER, UNKNOWN_PARAMETER, UNSUPPORTED_IO

FileName: TypeAlias = str
"""A file as the program names it: relative to the folder of facts or of results."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the values of a row stand in a line."""

    delimiter: str
    rfc4180: bool


@dataclass(frozen=True, slots=True)
class InputRequest:
    """``file`` is None for standard input. ``columns`` gives, for each column of the relation,
    the place of its value in a line, from 0. With ``headers`` the first line is none of the
    rows."""

    relation: Relation
    file: FileName | None
    style: Style
    headers: bool
    columns: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class OutputRequest:
    """``file`` is None for standard output. ``header`` is the line above the rows, or None."""

    relation: Relation
    name: str
    file: FileName | None
    style: Style
    header: str | None
    compress: bool
    span: Span


@dataclass(frozen=True, slots=True)
class SizeRequest:
    """The number of rows on standard output."""

    relation: Relation
    name: str
    span: Span


_Request = TypeVar("_Request")

_SHARED = ("IO", "name", "filename", "delimiter", "headers", "rfc4180")
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "input": (*_SHARED, "columns"),
    "output": (*_SHARED, "attributeNames", "compress"),
    "printsize": ("IO", "name"),
    "limitsize": ("n",),
}


def input_request(
    directive: IoDirective, relation: Relation
) -> tuple[InputRequest | None, tuple[Diagnostic, ...]]:
    """What an ``.input`` asks for, and what is wrong with it."""
    parameters = _Parameters(directive)
    source = parameters.choice("IO", ("file", "stdin"))
    name = parameters.text("name", relation.name)
    headers = parameters.flag("headers")
    if headers and source == "stdin":  # as in Soufflé, which strips it from files alone
        parameters.warn("headers", "standard input has no header line")
    request = InputRequest(
        relation,
        parameters.text("filename", f"{name}.facts") if source == "file" else None,
        parameters.style(),
        headers and source == "file",
        parameters.columns(len(relation.columns)),
        directive.span,
    )
    return parameters.result(request)


def output_request(
    directive: IoDirective, relation: Relation
) -> tuple[OutputRequest | None, tuple[Diagnostic, ...]]:
    """What an ``.output`` asks for, and what is wrong with it."""
    parameters = _Parameters(directive)
    target = parameters.choice("IO", ("file", "stdout"))
    name = parameters.text("name", relation.name)
    style = parameters.style()
    names = style.delimiter.join(column.name for column in relation.columns)
    compress = parameters.flag("compress")
    request = OutputRequest(
        relation,
        name,
        parameters.text("filename", f"{name}.csv.gz" if compress else f"{name}.csv")
        if target == "file"
        else None,
        style,
        parameters.text("attributeNames", names) if parameters.flag("headers") else None,
        compress and target == "file",
        directive.span,
    )
    return parameters.result(request)


def size_request(
    directive: IoDirective, relation: Relation
) -> tuple[SizeRequest | None, tuple[Diagnostic, ...]]:
    """What a ``.printsize`` asks for, and what is wrong with it."""
    parameters = _Parameters(directive)
    request = SizeRequest(relation, parameters.text("name", relation.name), directive.span)
    return parameters.result(request)


class _Parameters:
    """Reads parameters one by one and remembers what was wrong with them."""

    def __init__(self, directive: IoDirective) -> None:
        self._directive = directive
        self._given = directive.parameters
        self._diagnostics: list[Diagnostic] = []
        self._failed = False
        for parameter in self._given:
            if parameter not in _KNOWN[directive.kind]:
                self._unknown(parameter)

    def result(self, request: _Request) -> tuple[_Request | None, tuple[Diagnostic, ...]]:
        return (None if self._failed else request), tuple(self._diagnostics)

    def text(self, parameter: str, default: str) -> str:
        value = self._given.get(parameter, default)
        if not value and default:
            self._refuse(BAD_PARAMETER, f"`{parameter}` is empty", f'as in {parameter}="{default}"')
        return value

    def flag(self, parameter: str) -> bool:
        value = self._given.get(parameter, "false")
        if value not in ("true", "false"):
            self._refuse(
                BAD_PARAMETER,
                f"`{parameter}` is {value!r}, expected true or false",
                f"write {parameter}=true, or leave it out",
            )
        return value == "true"

    def choice(self, parameter: str, choices: tuple[str, ...]) -> str:
        value = self._given.get(parameter, choices[0])
        if value not in choices:
            self._refuse(
                UNSUPPORTED_IO,
                f"`.{self._directive.kind}` cannot use {parameter}={value}",
                f"expected {' or '.join(f'{parameter}={choice}' for choice in choices)}",
            )
        return value

    def style(self) -> Style:
        rfc4180 = self.flag("rfc4180")
        delimiter = self.text("delimiter", "," if rfc4180 else "\t")
        if rfc4180 and '"' in delimiter:
            self._refuse(
                BAD_PARAMETER,
                "with rfc4180=true the delimiter cannot hold a double quote",
                "double quotes enclose values there; choose another delimiter",
            )
        if "\n" in delimiter or "\r" in delimiter:
            self._refuse(
                BAD_PARAMETER,
                "the delimiter cannot hold a line break",
                "each line is a row; choose another delimiter",
            )
        return Style(delimiter, rfc4180)

    def columns(self, arity: int) -> tuple[int, ...]:
        """The place in a line of each column's value: ``"0:2"`` reads the first and the third."""
        if "columns" not in self._given:
            return tuple(range(arity))
        written = self._given["columns"].split(":")
        places = tuple(int(place) for place in written if place.isascii() and place.isdigit())
        if len(places) != len(written) or len(set(places)) != arity or len(places) != arity:
            self._refuse(
                BAD_PARAMETER,
                f"`columns` is {self._given['columns']!r}, expected {arity} different places",
                f'count values from 0, one for each column, as in columns="'
                f'{":".join(map(str, range(arity)))}"',
            )
        return places

    def warn(self, parameter: str, reason: str) -> None:
        self._diagnostics.append(
            UNKNOWN_PARAMETER.at(
                self._directive.span,
                f"`{parameter}` has no effect here",
                note=reason,
                help=f"leave `{parameter}` out",
            )
        )

    def _refuse(self, kind: DiagnosticKind, message: str, help: str) -> None:  # noqa: A002
        self._failed = True
        self._diagnostics.append(kind.at(self._directive.span, message, help=help))

    def _unknown(self, parameter: str) -> None:
        known = _KNOWN[self._directive.kind]
        near = closest(parameter, known)
        self._diagnostics.append(
            UNKNOWN_PARAMETER.at(
                self._directive.span,
                f"`.{self._directive.kind}` knows no parameter `{parameter}`",
                note="it is ignored",
                help=f"did you mean `{near}`?" if near else f"it knows {', '.join(known)}",
            )
        )
