"""Outside data held against a pydantic model: the value, or what is wrong with it and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from checker.diagnostics import Diagnostic
from checker.exchange.errors import MALFORMED
from checker.facts.tree import Places, Route, Value

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SHOWN = 40


class Shape(BaseModel):
    """A part of another tool's format: what Checker does not read of it may be anything."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, populate_by_name=True)


_S = TypeVar("_S", bound=Shape)


def shaped(
    shape: type[_S], value: Value, places: Places, route: Route, faults: list[Diagnostic]
) -> _S | None:
    """The value as a shape; None, and a fault for each thing that is wrong, where it is none."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        seen = set()
        for detail in error.errors(include_url=False):
            fault = _fault(detail, places, route, value)
            if fault.primary.span not in seen:  # the other forms that a value may have, as well
                seen.add(fault.primary.span)
                faults.append(fault)
        return None


def _fault(detail: ErrorDetails, places: Places, route: Route, value: Value) -> Diagnostic:
    inner = _within(value, detail["loc"])
    name = next((str(step) for step in reversed(inner) if isinstance(step, str)), "the record")
    if detail["type"] == "missing":
        missing = str(detail["loc"][-1])
        return MALFORMED.at(
            places.value((*route, *inner)),
            f"`{missing}` is missing",
            label=f"lacks `{missing}`",
            help=f"the format needs `{missing}` here; docs/exchange.md says what is read",
        )
    return MALFORMED.at(
        places.value((*route, *inner)),
        f"`{name}`: {detail['msg'][:1].lower()}{detail['msg'][1:]}",
        label=f"found `{str(detail['input'])[:_SHOWN]}`",
        help="see docs/exchange.md for what the format has here",
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
