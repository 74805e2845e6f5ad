"""The parser's part for declarations and directives: what begins with a full stop and a word."""

from __future__ import annotations

import re
from bisect import bisect_right

from checker.diagnostics import Span
from checker.language import errors, lexer
from checker.language._clauses import ClauseParser
from checker.language.ast import (
    Attribute,
    Directive,
    DocComment,
    Include,
    Item,
    Once,
    Pragma,
    RelationDeclaration,
    TypeDeclaration,
)
from checker.language.lexer import (
    DIRECTIVES,
    END,
    IO_QUALIFIERS,
    NAME,
    QUALIFIERS,
    STRUCTURES,
    Tokens,
)

_REFUSED_QUALIFIERS = {
    "eqrel": errors.EQUIVALENCE_RELATIONS,
    "overridable": errors.OVERRIDABLE,
}
_PARAMETER_VALUES = frozenset({NAME, lexer.NUMBER, "true", "false"})


class DeclarationParser(ClauseParser):
    """Reads declarations and directives."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self.comments = tokens.comments
        self.comment_starts = [comment.span.start for comment in tokens.comments]
        self.documenting: set[int] = set()
        """The comments that are attached to a declaration, by their numbers."""

    # --- relations ---

    def relation_declaration(self) -> list[Item]:
        """``.decl a, b(x: number) qualifiers``: a node for each name."""
        start = self.start
        doc = self.doc_comment()
        self.advance()
        names = [self.named("a relation's name")]
        while self.skip(","):
            names.append(self.named("a relation's name"))
        if self.kind == "=":
            return self.delta_declaration(start)
        opened = self.start
        self.expect("(", "`(` and the relation's columns")
        attributes = self.attributes(")", opened)
        end = self.since(start)
        qualifiers, io = self.qualifiers()
        if self.kind == "choice-domain":
            self.choice_domain()
        span = self.since(start) if qualifiers or io else end
        declarations = [
            RelationDeclaration(span, name, attributes, qualifiers, doc, name_span)
            for name, name_span in names
        ]
        directives = [
            Directive(place, word, name, (), name_span)
            for word, place in io
            for name, name_span in names
        ]
        return [*declarations, *directives]

    def delta_declaration(self, start: int) -> list[Item]:
        """``.decl a = .debug_delta (b)``; Soufflé knows the word before a blank only."""
        self.advance()
        self.skip(".")
        self.advance()
        if self.skip("("):
            self.name("a relation's name")
            self.expect(")")
        self.refuse(errors.DELTA_RELATIONS, self.since(start))
        return []

    def attributes(self, closing: str, opened: int) -> tuple[Attribute, ...]:
        """``name: Type`` with commas between them, past the closing bracket."""
        if self.skip(closing):
            return ()
        found = [self.attribute()]
        while self.skip(","):
            found.append(self.attribute())
        self.close(closing, opened, f"`,` or `{closing}`")
        return tuple(found)

    def attribute(self) -> Attribute:
        start = self.start
        name = self.name("a column's name")
        self.expect(":", f"`:` and the type of {errors.quote(name)}")
        type_name, type_span = self.qualified("a type's name")
        if self.kind == "<" and self.peek() == ">":
            self.advance()
            self.advance()
            self.refuse(errors.LATTICES, self.since(start))
        return Attribute(self.span(start, type_span.end), name, type_name, type_span)

    def qualifiers(self) -> tuple[tuple[str, ...], list[tuple[str, Span]]]:
        """The qualifiers that stay with the relation, and the directives that others stand for."""
        kept: list[str] = []
        io: list[tuple[str, Span]] = []
        seen: set[str] = set()
        while self.kind in QUALIFIERS:
            word, place = self.kind, self.here()
            if word in seen or (word in STRUCTURES and seen & STRUCTURES):
                self.report(
                    errors.REPEATED_QUALIFIER,
                    place,
                    f"`{word}` repeats a qualifier or contradicts one",
                    help="leave it out",
                )
            elif word in _REFUSED_QUALIFIERS:
                self.refuse(_REFUSED_QUALIFIERS[word], place)
            elif word in IO_QUALIFIERS:
                self.report(
                    errors.DEPRECATED,
                    place,
                    f"the qualifier `{word}` is deprecated",
                    help=f"write `.{word}` and the relation's name",
                )
                io.append((word, place))
            else:
                kept.append(word)
            seen.add(word)
            self.advance()
        return tuple(kept), io

    def choice_domain(self) -> None:
        """``choice-domain a, (b, c)``"""
        start = self.start
        self.advance()
        self.choice()
        while self.skip(","):
            self.choice()
        self.refuse(errors.CHOICE_DOMAIN, self.since(start))

    def choice(self) -> None:
        if not self.skip("("):
            self.name("a column's name")
            return
        self.name("a column's name")
        while self.skip(","):
            self.name("a column's name")
        self.expect(")")

    # --- types ---

    def type_declaration(self) -> list[Item]:
        """``.type Name <: base``, ``.type Name = base`` or ``.type Name = one | two``."""
        start = self.start
        doc = self.doc_comment()
        word = self.here()
        self.advance()
        name, name_span = self.named("a type's name")
        kind = "subtype"
        if self.skip("<:"):
            bases = [self.qualified("a type's name")]
            if self.kind == "|":
                self.unexpected("one type", help="a union of types is written with `=`")
        elif self.skip("="):
            bases = self.bases(name_span)
            kind = "alias" if len(bases) == 1 else "union"
        elif self.begins_an_item():
            bases = [("symbol", self.deprecated_type(word, name, "symbol"))]
        else:
            self.unexpected("`<:` or `=`")
        return [
            TypeDeclaration(
                self.since(start),
                name,
                kind,
                tuple(base for base, _ in bases),
                doc,
                name_span,
                tuple(place for _, place in bases),
            )
        ]

    def begins_an_item(self) -> bool:
        if self.on_new_line() or self.kind == END or self.kind in DIRECTIVES:
            return True
        return self.kind == NAME and self.peek() == "("

    def legacy_type(self) -> list[Item]:
        """``.number_type Name`` or ``.symbol_type Name``"""
        word = self.here()
        doc = self.doc_comment()
        base = self.kind[1:].removesuffix("_type")
        self.advance()
        name, name_span = self.named("a type's name")
        self.deprecated_type(word, name, base)
        span = self.since(word.start)
        return [TypeDeclaration(span, name, "subtype", (base,), doc, name_span, (word,))]

    def deprecated_type(self, word: Span, name: str, base: str) -> Span:
        self.report(
            errors.DEPRECATED,
            word,
            f"`{word.text}` without a base is deprecated",
            help=f"write {errors.quote(f'.type {name} <: {base}')}",
        )
        return word

    def bases(self, name_span: Span) -> list[tuple[str, Span]]:
        """The types of an alias or a union. Where fields stand instead, ``symbol`` is given, so
        that later stages know the name of the refused type."""
        if self.kind == "[" or (self.kind == NAME and self.peek() == "{"):
            self.structured_type()
            return [("symbol", name_span)]
        found = [self.qualified("a type's name")]
        while self.skip("|"):
            found.append(self.qualified("a type's name"))
        return found

    def structured_type(self) -> None:
        """``[field: Type, ...]`` or ``Branch { field: Type } | ...``"""
        start = self.start
        if self.skip("["):
            self.attributes("]", start)
            self.refuse(errors.RECORDS, self.since(start))
            return
        self.branch()
        while self.skip("|"):
            self.branch()
        self.refuse(errors.ALGEBRAIC_DATA_TYPES, self.since(start))

    def branch(self) -> None:
        self.name("a branch's name")
        opened = self.start
        self.expect("{")
        self.attributes("}", opened)

    # --- directives ---

    def directive(self) -> list[Item]:
        """``.input a, b(parameter=value, ...)``: a node for each relation."""
        start = self.start
        kind = self.kind[1:]
        self.advance()
        relations = [self.qualified("a relation's name")]
        while self.skip(","):
            relations.append(self.qualified("a relation's name"))
        parameters = self.parameters() if self.kind == "(" else ()
        span = self.since(start)
        return [Directive(span, kind, name, parameters, place) for name, place in relations]

    def parameters(self) -> tuple[tuple[str, str], ...]:
        opened = self.start
        self.advance()
        if self.skip(")"):
            return ()
        found = [self.parameter()]
        while self.skip(","):
            found.append(self.parameter())
        self.close(")", opened, "`,` or `)`")
        return tuple(found)

    def parameter(self) -> tuple[str, str]:
        name = self.name("a parameter's name")
        self.expect("=", f"`=` and the value of {errors.quote(name)}")
        if self.kind == lexer.STRING:
            return name, self.string("a value")
        value = self.token_text()
        if self.kind not in _PARAMETER_VALUES:
            self.unexpected("a string, a name or a number", help="put the value in quotes")
        self.advance()
        return name, value

    def include(self) -> list[Item]:
        """``.include "path"``; as in Soufflé, nothing but blanks stands between the two."""
        start, end = self.start, self.ends[self.at]
        self.advance()
        if self.text[end : self.start].strip():
            self.unexpected("a path in quotes directly behind `.include`", help="move the comment")
        path = self.string("a path in quotes")
        return [Include(self.since(start), path)]

    def once(self) -> list[Item]:
        span = self.here()
        self.advance()
        return [Once(span)]

    def pragma(self) -> list[Item]:
        """``.pragma "name" "value"``, the value left out for an empty one."""
        start = self.start
        self.advance()
        name = self.string("a pragma's name in quotes")
        value = self.string("a value") if self.kind == lexer.STRING else ""
        return [Pragma(self.since(start), name, value)]

    # --- documentation ---

    def doc_comment(self) -> DocComment | None:
        """The documentation comment directly above the token, if there is one."""
        number = bisect_right(self.comment_starts, self.start) - 1
        if number < 0:
            return None
        comment = self.comments[number]
        if not comment.documents or self.text[comment.span.end : self.start].strip():
            return None
        self.documenting.add(number)
        return DocComment(comment.span, documentation(comment.span.text))

    def warn_of_stray_doc_comments(self) -> None:
        """Warns of documentation comments whose tags reach no declaration."""
        for number, comment in enumerate(self.comments):
            if number in self.documenting or not comment.documents:
                continue
            tag = _TAG.search(documentation(comment.span.text))
            if tag is not None:
                self.report(
                    errors.STRAY_DOC_COMMENT,
                    comment.span,
                    f"`{tag[0]}` has no effect: no declaration stands directly below",
                    help="move the comment directly above the declaration that it describes",
                )


_TAG = re.compile(r"^@\w+", re.MULTILINE)
_MARGIN = re.compile(r"[ \t]*(?:\* ?)?")


def documentation(comment: str) -> str:
    """What stands in ``/** ... */``, each line without its leading `` * ``.

    Blank lines at either end and blanks at the ends of lines are left out.
    """
    lines = [_MARGIN.sub("", line, count=1).rstrip() for line in comment[3:-2].splitlines()]
    return "\n".join(lines).strip("\n")
