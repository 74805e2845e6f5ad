"""The parser's part for clauses: heads, bodies and their literals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields

from checker.diagnostics import Span
from checker.diagnostics.fix import removal
from checker.language import errors, lexer
from checker.language._arguments import BINARY_OPERATORS, ArgumentParser
from checker.language._cursor import MAX_NESTING
from checker.language.ast import (
    Atom,
    Body,
    BooleanConstraint,
    Clause,
    Constraint,
    Literal,
    Negation,
    Node,
)
from checker.language.lexer import DIRECTIVES, END, FOREIGN, NAME, QUALIFIERS

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})

_GOES_ON_AS_A_VALUE = COMPARISONS | BINARY_OPERATORS.keys()
"""What stands behind ``(...)`` where it holds a value, and never where it holds a body."""

_JOINS_VALUES = _GOES_ON_AS_A_VALUE - {"<="}
"""What stands behind ``name(...)`` only where it is meant for a value: ``<=`` may also stand
between the two heads of a subsumption."""

_FOREIGN_ARROWS = frozenset({":=", "<-", "<--", "=:", "=>", ":", "←", "if"})
_FOREIGN_COMPARISONS = {
    "==": "=",
    "===": "=",
    ":=": "=",
    "is": "=",
    "<>": "!=",
    "~=": "!=",
    "!==": "!=",
    "=<": "<=",
    "=>": ">=",
}
_FOREIGN_NEGATIONS = frozenset({"not", "~", "\\+", "¬"})
_FOREIGN_COMMAS = frozenset({"and", "&", "&&"})
_FOREIGN_SEMICOLONS = frozenset({"or", "||"})

_SIGNS = frozenset({":", "=", "<", ">", "!=", "<=", ">=", "-", FOREIGN})
"""What another language's arrow or comparison is cut into by Soufflé's scanner."""


class ClauseParser(ArgumentParser):
    """Reads facts and rules."""

    def clause(self) -> Clause | None:
        """A fact or a rule; None where it holds what the tree has no node for."""
        start = self.start
        heads = self.heads()
        body = None
        if self.arrow():
            body = self.body()
        elif self.kind == "<=":
            body = self.subsumption()
        elif self.kind == "." and len(heads) > 1:
            self.several_facts(heads)
        self.full_stop("`,`, `:-` or `.`" if body is None else "`,`, `;` or `.`")
        span = self.since(start)
        plan = self.plan() if body is not None and self.kind == ".plan" else None
        if self.operators > MAX_NESTING:
            self.check_height((*heads, body))
        return None if self.spoiled else Clause(span, heads, body, plan)

    # --- heads ---

    def heads(self) -> tuple[Atom, ...]:
        found = [self.atom()]
        while self.skip(","):
            found.append(self.atom())
        return tuple(found)

    def atom(self) -> Atom:
        """``relation(argument, ...)``"""
        start = self.starts[self.at]
        name, name_span = self.qualified("a relation's name")
        opened = self.starts[self.at]
        if not self.skip("("):
            self.unexpected(
                "`(`", help="a relation without columns is written with an empty pair of brackets"
            )
        args = self.arguments(")", opened)
        return Atom(self.since(start), name, args, name_span)

    def arrow(self) -> bool:
        """Whether a body follows, and past the ``:-`` before it."""
        if self.skip(":-"):
            return True
        tokens, spelled = self.foreign_sign(_FOREIGN_ARROWS)
        if not tokens:
            return False
        span = self.past(tokens)
        self.other_dialect(span, ":-", f"head and body are joined by `:-`, not `{spelled}`")
        return True

    def subsumption(self) -> Body:
        """``less <= greater :- body``, or another language's arrow before a body."""
        arrow = self.here()
        self.advance()
        body = self.body()
        if self.skip(":-"):
            self.refuse(errors.SUBSUMPTION, arrow)
            return self.body()
        self.other_dialect(arrow, ":-", "head and body are joined by `:-`, not `<=`")
        return body

    def several_facts(self, heads: tuple[Atom, ...]) -> None:
        self.report(
            errors.FACT_WITH_SEVERAL_HEADS,
            heads[0].span.to(heads[-1].span),
            "a fact has one head",
            label=f"{len(heads)} heads and no body",
            help="write a fact for each, with a full stop behind it",
        )

    def full_stop(self, expected: str) -> None:
        """Past the clause's full stop. Where another item begins instead it is missing."""
        self.stray_bracket()
        if self.skip("."):
            return
        if self.kind != END and self.kind not in DIRECTIVES and not self.begins_a_clause():
            self.unexpected(expected)
        self.missing(".", help="a clause ends with a full stop")

    def stray_bracket(self) -> None:
        """Reports a closing bracket that belongs to no opening one, and goes past it."""
        if self.kind == ")" and self.depth == 0:
            self.report(
                errors.SYNTAX,
                self.here(),
                "the bracket closes nothing",
                label="no `(` belongs to it",
                help="leave it out",
                fixes=[removal(self.here())],
            )
            self.advance()

    def plan(self) -> str:
        """``.plan 0:(1,2), 1:(2,1)``"""
        self.advance()
        orders = [self.plan_order()]
        while self.skip(","):
            orders.append(self.plan_order())
        return ", ".join(orders)

    def plan_order(self) -> str:
        version = self.plan_number()
        self.expect(":")
        opened = self.start
        self.expect("(")
        if self.skip(")"):
            return f"{version}:()"
        order = [self.plan_number()]
        while self.skip(","):
            order.append(self.plan_number())
        self.close(")", opened, "`,` or `)`")
        return f"{version}:({','.join(order)})"

    def plan_number(self) -> str:
        text = self.token_text()
        self.expect(lexer.NUMBER, "a number")
        return text

    def check_height(self, parts: tuple[Node | None, ...]) -> None:
        """Gives the clause up where a chain of operators in it makes too high a tree."""
        for part in parts:
            if part is not None and height(part) > MAX_NESTING:
                self.too_deep(part.span)

    # --- bodies ---

    def body(self) -> Body:
        """Alternatives of conjunctions."""
        start = self.starts[self.at]
        alternatives = [self.conjunction()]
        while self.skip(";") or self.foreign_separator(_FOREIGN_SEMICOLONS, ";"):
            alternatives.append(self.conjunction())
        return Body(self.since(start), tuple(alternatives))

    def conjunction(self) -> tuple[Literal, ...]:
        found = [self.literal()]
        while (
            self.skip(",")
            or self.foreign_separator(_FOREIGN_COMMAS, ",")
            or self.missing_comma_before_literal()
        ):
            found.append(self.literal())
        return tuple(found)

    def foreign_separator(self, spellings: frozenset[str], meant: str) -> bool:
        """Whether another language's word for ``meant`` stands here, and past it."""
        if self.kind not in (NAME, FOREIGN) or self.token_text() not in spellings:
            return False
        if self.kind == NAME and self.peek() == "(" and self.on_new_line():
            return False  # rather an atom with no comma before it
        spelled = self.token_text()
        self.other_dialect(self.here(), meant, f"literals are joined by `{meant}`, not `{spelled}`")
        self.advance()
        return True

    def missing_comma_before_literal(self) -> bool:
        """Whether another literal follows with no comma before it."""
        self.stray_bracket()
        if self.kind == ",":
            return self.skip(",")
        if self.kind == NAME:
            if self.peek() != "(" or self.begins_a_clause():
                return False
        elif self.kind not in ("!", "("):
            return False
        self.missing(",")
        return True

    # --- literals ---

    def literal(self) -> Literal:
        kind = self.kind
        if kind == NAME:
            if self.is_foreign_negation():
                return self.foreign_negation()
            if self.peek() == "(" or self.joins_names(self.at + 1):
                return self.atom_or_functor()
        elif kind == "!":
            return self.negation()
        elif kind == "(":
            if not self.bracket_holds_a_value():
                return self.parenthesised_body()
        elif kind in ("true", "false"):
            span = self.here()
            self.advance()
            return BooleanConstraint(span, kind == "true")
        elif kind in ("match", "contains") and self.peek() == "(":
            return self.named_constraint()
        elif kind == FOREIGN and self.is_foreign_negation():
            return self.foreign_negation()
        elif kind in QUALIFIERS and self.peek() == "(":
            return self.atom()  # the reserved name is reported there
        return self.constraint()

    def atom_or_functor(self) -> Literal:
        """An atom; where an operator follows it is read anew, as a value of a constraint."""
        at, reported = self.at, len(self.diagnostics)
        atom = self.atom()
        if self.kind not in _JOINS_VALUES:
            return atom
        self.go_to(at)
        del self.diagnostics[reported:]
        return self.constraint()

    def negation(self) -> Literal:
        start = self.start
        self.enter()
        self.advance()
        literal = self.literal()
        self.leave()
        return Negation(self.since(start), literal)

    def is_foreign_negation(self) -> bool:
        """Whether ``not p(x)``, ``not (p(x), q(x))`` or ``~p(x)`` stands here."""
        if self.token_text() not in _FOREIGN_NEGATIONS:
            return False
        if self.kind == FOREIGN or self.peek() in (NAME, "!"):
            return True
        return self.peek() == "(" and self.peek(2) == NAME and self.peek(3) == "("

    def foreign_negation(self) -> Literal:
        spelled = self.token_text()
        self.other_dialect(self.here(), "!", f"a literal is negated by `!`, not `{spelled}`")
        return self.negation()

    def parenthesised_body(self) -> Literal:
        opened = self.start
        self.enter()
        self.advance()
        body = self.body()
        self.close(")", opened, "`,`, `;` or `)`")
        self.leave()
        return Body(self.since(opened), body.alternatives)

    def bracket_holds_a_value(self) -> bool:
        """Whether the bracket at hand is followed by an operator, so that no body stands in it."""
        level = 0
        for at in range(self.at, len(self.kinds)):
            kind = self.kinds[at]
            if kind == "(":
                level += 1
            elif kind == ")":
                level -= 1
                if level == 0:
                    return self.kinds[at + 1] in _GOES_ON_AS_A_VALUE
            elif kind == "." and not self.joins_names(at):
                break
        return False

    # --- constraints ---

    def named_constraint(self) -> Literal:
        """``match(pattern, text)`` or ``contains(part, whole)``"""
        start = self.start
        op = self.kind
        self.advance()
        opened = self.start
        self.advance()
        left = self.argument()
        self.expect(",", f"`,` and the second value of `{op}`")
        right = self.argument()
        self.close(")", opened)
        return Constraint(self.since(start), op, left, right)

    def constraint(self) -> Literal:
        start = self.starts[self.at]
        left = self.argument()
        op = self.comparison()
        right = self.argument()
        return Constraint(self.since(start), op, left, right)

    def comparison(self) -> str:
        tokens, spelled = self.foreign_sign(_FOREIGN_COMPARISONS.keys())
        if tokens:
            meant = _FOREIGN_COMPARISONS[spelled]
            span = self.past(tokens)
            self.other_dialect(span, meant, f"the comparison is `{meant}`, not `{spelled}`")
            return meant
        op = self.kind
        if op not in COMPARISONS:
            self.unexpected("a comparison")
        self.advance()
        return op

    # --- other languages' signs ---

    def foreign_sign(self, spellings: Collection[str]) -> tuple[int, str]:
        """Of how many tokens the longest of ``spellings`` that stands here is, and which it is.

        The tokens of a sign stand side by side: ``x < -1`` is no arrow.
        """
        at = self.at
        best = (0, "")
        start = self.starts[at]
        for tokens in range(1, 4):
            kind = self.kinds[at]
            if kind not in _SIGNS and (kind != NAME or tokens > 1):
                break
            spelled = self.text[start : self.ends[at]]
            if spelled in spellings:
                best = (tokens, spelled)
            if self.ends[at] != self.starts[at + 1]:
                break
            at += 1
        return best

    def past(self, tokens: int) -> Span:
        """Past some tokens: their place."""
        start = self.start
        self.go_to(self.at + tokens)
        return self.since(start)


def height(node: Node) -> int:
    """How many nodes stand inside of one another at most.

    Written without recursion, since it guards from trees too high for that.
    """
    highest = 0
    pending: list[tuple[object, int]] = [(node, 1)]
    while pending:
        part, level = pending.pop()
        if isinstance(part, tuple):
            pending.extend((inner, level) for inner in part)
        elif isinstance(part, Node):
            highest = max(highest, level)
            pending.extend((getattr(part, field.name), level + 1) for field in fields(part))
    return highest
