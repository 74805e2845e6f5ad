"""Models whose fields are described by the texts under them.

``Field(description=…)`` makes an object for each field that pydantic copies and merges again, in
every run; the models that an audit loads have nearly three hundred fields. Here a description is
a docstring under its field, which costs nothing, and is read from the source when somebody asks
what the field means: a schema, an error, a reference page. (pydantic's own
``use_attribute_docstrings`` reads the source whenever the class is made.)
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class DescribedModel(BaseModel):
    """A model whose JSON Schema has the docstrings of its fields as their descriptions."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, description in descriptions(cls).items():
            field = cls.model_fields[name]
            shown = properties.get(field.alias or name)
            if shown is not None:
                shown["description"] = description
        return schema


@cache
def descriptions(model: type[BaseModel]) -> Mapping[str, str]:
    """What each described field of the model means, in one line.

    Raises :class:`OSError` where Checker is installed without its source.
    """
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel):
            found |= _written(base.__module__).get(base.__qualname__, {})
    return {name: said for name, said in found.items() if name in model.model_fields}


@cache
def _written(module: str) -> Mapping[str, Mapping[str, str]]:
    """The docstrings under the attributes of the module's classes."""
    import ast
    import inspect

    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {
        statement.name: dict(_documented(statement))
        for statement in tree.body
        if isinstance(statement, ast.ClassDef)
    }


def _documented(class_: ast.ClassDef) -> Iterator[tuple[str, str]]:
    import ast

    for attribute, text in zip(class_.body, class_.body[1:], strict=False):
        match attribute, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                yield name, " ".join(said.split())
