"""Counts of rows: what they count, and when counting ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.analysis import analyse
from checker.diagnostics import Source
from checker.facts import load_corpus
from checker.language import parse
from checker.language.ast import Clause
from checker.lsp.rules.counting import NO_COUNTS, Counts, StaleError, count
from checker.lsp.workspace import Workspace, real_path
from checker.lsp.world import World

ROOT = Path(__file__).resolve().parent.parent.parent

RULES = """\
.decl edge(a: symbol, b: symbol)
.decl reach(a: symbol, b: symbol)
reach(a, b) :- edge(a, b).
reach(a, c) :- reach(a, b), edge(b, c), !edge("x", c).
.decl odd, even(a: symbol)
odd(a), even(b) :- edge(a, b) ; edge(b, a), a != "p".
.decl loop(a: symbol)
loop(a) :- edge(a, a), edge("p", _).
"""
EDGES = [("p", "q"), ("q", "r"), ("r", "s"), ("s", "s")]


def counted(text: str, edges: list[tuple[str, str]]) -> tuple[Counts, list[Clause]]:
    file = parse(Source("rules.dl", text)).file
    program = analyse([file]).program
    assert program is not None
    found = count(file, program, {"edge": edges}, {}, lambda: False)
    return found, [item for item in file.items if isinstance(item, Clause)]


def test_relations_rules_heads_and_literals_are_counted_apart() -> None:
    counts, (base, step, two, loop) = counted(RULES, EDGES)
    assert counts.relations == {"edge": 4, "reach": 7, "odd": 4, "even": 4, "loop": 1}
    assert counts.heads[base, 0] == 4
    assert counts.heads[step, 0] == 5  # two of which the first rule derives as well
    assert (counts.heads[two, 0], counts.heads[two, 1]) == (4, 4)
    assert counts.heads[loop, 0] == 1
    by_text = {atom.span.text: number for atom, number in counts.literals.items()}
    assert by_text["edge(a, a)"] == 1
    assert by_text['edge("p", _)'] == 1
    assert by_text['edge("x", c)'] == 0


def test_counts_of_a_rule_are_found_by_its_tree_wherever_it_stands() -> None:
    counts, _ = counted(RULES, EDGES)
    moved = parse(Source("other.dl", "\n\n// moved\n" + RULES)).file
    clauses = [item for item in moved.items if isinstance(item, Clause)]
    assert counts.heads[clauses[0], 0] == 4


def test_stale_counting_ends_before_the_next_stratum() -> None:
    file = parse(Source("rules.dl", RULES)).file
    program = analyse([file]).program
    assert program is not None
    asked: list[bool] = []

    def is_stale() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(StaleError):
        count(file, program, {"edge": EDGES}, {}, is_stale)
    assert len(asked) == 2


def test_what_cannot_be_evaluated_has_no_counts() -> None:
    text = '.decl a(x: number)\na(x) :- x = to_number("one").\n'
    assert counted(text, [])[0] == NO_COUNTS
    misfit = ".decl claim(x: number)\n.decl b(x: number)\nb(x) :- claim(x).\n"
    assert counted(misfit, [])[0] == NO_COUNTS


def test_counts_of_a_shipped_pack_agree_with_an_audit() -> None:
    path = real_path(ROOT / "rules/disputes.dl")
    program = World(Workspace((ROOT,))).alone(path)
    file = program.file(path)
    analysed = program.analysis.program
    assert file is not None
    assert analysed is not None
    facts = load_corpus([ROOT / "facts/istanbul-talks"], root=ROOT).relations
    counts = count(file, analysed, facts, {}, lambda: False)
    assert counts.relations["contested"] == 1
    assert counts.relations["claim"] == len(facts["claim"])
