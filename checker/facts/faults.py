"""pydantic's errors in the words of the fact file: place, what was expected, and a mend."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Union, get_args, get_origin

from checker.described import descriptions
from checker.diagnostics import Diagnostic, Edit, Fix, Span, closest
from checker.facts import errors
from checker.facts.files import FactFile
from checker.facts.mends import renamed
from checker.facts.models import Bundle, Model
from checker.facts.tree import Route

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def fault_of(file: FactFile, detail: ErrorDetails) -> Diagnostic:
    """What is wrong, by one of pydantic's errors: where, what is expected, what stands there."""
    kind, route = detail["type"], detail["loc"]
    context: Mapping[str, object] = detail.get("ctx", {})
    field = context.get("field")
    if isinstance(field, str):
        return errors.AT_ODDS.at(
            file.places.value((*route, field)),
            str(context["message"]),
            help=str(context.get("mend", "")),
        )
    if kind == "extra_forbidden":
        return _unknown_field(file, route, detail["input"])
    if kind == "missing":
        return _missing_field(file, route)
    if "message" in context:
        return errors.MALFORMED.at(
            file.places.value(route), str(context["message"]), help=str(context.get("mend", ""))
        )
    name = _name(route)
    value = detail["input"]
    if kind == "literal_error":
        return _not_in_vocabulary(file, route, name, value)
    if kind in _EXPECTED:
        expected = _EXPECTED[kind]
        return errors.WRONG_TYPE.at(
            file.places.value(_without_marks(route)),
            f"{name} takes {expected}, found {_found(value)}",
            label=f"expected {expected}",
            help=_retyped(kind, value),
        )
    return _out_of_range(file, route, name, kind, context, value)


_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def _unknown_field(file: FactFile, route: Route, value: object) -> Diagnostic:
    name = str(route[-1])
    fields = _fields(route[:-1])
    near = closest(name, fields)
    mend = f"did you mean `{near}`?" if near else f"known are {', '.join(fields)}"
    if value is None and name.isdecimal():
        mend = "a comma ends a value inside of braces: put a figure like 1,200 in quotes"
    return errors.UNKNOWN_FIELD.at(
        file.places.key(route),
        f"{_record_name(route[:-1])} has no field `{name}`",
        label="unknown field",
        help=mend,
        fixes=renamed(file.places.key(route), near),
    )


def _version_line(file: FactFile) -> tuple[Fix, ...]:
    """The line that a file in YAML's block style begins with."""
    if file.source.text.lstrip().startswith("{"):
        return ()
    start = Span(file.source, 0, 0)
    return (Fix("Begin the file with `checker: 1`", (Edit(start, "checker: 1\n\n"),)),)


def _missing_field(file: FactFile, route: Route) -> Diagnostic:
    name = str(route[-1])
    if route == ("checker",):
        return errors.MISSING_FIELD.at(
            file.places.value(()),
            "the file does not say which version of the format it is in",
            help="begin it with `checker: 1`",
            fixes=_version_line(file),
        )
    return errors.MISSING_FIELD.at(
        file.places.value(route[:-1]),
        f"{_record_name(route[:-1])} lacks `{name}`",
        label=f"`{name}` is missing here",
        help=f"add `{name}: ...` - {_description(route)}",
    )


def _not_in_vocabulary(file: FactFile, route: Route, name: str, value: object) -> Diagnostic:
    words = [str(word) for word in _vocabulary(route)]
    if route == ("checker",):
        return errors.MALFORMED.at(
            file.places.value(route),
            f"this is no version of the format that can be read: {_found(value)}",
            help="write `checker: 1`",
        )
    near = closest(value, words) if isinstance(value, str) else None
    return errors.NOT_IN_VOCABULARY.at(
        file.places.value(route),
        f"{name} takes no {_found(value)}",
        label=f"expected one of {', '.join(words)}",
        help=f"did you mean `{near}`?" if near else f"write one of {', '.join(words)}",
        fixes=renamed(file.places.value(route), near),
    )


def _out_of_range(
    file: FactFile, route: Route, name: str, kind: str, context: Mapping[str, object], value: object
) -> Diagnostic:
    expected, mend = {
        "string_too_short": ("a text that is not empty", "write the text, or leave the field out"),
        "string_unicode": ("a text of Unicode characters", "remove the half surrogate pair"),
        "string_pattern_mismatch": (
            ("64 hexadecimal digits", "write the SHA-256 of the text in lower case")
            if route[-1:] == ("sha256",)
            else ("an id without white space and `#`", "write it with `-`: talks-july")
        ),
        "finite_number": ("a finite number", "leave the bound out where there is none"),
        "greater_than": (f"a number above {context.get('gt')}", "correct the number"),
        "greater_than_equal": (f"{context.get('ge')} or more", "correct the number"),
        "less_than_equal": (f"{context.get('le')} or less", "correct the number"),
    }.get(kind, ("another value", "correct the value"))
    return errors.MALFORMED.at(
        file.places.value(_without_marks(route)),
        f"{name} takes {expected}, found {_found(value)}",
        label=f"expected {expected}",
        help=mend,
    )


def _without_marks(route: Route) -> Route:
    """pydantic marks a mapping's key as a step of its own."""
    return tuple(step for step in route if step != "[key]")


def _found(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"`{value[:60]}`" if value else "an empty text"
    if isinstance(value, int):
        return f"the number {value}" if abs(value) < 10**20 else "a number beyond measure"
    if isinstance(value, float):
        return f"the number {value!r}"
    return "a mapping" if isinstance(value, dict) else "a list"


def _retyped(kind: str, value: object) -> str:
    """How to write the value that was found so that it has the type expected."""
    if kind == "string_type" and isinstance(value, int | float):
        return f'put it in quotes: "{_found(value).removeprefix("the number ")}"'
    if kind == "bool_type":
        meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}
        return f"write {meant.get(str(value).lower(), 'true or false')}"
    if kind in ("float_type", "int_type", "int_from_float"):
        bare = value.replace(",", "") if isinstance(value, str) else ""
        if len(bare) < 40 and bare.replace(".", "", 1).isdecimal():
            return f"write it without quotes and commas: {bare}"
        if isinstance(value, float) and value.is_integer():
            return f"write {int(value)}"
        beyond = isinstance(value, int) or (isinstance(value, str) and value.isdecimal())
        return "write a number below 1.8e308" if beyond else "write digits alone"
    if kind == "tuple_type":
        return "write a list: `[...]`, or items that begin with `- `"
    if kind in ("dict_type", "model_type"):
        return "write a mapping: `{field: value}`, or one `field: value` a line"
    return "write the value, or leave the field out"


# --- what the models say of a route ----------------------------------------------------------


def _name(route: Route) -> str:
    names = [str(step) for step in route if isinstance(step, str) and step != "[key]"]
    return f"`{names[-1]}`" if names else "the file"


def _record_name(route: Route) -> str:
    model = _model(route)
    if model is Bundle or model is None:
        return "a fact file"
    names = [step for step in route if isinstance(step, str)]
    return {"claims": "a claim", "agents": "an agent", "events": "an event"}.get(
        names[-1], f"an entry of `{names[-1]}`" if isinstance(route[-1], int) else f"`{names[-1]}`"
    )


def _fields(route: Route) -> list[str]:
    model = _model(route)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _description(route: Route) -> str:
    model = _model(route[:-1])
    if model is None:
        return ""
    for name, field in model.model_fields.items():
        if (field.alias or name) == route[-1]:
            return descriptions(model).get(name, "")
    return ""


def _model(route: Route) -> type[Model] | None:
    """The model whose fields stand at a route."""
    model: type[Model] | None = Bundle
    for step in route:
        if isinstance(step, str) and model is not None:
            model = _first_model(_annotation(model, step))
    return model


def _vocabulary(route: Route) -> tuple[object, ...]:
    """The words of the field at a route."""
    names = [step for step in route if isinstance(step, str)]
    model = _model(tuple(names[:-1]))
    return () if model is None else _literals(_annotation(model, names[-1]))


@lru_cache(maxsize=256)
def _annotation(model: type[Model], name: str) -> object:
    for field_name, field in model.model_fields.items():
        if (field.alias or field_name) == name:
            return field.annotation
    return None


def _first_model(annotation: object) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    for part in get_args(annotation):
        if (found := _first_model(part)) is not None:
            return found
    return None


def _literals(annotation: object) -> tuple[object, ...]:
    origin = get_origin(annotation)
    parts = get_args(annotation)
    if origin in (Union, UnionType, Annotated, tuple):
        return next((words for part in parts if (words := _literals(part))), ())
    return parts if parts and all(isinstance(part, str | int) for part in parts) else ()
