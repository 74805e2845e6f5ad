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
from checker.language.lexer import NAME, Tokens

_IO_QUALIFIERS = frozenset({"input", "output", "printsize"})
_STRUCTURES = frozenset({"brie", "btree", "btree_delete", "eqrel"})
_QUALIFIERS = (
    frozenset({"inline", "no_inline", "magic", "no_magic", "overridable"})
    | _IO_QUALIFIERS
    | _STRUCTURES
)
_REFUSED_QUALIFIERS = {
    "eqrel": errors.EQUIVALENCE_RELATIONS,
    "overridable": errors.OVERRIDABLE,
}
_PARAMETER_KINDS = frozenset({lexer.STRING, NAME, lexer.NUMBER, "true", "false"})


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
        self.expect("(", "`(`")
        attributes = self.attributes(")", opened)
        qualifiers, io = self.qualifiers()
        if self.kind == "choice-domain":
            self.choice_domain()
        span = self.since(start)
        items: list[Item] = [
            RelationDeclaration(span, name, attributes, qualifiers, doc, name_span)
            for name, name_span in names
        ]
        items += [
            Directive(span, kind, name, (), name_span) for kind in io for name, name_span in names
        ]
        return items

    def delta_declaration(self, start: int) -> list[Item]:
        """``.decl a = debug_delta(b)``"""
        self.advance()
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
        self.expect(":", f"`:` and the type of `{name}`")
        type_start = self.start
        type_name = self.qualified_name("a type's name")
        type_span = self.since(type_start)
        if self.kind == "<" and self.peek() == ">":
            self.advance()
            self.advance()
            self.refuse(errors.LATTICES, self.since(start))
        return Attribute(self.since(start), name, type_name, type_span)

    def qualifiers(self) -> tuple[tuple[str, ...], list[str]]:
        """The qualifiers that stay with the relation, and the directives that others stand for."""
        kept: list[str] = []
        io: list[str] = []
        seen: set[str] = set()
        while self.kind in _QUALIFIERS:
            word = self.kind
            if word in seen or (word in _STRUCTURES and seen & _STRUCTURES):
                self.report(
                    errors.REPEATED_QUALIFIER,
                    self.here(),
                    f"`{word}` follows a qualifier of its kind",
                    label="repeated",
                    help="leave it out",
                )
            elif word in _REFUSED_QUALIFIERS:
                self.refuse(_REFUSED_QUALIFIERS[word], self.here())
            elif word in _IO_QUALIFIERS:
                self.deprecated(f"the qualifier `{word}`", f"`.{word}` and the relation's name")
                io.append(word)
            else:
                kept.append(word)
            seen.add(word)
            self.advance()
        return tuple(kept), io

    def deprecated(self, form: str, instead: str) -> None:
        self.report(
            errors.DEPRECATED,
            self.here(),
            f"{form} is deprecated",
            label="deprecated",
            help=f"write {instead}",
        )

    def choice_domain(self) -> None:
        start = self.start
        self.advance()
        while True:
            if self.skip("("):
                self.name("a column's name")
                while self.skip(","):
                    self.name("a column's name")
                self.expect(")")
            else:
                self.name("a column's name")
            if not self.skip(","):
                break
        self.refuse(errors.CHOICE_DOMAIN, self.since(start))

    # --- types ---

    def type_declaration(self) -> list[Item]:
        """``.type Name <: base``, ``.type Name = base`` or ``.type Name = one | two``."""
        start = self.start
        if self.peek(2) not in ("<:", "="):
            return self.legacy_type()
        doc = self.doc_comment()
        self.advance()
        name, name_span = self.named("a type's name")
        if self.skip("<:"):
            kind = "subtype"
            bases = [self.base_type()]
        elif self.skip("="):
            if self.kind == "[" or (self.kind == NAME and self.peek() == "{"):
                self.structured_type()
                bases = [("symbol", name_span)]
            else:
                bases = [self.base_type()]
                while self.skip("|"):
                    bases.append(self.base_type())
            kind = "alias" if len(bases) == 1 else "union"
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

    def base_type(self) -> tuple[str, Span]:
        start = self.start
        return self.qualified_name("a type's name"), self.since(start)

    def legacy_type(self) -> list[Item]:
        """``.number_type Name``, ``.symbol_type Name`` or ``.type Name`` alone."""
        start = self.start
        doc = self.doc_comment()
        base = "number" if self.kind == ".number_type" else "symbol"
        word = self.here()
        self.advance()
        name, name_span = self.named("a type's name")
        self.report(
            errors.DEPRECATED,
            word,
            "the type's base is not written",
            label="deprecated",
            help=f"write `.type {name} <: {base}`",
        )
        span = self.since(start)
        return [TypeDeclaration(span, name, "subtype", (base,), doc, name_span, (word,))]

    def structured_type(self) -> None:
        """``[field: Type, ...]`` or ``Branch { field: Type } | ...``: refused."""
        start = self.start
        if self.skip("["):
            self.attributes("]", start)
            self.refuse(errors.RECORDS, self.since(start))
            return
        while True:
            self.name("a branch's name")
            opened = self.start
            self.expect("{")
            self.attributes("}", opened)
            if not self.skip("|"):
                break
        self.refuse(errors.ALGEBRAIC_DATA_TYPES, self.since(start))

    # --- directives ---

    def directive(self) -> list[Item]:
        """``.input a, b(parameter=value, ...)``: a node for each relation."""
        start = self.start
        kind = self.kind[1:]
        self.advance()
        relations = [self.relation_name()]
        while self.skip(","):
            relations.append(self.relation_name())
        opened = self.start
        parameters = self.parameters(opened) if self.skip("(") else ()
        span = self.since(start)
        return [Directive(span, kind, name, parameters, name_span) for name, name_span in relations]

    def relation_name(self) -> tuple[str, Span]:
        start = self.start
        return self.qualified_name("a relation's name"), self.since(start)

    def parameters(self, opened: int) -> tuple[tuple[str, str], ...]:
        if self.skip(")"):
            return ()
        found = [self.parameter()]
        while self.skip(","):
            found.append(self.parameter())
        self.close(")", opened, "`,` or `)`")
        return tuple(found)

    def parameter(self) -> tuple[str, str]:
        name = self.name("a parameter's name")
        self.expect("=", f"`=` and the value of `{name}`")
        if self.kind == lexer.STRING:
            return name, self.string("a value")
        if self.kind not in _PARAMETER_KINDS:
            self.unexpected("a string, a name or a number", help="put the value in quotes")
        value = self.token_text()
        self.advance()
        return name, value

    def include(self) -> list[Item]:
        """``.include "path"``"""
        start = self.start
        blanks = self.text[self.ends[self.at] : self.starts[self.at + 1]]
        self.advance()
        if self.kind == lexer.STRING and not blanks.isspace() and blanks:
            self.report(
                errors.SYNTAX,
                self.here(),
                "a comment stands between `.include` and its path",
                label="expected directly behind `.include`",
                help="move the comment",
            )
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

    def stray_doc_comments(self) -> None:
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
                    label="documents nothing",
                    help="move the comment directly above the `.decl` that it describes",
                )


_TAG = re.compile(r"^@\w+", re.MULTILINE)
_MARGIN = re.compile(r"[ \t]*\*? ?")


def documentation(comment: str) -> str:
    """What stands in ``/** ... */``, each line without its leading `` * ``.

    Blank lines at either end and blanks at the ends of lines are left out.
    """
    first, *rest = comment[3:-2].splitlines() or [""]
    lines = [first.strip()]
    for line in rest:
        margin = _MARGIN.match(line)
        lines.append(line[margin.end() if margin else 0 :].rstrip())
    return "\n".join(lines).strip("\n")
