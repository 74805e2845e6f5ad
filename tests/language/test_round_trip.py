"""Properties of the tree's way to text and back."""

from __future__ import annotations

import pytest
from hypothesis import given

from checker.diagnostics import Source
from checker.language import parse, unparse
from checker.language.ast import (
    Argument,
    Body,
    Clause,
    Item,
    Node,
    RelationDeclaration,
    RuleFile,
)
from tests.language.reading import read, read_argument, read_body, read_item
from tests.language.strategies import (
    NOWHERE,
    arguments,
    bodies,
    items,
    relation_declarations,
    rule_files,
)


@given(rule_files)
def test_a_file_reads_back_as_itself(file: RuleFile) -> None:
    assert read(unparse(file)) == file


@given(items)
def test_an_item_reads_back_as_itself(item: Item) -> None:
    assert read_item(unparse(item)) == item


@given(bodies)
def test_a_body_reads_back_as_itself(body: Body) -> None:
    assert read_body(unparse(body)) == body


@given(arguments)
def test_an_argument_reads_back_as_itself(argument: Argument) -> None:
    assert read_argument(unparse(argument)) == argument


@given(relation_declarations)
def test_parts_of_a_declaration_have_a_text_of_their_own(declared: RelationDeclaration) -> None:
    text = unparse(declared)
    for part in (*declared.attributes, *filter(None, [declared.doc])):
        assert unparse(part) in text


def test_what_is_no_node_has_no_text() -> None:
    with pytest.raises(TypeError, match="not a node of the tree: Node"):
        unparse(Node(NOWHERE))


@given(rule_files)
def test_the_canonical_text_is_a_fixed_point(file: RuleFile) -> None:
    text = unparse(file)
    assert unparse(read(text)) == text


@given(rule_files)
def test_each_node_spans_its_own_text(file: RuleFile) -> None:
    for item in read(unparse(file)).items:
        if isinstance(item, Clause):
            ends = "." if item.plan is None else f".\n.plan {item.plan}"
            assert (item.span.text + ends[1:]).endswith(ends)
            assert all(head.span.text.startswith(head.relation) for head in item.heads)


@given(rule_files)
def test_line_endings_do_not_matter(file: RuleFile) -> None:
    text = unparse(file)
    assert "\r" not in text
    windows = parse(Source("windows.dl", text.replace("\n", "\r\n")))
    assert windows.diagnostics == ()
    assert windows.file == file
