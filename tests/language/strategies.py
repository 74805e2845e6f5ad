"""Strategies for trees of rule files, from names up to whole files.

Every tree drawn is one that the parser could have made: a fact has one head, the body of an
aggregate has no alternatives, no name is a reserved word.
"""

from __future__ import annotations

from hypothesis import strategies as st

from checker.diagnostics import Source, Span
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Attribute,
    Body,
    BooleanConstraint,
    Clause,
    Constraint,
    Directive,
    DocComment,
    Functor,
    Include,
    Item,
    Literal,
    Negation,
    NumericConstant,
    Once,
    Pragma,
    RelationDeclaration,
    RuleFile,
    StringConstant,
    TypeCast,
    TypeDeclaration,
    UnnamedVariable,
    Variable,
)
from checker.language.lexer import AGGREGATES, FUNCTORS, KEYWORDS, WORD_OPERATORS

NOWHERE = Span(Source("", ""), 0, 0)
"""Nodes compare by content; a drawn one has no place."""

BINARY = sorted({"+", "-", "*", "/", "%", "^"} | (WORD_OPERATORS - {"bnot", "lnot"}))
UNARY = ["-", "bnot", "lnot"]
COMPARISONS = ["=", "!=", "<", "<=", ">", ">=", "match", "contains"]

names = st.from_regex(r"[?A-Za-z_][?A-Za-z0-9_]{0,5}", fullmatch=True).filter(
    lambda name: name not in KEYWORDS
)

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)

numerals = st.one_of(
    st.integers(0, 2**64).map(str),
    st.integers(0, 2**64).map(hex),
    st.integers(0, 255).map(bin),
    st.integers(0, 2**64).map(lambda number: f"{number}u"),
    st.from_regex(r"[0-9]{1,4}\.[0-9]{1,4}", fullmatch=True),
)

leaves: st.SearchStrategy[Argument] = st.one_of(
    names.map(lambda name: Variable(NOWHERE, name)),
    st.just(UnnamedVariable(NOWHERE)),
    numerals.map(lambda text: NumericConstant(NOWHERE, text)),
    texts.map(lambda value: StringConstant(NOWHERE, value)),
)


def _calls(inner: st.SearchStrategy[Argument]) -> st.SearchStrategy[Argument]:
    return st.one_of(
        st.builds(
            lambda name, args: Functor(NOWHERE, name, tuple(args)),
            st.sampled_from(sorted(FUNCTORS)),
            st.lists(inner, max_size=3),
        ),
        st.builds(
            lambda name, args: Functor(NOWHERE, name, tuple(args)),
            st.sampled_from(["min", "max"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
    )


def _compound(inner: st.SearchStrategy[Argument]) -> st.SearchStrategy[Argument]:
    return st.one_of(
        st.builds(
            lambda name, left, right: Functor(NOWHERE, name, (left, right)),
            st.sampled_from(BINARY),
            inner,
            inner,
        ),
        st.builds(
            lambda name, operand: Functor(NOWHERE, name, (operand,)), st.sampled_from(UNARY), inner
        ),
        _calls(inner),
        st.builds(lambda argument, name: TypeCast(NOWHERE, argument, name), inner, names),
        _aggregates(inner),
    )


def _aggregates(inner: st.SearchStrategy[Argument]) -> st.SearchStrategy[Argument]:
    literal = st.one_of(
        atoms(inner), constraints(inner), atoms(inner).map(lambda atom: Negation(NOWHERE, atom))
    )
    body = st.lists(literal, min_size=1, max_size=2).map(
        lambda literals: Body(NOWHERE, (tuple(literals),))
    )
    return st.one_of(
        body.map(lambda counted: Aggregate(NOWHERE, "count", None, counted)),
        st.builds(
            lambda op, target, over: Aggregate(NOWHERE, op, target, over),
            st.sampled_from(sorted(AGGREGATES - {"count"})),
            inner,
            body,
        ),
    )


def atoms(inner: st.SearchStrategy[Argument]) -> st.SearchStrategy[Atom]:
    return st.builds(
        lambda name, args: Atom(NOWHERE, name, tuple(args), NOWHERE),
        names,
        st.lists(inner, max_size=3),
    )


def constraints(inner: st.SearchStrategy[Argument]) -> st.SearchStrategy[Literal]:
    return st.one_of(
        st.builds(
            lambda op, left, right: Constraint(NOWHERE, op, left, right),
            st.sampled_from(COMPARISONS),
            inner,
            inner,
        ),
        st.booleans().map(lambda value: BooleanConstraint(NOWHERE, value)),
    )


arguments = st.recursive(leaves, _compound, max_leaves=6)


def _bodies(inner: st.SearchStrategy[Literal]) -> st.SearchStrategy[Body]:
    conjunctions = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.lists(conjunctions, min_size=1, max_size=3).map(
        lambda alternatives: Body(NOWHERE, tuple(alternatives))
    )


literals: st.SearchStrategy[Literal] = st.recursive(
    st.one_of(atoms(arguments), constraints(arguments)),
    lambda inner: st.one_of(inner.map(lambda literal: Negation(NOWHERE, literal)), _bodies(inner)),
    max_leaves=4,
)
bodies = _bodies(literals)

plans = st.lists(
    st.tuples(st.integers(0, 9), st.lists(st.integers(1, 9), max_size=3)), min_size=1, max_size=2
).map(lambda orders: ", ".join(f"{version}:({','.join(map(str, by))})" for version, by in orders))

facts = atoms(arguments).map(lambda head: Clause(NOWHERE, (head,), None))
rules = st.builds(
    lambda heads, body, plan: Clause(NOWHERE, tuple(heads), body, plan),
    st.lists(atoms(arguments), min_size=1, max_size=2),
    bodies,
    st.none() | plans,
)

doc_lines = st.text(st.characters(min_codepoint=32, max_codepoint=0x2000, categories=["L", "P"]))
docs = st.lists(
    st.builds("{}{}".format, st.sampled_from(["", " ", "* ", "@id "]), doc_lines), max_size=3
).map(lambda lines: "\n".join(line.rstrip() for line in lines).strip("\n"))
doc_comments = st.none() | docs.filter(lambda text: "*/" not in text).map(
    lambda text: DocComment(NOWHERE, text)
)

qualifiers = st.permutations(["inline", "magic", "btree"]).flatmap(
    lambda words: st.integers(0, len(words)).map(lambda count: tuple(words[:count]))
)
relation_declarations = st.builds(
    lambda name, columns, words, doc: RelationDeclaration(
        NOWHERE,
        name,
        tuple(Attribute(NOWHERE, column, type_name, NOWHERE) for column, type_name in columns),
        words,
        doc,
        NOWHERE,
    ),
    names,
    st.lists(st.tuples(names, names), max_size=3),
    qualifiers,
    doc_comments,
)


def _type(name: str, kind: str, bases: list[str], doc: DocComment | None) -> TypeDeclaration:
    return TypeDeclaration(NOWHERE, name, kind, tuple(bases), doc, NOWHERE, (NOWHERE,))


one_name = st.lists(names, min_size=1, max_size=1)
type_declarations = st.one_of(
    st.builds(_type, names, st.sampled_from(["subtype", "alias"]), one_name, doc_comments),
    st.builds(
        _type, names, st.just("union"), st.lists(names, min_size=2, max_size=3), doc_comments
    ),
)

directives = st.builds(
    lambda kind, name, parameters: Directive(NOWHERE, kind, name, tuple(parameters), NOWHERE),
    st.sampled_from(["input", "output", "printsize", "limitsize"]),
    names,
    st.lists(st.tuples(names, texts), max_size=2),
)

items: st.SearchStrategy[Item] = st.one_of(
    facts,
    rules,
    relation_declarations,
    type_declarations,
    directives,
    texts.map(lambda path: Include(NOWHERE, path)),
    st.just(Once(NOWHERE)),
    st.builds(lambda name, value: Pragma(NOWHERE, name, value), texts, texts),
)
rule_files = st.lists(items, max_size=4).map(lambda drawn: RuleFile(NOWHERE, tuple(drawn)))
