"""``checker repl`` answers questions, keeps definitions, and survives slips of the pen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.authoring.repl import Session, is_complete
from checker.diagnostics import Source
from checker.engines import engine
from checker.language import parse
from checker.resources import packs_dir
from tests.cli.command import ROOT, checker

SCHEMA = parse(Source("schema.dl", (packs_dir() / "schema.dl").read_text(encoding="utf-8"))).file
FACTS = {
    "agent": [("a", "Ada", "person"), ("b", "Bohl", "person"), ("c", "Council", "organisation")],
    "agent_side": [("a", "north"), ("b", "south")],
}


@pytest.fixture
def session() -> Session:
    return Session([SCHEMA], FACTS, engine("pydatalog"))


def test_a_query_is_answered_by_the_values_of_its_variables(session):
    assert session.answer('agent(x, name, "person"), agent_side(x, side).').splitlines() == [
        "x  name  side",
        "a  Ada   north",
        "b  Bohl  south",
        "2 rows",
    ]


def test_a_query_without_variables_is_answered_by_yes_or_no(session):
    assert session.answer('agent("a", _, _).') == "yes"
    assert session.answer('agent("z", _, _)') == "no"


def test_queries_may_count_compare_and_negate(session):
    assert session.answer("n = count : { agent(_, _, _) }.") == "n\n3\n1 row"
    assert session.answer("agent(x, _, _), !agent_side(x, _).") == "x\nc\n1 row"


def test_rules_are_defined_on_the_spot_and_taken_back(session):
    assert session.answer("sided(x) :- agent_side(x, _).") == "sided has 2 rows"
    assert session.answer("sided(x).").endswith("2 rows")
    assert session.answer('+ sided("c").') == "sided has 3 rows"
    assert "sided(x) :-" in session.answer(":rules")
    assert session.answer(":undo").startswith("took back: sided")
    assert session.answer("sided(x).").endswith("2 rows")


def test_declarations_are_guessed_from_the_body_and_from_constants(session):
    assert session.answer('+ seen(1, 2.5, "t").') == "seen has 1 row"
    assert session.answer("next(n + 1) :- seen(n, _, _).") == "next has 1 row"
    assert session.answer("next(n).") == "n\n2\n1 row"


def test_a_slip_is_said_and_changes_nothing(session):
    assert "did you mean `agent`?" in session.answer("agnet(x, _, _).")
    assert "CHK" in session.answer("bad(x) :- agent(x).")
    assert session.answer(":rules") == "none"
    assert session.answer(":profle") == "there is no :profle; did you mean :profile?"
    assert session.answer("agent(x, _, _).").endswith("3 rows")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("agnet(x, _, _).", "<repl>:1:1"),
        ("?- agnet(x, _, _).", "<repl>:1:4"),
        ("agent(x, _, _),\n  agnet(x, _, _).", "<repl>:2:3"),
        ("agent(x, _, _)).", "<repl>:1:15"),
        ('agent(x, _ "person").', "<repl>:1:11"),
        ("bad(x) :- agnet(x, _, _).", "<repl>:1:11"),
        ("+ agent_side(x, 1).", "<repl>:1:14"),
    ],
)
def test_a_slip_is_shown_where_it_was_typed(session, text, place):
    assert f"--> {place}\n" in session.answer(text)


def test_a_query_may_stand_behind_a_prompt_and_without_a_full_stop(session):
    assert session.answer('?- agent_side(x, "north")') == "x\na\n1 row"


def test_columns_are_called_as_their_variables_are_where_they_differ(session):
    session.answer("sided(x) :- agent_side(x, _).")
    session.answer("twice(x, x) :- agent_side(x, _).")
    assert session.answer(":describe sided") == ".decl sided(x: AgentId)"
    assert session.answer(":describe twice") == ".decl twice(x_1: AgentId, x_2: AgentId)"


def test_an_include_is_refused_and_not_ignored(session):
    assert "--rules" in session.answer('.include "numbers.dl"')
    assert session.answer(":rules") == "none"


def test_relations_are_listed_described_and_completed(session):
    assert "agent_side(agent, side)" in session.answer(":relations side").splitlines()
    assert ".decl agent_side" in session.answer(":describe agent_side")
    assert "did you mean agent_side" in session.answer(":describe agnt_side")
    assert session.completions("agent_s") == ["agent_side"]
    assert session.completions(":pro") == [":profile"]


def test_a_profile_gives_time_and_rows_of_each_stratum(session):
    session.answer("sided(x) :- agent_side(x, _).")
    head, line, _ = session.answer(":profile sided").splitlines()
    assert head.split() == ["ms", "rows", "rounds", "relations"]
    assert line.split()[1:] == ["2", "1", "sided"]


def test_a_profile_shows_what_costs_most_and_sums_up_the_rest(session):
    for number in range(25):
        session.answer(f"sided{number}(x) :- agent_side(x, _).")
    *lines, rest, whole = session.answer(":profile").splitlines()
    assert len(lines) == 1 + 20
    assert rest.split()[1:] == ["10", "5", "strata", "that", "took", "less"]
    assert whole.endswith("in 25 strata")


def test_a_rule_is_completed_and_profiled_by_its_id():
    rules = """/**
 * @id own/sided
 * @severity info
 * @message {a} has a side
 */
.decl sided(a: AgentId)
.output sided
sided(a) :- agent_side(a, _)."""
    file = parse(Source("own.dl", rules)).file
    session = Session([SCHEMA, file], FACTS, engine("pydatalog"))
    assert session.completions("own/") == ["own/sided"]
    assert session.answer(":profile own/sided").splitlines()[1].split()[1:] == ["2", "1", "sided"]


@given(st.text(alphabet='agent_side(xy,_)."!:-+ {}<>=12\n;', max_size=30))
@settings(max_examples=150)
def test_whatever_is_typed_is_answered(text):
    session = Session([SCHEMA], FACTS, engine("pydatalog"))
    assert isinstance(session.answer(text), str)
    assert isinstance(is_complete(text), bool)


def test_the_command_answers_what_it_reads(tmp_path):
    typed = b"""claim(c, _, _,
  "direct", _), claim_topic(c, "talks", _).
clam(c).
loud(c) :- claim(c, _, _, _, "allegation").
:quit
never read.
"""
    ran = checker("repl", ROOT / "facts" / "istanbul-talks", cwd=ROOT, stdin=typed)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "c-humanitarian-progress" in ran.stdout
    assert "relation `clam` is not declared" in ran.stdout
    assert ran.stdout.endswith("loud has 2 rows\n")
