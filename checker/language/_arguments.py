"""The parser's part for arguments: the values that stand in atoms, constraints and functors.

Operators are read by precedence climbing, with the precedences of Soufflé's grammar
(``src/parser/parser.yy``): all associate to the left but ``^``, and a sign binds tighter than
``*`` and looser than ``^``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from checker.diagnostics import closest
from checker.diagnostics.fix import near_name
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
from checker.language.lexer import AGGREGATES, FUNCTORS, KEYWORDS, NAME

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
"""The binary operators and how tightly they bind."""

UNARY_PRECEDENCE = 10
UNARY_OPERATORS = frozenset({"-", "bnot", "lnot"})

_AGGREGATE_LEVELS = 4
"""An aggregate nests as deep as this many brackets: an argument, a body, a literal."""

_NUMERIC = frozenset({lexer.NUMBER, lexer.UNSIGNED, lexer.FLOAT})
_BEGINS_A_VALUE = _NUMERIC | {NAME, lexer.STRING, "_"}
_FOLLOWS_A_VARIABLE = frozenset({",", ")", ".", "=", "!=", "<", "<=", ">", ">=", "}", "]"})

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


class ArgumentParser(Cursor, ABC):
    """Reads arguments."""

    @abstractmethod
    def body(self) -> Body:
        """A body, for aggregates; the part for clauses reads it."""

    @abstractmethod
    def atom(self) -> Atom:
        """An atom, for aggregates over a single one."""

    def argument(self, floor: int = 0) -> Argument:
        """An argument whose operators all bind tighter than ``floor``."""
        start = self.starts[self.at]
        left = self.operand()
        while (power := BINARY_OPERATORS.get(self.kind, 0)) > floor:
            operator = self.kind
            self.enter()
            self.advance()
            right = self.argument(power - 1 if operator == "^" else power)
            self.leave()
            left = Functor(self.since(start), operator, (left, right))
        return left

    def arguments(self, closing: str, opened: int) -> tuple[Argument, ...]:
        """Arguments with commas between them, past the closing bracket."""
        if self.skip(closing):
            return ()
        found = [self.argument()]
        while self.skip(",") or self.missing_comma_before_value():
            found.append(self.argument())
        self.close(closing, opened, f"`,` or `{closing}`")
        return tuple(found)

    def missing_comma_before_value(self) -> bool:
        """Whether another argument follows with no comma before it."""
        if self.kind not in _BEGINS_A_VALUE or self.on_new_line():
            return False
        self.missing(",")
        return True

    # --- operands ---

    def operand(self) -> Argument:
        """An argument without binary operators around it."""
        kind = self.kind
        if kind == NAME:
            return self.variable()
        if kind == "_":
            span = self.here()
            self.advance()
            return UnnamedVariable(span)
        if kind in _NUMERIC:
            return self.number()
        if kind == lexer.STRING:
            span = self.here()
            return StringConstant(span, self.string("a string"))
        if kind == "(":
            return self.parenthesised()
        if kind in UNARY_OPERATORS:
            return self.unary()
        if kind in AGGREGATES:
            return self.aggregate()
        if kind in FUNCTORS and self.peek() == "(":
            return self.call()
        if kind == "as" and self.peek() == "(":
            return self.cast()
        return self.refused_operand()

    def variable(self) -> Argument:
        start, end = self.starts[self.at], self.ends[self.at]
        self.advance()
        if self.kind == "(":
            return self.unknown_functor(start, end)
        return Variable(self.span(start, end), self.text[start:end])

    def number(self) -> Argument:
        span = self.here()
        malformed = self.touches_next() and self.peek() == NAME
        self.advance()
        if not malformed:
            return NumericConstant(span, span.text)
        self.advance()
        whole = self.since(span.start)
        self.report(
            errors.BAD_NUMBER,
            whole,
            f"{errors.quote(whole.text)} is not a number",
            label=f"the number ends behind {errors.quote(span.text)}",
            help=_mend_of_number(whole.text[len(span.text) :]),
        )
        return NumericConstant(whole, span.text)

    def parenthesised(self) -> Argument:
        opened = self.start
        self.enter()
        self.advance()
        inner = self.argument()
        self.close(")", opened)
        self.leave()
        return inner

    def unary(self) -> Argument:
        start = self.start
        operator = self.kind
        self.enter()
        self.advance()
        operand = self.argument(UNARY_PRECEDENCE)
        self.leave()
        return Functor(self.since(start), operator, (operand,))

    def call(self) -> Argument:
        """``functor(argument, ...)``"""
        start = self.start
        name = self.kind
        self.advance()
        args = self.call_arguments()
        return Functor(self.since(start), name, args)

    def call_arguments(self) -> tuple[Argument, ...]:
        opened = self.start
        self.enter(2)
        self.expect("(")
        args = self.arguments(")", opened)
        self.leave(2)
        return args

    def cast(self) -> Argument:
        """``as(argument, type)``"""
        start = self.start
        self.enter()
        self.advance()
        opened = self.start
        self.advance()
        argument = self.argument()
        self.expect(",")
        type_name, _ = self.qualified("a type's name")
        self.close(")", opened)
        self.leave()
        return TypeCast(self.since(start), argument, type_name)

    # --- aggregates ---

    def aggregate(self) -> Argument:
        """``op target : body``, or one of the functors ``min(...)`` and ``max(...)``."""
        start = self.start
        op = self.kind
        if self.peek() in _FOLLOWS_A_VARIABLE:
            return self.reserved_variable()
        self.advance()
        if self.kind == "(" and self.has_several_arguments():
            return self.functor_of_aggregate(op, start)
        self.enter(_AGGREGATE_LEVELS)
        targets = [] if self.kind in (":", "{") else self.targets()
        if self.kind == "{":
            self.missing(":")
        else:
            self.expect(":", "`:` and the aggregate's body")
        body = self.aggregate_body()
        self.leave(_AGGREGATE_LEVELS)
        self.check_targets(op, start, targets)
        return Aggregate(self.since(start), op, targets[0] if targets else None, body)

    def functor_of_aggregate(self, op: str, start: int) -> Argument:
        """``min(a, b)``"""
        args = self.call_arguments()
        span = self.since(start)
        if op not in ("min", "max"):
            self.spoiled = True
            self.report(
                errors.BAD_AGGREGATE,
                span,
                f"`{op}` is no functor of several values",
                label="expected `:` and a body",
                help=_form_of_aggregate(op),
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
            if level == 0 or kind == ".":
                break
            if kind == "," and level == 1:
                return True
        return False

    def targets(self) -> list[Argument]:
        found = [self.argument()]
        while self.skip(","):
            found.append(self.argument())
        return found

    def check_targets(self, op: str, start: int, targets: list[Argument]) -> None:
        if len(targets) == (0 if op == "count" else 1):
            return
        self.spoiled = True
        span = self.span(start, start + len(op))
        self.report(
            errors.BAD_AGGREGATE,
            span.to(targets[-1].span) if targets else span,
            f"`{op}` takes {'no' if op == 'count' else 'one'} value before its colon, "
            f"found {len(targets) or 'none'}",
            help=_form_of_aggregate(op),
        )

    def aggregate_body(self) -> Body:
        """``{ body }``, or a single atom."""
        opened = self.start
        if self.kind == NAME:
            atom = self.atom()
            return Body(atom.span, ((atom,),))
        self.expect("{", "`{` or an atom")
        body = self.body()
        self.close("}", opened, "`,` or `}`")
        if has_alternatives(body):
            self.spoiled = True
            self.report(
                errors.BAD_AGGREGATE,
                self.since(opened),
                "the body of an aggregate has alternatives",
                label="expected one conjunction",
                help="derive the alternatives in a relation of their own and aggregate over it",
            )
        return body

    # --- what is no argument ---

    def reserved_variable(self) -> Argument:
        span = self.here()
        self.reserved("a value")
        self.advance()
        return Variable(span, span.text)

    def unknown_functor(self, start: int, end: int) -> Argument:
        """``name(...)`` in the place of a value, where ``name`` is not reserved for a functor."""
        self.spoiled = True
        name = self.text[start:end]
        near = closest(name, FUNCTORS | {"min", "max"})
        self.report(
            errors.UNKNOWN_FUNCTOR,
            self.span(start, end),
            f"{errors.quote(name)} is no functor",
            label="unknown",
            help=f"did you mean `{near}`?"
            if near
            else "to look up a relation, make it a literal of the body and use its variables here",
            fixes=near_name(self.span(start, end), near),
        )
        args = self.call_arguments()
        return Functor(self.since(start), name, args)

    def refused_operand(self) -> Argument:
        """A value of full Soufflé that the core leaves out, or nothing that is a value."""
        start = self.start
        kind = self.kind
        if kind in _REFUSED_WORDS:
            self.advance()
            self.refuse(_REFUSED_WORDS[kind], self.since(start))
        elif kind in _REFUSED_CALLS and self.peek() == "(":
            self.advance()
            self.call_arguments()
            self.refuse(_REFUSED_CALLS[kind], self.since(start))
        elif kind == "[":
            self.record(start)
        elif kind == "$":
            self.branch_or_counter(start)
        elif kind == "@":
            self.user_functor(start)
        elif kind in KEYWORDS:
            return self.reserved_variable()
        elif kind == "." and self.touches_next() and self.peek() == lexer.NUMBER:
            return self.bare_fraction()
        else:
            self.unexpected("a value")
        return UnnamedVariable(self.since(start))

    def record(self, start: int) -> None:
        """``[a, b]``"""
        self.enter()
        self.advance()
        self.arguments("]", start)
        self.leave()
        self.refuse(errors.RECORDS, self.since(start))

    def branch_or_counter(self, start: int) -> None:
        """``$Branch(a, b)`` or ``$``"""
        self.advance()
        if self.kind != NAME:
            self.refuse(errors.COUNTERS, self.since(start))
            return
        self.qualified("a branch's name")
        if self.kind == "(":
            self.call_arguments()
        self.refuse(errors.ALGEBRAIC_DATA_TYPES, self.since(start))

    def user_functor(self, start: int) -> None:
        """``@functor(a, b)`` or ``@@aggregate value : start, body``"""
        self.advance()
        if not self.skip("@"):
            self.name("a functor's name")
            self.call_arguments()
            self.refuse(errors.USER_FUNCTORS, self.since(start))
            return
        self.name("an aggregate's name")
        self.enter(_AGGREGATE_LEVELS)
        self.targets()
        self.expect(":")
        self.argument()
        self.expect(",")
        self.aggregate_body()
        self.leave(_AGGREGATE_LEVELS)
        self.refuse(errors.USER_AGGREGATES, self.since(start))

    def bare_fraction(self) -> Argument:
        """``.5``"""
        start = self.start
        self.advance()
        self.advance()
        span = self.since(start)
        self.report(
            errors.BAD_NUMBER,
            span,
            f"{errors.quote(span.text)} is not a number",
            label="a float begins with a digit",
            help=f"write {errors.quote(f'0{span.text}')}",
        )
        return NumericConstant(span, f"0{span.text}")


def has_alternatives(body: Body, *, negated: bool = False) -> bool:
    """Whether a body is more than one conjunction once its negations are moved inwards."""
    if len(body.alternatives) > 1 and not negated:
        return True
    for conjunction in body.alternatives:
        if len(conjunction) > 1 and negated:
            return True
        for literal in conjunction:
            inner, inner_negated = _under_negations(literal, negated)
            if isinstance(inner, Body) and has_alternatives(inner, negated=inner_negated):
                return True
    return False


def _under_negations(literal: Literal, negated: bool) -> tuple[Literal, bool]:
    while isinstance(literal, Negation):
        literal, negated = literal.literal, not negated
    return literal, negated


def _mend_of_number(rest: str) -> str:
    if rest[0] in "eE":
        return "there are no exponents; write the digits out"
    if rest[0] == "_":
        return "digits are not grouped; leave the `_` out"
    return ""


def _form_of_aggregate(op: str) -> str:
    return f"write `{op} : {{ body }}`" if op == "count" else f"write `{op} value : {{ body }}`"
