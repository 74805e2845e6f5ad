"""Whether the rules declare the facts' relations as the facts give them."""

from __future__ import annotations

from collections.abc import Iterator

from checker.analysis.program import Primitive, Program, Relation
from checker.diagnostics import Diagnostic
from checker.facts.relations import SECTIONS
from checker.facts.relations import Relation as Given
from checker.facts.relations.declaration import Type
from checker.findings.errors import MISFIT

_PRIMITIVES = {Type.NUMBER: Primitive.NUMBER, Type.FLOAT: Primitive.FLOAT}


def misfits(program: Program) -> Iterator[Diagnostic]:
    """A diagnostic for every relation of the facts that the program declares in another shape.

    Names of columns and entity types are the rules' own affair; how many columns there are and
    of which primitive types is not.
    """
    for section in SECTIONS:
        for given in section.relations:
            declared = program.relations.get(given.name)
            if declared is None:
                continue
            wrong = _wrong(declared, given)
            if wrong:
                yield MISFIT.at(
                    declared.span,
                    f"`{given.name}` does not fit the facts: {wrong}",
                    label="declared in another shape here",
                    note="fact files give "
                    f"`{given.name}({', '.join(f'{c.name}: {c.type}' for c in given.columns)})`",
                    help='write `.include "schema.dl"` and take this declaration away, or give '
                    "the relation another name",
                )


def _wrong(declared: Relation, given: Given) -> str:
    """What does not fit; empty where all does."""
    if len(declared.columns) != len(given.columns):
        return f"{len(declared.columns)} columns instead of {len(given.columns)}"
    return "; ".join(
        f"`{own.name}` is {own.primitive} instead of {primitive}"
        for own, column in zip(declared.columns, given.columns, strict=True)
        if own.primitive is not (primitive := _PRIMITIVES.get(column.type, Primitive.SYMBOL))
    )
