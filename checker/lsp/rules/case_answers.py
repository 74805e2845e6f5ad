"""Answers to an editor's questions about the tests that stand beside rules."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from checker.authoring.reading import CASE_KEYS, EXPECT_KEYS
from checker.facts.files import plain_line_ends
from checker.lsp.asking import Question, markdown
from checker.lsp.facts.completion import Offer
from checker.lsp.facts.completion import offers as of_facts
from checker.lsp.facts.cursor import Cursor, locate
from checker.lsp.rules import describing
from checker.lsp.rules.cases import mentions
from checker.lsp.rules.names import Kind
from checker.lsp.rules.program import RuleProgram

_MEANINGS = {
    "name": "What sets the case apart from the others of its rule.",
    "rule": "The id of the finding rule that the case is of.",
    "facts": "Facts, as in a fact file.",
    "relations": "Rows by relation: a list of columns' values in order, or by name.",
    "expect": "The findings that must come out; any other one of the rule fails the case.",
    "derives": "Rows that relations must have; columns left out may have any value.",
    "silent": "`true`, or rules that must find nothing.",
    "entities": "The finding's columns and their values.",
    "message": "What the finding says, to the letter.",
}


def program_of(question: Question) -> RuleProgram:
    """The rules that a file of tests stands beside, else those of the project."""
    beside = question.path.with_name(question.path.name.removesuffix(".test.yaml") + ".dl")
    alone = question.world.alone(beside, question.world.project(question.path))
    if alone.sources:
        return alone
    return question.world.whole(question.world.project(question.path))


def complete(question: Question, position: types.Position) -> list[Offer]:
    cursor = locate(plain_line_ends(question.source.text), question.text_offset(position))
    return [] if cursor is None else list(_offers(cursor, program_of(question)))


def _offers(cursor: Cursor, program: RuleProgram) -> Iterator[Offer]:
    match cursor.route:
        case (int(),) if cursor.at_key:
            yield from _keys(cursor, CASE_KEYS)
        case (int(), "facts", *rest):
            route = tuple(rest)
            inside = Cursor(
                route, cursor.at_key, cursor.start, cursor.word, cursor.keys, cursor.in_braces
            )
            yield from of_facts(inside, {}, program.rule_ids)
        case (int(), "rule") | (int(), "expect", int(), "rule") | (int(), "silent", int()):
            for rule in program.rule_ids:
                yield Offer(rule, rule, cursor.start, "a finding rule", "", 0)
        case (int(), ("relations" | "derives")) | (int(), "relations", int()) if cursor.at_key:
            for name, declared in program.relations.items():
                meaning = describing.relation(declared)
                detail = describing.signature(declared)
                yield Offer(name, f"{name}: ", cursor.start, detail, meaning, 0)
        case (int(), ("relations" | "derives"), *_, str(name), int()) if cursor.at_key:
            yield from _columns(cursor, program, name)
        case (int(), "expect", int()) if cursor.at_key:
            yield from _keys(cursor, EXPECT_KEYS)


def _keys(cursor: Cursor, keys: tuple[str, ...]) -> Iterator[Offer]:
    for key in keys:
        if key not in cursor.keys:
            yield Offer(key, f"{key}: ", cursor.start, "", _MEANINGS.get(key, ""), 0)


def _columns(cursor: Cursor, program: RuleProgram, relation: str) -> Iterator[Offer]:
    declared = program.relations.get(relation)
    for column in declared.attributes if declared else ():
        if column.name not in cursor.keys:
            assert declared is not None  # it has columns
            meaning = describing.column_meaning(declared, column.name)
            detail = f": {column.type_name}"
            yield Offer(column.name, f"{column.name}: ", cursor.start, detail, meaning, 0)


def hover(question: Question, position: types.Position) -> types.Hover | None:
    """A relation, or the relation of a finding rule, that a case speaks of."""
    found = _mentioned(question, position)
    if found is None:
        return None
    kind, name, range_ = found
    program = program_of(question)
    for declared in program.relations.values():
        tagged = declared.doc is not None and name in declared.doc.text.split()
        if declared.name == name if kind is Kind.RELATION else tagged:
            return types.Hover(markdown(describing.relation(declared)), range_)
    return None


def definition(question: Question, position: types.Position) -> list[types.Location]:
    found = _mentioned(question, position)
    span = None if found is None else program_of(question).declaration(found[0], found[1])
    return [] if span is None else question.places.locations([span])


def _mentioned(
    question: Question, position: types.Position
) -> tuple[Kind, str, types.Range] | None:
    offset = question.text_offset(position)
    text = question.source.text
    for kind in (Kind.RULE, Kind.RELATION):
        for name, span in mentions(question.source.name, text, kind):
            if span.start <= offset <= span.end:
                return kind, name, question.places.range(span)
    return None
