"""The parser's part for arguments: the values that stand in atoms, constraints and functors.

Operators are read by precedence climbing, with the precedences of Soufflé's grammar
(``src/parser/parser.yy``): all associate to the left but ``^``, and a sign binds tighter than
``*`` and looser than ``^``.
"""

from __future__ import annotations

from abc import abstractmethod

from checker.diagnostics import closest
from checker.language import errors, lexer
from checker.language._cursor import Cursor
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Body,
    Functor,
    Literal,
    Negation,
    NumericConstant,
    StringConstant,
    TypeCast,
    UnnamedVariable,
    Variable,
)
from checker.language.errors import Feature
from checker.language.lexer import KEYWORDS, NAME

BINARY_OPERATORS = {
    "lor": 1,
    "lxor": 2,
    "land": 3,
    "bor": 4,
    "bxor": 5,
    "band": 6,
    "bshl": 7,
    "bshr": 7,
    "bshru": 7,
    "+": 8,
    "-": 8,
    "*": 9,
    "/": 9,
    "%": 9,
    "^": 11,
}
UNARY_PRECEDENCE = 10
UNARY_OPERATORS = frozenset({"-", "bnot", "lnot"})

FUNCTORS = frozenset(
    {"cat", "range", "strlen", "substr", "to_float", "to_number", "to_string", "to_unsigned"}
)
"""The functors that are words; ``min`` and ``max`` are aggregates as well."""

AGGREGATES = frozenset({"count", "sum", "min", "max", "mean"})

_NUMERIC = frozenset({lexer.NUMBER, lexer.UNSIGNED, lexer.FLOAT})

_REFUSED_WORDS: dict[str, Feature] = {
    "nil": errors.RECORDS,
    "__FILE__": errors.SOURCE_MACROS,
    "__LINE__": errors.SOURCE_MACROS,
    "__INCL__": errors.SOURCE_MACROS,
    lexer.ADDRESS: errors.IPV4_NUMBERS,
}
_REFUSED_CALLS: dict[str, Feature] = {
    "ord": errors.ORDINALS,
    "autoinc": errors.COUNTERS,
    "__ITERATION__": errors.ITERATION_COUNTER,
    "fold": errors.FOLD,
}


class ArgumentParser(Cursor):
    """Reads arguments."""

    @abstractmethod
    def body(self) -> Body:
        """A body, for aggregates; the clause's part of the parser reads it."""

    @abstractmethod
    def atom(self) -> Atom:
        """An atom, for aggregates of a single one."""

    def argument(self, floor: int = 0) -> Argument:
        """An argument whose operators all bind tighter than ``floor``."""
        start = self.starts[self.at]
        left = self.operand()
        while (power := BINARY_OPERATORS.get(self.kind, 0)) > floor:
            operator = self.kind
            self.operators += 1
            self.advance()
            right = self.argument(power - 1 if operator == "^" else power)
            left = Functor(self.since(start), operator, (left, right))
        return left

    def arguments(self, closing: str, opened: int) -> tuple[Argument, ...]:
        """Arguments with commas between them, past the closing bracket."""
        if self.skip(closing):
            return ()
        found = [self.argument()]
        while True:
            if self.skip(","):
                found.append(self.argument())
            elif self.begins_an_argument():
                self.missing(",")
                found.append(self.argument())
            else:
                break
        self.close(closing, opened, f"`,` or `{closing}`")
        return tuple(found)

    def begins_an_argument(self) -> bool:
        """Whether the token begins another argument, so that a comma is missing before it."""
        return (
            self.kind in (NAME, lexer.STRING, "_") or self.kind in _NUMERIC
        ) and not self.on_new_line()

    def operand(self) -> Argument:
        """An argument without operators around it."""
        kind = self.kind
        if kind == NAME:
            return self.variable()
        span = self.here()
        if kind == "_":
            self.advance()
            return UnnamedVariable(span)
        if kind in _NUMERIC:
            return self.number()
        if kind == lexer.STRING:
            value = lexer.string_value(self.token_text())
            self.advance()
            return StringConstant(span, value)
        if kind == "(":
            return self.parenthesised()
        if kind in UNARY_OPERATORS:
            return self.unary()
        if kind in AGGREGATES:
            return self.aggregate()
        if kind in FUNCTORS:
            return self.call()
        if kind == "as":
            return self.cast()
        return self.refused_operand()

    def variable(self) -> Argument:
        span = self.here()
        name = self.token_text()
        self.advance()
        if self.kind != "(":
            return Variable(span, name)
        return self.unknown_functor(name, span.start)

    def number(self) -> Argument:
        start = self.start
        text = self.token_text()
        malformed = self.adjacent() and self.peek() == NAME
        self.advance()
        if malformed:
            self.advance()
            span = self.since(start)
            self.report(
                errors.BAD_NUMBER,
                span,
                f"`{span.text}` is not a number",
                label="a number ends before its first letter",
                help="there are no exponents; write the digits out" if "e" in span.text else "",
            )
        return NumericConstant(self.since(start), text)

    def parenthesised(self) -> Argument:
        opened = self.start
        self.enter()
        self.operators += 1
        self.advance()
        inner = self.argument()
        self.close(")", opened)
        self.depth -= 1
        return inner

    def unary(self) -> Argument:
        start = self.start
        operator = self.kind
        self.enter()
        self.operators += 1
        self.advance()
        operand = self.argument(UNARY_PRECEDENCE)
        self.depth -= 1
        return Functor(self.since(start), operator, (operand,))

    def call(self) -> Argument:
        """``functor(argument, ...)``"""
        start = self.start
        name = self.kind
        if self.peek() != "(":
            return self.reserved_variable()
        self.advance()
        args = self.call_arguments()
        return Functor(self.since(start), name, args)

    def call_arguments(self) -> tuple[Argument, ...]:
        opened = self.start
        self.enter()
        self.operators += 1
        self.expect("(")
        args = self.arguments(")", opened)
        self.depth -= 1
        return args

    def cast(self) -> Argument:
        """``as(argument, type)``"""
        start = self.start
        if self.peek() != "(":
            return self.reserved_variable()
        self.advance()
        opened = self.start
        self.enter()
        self.operators += 1
        self.advance()
        argument = self.argument()
        self.expect(",")
        type_name = self.qualified_name("a type's name")
        self.close(")", opened)
        self.depth -= 1
        return TypeCast(self.since(start), argument, type_name)

    def qualified_name(self, what: str) -> str:
        """A name. ``component.name`` is refused, and read as one name."""
        start = self.start
        name = self.name(what)
        if self.kind == "." and self.inside_qualified_name():
            while self.kind == "." and self.inside_qualified_name():
                self.advance()
                self.advance()
            span = self.since(start)
            self.refuse(errors.QUALIFIED_NAMES, span)
            return span.text
        return name

    # --- aggregates ---

    def aggregate(self) -> Argument:
        """``op target : body``, or the functors ``min(...)`` and ``max(...)``."""
        start = self.start
        op = self.kind
        if self.peek() in (",", ")", ".", "=", "!=", "<=", ">=", "<", ">", "}", "]"):
            return self.reserved_variable()
        self.enter()
        self.operators += 1
        self.advance()
        if self.kind == "(":
            functor = self.functor_of_aggregate(op, start)
            if functor is not None:
                self.depth -= 1
                return functor
        targets = self.targets()
        self.expect(":")
        body = self.aggregate_body()
        self.depth -= 1
        span = self.since(start)
        self.check_targets(op, targets, start)
        return Aggregate(span, op, targets[0] if targets else None, body)

    def functor_of_aggregate(self, op: str, start: int) -> Argument | None:
        """``min(a, b)``; None, and nothing read, where the bracket is part of a target."""
        if not self.has_several_arguments():
            return None
        opened = self.start
        self.advance()
        args = self.arguments(")", opened)
        span = self.since(start)
        if op not in ("min", "max"):
            self.spoiled = True
            self.report(
                errors.BAD_AGGREGATE,
                span,
                f"`{op}` is an aggregate, and no functor of several values",
                label="expected `:` and a body",
                help=f"write `{op} {'' if op == 'count' else 'value '}: {{ body }}`",
            )
        return Functor(span, op, args)

    def has_several_arguments(self) -> bool:
        """Whether the bracket at hand has a comma of its own."""
        level = 0
        for at in range(self.at, len(self.kinds)):
            kind = self.kinds[at]
            if kind in ("(", "{", "["):
                level += 1
            elif kind in (")", "}", "]"):
                level -= 1
                if level == 0:
                    return False
            elif kind == "," and level == 1:
                return True
            elif kind == ".":
                return False
        return False

    def targets(self) -> list[Argument]:
        if self.kind == ":":
            return []
        found = [self.argument()]
        while self.skip(","):
            found.append(self.argument())
        return found

    def check_targets(self, op: str, targets: list[Argument], start: int) -> None:
        wanted = 0 if op == "count" else 1
        if len(targets) == wanted:
            return
        self.spoiled = True
        span = (
            targets[0].span.to(targets[-1].span) if targets else self.span(start, start + len(op))
        )
        self.report(
            errors.BAD_AGGREGATE,
            span,
            f"`{op}` takes {'no value' if wanted == 0 else 'one value'} before its colon, "
            f"found {len(targets) or 'none'}",
            label="here",
            help=f"write `{op} {'' if wanted == 0 else 'value '}: {{ body }}`",
        )

    def aggregate_body(self) -> Body:
        opened = self.start
        if self.kind != "{":
            if self.kind != NAME:
                self.unexpected("`{` or an atom")
            atom = self.atom()
            return Body(atom.span, ((atom,),))
        self.advance()
        body = self.body()
        self.close("}", opened, "`,` or `}`")
        if has_alternatives(body, negated=False):
            self.spoiled = True
            self.report(
                errors.BAD_AGGREGATE,
                self.since(opened),
                "the body of an aggregate has alternatives",
                label="one conjunction is expected here",
                help="derive the alternatives in a relation of their own and aggregate over it",
            )
        return body

    # --- what is no argument ---

    def reserved_variable(self) -> Argument:
        span = self.here()
        self.reserved("a value")
        self.advance()
        return Variable(span, span.text)

    def unknown_functor(self, name: str, start: int) -> Argument:
        self.spoiled = True
        near = closest(name, (*FUNCTORS, "min", "max"))
        span = self.span(start, start + len(name))
        args = self.call_arguments()
        self.report(
            errors.UNKNOWN_FUNCTOR,
            span,
            f"`{name}` is no functor",
            label="unknown",
            help=f"did you mean `{near}`?"
            if near
            else "to look up a relation, write it as a literal of the body and use its variable",
        )
        return Functor(self.since(start), name, args)

    def refused_operand(self) -> Argument:
        """A value of full Soufflé that the core leaves out, or nothing that is a value."""
        start = self.start
        kind = self.kind
        if kind in _REFUSED_WORDS:
            self.advance()
            self.refuse(_REFUSED_WORDS[kind], self.since(start))
        elif kind in _REFUSED_CALLS:
            self.advance()
            if self.kind == "(":
                self.call_arguments()
            self.refuse(_REFUSED_CALLS[kind], self.since(start))
        elif kind == "[":
            self.enter()
            self.advance()
            self.arguments("]", start)
            self.depth -= 1
            self.refuse(errors.RECORDS, self.since(start))
        elif kind == "$":
            self.branch_or_counter(start)
        elif kind == "@":
            self.user_functor(start)
        elif kind in KEYWORDS:
            return self.reserved_variable()
        else:
            self.unexpected("a value")
        return UnnamedVariable(self.since(start))

    def branch_or_counter(self, start: int) -> None:
        self.advance()
        if self.kind != NAME:
            self.refuse(errors.COUNTERS, self.since(start))
            return
        self.advance()
        while self.kind == "." and self.inside_qualified_name():
            self.advance()
            self.advance()
        if self.kind == "(":
            self.call_arguments()
        self.refuse(errors.ALGEBRAIC_DATA_TYPES, self.since(start))

    def user_functor(self, start: int) -> None:
        self.advance()
        if self.skip("@"):
            self.name("an aggregate's name")
            self.enter()
            self.targets()
            self.expect(":")
            self.argument()
            self.expect(",")
            self.aggregate_body()
            self.depth -= 1
            self.refuse(errors.USER_AGGREGATES, self.since(start))
            return
        self.name("a functor's name")
        self.call_arguments()
        self.refuse(errors.USER_FUNCTORS, self.since(start))


def has_alternatives(body: Body, *, negated: bool = False) -> bool:
    """Whether a body is more than one conjunction once its negations are moved inwards."""
    if not negated and len(body.alternatives) > 1:
        return True
    for conjunction in body.alternatives:
        if negated and len(conjunction) > 1:
            return True
        for literal in conjunction:
            inner, inner_negated = _without_negations(literal, negated)
            if isinstance(inner, Body) and has_alternatives(inner, negated=inner_negated):
                return True
    return False


def _without_negations(literal: Literal, negated: bool) -> tuple[Literal, bool]:
    while isinstance(literal, Negation):
        literal, negated = literal.literal, not negated
    return literal, negated
