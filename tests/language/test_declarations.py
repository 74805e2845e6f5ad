"""How declarations, directives and documentation comments are read."""

from __future__ import annotations

import pytest

from checker.diagnostics import Source
from checker.language import parse, unparse
from checker.language.ast import (
    Directive,
    Include,
    Item,
    Once,
    Pragma,
    RelationDeclaration,
    TypeDeclaration,
)
from tests.language.reading import codes, faults, read, read_item


def items_with_warnings(text: str) -> tuple[Item, ...]:
    assert faults(text) == ()
    return parse(Source("test.dl", text)).file.items


def read_relation(text: str) -> RelationDeclaration:
    item = read_item(text)
    assert isinstance(item, RelationDeclaration)
    return item


def read_type(text: str) -> TypeDeclaration:
    item = read_item(text)
    assert isinstance(item, TypeDeclaration)
    return item


# --- relations ---


def test_a_relation_has_named_and_typed_columns() -> None:
    relation = read_relation(".decl p(x: number, y: Claim)")
    assert relation.name == "p"
    assert [(each.name, each.type_name) for each in relation.attributes] == [
        ("x", "number"),
        ("y", "Claim"),
    ]
    assert relation.name_span.text == "p"
    assert relation.attributes[1].type_span.text == "Claim"


def test_several_relations_share_columns_and_qualifiers() -> None:
    first, second = read(".decl a, b(x: number) inline").items
    assert isinstance(first, RelationDeclaration)
    assert isinstance(second, RelationDeclaration)
    assert (first.name, second.name) == ("a", "b")
    assert first.attributes == second.attributes
    assert first.qualifiers == second.qualifiers == ("inline",)


@pytest.mark.parametrize(
    "word", ["inline", "no_inline", "magic", "no_magic", "brie", "btree", "btree_delete"]
)
def test_a_qualifier_is_kept(word: str) -> None:
    assert read_relation(f".decl p(x: number) {word}").qualifiers == (word,)


@pytest.mark.parametrize("word", ["input", "output", "printsize"])
def test_a_qualifier_of_old_is_a_directive(word: str) -> None:
    relation, directive = items_with_warnings(f".decl p(x: number) {word}")
    assert isinstance(relation, RelationDeclaration)
    assert relation.qualifiers == ()
    assert unparse(directive) == f".{word} p"


# --- types ---


def test_a_subtype_has_a_base() -> None:
    declared = read_type(".type ClaimId <: symbol")
    assert (declared.name, declared.kind, declared.bases) == ("ClaimId", "subtype", ("symbol",))
    assert [place.text for place in declared.base_spans] == ["symbol"]


def test_an_alias_is_equal_to_a_type() -> None:
    declared = read_type(".type Day = number")
    assert (declared.kind, declared.bases) == ("alias", ("number",))


def test_a_union_is_of_several_types() -> None:
    declared = read_type(".type Any = A | B | C")
    assert (declared.kind, declared.bases) == ("union", ("A", "B", "C"))
    assert [place.text for place in declared.base_spans] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("text", "base"),
    [(".type A", "symbol"), (".symbol_type A", "symbol"), (".number_type A", "number")],
)
def test_a_type_of_old_is_a_subtype(text: str, base: str) -> None:
    (declared,) = items_with_warnings(text)
    assert unparse(declared) == f".type A <: {base}"


def test_a_type_of_old_may_stand_before_a_clause_on_its_line() -> None:
    assert len(items_with_warnings(".type A p(1).")) == 2


# --- directives ---


@pytest.mark.parametrize("kind", ["input", "output", "printsize", "limitsize"])
def test_a_directive_names_relations(kind: str) -> None:
    first, second = read(f".{kind} p, q").items
    assert isinstance(first, Directive)
    assert isinstance(second, Directive)
    assert (first.kind, first.relation, second.relation) == (kind, "p", "q")
    assert second.name_span.text == "q"


def test_a_directive_has_parameters() -> None:
    text = r'.input p(IO=file, filename="a\tb.csv", delimiter="|", n=10, headers=true, e=false)'
    directive = read_item(text)
    assert isinstance(directive, Directive)
    assert directive.parameters == (
        ("IO", "file"),
        ("filename", "a\tb.csv"),
        ("delimiter", "|"),
        ("n", "10"),
        ("headers", "true"),
        ("e", "false"),
    )


def test_parameters_go_to_every_relation_named() -> None:
    first, second = read('.output p, q(filename="x")').items
    assert isinstance(first, Directive)
    assert isinstance(second, Directive)
    assert first.parameters == second.parameters == (("filename", "x"),)


def test_brackets_without_parameters_are_none() -> None:
    assert unparse(read_item(".output p()")) == ".output p"


def test_an_include_has_a_path() -> None:
    item = read_item('.include "lib/a.dl"')
    assert isinstance(item, Include)
    assert item.path == "lib/a.dl"


def test_a_file_may_count_once() -> None:
    assert isinstance(read_item(".once"), Once)


@pytest.mark.parametrize(
    ("text", "value"), [('.pragma "legacy"', ""), ('.pragma "magic" "p,q"', "p,q")]
)
def test_a_pragma_has_a_name_and_may_have_a_value(text: str, value: str) -> None:
    item = read_item(text)
    assert isinstance(item, Pragma)
    assert item.value == value


def test_directives_need_no_line_of_their_own() -> None:
    text = ".once .decl p(x: number) inline .output p p(1). .output p(IO=stdout) p(2)."
    assert len(read(text).items) == 6


# --- documentation ---


def documentation(text: str) -> str | None:
    item = parse(Source("test.dl", text)).file.items[0]
    assert isinstance(item, RelationDeclaration | TypeDeclaration)
    return item.doc.text if item.doc else None


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        ("/** One line. */", "One line."),
        ("/**One line.*/", "One line."),
        ("/**\n * Two\n * lines.\n */", "Two\nlines."),
        ("/** Two\n  * lines. */", "Two\nlines."),
        ("/**\n   Two\n   lines.\n*/", "Two\nlines."),
        ("/**\n *\n * Blank\n *\n * between.\n *\n */", "Blank\n\nbetween."),
        ("/**\n *   indented\n * * starred\n */", "  indented\n* starred"),
        ("/**\r\n * Two\r\n * lines.\r\n */", "Two\nlines."),
        ("/** */", ""),
    ],
)
def test_a_documentation_comment_is_read_without_its_stars(comment: str, text: str) -> None:
    assert documentation(f"{comment}\n.decl p()") == text


@pytest.mark.parametrize(
    "between", ["\n", " ", "", "\n\n\n", "\r\n"], ids=["line", "blank", "none", "lines", "crlf"]
)
def test_only_blanks_stand_between_a_declaration_and_its_documentation(between: str) -> None:
    assert documentation(f"/** Doc. */{between}.type A <: symbol") == "Doc."


@pytest.mark.parametrize(
    "above",
    [
        "/* Doc. */",
        "/*** Doc. */",
        "/**/",
        "// Doc.",
        "/** Doc. */ // other",
        "/** Doc. */ /* b */",
    ],
)
def test_no_other_comment_documents(above: str) -> None:
    assert documentation(f"{above}\n.decl p()") is None


def test_the_documentation_belongs_to_the_declaration_below_and_to_no_other() -> None:
    first, second = read("/** One. */ .decl p()\n.decl q()").items
    assert isinstance(first, RelationDeclaration)
    assert isinstance(second, RelationDeclaration)
    assert first.doc is not None
    assert first.doc.span.text == "/** One. */"
    assert second.doc is None


def test_relations_declared_together_share_their_documentation() -> None:
    first, second = read("/** Both. */\n.decl p, q()").items
    assert isinstance(first, RelationDeclaration)
    assert isinstance(second, RelationDeclaration)
    assert first.doc == second.doc is not None


def test_a_stray_comment_without_tags_is_left_in_peace() -> None:
    assert codes("/** A banner. */\n\n// text\np(1).") == []
    assert codes("/** mail a@b.org */\np(1).") == []


def test_comments_are_kept_with_their_places() -> None:
    text = "// one\np(1). /* two */\n/** three */ .decl p()"
    comments = parse(Source("test.dl", text)).comments
    assert [comment.span.text for comment in comments] == ["// one", "/* two */", "/** three */"]
    assert [comment.documents for comment in comments] == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [*(".decl", ".decl p", ".decl p(", ".decl p(x)", ".decl p(x:)", ".decl p(x: number,)"),
     *(".decl p(1: number)", ".decl p q(x: number)", ".decl p(x: number) fast", ".type"),
     *(".type A =", ".type A <:", ".type A : symbol", ".type A = B |", ".input", ".input p("),
     *(".input p(x)", ".input p(x=)", ".input p(1=2)", ".input p(x=1.5)", ".include", ".include a"),
     *(".pragma", ".pragma a", ".plan 0:(1)", ".once once", ".output p q", ".limitsize p(n=1u)")],
)  # fmt: skip
def test_what_is_no_declaration_is_reported(text: str) -> None:
    assert codes(text) != []
