"""Reads a goal as its user writes it: ``relation("a", 1, _)``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from checker.analysis.constants import constant_value
from checker.analysis.program import Column, Primitive, Program, Relation, Value
from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source, Span, closest
from checker.language import parse
from checker.language.ast import (
    Argument,
    Atom,
    Clause,
    Functor,
    NumericConstant,
    StringConstant,
    UnnamedVariable,
    Variable,
)
from checker.proofs.errors import NO_GOAL, UNKNOWN_RELATION, WRONG_GOAL
from checker.proofs.model import GroundAtom, Pattern

_FORM = 'write it as a rule does: `relation("a", 1, _)`, with `_` for any value'


def is_goal(text: str) -> bool:
    """Whether a text is written as a goal, and not as a fingerprint."""
    return "(" in text


def relation_of(text: str) -> str:
    """The name of the relation that a goal is about. Raises :class:`DiagnosticError` where the
    text is no goal."""
    return _atom(text).relation


def read_goal(text: str, program: Program) -> Pattern:
    """The goal that a text names.

    Raises :class:`DiagnosticError` with everything that is wrong with it.
    """
    atom = _atom(text)
    relation = program.relations.get(atom.relation)
    if relation is None:
        raise DiagnosticError([unknown_relation(atom, program.relations)])
    if len(atom.args) != len(relation.columns):
        raise DiagnosticError([_arity(atom, relation)])
    faults: list[Diagnostic] = []
    cells = []
    for argument, column in zip(atom.args, relation.columns, strict=True):
        try:
            cells.append(_cell(argument, column))
        except DiagnosticError as error:
            faults += error.diagnostics
    if faults:
        raise DiagnosticError(faults)
    return Pattern(relation.name, tuple(cells))


def written(goal: Pattern | GroundAtom) -> str:
    """A goal as its user would write it."""
    cells = goal.cells if isinstance(goal, Pattern) else goal.row
    return f"{goal.relation}({', '.join(map(written_value, cells))})"


def written_value(value: Value | None) -> str:
    """A value as a rule writes it; ``_`` for any."""
    if value is None:
        return "_"
    if not isinstance(value, str):
        return repr(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    for character, sign in (("\n", "n"), ("\t", "t"), ("\r", "r")):
        escaped = escaped.replace(character, f"\\{sign}")
    return f'"{escaped}"'


def unknown_relation(atom: Atom, names: Iterable[str]) -> Diagnostic:
    names = sorted(names)
    near = closest(atom.relation, names)
    some = ", ".join(f"`{name}`" for name in islice(names, 8))
    return UNKNOWN_RELATION.at(
        atom.name_span,
        f"the rules declare no relation `{atom.relation}`",
        label="is not declared",
        help=f"did you mean `{near}`?" if near else f"there are {some} and more",
    )


# --- text --------------------------------------------------------------------------------------


def _atom(text: str) -> Atom:
    body = text.strip().removesuffix(".")
    source = Source("<goal>", body)
    # The full stop stands on a line of its own, which no diagnostic shows.
    result = parse(Source("<goal>", f"{body}\n."))
    errors = [_in(source, each) for each in result.diagnostics if each.level is Level.ERROR]
    if errors:
        raise DiagnosticError(errors)
    match result.file.items:
        case (Clause(heads=(atom,), body=None),):
            return atom
    whole = Span(source, 0, len(body))
    raise DiagnosticError(
        [NO_GOAL.at(whole, "a goal is one row of a relation", label="is none", help=_FORM)]
    )


def _in(source: Source, found: Diagnostic) -> Diagnostic:
    """The diagnostic as one of the goal."""
    span = found.primary.span
    end = len(source.text)
    return NO_GOAL.at(
        Span(source, min(span.start, end), min(span.end, end)),
        found.message.replace("found `.`", "found the end"),
        label=found.primary.text,
        help=found.help or _FORM,
    )


def _cell(argument: Argument, column: Column) -> Value | None:
    match argument:
        case UnnamedVariable():
            return None
        case StringConstant(value=value) if column.primitive is Primitive.SYMBOL:
            return value
        case NumericConstant(text=text):
            return _number(text, argument, column)
        case Functor(name="-", args=(NumericConstant(text=text),)):
            return _number(f"-{text}", argument, column)
        case Variable(name=name) if column.primitive is Primitive.SYMBOL:
            raise _misfit(argument, column, f'quote it: `"{name}"`, or write `_` for any value')
    raise _misfit(argument, column, "write a constant, or `_` for any value")


def _number(text: str, argument: Argument, column: Column) -> Value:
    value = None
    if column.primitive is not Primitive.SYMBOL:
        value = constant_value(text, column.primitive)
    if value is None:
        mend = f'quote it: `"{text}"`' if column.primitive is Primitive.SYMBOL else ""
        raise _misfit(argument, column, mend or f"write a constant of type {column.primitive}")
    return value + 0.0 if isinstance(value, float) else value


def _misfit(argument: Argument, column: Column, mend: str) -> DiagnosticError:
    return DiagnosticError(
        [
            WRONG_GOAL.at(
                argument.span,
                f"column `{column.name}` holds a {column.primitive}",
                label=f"is no {column.primitive}",
                help=mend,
            )
        ]
    )


def _arity(atom: Atom, relation: Relation) -> Diagnostic:
    columns = ", ".join(f"{column.name}: {column.type_name}" for column in relation.columns)
    given, wanted = len(atom.args), len(relation.columns)
    return WRONG_GOAL.at(
        atom.span,
        f"`{relation.name}` has {wanted} column{'s' * (wanted != 1)}, and the goal {given}",
        label=f"{given} of {wanted}",
        note=f"it is {relation.name}({columns})",
        help=f"write {relation.name}({', '.join(_names(relation))})",
    )


def _names(relation: Relation) -> Iterator[str]:
    for column in relation.columns:
        yield '"..."' if column.primitive is Primitive.SYMBOL else "_"
