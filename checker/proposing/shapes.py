"""Outside data held against a pydantic model: the value, or what is wrong with it and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from checker.diagnostics import Diagnostic, DiagnosticKind
from checker.facts.tree import Places, Route, Value

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SHOWN = 40
_M = TypeVar("_M", bound=BaseModel)


def shaped(
    model: type[_M], value: Value, places: Places, route: Route, kind: DiagnosticKind, mend: str
) -> tuple[_M | None, list[Diagnostic]]:
    """The value as a model; None, and a fault of the kind for each thing that is wrong.

    ``route`` is where the value stands in what ``places`` knows, ``mend`` the help of a fault.
    """
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        faults: dict[tuple[int, int], Diagnostic] = {}
        for detail in error.errors(include_url=False):
            fault = _fault(detail, places, route, value, kind, mend)
            span = fault.primary.span  # other forms that the value may have are wrong there too
            faults.setdefault((span.start, span.end), fault)
        return None, list(faults.values())


def _fault(
    detail: ErrorDetails,
    places: Places,
    route: Route,
    value: Value,
    kind: DiagnosticKind,
    mend: str,
) -> Diagnostic:
    inner = _within(value, detail["loc"])
    at = places.value((*route, *inner))
    if detail["type"] == "missing":
        missing = str(detail["loc"][-1])
        return kind.at(at, f"`{missing}` is missing", label=f"lacks `{missing}`", help=mend)
    name = next((str(step) for step in reversed(inner) if isinstance(step, str)), "the record")
    return kind.at(
        at,
        f"`{name}`: {detail['msg'][:1].lower()}{detail['msg'][1:]}",
        label=f"found `{str(detail['input'])[:_SHOWN]}`",
        help=mend,
    )


def _within(value: Value, location: Route) -> Route:
    """The part of pydantic's location that leads into the value: unions add names of their own."""
    found: list[str | int] = []
    for step in location:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
            found.append(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
            found.append(step)
    return tuple(found)
