"""The statements of the engine on DuckDB, built by sqlglot. Nothing imports this module before a
statement is asked for that is not kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlglot import exp

from checker.analysis.program import Primitive, Relation, Rule, Stratum, Value
from checker.bulk.reading import MAX_LINE, typed_rows
from checker.bulk.tables import BulkTable
from checker.engines.sql.bodies import Guard, Reader, call
from checker.engines.sql.names import column_names
from checker.engines.sql.rules import (
    RuleQuery,
    compile_rule,
    compile_together,
    linear_closure,
    without,
)
from checker.engines.sql.types import column_type, list_type
from checker.engines.statements import Guarding, Statement

_NO_VALUES: Mapping[str, Value] = {}
PATH = "path"
"""The parameter for the file that is read or written."""
MOST = "most"
"""The parameter for how many rows a rule may derive."""


# --- tables ----------------------------------------------------------------------------------


def creation(table: str, primitives: Sequence[Primitive]) -> Statement:
    """An empty table for the rows of a relation with such columns."""
    types = [column_type(primitive) for primitive in primitives] or [
        exp.DataType(this=exp.DataType.Type.BOOLEAN)
    ]
    columns = [
        exp.ColumnDef(this=exp.to_identifier(name), kind=type_)
        for name, type_ in zip(column_names(len(primitives)), types, strict=True)
    ]
    schema = exp.Schema(this=exp.to_table(table), expressions=columns)
    return _statement(exp.Create(this=schema, kind="TABLE"))


def insertion_of_values(table: str, primitives: Sequence[Primitive]) -> Statement:
    """Puts rows into a table; the values of a column are a list, the parameter of its name."""
    if not primitives:
        return _statement(exp.insert(exp.select(exp.true()), table))
    lists = [
        exp.Explode(this=exp.cast(exp.Placeholder(this=name), list_type(primitive)))
        for name, primitive in zip(column_names(len(primitives)), primitives, strict=True)
    ]
    return _statement(exp.insert(exp.select(*lists), table))


def insertion_of_tables(table: str, files: Sequence[BulkTable], *, into_empty: bool) -> Statement:
    """Puts the rows of bulk tables into a table, each once."""
    rows: exp.Query = typed_rows(files[0])
    for more in files[1:]:
        rows = exp.union(rows, typed_rows(more), distinct=False)
    if not all(file.distinct for file in files):
        rows = (
            exp.select("*").distinct().from_(exp.Subquery(this=rows).as_("h"))
            if into_empty
            else exp.except_(rows, exp.select("*").from_(table))
        )
    return _statement(exp.insert(rows, table))


def copy_as_set(table: str, other: str) -> Statement:
    """Makes the other table one that has each row of a table once."""
    once = exp.select("*").distinct().from_(table)
    return _statement(exp.Create(this=exp.to_table(other), kind="TABLE", expression=once))


def selection(table: str, arity: int) -> Statement:
    """Every row of a table."""
    return _statement(exp.select(*column_names(arity)).from_(table))


# --- rules -----------------------------------------------------------------------------------


def insertion_of_rules(
    rules: Sequence[Rule],
    reader: Reader,
    delta: int | None,
    bags: Collection[str],
    relation: Relation,
    seen: Sequence[str],
    target: str,
    *,
    bounded: bool,
) -> Statement:
    """Puts the rows that rules of a relation derive, and that stand in none of the tables
    ``seen``, into a table; where ``bounded``, not more than :data:`MOST`."""
    query = compile_together(rules, reader, delta, bags=bags)
    select = without(query.select, relation, seen)
    return _insertion(query, select, target, bounded=bounded)


def insertion_of_closure(
    stratum: Stratum,
    tables: Mapping[str, str],
    target: str,
    *,
    from_nothing: bool,
    bounded: bool,
) -> Statement | None:
    """Puts all rows of a linear recursive stratum into a table; see :func:`linear_closure`."""
    query = linear_closure(stratum, tables, from_nothing=from_nothing)
    if query is None:
        return None
    return _insertion(query, query.select, target, bounded=bounded)


def view_of_rule(rule: Rule, reader: Reader, bags: Collection[str], view: str) -> Statement | None:
    """Makes a view of the rows that a rule derives; None where that takes more than a query."""
    return _view(compile_rule(rule, reader, bags=bags), view)


def view_of_closure(stratum: Stratum, tables: Mapping[str, str], view: str) -> Statement | None:
    """Makes a view of all rows of a linear recursive stratum, of which none are known before."""
    query = linear_closure(stratum, tables, from_nothing=True)
    return None if query is None else _view(query, view)


def _view(query: RuleQuery, view: str) -> Statement | None:
    if query.guards or query.parameters:
        return None
    return _statement(exp.Create(this=exp.to_table(view), kind="VIEW", expression=query.select))


def insertion_of_rule(rule: Rule, tables: Mapping[str, str]) -> Statement:
    """Puts the rows that a rule derives into the table of its relation, whatever is in there."""
    query = compile_rule(rule, lambda literal: tables[literal.relation])
    return _insertion(query, query.select, tables[rule.relation], bounded=False)


def _insertion(query: RuleQuery, select: exp.Query, target: str, *, bounded: bool) -> Statement:
    if bounded:
        select = (
            exp.select("*")
            .from_(exp.Subquery(this=select).as_("h"))
            .limit(exp.Placeholder(this=MOST), copy=False)
        )
    guards = tuple(_guarding(guard, query.parameters) for guard in query.guards)
    return _statement(exp.insert(select, target, copy=False), query.parameters, guards)


def _guarding(guard: Guard, values: Mapping[str, Value]) -> Guarding:
    asked = _statement(guard.query, values)
    return Guarding(asked.text, asked.values, guard.subject)


def _statement(
    built: exp.Expr,
    values: Mapping[str, Value] = _NO_VALUES,
    guards: tuple[Guarding, ...] = (),
) -> Statement:
    used = {place.name for place in built.find_all(exp.Placeholder)} if values else ()
    return Statement(
        built.sql(dialect="duckdb"),
        {name: value for name, value in values.items() if name in used},
        guards,
    )


# --- text ------------------------------------------------------------------------------------


def insertion_of_text(table: str, primitives: Sequence[Primitive], delimiter: str) -> Statement:
    """Puts the rows of a file into a table, one that occurs twice twice. It fails at anything but
    the plainest spelling of a value, since the database takes more for numbers (``1_000``,
    ``1.5`` for a whole one) than the dialect does."""
    names = column_names(len(primitives))
    values = [
        exp.alias_(_value(name, primitive), name)
        for name, primitive in zip(names, primitives, strict=True)
    ]
    return _statement(exp.insert(exp.select(*values).from_(_source(delimiter, names)), table))


def ambiguous_text(table: str, primitives: Sequence[Primitive], delimiter: str) -> Statement | None:
    """Finds whether a symbol holds what ends a value or a line; None where there are none."""
    found = [
        call("contains", exp.column(name), exp.Literal.string(mark))
        for name, primitive in zip(column_names(len(primitives)), primitives, strict=True)
        if primitive is Primitive.SYMBOL
        for mark in (delimiter, "\n", "\r")
    ]
    return (
        _statement(exp.select(exp.true()).from_(table).where(exp.or_(*found)).limit(1))
        if found
        else None
    )


def writing_of_text(table: str, primitives: Sequence[Primitive], delimiter: str) -> Statement:
    """Writes the rows of a table, in their order, to a file."""
    names = column_names(len(primitives))
    texts = [
        _text(exp.column(name, table="r"), primitive)
        for name, primitive in zip(names, primitives, strict=True)
    ]
    query = (
        exp.select(*texts)
        .from_(exp.alias_(exp.to_table(table), "r", table=True))
        .order_by(*[exp.column(name, table="r") for name in names])
    )
    settings = {
        "FORMAT": exp.var("csv"),
        "HEADER": exp.false(),
        "DELIMITER": exp.Literal.string(delimiter),
        "QUOTE": exp.Literal.string(""),
    }
    copy = exp.Copy(
        this=exp.Subquery(this=query),
        kind=False,
        files=[exp.Placeholder(this=PATH)],
        params=[
            exp.CopyParameter(this=exp.var(name), expression=value)
            for name, value in settings.items()
        ],
    )
    return _statement(copy)


def _source(delimiter: str, names: Sequence[str]) -> exp.Table:
    columns = [
        exp.PropertyEQ(this=exp.Literal.string(name), expression=exp.Literal.string("VARCHAR"))
        for name in names
    ]
    nothing = exp.Literal.string("")
    options: dict[str, exp.Expr] = {
        "auto_detect": exp.false(),
        "header": exp.false(),
        "delim": exp.Literal.string(delimiter),
        "quote": nothing,
        "escape": nothing,
        "comment": nothing,
        "max_line_size": exp.Literal.number(MAX_LINE),
        # Left out, it is sixteen lines' length, and one core reads what others could read with it.
        "buffer_size": exp.Literal.number(MAX_LINE),
        "columns": exp.Struct(expressions=columns),
        "force_not_null": exp.Array(expressions=[exp.Literal.string(name) for name in names]),
    }
    arguments = [
        exp.Placeholder(this=PATH),
        *(exp.Kwarg(this=exp.var(option), expression=value) for option, value in options.items()),
    ]
    return exp.Table(this=exp.Anonymous(this="read_csv", expressions=arguments))


def _value(name: str, primitive: Primitive) -> exp.Expr:
    text = exp.column(name)
    if primitive is Primitive.SYMBOL:
        return text
    value: exp.Expr = exp.cast(text, column_type(primitive))
    if primitive is Primitive.FLOAT:  # adding 0.0 makes the one zero of -0.0
        value = exp.Add(
            this=value, expression=exp.cast(exp.Literal.number(0), column_type(primitive))
        )
        usual = exp.and_(*_usual_float(text, value))
    else:
        usual = exp.EQ(
            this=exp.cast(value.copy(), column_type(Primitive.SYMBOL)), expression=text.copy()
        )
    error = call("error", exp.Literal.string("another spelling of a number"))
    return exp.Case().when(usual, value).else_(error)


def _usual_float(text: exp.Expr, value: exp.Expr) -> Iterator[exp.Expr]:
    """What the database and the dialect both take for a float, but no infinity."""
    yield exp.not_(call("contains", text.copy(), exp.Literal.string("_")))
    yield exp.not_(call("starts_with", text.copy(), exp.Literal.string("+")))
    last = call("right", text.copy(), exp.Literal.number(1))
    yield exp.Between(this=last, low=exp.Literal.string("."), high=exp.Literal.string("9"))
    yield call("isfinite", value.copy())


def _text(column: exp.Expr, primitive: Primitive) -> exp.Expr:
    if primitive is Primitive.FLOAT:  # as checker.io writes a float
        return call("printf", exp.Literal.string("%.17g"), column)
    return column
