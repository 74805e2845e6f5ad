"""What an editor reads in a terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.analysis.program import Severity
from checker.diagnostics.cells import width as cells
from checker.findings import EngineChoice, Report
from checker.report import render_text
from tests.findings.hand_made import (
    a_report,
    agent,
    claim,
    corpus,
    document,
    report_of,
    rule,
    whole,
)

LOADED = rule("editorial/loaded", "c: ClaimId", "“{c}” is loaded", advice="Use a plain word.")
CONFLICT = rule(
    "numbers/conflict",
    "a: ClaimId, b: ClaimId",
    "{a.source} says {a}; {b.source} says {b}",
    severity=Severity.ERROR,
    advice="Trace both.",
)


def one_claim(text: str, quote: str, **said: str) -> Report:
    page = document("page", text)
    return report_of(
        corpus(page, claim("c", page, quote, **said)), LOADED, editorial_loaded=[("c",)]
    )


def two_sides(text: str = "Kyiv said 3 died. Moscow, however, said 5 died.") -> Report:
    page = document("page", text)
    three = claim("three", page, "3 died", source="Kyiv", voice="indirect", cue="said")
    five = claim("five", page, "5 died", source="Moscow", voice="direct", cue="said")
    return report_of(corpus(page, three, five), CONFLICT, numbers_conflict=[("three", "five")])


def test_a_finding_shows_rule_message_evidence_in_its_line_and_advice() -> None:
    assert render_text(one_claim("First line.\nThe brutal regime fell.", "brutal")) == (
        "Title of page\n"
        "page.txt\n" + "─" * 100 + "\n"
        "\n"
        "warning  editorial/loaded  11f089a1\n"
        "  “brutal” is loaded\n"
        "\n"
        "    claim  in the narrator's voice  page.txt:2:5\n"
        "    │ The brutal regime fell.\n"
        "    │     ^^^^^^\n"
        "\n"
        "  advice  Use a plain word.\n"
        "  why     checker why 11f089a1\n"
        "\n"
        "rule              warnings\n"
        "──────────────────────────\n"
        "editorial/loaded         1\n"
        "\n"
        "1 finding: 1 warning in 1 document\n"
        "Evaluated by by hand\n"
    )


@pytest.mark.parametrize(
    ("voice", "cue", "shown"),
    [
        ("narrator", "", "in the narrator's voice"),
        ("direct", "", "quoting Moscow"),
        ("direct", "said", "quoting Moscow (“said”)"),
        ("indirect", "claims", "indirectly Moscow (“claims”)"),
    ],
)
def test_evidence_says_who_speaks_and_in_which_voice(voice: str, cue: str, shown: str) -> None:
    text = render_text(one_claim("A brutal one.", "brutal", source="Moscow", voice=voice, cue=cue))
    assert f"claim  {shown}  page.txt:1:3\n" in text


def test_the_sides_of_a_conflict_stand_next_to_each_other_where_there_is_room() -> None:
    lines = render_text(two_sides(), width=140).splitlines()
    (header,) = (line for line in lines if "indirectly Kyiv" in line)
    assert "quoting Moscow" in header
    marks = next(line for line in lines if "^" in line)
    assert marks.count("^^^^^^") == 2
    text = lines[lines.index(marks) - 1]
    assert [text[match.start() : match.end()] for match in re.finditer(r"\^+", marks)] == [
        "3 died",
        "5 died",
    ]


def test_the_sides_of_a_conflict_stand_below_each_other_in_a_narrow_terminal() -> None:
    lines = render_text(two_sides(), width=80).splitlines()
    assert sum("^^^^^^" in line for line in lines) == 2
    assert not any("indirectly Kyiv" in line and "quoting Moscow" in line for line in lines)


def test_evidence_in_one_place_is_shown_once() -> None:
    page = document("page", "Kyiv said 3 died.")
    facts = corpus(page, claim("x", page, "3 died"), claim("y", page, "3 died"))
    text = render_text(report_of(facts, CONFLICT, numbers_conflict=[("x", "y")]))
    assert text.count("^^^^^^") == 1


def test_evidence_without_a_place_is_named() -> None:
    page = document("page", "Text.")
    text = render_text(
        report_of(
            corpus(page, whole(page), agent("kyiv", "Kyiv")),
            rule("x/y", "speaker: AgentId, where: DocumentId", "m"),
            x_y=[("kyiv", "page")],
        )
    )
    assert "    speaker  Kyiv (agent kyiv)\n    where  Title of page (page.txt)\n" in text


def test_findings_that_stand_in_no_document_have_a_heading_of_their_own() -> None:
    text = render_text(
        report_of(corpus(agent("kyiv", "Kyiv")), rule("x/y", "who: AgentId", "m"), x_y=[("kyiv",)])
    )
    assert text.startswith("In no single document\n────")


def test_a_long_line_is_cropped_around_the_quote() -> None:
    text = "word " * 60 + "brutal" + " word" * 60
    lines = render_text(one_claim(text, "brutal"), width=60).splitlines()
    at = next(index for index, line in enumerate(lines) if "^" in line)
    assert lines[at - 1] == "    │ …word word word word brutal word word word word word…"
    assert lines[at] == "    │                      ^^^^^^"


def test_a_quote_longer_than_a_row_is_shown_in_several() -> None:
    quote = " ".join(f"w{number}" for number in range(30))
    lines = render_text(one_claim(f"Before {quote} after.", quote), width=60).splitlines()
    marked = [lines[at - 1] for at, line in enumerate(lines) if "^" in line]
    assert len(marked) == 3
    assert " ".join(line.removeprefix("    │ ") for line in marked).startswith("Before w0 w1")
    assert "w29 after." in marked[-1]


def test_a_page_long_quote_is_cut() -> None:
    quote = "word " * 999 + "end"
    text = render_text(one_claim(quote, quote), width=60)
    assert text.count("^\n") == 6
    assert "    │ …\n" in text


def test_marks_stand_below_wide_characters() -> None:
    lines = render_text(one_claim("東京で残酷な事件", "残酷な")).splitlines()
    at = next(index for index, line in enumerate(lines) if "^" in line)
    assert lines[at - 1] == "    │ 東京で残酷な事件"
    assert lines[at] == "    │ " + " " * 6 + "^" * 6


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("[red]alarm[/red]", "[red]alarm[/red]"),
        (":boom: [link=x]y[/]", ":boom: [link=x]y[/]"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\u200fb\u2066c", "a<U+200F>b<U+2066>c"),
        ("a\ud800b", "a<U+D800>b"),
        ("a\x9bb", "a<U+009B>b"),
        ("a\u2028b", "a b"),
        ("a\tb", "a b"),
        ("a\u200cb\u200dc", "a\u200cb\u200dc"),
    ],
)
@pytest.mark.parametrize("color", [False, True])
def test_data_cannot_command_the_terminal(hostile: str, shown: str, color: bool) -> None:
    page = document(hostile, f"x {hostile} y", path=hostile)
    facts = corpus(page, claim("c", page, hostile, source=hostile, voice="direct", cue=hostile))
    text = render_text(
        report_of(facts, rule("x/y", "c: ClaimId", hostile), x_y=[("c",)]), color=color
    )
    assert shown in text
    escapes = re.sub(r"\x1b\[[0-9;]*m", "", text) if color else text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\u200f\u2066\ud800]", escapes)


def test_colour_changes_nothing_but_colours() -> None:
    report = a_report()
    coloured = render_text(report, color=True)
    assert "\x1b[1;31merror" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == render_text(report).splitlines()


def test_the_closing_line_counts() -> None:
    assert render_text(a_report()).splitlines()[-2] == (
        "3 findings: 1 error, 1 warning, 1 note in 2 documents"
    )


def test_the_summary_counts_by_rule_and_severity() -> None:
    assert "\n".join(render_text(a_report()).splitlines()[-8:-3]) == (
        "rule              errors  warnings  notes\n"
        "─────────────────────────────────────────\n"
        "numbers/conflict       1\n"
        "editorial/loaded                 1\n"
        "identity/twice                          1"
    )


@pytest.mark.parametrize(
    ("rows", "tables", "said"),
    [
        (9_999, False, "9,999 rows of facts, fewer than 10,000"),
        (10_000, False, "10,000 rows of facts, not fewer than 10,000"),
        (1, True, "some facts stand in tables"),
    ],
)
def test_the_last_line_says_why_auto_took_the_engine(rows: int, tables: bool, said: str) -> None:
    choice = EngineChoice(rows=rows, tables=tables, threshold=10_000)
    report = a_report().model_copy(update={"engine": "duckdb", "engine_choice": choice})
    assert render_text(report).splitlines()[-1] == f"Evaluated by duckdb ({said})"


def test_the_last_line_says_that_auto_took_spark_for_a_store() -> None:
    choice = EngineChoice(rows=1, tables=True, stores=True, threshold=10_000)
    report = a_report().model_copy(update={"engine": "spark", "engine_choice": choice})
    assert render_text(report).endswith("Evaluated by spark (some facts lie on a store)\n")


def test_warnings_about_the_files_are_shown() -> None:
    text = render_text(a_report())
    assert "warning[CHK999]  rules/test.dl:2:1: unused\n  help  use it\n" in text


def test_a_clean_report_says_what_was_checked() -> None:
    page = document("page", "Text.")
    text = render_text(report_of(corpus(page), LOADED, CONFLICT))
    assert text == (
        "checked  Title of page (page.txt)\nNo findings: 2 rules on 5 facts of 1 document\n"
        "Evaluated by by hand\n"
    )


def test_the_same_report_gives_the_same_text() -> None:
    assert render_text(a_report()) == render_text(a_report())


@given(
    st.text(min_size=1, max_size=300),
    st.integers(0, 299),
    st.integers(1, 300),
    st.integers(60, 200),
)
def test_no_text_is_wider_than_the_terminal(text: str, start: int, size: int, width: int) -> None:
    quote = text[min(start, len(text) - 1) :][:size]
    shown = render_text(two_texts(text, quote), width=width)
    assert max(map(cells, shown.splitlines())) <= width


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1), st.data()
)
def test_as_many_cells_are_marked_as_the_quote_takes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 20)))
    quote = text[start:end]
    if text.index(quote) != start or quote != quote.strip():
        return
    shown = render_text(one_claim(text, quote), width=200)
    assert sum(line.count("^") for line in shown.splitlines() if set(line) <= set(" │^")) == cells(
        quote
    )


def two_texts(text: str, quote: str) -> Report:
    page, other = document(text[:40], text, path=text[-40:]), document("other", f"5 {text}")
    facts = corpus(
        page,
        other,
        claim("a", page, quote, source=text[:30], voice="direct", cue=text[:9]),
        claim("b", other, f"5 {text}"[: len(quote)]),
        agent("who", text),
    )
    conflict = rule("x/y", "a: ClaimId, b: ClaimId, who: AgentId", text, advice=text)
    return report_of(facts, conflict, x_y=[("a", "b", "who")])
