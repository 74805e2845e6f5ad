"""From the text of a rule file to its tree, with every syntax error of the file at once.

The parser is written by hand, by recursive descent, and not made from a grammar by a parser
generator, for three reasons. An audit starts cold: a generator's tables cost more to load than
a rule file costs to read. A fault is best mended where it is met: only code that knows what it
was reading can tell a missing full stop from a missing comma and go on behind it. And a message
should say what was expected in the words of people who write rules, not in states of an
automaton. The grammar is published beside it for readers, ``docs/grammar.lark``; tests prove
that both accept the same texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checker.diagnostics import Diagnostic, Source, closest
from checker.diagnostics.fix import near_name, removal
from checker.language import errors
from checker.language._cursor import MAX_NESTING, AbandonedItemError
from checker.language._declarations import DeclarationParser
from checker.language.ast import Body, Item, RuleFile
from checker.language.lexer import DIRECTIVES, END, KEYWORDS, NAME, Comment, Tokens, tokenize


@dataclass(frozen=True, slots=True)
class ParseResult:
    """What could be understood of a file, and what is wrong with it.

    An item with a fault that has no plain mend is left out of ``file``; a declaration with a part
    that is refused stays, so that later stages know its name. ``comments`` are all comments in
    the order of the text, those that document a declaration included.
    """

    file: RuleFile
    diagnostics: tuple[Diagnostic, ...]
    comments: tuple[Comment, ...]


def parse(source: Source) -> ParseResult:
    """Reads a rule file. Never raises, whatever the text: faults are diagnostics."""
    tokens = tokenize(source)
    parser = _Parser(tokens)
    items = parser.file()
    found = [*tokens.diagnostics, *parser.diagnostics]
    return ParseResult(
        RuleFile(parser.span(0, len(source.text)), items),
        tuple(sorted(parser.outside_of_comments(found), key=lambda each: each.sort_key)),
        tuple(tokens.comments),
    )


@dataclass(frozen=True, slots=True)
class Query:
    """A body that stands alone, None where it has a fault without a plain mend."""

    body: Body | None
    diagnostics: tuple[Diagnostic, ...]


def parse_query(source: Source) -> Query:
    """Reads what could stand behind ``:-``; the full stop may be missing. Never raises."""
    tokens = tokenize(source)
    parser = _Parser(tokens)
    body = parser.query()
    found = parser.outside_of_comments([*tokens.diagnostics, *parser.diagnostics])
    return Query(body, tuple(sorted(found, key=lambda each: each.sort_key)))


class _Parser(DeclarationParser):
    """Reads the items of a file one after another, and finds the next one after a fault."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self.foreign_comments: list[tuple[int, int]] = []
        """From where to where the lines reach that are comments in another language."""
        self.readers: dict[str, Callable[[], list[Item]]] = {
            ".decl": self.relation_declaration,
            ".type": self.type_declaration,
            ".number_type": self.legacy_type,
            ".symbol_type": self.legacy_type,
            ".input": self.directive,
            ".output": self.directive,
            ".printsize": self.directive,
            ".limitsize": self.directive,
            ".include": self.include,
            ".once": self.once,
            ".pragma": self.pragma,
            ".plan": self.plan_alone,
            ".comp": self.component,
            ".init": self.component_instance,
            ".override": self.override,
            ".functor": self.functor_declaration,
            ".lattice": self.lattice,
            ".debug_delta": self.debug_delta,
            ".": self.full_stop_alone,
            "%": self.percent_line,
            ":-": self.rule_without_head,
        }

    def file(self) -> tuple[Item, ...]:
        items: list[Item] = []
        while self.kind != END:
            at = self.at
            self.begin_item()
            try:
                items += self.item()
            except AbandonedItemError:
                if self.at == at:
                    self.advance()
                self.resynchronise()
        self.warn_of_stray_doc_comments()
        return tuple(items)

    def query(self) -> Body | None:
        try:
            body = self.body()
            self.stray_bracket()
            self.skip(".")
            if self.kind != END:
                self.unexpected("`,`, `;` or the end of the query")
            if self.operators > MAX_NESTING:
                self.check_height((body,))
        except AbandonedItemError:
            return None
        return None if self.spoiled else body

    def item(self) -> list[Item]:
        if self.kind == NAME or (self.kind in KEYWORDS and self.peek() == "("):
            clause = self.clause()
            return [] if clause is None else [clause]
        reader = self.readers.get(self.kind)
        if reader is None:
            self.unexpected("a declaration, a fact or a rule")
        return reader()

    # --- what begins no item ---

    def full_stop_alone(self) -> list[Item]:
        """``.`` behind a directive, or ``.word`` that Soufflé's scanner takes for no directive."""
        if self.touches_next() and self.peek() in KEYWORDS | {NAME}:
            return self.unknown_directive()
        self.report(
            errors.SYNTAX,
            self.here(),
            "the full stop ends nothing",
            label="only facts and rules end with a full stop",
            help="leave it out",
            fixes=[removal(self.here())],
        )
        self.advance()
        return []

    def unknown_directive(self) -> list[Item]:
        start = self.start
        self.advance()
        span = self.span(start, self.ends[self.at])
        if span.text in DIRECTIVES:
            self.report(
                errors.SYNTAX,
                span,
                f"expected a space or a tab behind `{span.text}`",
                label="Soufflé does not know the word without one",
            )
            self.kind = span.text
            return self.readers[self.kind]()
        near = closest(span.text, DIRECTIVES)
        self.report(
            errors.UNKNOWN_DIRECTIVE,
            span,
            f"there is no directive {errors.quote(span.text)}",
            label="unknown",
            help=f"did you mean `{near}`?" if near else "",
            fixes=near_name(span, near),
        )
        while self.kind != END and not self.on_new_line():
            self.advance()
        return []

    def percent_line(self) -> list[Item]:
        """``% ...`` between items: another language's comment, whatever stands in it."""
        start = self.start
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        self.foreign_comments.append((start, end))
        self.other_dialect(self.here(), "//", "a comment begins with `//`, not `%`")
        while self.kind != END and self.start < end:
            self.advance()
        return []

    def outside_of_comments(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Leaves out what the lexer, not knowing better, found wrong in a comment."""
        for found in diagnostics:
            at = found.primary.span.start
            number = bisect_left(self.foreign_comments, (at, 0)) - 1
            if number < 0 or self.foreign_comments[number][1] <= at:
                yield found

    def rule_without_head(self) -> list[Item]:
        """``:- body.``"""
        self.report(
            errors.SYNTAX,
            self.here(),
            "the rule has no head",
            label="expected a head before it",
            help="name what the body finds, and output that relation",
        )
        self.advance()
        self.body()
        self.full_stop("`,`, `;` or `.`")
        return []

    def plan_alone(self) -> list[Item]:
        self.unexpected("a declaration, a fact or a rule", help="a plan stands behind its rule")

    # --- what the core leaves out ---

    def component(self) -> list[Item]:
        """``.comp Name<T> : Base { ... }``"""
        start = self.start
        self.advance()
        while self.kind not in ("{", ".", END) and self.kind not in DIRECTIVES:
            self.advance()
        self.refuse(errors.COMPONENTS, self.since(start))
        if self.kind == "{":
            self.skip_braces()
        return []

    def component_instance(self) -> list[Item]:
        """``.init name = Component<T>``"""
        start = self.start
        self.advance()
        self.name("an instance's name")
        self.expect("=")
        self.name("a component's name")
        if self.skip("<"):
            self.name("a type's name")
            while self.skip(","):
                self.name("a type's name")
            self.expect(">")
        self.refuse(errors.COMPONENTS, self.since(start))
        return []

    def override(self) -> list[Item]:
        """``.override relation``"""
        start = self.start
        self.advance()
        self.name("a relation's name")
        self.refuse(errors.COMPONENTS, self.since(start))
        return []

    def functor_declaration(self) -> list[Item]:
        """``.functor name(Type, name: Type): Type stateful``"""
        start = self.start
        self.advance()
        self.name("a functor's name")
        self.expect("(")
        while self.kind != ")":
            self.qualified("a type's name")
            if self.skip(":"):
                self.qualified("a type's name")
            if not self.skip(","):
                break
        self.expect(")")
        self.expect(":")
        self.qualified("a type's name")
        self.skip("stateful")
        self.refuse(errors.USER_FUNCTORS, self.since(start))
        return []

    def lattice(self) -> list[Item]:
        """``.lattice Name<> { ... }``"""
        start = self.start
        self.advance()
        self.name("a lattice's name")
        self.expect("<")
        self.expect(">")
        self.refuse(errors.LATTICES, self.since(start))
        if self.kind == "{":
            self.skip_braces()
        return []

    def debug_delta(self) -> list[Item]:
        """``.debug_delta``"""
        self.refuse(errors.DELTA_RELATIONS, self.here())
        self.advance()
        raise AbandonedItemError
