"""What each cell of a bulk table must be, as conditions that a database looks for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from checker.bulk.tables import ColumnType, Format
from checker.diagnostics import DiagnosticKind
from checker.facts import errors
from checker.facts.relations import Relation
from checker.facts.relations.declaration import Column, Type

WHOLE = "[-+]?[0-9]+"
REAL = r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"

UNSAID = frozenset({("document", "publisher")})
"""The columns of an entity type in which "" says that there is none."""


@dataclass(frozen=True, slots=True)
class Check:
    """A condition under which the cell of a row in column ``index`` is wrong.

    ``expected`` says what is due, as "a whole number of 64 bits".
    """

    kind: DiagnosticKind
    index: int
    wrong: exp.Expr
    expected: str
    mend: str


def column_type(column: Column) -> ColumnType:
    """How a database holds the column."""
    if column.type is Type.NUMBER:
        return ColumnType.NUMBER
    return ColumnType.FLOAT if column.type is Type.FLOAT else ColumnType.SYMBOL


def checks_of(relation: Relation, format_: Format | None) -> Iterator[Check]:
    """The conditions on single cells. Cells of a CSV file are texts, as are figures of JSON
    Lines; of Parquet they are of the file's types; where ``format_`` is None they have the
    relation's types."""
    for index, column in enumerate(relation.columns):
        value = exp.column(f"c{index}")
        type_ = column_type(column)
        if type_ is not ColumnType.SYMBOL:
            yield _figure(index, value, type_, format_)
            continue
        if format_ is not Format.CSV:
            yield Check(
                errors.MISSING_FIELD,
                index,
                exp.Is(this=value, expression=exp.Null()),
                "a text",
                'write the empty text "" where nothing is said; NULL is no value of a relation',
            )
        if column.words:
            yield _word(index, value, column)
        elif _is_entity(column) and (relation.name, column.name) not in UNSAID:
            yield Check(
                errors.MISSING_FIELD,
                index,
                exp.EQ(this=value, expression=exp.Literal.string("")),
                "an id",
                f"give the id of the {entity_of(column)}, or leave the row out",
            )


def entity_of(column: Column) -> str:
    """The relation that has the entities which a column names: ``ClaimId`` gives ``claim``."""
    return column.type.removesuffix("Id").lower()


def _is_entity(column: Column) -> bool:
    return column.type not in (Type.SYMBOL, Type.NUMBER, Type.FLOAT)


def references(relation: Relation) -> Iterator[tuple[int, str]]:
    """The columns that name entities, each with the relation that has these; an entity's own id
    is no reference."""
    for index, column in enumerate(relation.columns):
        if _is_entity(column) and not (index == 0 and defines(relation)):
            yield index, entity_of(column)


def defines(relation: Relation) -> bool:
    """Whether a relation has a row for each entity of a kind, its id in the first column."""
    first = relation.columns[0]
    return _is_entity(first) and entity_of(first) == relation.name


def _figure(index: int, value: exp.Expr, type_: ColumnType, format_: Format | None) -> Check:
    read: exp.Expr = exp.TryCast(this=value, to=exp.DataType.build(type_.value))
    whole = type_ is ColumnType.NUMBER
    good: list[exp.Expr] = []
    if format_ in (Format.CSV, Format.JSON_LINES):
        pattern = exp.Literal.string(WHOLE if whole else REAL)
        good.append(exp.Anonymous(this="regexp_full_match", expressions=[value, pattern]))
    if whole:
        good.append(exp.not_(exp.Is(this=read, expression=exp.Null())))
    else:
        largest = exp.Literal.string(repr(sys.float_info.max))
        # NaN is greater than every number, in order as SQL has it.
        good.append(
            exp.Between(
                this=read,
                low=exp.Neg(this=exp.cast(largest, type_.value)),
                high=exp.cast(largest.copy(), type_.value),
            )
        )
    found = exp.Coalesce(this=exp.and_(*good), expressions=[exp.false()])
    return Check(
        errors.WRONG_TYPE,
        index,
        exp.not_(found),
        "a whole number of 64 bits" if whole else "a finite number",
        "write digits alone, with a sign if need be; leave the row out where there is no figure"
        if whole
        else "write digits with a point for the fraction, no signs between thousands; "
        "1.7976931348623157e308 stands for a bound that is not there",
    )


def _word(index: int, value: exp.Expr, column: Column) -> Check:
    words = [exp.Literal.string(word) for word in column.words]
    return Check(
        errors.NOT_IN_VOCABULARY,
        index,
        exp.not_(exp.In(this=value, expressions=words)),
        f"one of {', '.join(column.words)}",
        "replace it by a word of the vocabulary (docs/facts.md)",
    )
