"""Whether a table has the columns of its relation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.bulk.checks import column_type
from checker.bulk.places import cell, whole_line
from checker.bulk.tables import ColumnType
from checker.diagnostics import Diagnostic, DiagnosticError, closest
from checker.facts import errors
from checker.facts.relations import Relation


def check_header(relation: Relation, name: str, header: Sequence[str]) -> None:
    """Raises :class:`DiagnosticError` where columns are missing, unknown, or there twice."""
    if faults := list(_header_faults(relation, name, header)):
        raise DiagnosticError(faults)


def check_types(
    relation: Relation, name: str, header: Sequence[str], types: Mapping[str, str]
) -> None:
    """Raises :class:`DiagnosticError` where columns of a Parquet file are of another type than the
    relation's; ``types`` has them as DuckDB calls them."""
    if faults := list(_type_faults(relation, name, header, types)):
        raise DiagnosticError(faults)


def _header_faults(relation: Relation, table: str, header: Sequence[str]) -> Iterator[Diagnostic]:
    columns = [column.name for column in relation.columns]
    due = f"the columns of `{relation.name}` are {', '.join(columns)}"
    missing = [name for name in columns if name not in header]
    for index, name in enumerate(header):
        span = cell(table, 1, header, index)
        if name in header[:index]:
            yield errors.DUPLICATE_KEY.at(
                span, f"column `{name}` stands twice in the header", help="take one of them away"
            )
        elif name not in columns:
            near = closest(name, missing)
            yield errors.UNKNOWN_FIELD.at(
                span,
                f"`{relation.name}` has no column `{name}`",
                note=due,
                help=f"did you mean `{near}`?" if near else "take the column away",
            )
    whole = ",".join(header)
    for name in missing:
        yield errors.MISSING_FIELD.at(
            whole_line(table, 1, whole),
            f"column `{name}` is missing",
            label="the header",
            note=due,
            help=f"add the column `{name}`; columns may stand in any order",
        )


_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_WHOLE_TYPES = (*_SIGNED, *(f"U{name}" for name in _SIGNED))
_ACCEPTED: Mapping[ColumnType, tuple[str, ...]] = {
    ColumnType.SYMBOL: ("VARCHAR", "ENUM"),
    ColumnType.NUMBER: _WHOLE_TYPES,
    ColumnType.FLOAT: (*_WHOLE_TYPES, "DOUBLE", "FLOAT", "DECIMAL"),
}


def _type_faults(
    relation: Relation, table: str, header: Sequence[str], types: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """The columns of a Parquet file that are of another type than the relation's."""
    for column in relation.columns:
        type_ = types[column.name]
        wanted = column_type(column)
        if type_.partition("(")[0] not in _ACCEPTED[wanted]:
            yield errors.WRONG_TYPE.at(
                cell(table, 1, header, header.index(column.name)),
                f"column `{column.name}` is of type {type_}; {wanted} is due",
                help=f"write the column as {wanted}",
            )
