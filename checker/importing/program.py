"""From a mapping and the table's columns to a program: each relation's rows by a rule over the
table, so that values are typed, checked and computed as rules are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass

from checker.analysis import analyse
from checker.analysis.program import Program, Rule
from checker.bulk.checks import column_type
from checker.bulk.tables import ColumnType
from checker.diagnostics import Diagnostic, DiagnosticError, Level, Span
from checker.facts.relations.declaration import Column
from checker.importing.errors import BAD_VALUE
from checker.importing.expressions import (
    condition,
    expression,
    names_in,
    number,
    template,
)
from checker.importing.mapping import (
    Given,
    Lookup,
    Mapping,
    Scalar,
    TargetRows,
    ValueMap,
    figure_fault,
)
from checker.language.ast import (
    Argument,
    Atom,
    Attribute,
    Body,
    Clause,
    Constraint,
    Functor,
    Item,
    Literal,
    Negation,
    RelationDeclaration,
    RuleFile,
    StringConstant,
    UnnamedVariable,
    Variable,
)

TABLE = "table"
"""The relation of the table's rows: ``row`` and then its columns."""

_NAMES = {
    ColumnType.SYMBOL: "symbol",
    ColumnType.NUMBER: "number",
    ColumnType.FLOAT: "float",
}


@dataclass(frozen=True, slots=True)
class MapTable:
    """A map of values as a relation of two columns."""

    relation: str
    entries: ValueMap
    types: tuple[ColumnType, ColumnType]
    rows: tuple[tuple[str | int | float, str | int | float], ...]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A map that has to have an entry for each of the table's rows: ``relation`` holds the
    values that are looked up, by the rules that derive it."""

    relation: str
    map: MapTable
    span: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """The program of a mapping. ``outputs`` has for each rows of a relation the name of the
    program's relation that derives them."""

    program: Program
    maps: tuple[MapTable, ...]
    lookups: tuple[LookedUp, ...]
    outputs: tuple[tuple[str, TargetRows], ...]

    def rules(self, relation: str) -> tuple[Rule, ...]:
        return tuple(
            rule
            for stratum in self.program.strata
            for rule in stratum.rules
            if rule.relation == relation
        )


def plan(mapping: Mapping, columns: Map[str, ColumnType]) -> Plan:
    """The program for a table of these columns. Raises :class:`DiagnosticError` with everything
    that is wrong with values and conditions."""
    planner = _Planner(mapping, columns)
    return planner.plan()


@dataclass(frozen=True, slots=True)
class _Value:
    """A value as an argument, with the literals that find it."""

    argument: Argument
    literals: tuple[Literal, ...]


class _Planner:
    def __init__(self, mapping: Mapping, columns: Map[str, ColumnType]) -> None:
        self._mapping = mapping
        self._columns: dict[str, ColumnType] = {"row": ColumnType.NUMBER, **columns}
        self._names: dict[str, _Value] = {}
        self._maps: dict[str, MapTable] = {}
        self._lookups: list[LookedUp] = []
        self._clauses: list[Clause] = []
        self._faults: list[Diagnostic] = []
        self._whole = Span(mapping.source, 0, 0)

    def plan(self) -> Plan:
        where = tuple(self._conditions(self._mapping.where, self._columns))
        for name, given in self._mapping.names:
            value = self._value(given, None, where)
            if value is not None:
                self._names[name] = value
        outputs = []
        for index, target in enumerate(self._mapping.targets):
            name = f"{target.relation.name}#{index}"
            self._target(name, target, where)
            outputs.append((name, target))
        if self._faults:
            raise DiagnosticError(self._faults)
        analysis = analyse([RuleFile(self._whole, tuple(self._items(outputs)))])
        errors = [found for found in analysis.diagnostics if found.level is Level.ERROR]
        if errors or analysis.program is None:
            raise DiagnosticError(errors)
        maps = tuple(self._maps.values())
        return Plan(analysis.program, maps, tuple(self._lookups), tuple(outputs))

    @property
    def _known(self) -> frozenset[str]:
        return frozenset((*self._columns, *self._names))

    # --- rules ---

    def _target(self, name: str, target: TargetRows, where: tuple[Body, ...]) -> None:
        own = tuple(self._conditions(target.where, self._known))
        values = [
            self._value(given, column, (*where, *own))
            for given, column in zip(target.values, target.relation.columns, strict=True)
        ]
        arguments: list[Argument] = []
        literals: list[Literal] = []
        for value in values:
            if value is None:
                return
            arguments.append(value.argument)
            literals.extend(value.literals)
        head = Atom(target.span, name, tuple(arguments), target.span)
        self._rule(head, (*where, *own, *literals))

    def _rule(self, head: Atom, literals: Sequence[Literal]) -> None:
        """A rule over the table that grounds the names that it reads."""
        needed: list[Literal] = []
        read = frozenset().union(names_in(head), *(names_in(literal) for literal in literals))
        for name, value in reversed(self._names.items()):
            if name in read:
                variable = Variable(value.argument.span, name)
                span = value.argument.span
                needed = [
                    *value.literals,
                    Constraint(span, "=", variable, value.argument),
                    *needed,
                ]
                read = read.union(
                    names_in(value.argument), *(names_in(each) for each in value.literals)
                )
        row = tuple(
            Variable(head.span, name) if name in read else UnnamedVariable(head.span)
            for name in self._columns
        )
        table = Atom(head.span, TABLE, row, head.span)
        body = Body(head.span, ((table, *needed, *literals),))
        self._clauses.append(Clause(head.span, (head,), body))

    def _conditions(self, scalars: Sequence[Scalar], known: Collection[str]) -> Iterator[Body]:
        for scalar in scalars:
            try:
                yield condition(scalar.text, scalar.span, frozenset(known))
            except DiagnosticError as error:
                self._faults.extend(error.diagnostics)

    # --- values ---

    def _value(
        self, given: Given, column: Column | None, where: Sequence[Literal]
    ) -> _Value | None:
        try:
            if isinstance(given, Lookup):
                return self._looked_up(given, column, where)
            return _Value(self._argument(given, column), ())
        except DiagnosticError as error:
            self._faults.extend(error.diagnostics)
            return None

    def _argument(self, given: Scalar, column: Column | None) -> Argument:
        text = given.text
        if text.startswith("="):
            return expression(text[1:].strip(), given.span, self._known)
        type_ = None if column is None else column_type(column)
        if "{" in text or "}" in text:
            argument = template(text, given.span, self._known)
            return self._fitted(argument, type_)
        if type_ is ColumnType.SYMBOL or (type_ is None and figure_fault(text, ColumnType.FLOAT)):
            if column is not None:
                self._check_word(given, column)
            return StringConstant(given.span, text)
        if fault := figure_fault(text, type_):
            raise DiagnosticError(
                [
                    BAD_VALUE.at(
                        given.span,
                        f"`{text}` is no {fault}",
                        help='write a figure, "{column}", or an expression behind `=`',
                    )
                ]
            )
        return number(text, given.span)

    def _fitted(self, argument: Argument, type_: ColumnType | None) -> Argument:
        """A column's value as the type that is due, where nothing is lost by it."""
        if not isinstance(argument, Variable) or type_ is None:
            return argument
        own = self._columns.get(argument.name)
        if type_ is ColumnType.SYMBOL and own is not ColumnType.SYMBOL:
            return Functor(argument.span, "to_string", (argument,))
        if type_ is ColumnType.FLOAT and own is ColumnType.NUMBER:
            return Functor(argument.span, "to_float", (argument,))
        if own is ColumnType.SYMBOL and type_ is not ColumnType.SYMBOL:
            raise DiagnosticError(
                [
                    BAD_VALUE.at(
                        argument.span,
                        f"column `{argument.name}` is a text, and a {_NAMES[type_]} is due",
                        help=f"declare it: `columns: {{{argument.name}: {_NAMES[type_]}}}`",
                    )
                ]
            )
        return argument

    def _check_word(self, given: Scalar, column: Column) -> None:
        if column.words and given.text not in column.words:
            self._faults.append(
                BAD_VALUE.at(
                    given.span,
                    f"`{given.text}` is no value of `{column.name}`",
                    help=f"one of {', '.join(column.words)}",
                )
            )

    def _looked_up(self, given: Lookup, column: Column | None, where: Sequence[Literal]) -> _Value:
        of = self._argument(given.of, None)
        keyed = (
            self._columns.get(of.name, ColumnType.SYMBOL)
            if isinstance(of, Variable)
            else ColumnType.SYMBOL
        )
        map_ = self._map(given, keyed, column)
        number_ = len(self._lookups)
        key = Variable(given.of.span, f"key#{number_}")
        value = Variable(given.span, f"value#{number_}")
        bound = Constraint(given.of.span, "=", key, of)
        found = Atom(given.span, map_.relation, (key, value), given.span)
        wanted = f"lookup#{number_}"
        self._lookups.append(LookedUp(wanted, map_, given.span))
        if given.otherwise is None:
            self._rule(Atom(given.span, wanted, (key,), given.span), (*where, bound))
            return _Value(value, (bound, found))
        rest = self._argument(given.otherwise, column)
        anything = UnnamedVariable(given.span)
        missing = Negation(given.span, Atom(given.span, map_.relation, (key, anything), given.span))
        either = Body(
            given.span,
            ((found,), (missing, Constraint(given.otherwise.span, "=", value, rest))),
        )
        return _Value(value, (bound, either))

    def _map(self, given: Lookup, keyed: ColumnType, column: Column | None) -> MapTable:
        """The map as a relation whose columns have the types that are looked up and due."""
        type_ = ColumnType.SYMBOL if column is None else column_type(column)
        entries = given.entries.entries
        if column is None and not any(
            figure_fault(value.text, ColumnType.FLOAT) for _, value in entries
        ):
            type_ = ColumnType.FLOAT
        identity = f"{id(given.entries)} {keyed} {type_}"
        known = self._maps.get(identity)
        rows: list[tuple[str | int | float, str | int | float]] = []
        for key, value in entries:
            for scalar, due in ((key, keyed), (value, type_)):
                if fault := figure_fault(scalar.text, due):
                    self._faults.append(
                        BAD_VALUE.at(scalar.span, f"`{scalar.text}` is no {fault}", help="mend it")
                    )
                    break
            else:
                rows.append((_read(key.text, keyed), _read(value.text, type_)))
            if column is not None:
                self._check_word(value, column)
        if known is None:
            known = MapTable(f"map#{len(self._maps)}", given.entries, (keyed, type_), tuple(rows))
            self._maps[identity] = known
        return known

    # --- declarations ---

    def _items(self, outputs: Sequence[tuple[str, TargetRows]]) -> list[Item]:
        lookups = (
            (lookup.relation, {"key": lookup.map.types[0]}, lookup.span) for lookup in self._lookups
        )
        targets = (
            (
                name,
                {column.name: column_type(column) for column in target.relation.columns},
                target.span,
            )
            for name, target in outputs
        )
        maps = (
            (map_.relation, dict(zip(("key", "value"), map_.types, strict=True)), self._whole)
            for map_ in self._maps.values()
        )
        declarations = [
            RelationDeclaration(
                span,
                name,
                tuple(
                    Attribute(span, column, _NAMES[type_], span)
                    for column, type_ in columns.items()
                ),
                (),
                None,
                span,
            )
            for name, columns, span in (
                (TABLE, self._columns, self._whole),
                *maps,
                *lookups,
                *targets,
            )
        ]
        return [*declarations, *self._clauses]


def _read(text: str, type_: ColumnType) -> str | int | float:
    if type_ is ColumnType.NUMBER:
        return int(text)
    return float(text) if type_ is ColumnType.FLOAT else text


def shown_name(relation: str) -> str:
    """What a relation of the program is called in the mapping."""
    return relation.partition("#")[0]
