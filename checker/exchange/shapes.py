"""Parts of other tools' formats as pydantic models, of which what is not read may be anything."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from checker.exchange.errors import MALFORMED
from checker.exchange.reading import Outcome
from checker.facts.tree import Places, Route, Value
from checker.proposing import shaped


class Shape(BaseModel):
    """A part of another tool's format."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, populate_by_name=True)


_S = TypeVar("_S", bound=Shape)


def part(
    shape: type[_S], value: Value, places: Places, route: Route, outcome: Outcome
) -> _S | None:
    """The value as a shape; None, and faults of the outcome, where it is none."""
    mend = "docs/exchange.md says what is read of the format, and in which shape"
    found, faults = shaped(shape, value, places, route, MALFORMED, mend)
    outcome.faults.extend(faults)
    return found
