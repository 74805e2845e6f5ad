"""What all models share: frozen, closed, strict, and the kinds of values that recur."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, Strict
from pydantic_core import PydanticCustomError

from checker.dataclasses import dataclass
from checker.described import DescribedModel
from checker.facts import edtf
from checker.facts.plain import Plain

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Model(DescribedModel):
    """A part of a fact file: frozen, no unknown fields, no silent conversion of a value.

    The schema of a model is built with that of the bundle that holds it, once, when the first
    file is checked: forty models that build one by one cost a cold start most of its time. The
    docstring under a field is its description.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def refuse(
    kind: str, message: str, *, field: str, mend: str = "", near: Mapping[str, str] | None = None
) -> NoReturn:
    """Raise the error of a check over several fields; it is shown at ``field``."""
    raise PydanticCustomError(
        kind,
        "{message}",
        {"message": message, "field": field, "mend": mend, **(near or {})},
    )


@dataclass(frozen=True, slots=True)
class ShortForm:
    """Says in the JSON Schema that a field takes a shorter form too, which a validator unfolds.

    ``schema`` gives the shorter form's JSON Schema for that of the full one.
    """

    schema: Callable[[JsonSchemaValue], JsonSchemaValue]

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        full = handler(core_schema)
        return {"anyOf": [self.schema(full), full]}


def resolved(value: object) -> object:
    """A plain YAML scalar where a number or a truth value is due becomes one."""
    return value.resolved() if isinstance(value, Plain) else value


_T = TypeVar("_T")

Items: TypeAlias = Annotated[tuple[_T, ...], Strict(False)]
"""A sequence: a list of the file, kept as a tuple."""

Text: TypeAlias = Annotated[str, Field(min_length=1)]

Id: TypeAlias = Annotated[str, Field(pattern=r"^[^\s#]+$")]
"""An id of the file's own. ``#`` is kept for ids that are derived: ``D#narrator``, ``D#s3``."""

# The id of a record that stands elsewhere in the corpus, which is checked when all is read.
DocumentRef: TypeAlias = Annotated[
    str, Field(min_length=1, json_schema_extra={"x-refers-to": "document"})
]
AgentRef: TypeAlias = Annotated[
    str, Field(min_length=1, json_schema_extra={"x-refers-to": "agent"})
]
EventRef: TypeAlias = Annotated[
    str, Field(min_length=1, json_schema_extra={"x-refers-to": "event"})
]
ClaimRef: TypeAlias = Annotated[
    str, Field(min_length=1, json_schema_extra={"x-refers-to": "claim"})
]
QuantityRef: TypeAlias = Annotated[
    str, Field(min_length=1, json_schema_extra={"x-refers-to": "quantity"})
]

Flag: TypeAlias = Annotated[bool, BeforeValidator(resolved)]

Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(resolved)]

Whole: TypeAlias = Annotated[int, BeforeValidator(resolved)]

Ordinal: TypeAlias = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(resolved)]


def _edtf(text: str) -> str:
    try:
        edtf.period(text)
    except edtf.EdtfError as error:
        raise PydanticCustomError(
            "edtf", "{message}", {"message": str(error), "mend": error.mend}
        ) from None
    return text


When: TypeAlias = Annotated[str, AfterValidator(_edtf), Field(json_schema_extra={"format": "edtf"})]
"""A date, interval or open end in EDTF, level 0 or 1."""


_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}


def _days(value: object) -> object:
    """``1 day``, ``6 weeks``: days, with UCUM's mean month and year of the Julian calendar."""
    value = resolved(value)
    if not isinstance(value, str):
        return value
    figure, _, unit = value.strip().partition(" ")
    number = Plain(figure).resolved()
    days = _DAYS.get(unit.strip().removesuffix("s"))
    if days is None or isinstance(number, bool) or not isinstance(number, int | float):
        raise PydanticCustomError(
            "duration",
            "{message}",
            {
                "message": f"`{value}` is no duration",
                "mend": "write days, or a number with day, week, month or year: 6 weeks",
            },
        )
    return number * days


Days: TypeAlias = Annotated[
    float,
    Field(ge=0, allow_inf_nan=False),
    BeforeValidator(_days),
    ShortForm(lambda _: {"type": "string"}),
]
"""A duration, in days."""
