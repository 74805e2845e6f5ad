"""An edit is called equivalent only where it changes no answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from checker.analysis import analyse
from checker.authoring.edits import edits
from checker.authoring.equivalence import Prover
from checker.authoring.equivalence.keys import KEYS
from checker.diagnostics import Source
from checker.language import parse
from checker.resources import packs_dir
from checker.testing.strategies import corpora

SCHEMA = parse(Source("schema.dl", (packs_dir() / "schema.dl").read_text())).file


def program(text):
    analysis = analyse([SCHEMA, parse(Source("own.dl", text)).file])
    assert analysis.program is not None, analysis.diagnostics
    return analysis.program


def reasons(text):
    """The edits of a program that are shown to change nothing, each with its reason."""
    prover = Prover(program(text))
    found = {}
    for edit in edits(parse(Source("own.dl", text)).file):
        edited = analyse([SCHEMA, parse(edit.edited).file]).program
        if edited is not None:
            found[edit.name] = prover.reason(edited, edit.clause)
    return {name: reason for name, reason in found.items() if reason is not None}


@pytest.mark.parametrize(
    ("rules", "edit", "reason"),
    [
        (
            ".decl r(c: symbol, d: symbol)\nr(c, d) :- claim(c, d, _, _, kind),"
            ' claim(c, d, _, "narrator", _), kind != "report".',
            'any value for d in claim(c, d, _, "narrator", _)',
            "`claim` determines `document` in `claim`",
        ),
        (
            ".decl pair(a: symbol, b: symbol)\n"
            "pair(a, b) :- claim_event(a, e), claim_event(b, e), a != b.\n"
            ".decl r(a: symbol)\nr(a) :- claim_superlative(a), pair(a, b), claim_text(b, _).",
            "swap a and b in pair(a, b)",
            "`pair` holds both ways between `a` and `b`",
        ),
        (
            ".decl r(a: symbol, b: symbol)\n"
            "r(a, b) :- agent(a, name, _), agent(b, name, _), !near(a, b), a < b.\n"
            ".decl near(a: symbol, b: symbol)\nnear(a, a) :- agent(a, _, _).\n"
            "near(a, b) :- near(a, c), agent_member(c, b).",
            "<= for < in a < b",
            "the rules say the same",
        ),
        (
            ".decl figure(q: symbol, c: symbol)\nfigure(q, c) :- quantity(q, c, _, 1.0, _, _).\n"
            "figure(q, c) :- quantity(q, c, _, _, 2.0, _).\n"
            ".decl r(q: symbol, c: symbol)\nr(q, c) :- figure(q, c), quantity(q, c, _, 3.0, _, _).",
            "any value for c in figure(q, c)",
            "`quantity` determines `claim` in `quantity`",
        ),
        (
            ".decl r(q: symbol)\nr(q) :- quantity_base(q, _),"
            " 2 <= count : { quantity(q, _claim, _measure, _, _, _) }.",
            "swap _claim and _measure in quantity(q, _claim, _measure, _, _, _)",
            "the rules say the same",
        ),
    ],
)
def test_an_edit_that_changes_nothing_is_shown_to(rules, edit, reason):
    found = reasons(rules)
    assert reason in found[edit]


@pytest.mark.parametrize(
    "rules",
    [
        ".decl r(a: symbol)\nr(a) :- claim_event(a, e), claim_event(b, e), claim_superlative(b).",
        ".decl r(a: symbol)\nr(a) :- factuality(a, h, _, _), claim(a, _, h, _, _).",
        ".decl r(a: symbol)\nr(a) :- claim_time(a, first, last), first < last.",
        ".decl p(a: symbol, b: symbol)\np(a, b) :- agent_member(a, b).\n"
        "p(a, b) :- p(a, c), agent_member(c, b).\n"
        ".decl r(a: symbol)\nr(a) :- p(a, b), !agent_member(a, b), agent(b, _, _).",
    ],
)
def test_an_edit_that_may_change_something_is_not(rules):
    assert reasons(rules) == {}


@settings(max_examples=12)
@given(corpus=corpora())
def test_facts_keep_the_keys(corpus):
    for name, key in KEYS.items():
        columns = [column.name for column in WHOLE.relations[name].columns]
        at = [columns.index(column) for column in key]
        rows = set(corpus.relations.get(name, ()))
        assert len({tuple(row[each] for each in at) for row in rows}) == len(rows), name


WHOLE = program(".decl none(x: symbol)\nnone(x) :- claim_text(x, _).")
