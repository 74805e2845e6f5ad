"""The parser's part for clauses: heads, bodies and their literals."""

from __future__ import annotations

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
from checker.language.lexer import DIRECTIVES, END, FOREIGN, NAME

_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_GOES_ON_AS_A_VALUE = _COMPARISONS | BINARY_OPERATORS.keys()
"""What stands behind a bracket whose content is a value, and not a body."""

_QUALIFIERS = frozenset(
    ["output", "input", "overridable", "printsize", "eqrel", "inline", "no_inline", "magic", "no_magic", "brie", "btree", "btree_delete"]
)
"""Reserved words that mean nothing in a body, so that ``input(x)`` is meant for an atom."""

_FOREIGN_COMPARISONS = {
    ("=", "="): "=",
    ("=", "<"): "<=",
    ("=", ">"): ">=",
    ("<", ">"): "!=",
    ("!=", "="): "!=",
    (FOREIGN, "="): "!=",
    (":", "="): "=",
}
"""Comparisons of other languages, as Soufflé's scanner cuts them, and what they mean."""

_FOREIGN_ARROWS = {(":", "="), ("<", "-"), ("=", ":"), ("=", ">"), ("<=", "-")}
_NEGATIONS = frozenset({"not", "~", "\\+", "¬"})
_CONJUNCTIONS = frozenset({"and", "&", "&&"})
_DISJUNCTIONS = frozenset({"or", "||"})


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
        elif len(heads) > 1 and self.kind == ".":
            self.report(
                errors.FACT_WITH_SEVERAL_HEADS,
                self.span(heads[0].span.start, heads[-1].span.end),
                "a fact has one head",
                label=f"{len(heads)} heads and no body",
                help="write a fact for each, with a full stop behind it",
            )
        self.full_stop(start, "`,`, `:-` or `.`" if body is None else "`,`, `;` or `.`")
        span = self.since(start)
        plan = self.plan() if self.kind == ".plan" else None
        if self.operators > MAX_NESTING:
            self.check_height((*heads, body))
        return None if self.spoiled else Clause(span, heads, body, plan)

    def check_height(self, parts: tuple[Node | None, ...]) -> None:
        """Gives the clause up if a chain of operators in it makes too deep a tree."""
        for part in parts:
            if part is not None and height(part) > MAX_NESTING:
                self.too_deep(part.span)

    # --- heads ---

    def heads(self) -> tuple[Atom, ...]:
        found = [self.atom()]
        while self.skip(","):
            found.append(self.atom())
        return tuple(found)

    def atom(self) -> Atom:
        """``relation(argument, ...)``"""
        start = self.start
        name = self.qualified_name("a relation's name")
        name_span = self.since(start)
        if self.kind != "(":
            self.unexpected("`(`", help=f"a relation without columns is written `{name}()`")
        opened = self.start
        self.advance()
        args = self.arguments(")", opened)
        return Atom(self.since(start), name, args, name_span)

    def arrow(self) -> bool:
        """Whether a body follows, and past the arrow before it."""
        if self.skip(":-"):
            return True
        start = self.start
        spelled = self.token_text()
        if (self.kind, self.peek()) in _FOREIGN_ARROWS and self.adjacent():
            self.advance()
            spelled += self.token_text()
        elif spelled not in ("←", "if", ":"):
            return False
        self.advance()
        self.other_dialect(
            self.since(start), ":-", f"a rule's head and body are joined by `:-`, not `{spelled}`"
        )
        return True

    def subsumption(self) -> Body:
        """``less <= greater :- body``, or another language's arrow before a body."""
        arrow = self.here()
        self.advance()
        body = self.body()
        if self.skip(":-"):
            self.refuse(errors.SUBSUMPTION, arrow)
            return self.body()
        self.other_dialect(arrow, ":-", "a rule's head and body are joined by `:-`, not `<=`")
        return body

    def full_stop(self, clause_start: int, expected: str) -> None:
        """Past the clause's full stop. Where another clause begins instead it is missing."""
        if self.skip("."):
            return
        if self.kind == END or self.kind in DIRECTIVES or self.begins_a_clause(clause_start):
            self.missing(".", why="a clause ends with a full stop")
            return
        self.unexpected(expected)

    def begins_a_clause(self, clause_start: int) -> bool:
        """Whether the token, first of its line, rather begins a clause than goes on with one."""
        if self.kind != NAME or self.peek() != "(" or not self.on_new_line():
            return False
        at = self.source.position
        return at(self.start).column <= at(clause_start).column or self.head_follows()

    def head_follows(self) -> bool:
        """Whether ``:-`` comes before the next full stop."""
        for at in range(self.at, len(self.kinds)):
            if self.kinds[at] == ":-":
                return True
            if self.kinds[at] in (".", END):
                return False
        return False

    def plan(self) -> str:
        """``.plan 0:(1,2), 1:(2,1)``"""
        orders = []
        self.advance()
        while True:
            version = self.token_text()
            self.expect(lexer.NUMBER, "a number")
            self.expect(":")
            opened = self.start
            self.expect("(")
            order = []
            while self.kind == lexer.NUMBER:
                order.append(self.token_text())
                self.advance()
                if not self.skip(","):
                    break
            self.close(")", opened)
            orders.append(f"{version}:({','.join(order)})")
            if not self.skip(","):
                return ", ".join(orders)

    # --- bodies ---

    def body(self) -> Body:
        """Alternatives of conjunctions."""
        start = self.start
        alternatives = [self.conjunction()]
        while self.skip(";") or self.foreign_separator(_DISJUNCTIONS, ";"):
            alternatives.append(self.conjunction())
        return Body(self.since(start), tuple(alternatives))

    def conjunction(self) -> tuple[Literal, ...]:
        start = self.start
        found = [self.literal()]
        while (
            self.skip(",")
            or self.foreign_separator(_CONJUNCTIONS, ",")
            or self.missing_comma(start)
        ):
            found.append(self.literal())
        return tuple(found)

    def foreign_separator(self, spellings: frozenset[str], meant: str) -> bool:
        """Whether another language's word for ``meant`` stands here, and past it."""
        if self.kind not in (NAME, FOREIGN):
            return False
        spelled = self.token_text()
        if spelled not in spellings or (self.kind == NAME and self.peek() == "("):
            return False
        self.other_dialect(self.here(), meant, f"literals are joined by `{meant}`, not `{spelled}`")
        self.advance()
        return True

    def missing_comma(self, start: int) -> bool:
        """Whether another literal follows with no comma before it."""
        if self.kind == ")" and self.depth == 0:
            self.report(
                errors.SYNTAX,
                self.here(),
                "the bracket closes nothing",
                label="no `(` belongs to it",
                help="leave it out",
            )
            self.advance()
            return self.skip(",")
        if self.kind not in ("!", "(", NAME) or (self.kind == NAME and self.peek() != "("):
            return False
        if self.kind == NAME and self.begins_a_clause(start):
            return False
        self.missing(",")
        return True

    def literal(self) -> Literal:
        kind = self.kind
        if kind == NAME:
            if self.is_foreign_negation():
                return self.foreign_negation()
            if self.peek() in ("(", "."):
                return self.atom_or_functor()
            return self.constraint()
        if kind == "!":
            return self.negation()
        if kind == "(" and not self.bracket_holds_a_value():
            return self.parenthesised_body()
        if kind in ("true", "false"):
            span = self.here()
            self.advance()
            return BooleanConstraint(span, kind == "true")
        if kind in ("match", "contains"):
            return self.named_constraint()
        if kind == FOREIGN and self.is_foreign_negation():
            return self.foreign_negation()
        if kind in _QUALIFIERS and self.peek() == "(":
            return self.atom()
        return self.constraint()

    def atom_or_functor(self) -> Literal:
        at, reported = self.at, len(self.diagnostics)
        atom = self.atom()
        if self.kind not in _GOES_ON_AS_A_VALUE or self.kind == "<=":
            return atom
        self.at, self.kind = at, self.kinds[at]
        del self.diagnostics[reported:]
        return self.constraint()

    def is_foreign_negation(self) -> bool:
        """Whether ``not p(x)``, ``not (p(x), q(x))`` or ``~p(x)`` stands here."""
        if self.token_text() not in _NEGATIONS:
            return False
        if self.kind == FOREIGN or self.peek() == NAME:
            return True
        return self.peek() == "(" and self.peek(2) == NAME and self.peek(3) == "("

    def foreign_negation(self) -> Literal:
        spelled = self.token_text()
        self.other_dialect(self.here(), "!", f"a literal is negated by `!`, not `{spelled}`")
        return self.negation()

    def bracket_holds_a_value(self) -> bool:
        """Whether ``(...)`` is followed by an operator, so that a value stands in it."""
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

    def negation(self) -> Literal:
        start = self.start
        self.enter()
        self.operators += 1
        self.advance()
        literal = self.literal()
        self.depth -= 1
        return Negation(self.since(start), literal)

    def parenthesised_body(self) -> Literal:
        opened = self.start
        self.enter()
        self.operators += 1
        self.advance()
        body = self.body()
        self.close(")", opened, "`,`, `;` or `)`")
        self.depth -= 1
        return Body(self.since(opened), body.alternatives)

    def named_constraint(self) -> Literal:
        """``match(pattern, text)``"""
        start = self.start
        op = self.kind
        self.advance()
        opened = self.start
        self.expect("(")
        left = self.argument()
        self.expect(",")
        right = self.argument()
        self.close(")", opened)
        return Constraint(self.since(start), op, left, right)

    def constraint(self) -> Literal:
        start = self.start
        left = self.argument()
        op = self.comparison()
        right = self.argument()
        return Constraint(self.since(start), op, left, right)

    def comparison(self) -> str:
        op = self.kind
        start = self.start
        meant = _FOREIGN_COMPARISONS.get((op, self.peek())) if self.adjacent() else None
        if meant is not None:
            self.advance()
            self.advance()
            span = self.since(start)
            self.other_dialect(
                span, meant, f"the comparison is written `{meant}`, not `{span.text}`"
            )
            return meant
        if op not in _COMPARISONS:
            self.unexpected("a comparison")
        self.advance()
        return op


def height(node: Node) -> int:
    """How many nodes stand inside of one another. Without recursion, since it guards from it."""
    from dataclasses import fields

    deepest = 0
    pending: list[tuple[object, int]] = [(node, 1)]
    while pending:
        part, level = pending.pop()
        if isinstance(part, tuple):
            pending.extend((inner, level) for inner in part)
        elif isinstance(part, Node):
            deepest = max(deepest, level)
            pending.extend((getattr(part, each.name), level + 1) for each in fields(part))
    return deepest
