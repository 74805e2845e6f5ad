"""How diagnostics are drawn. Each test shows a whole picture, as a terminal does."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import (
    Diagnostic,
    DiagnosticError,
    DiagnosticKind,
    Label,
    Level,
    Source,
    Span,
    render,
)

ERROR = DiagnosticKind("CHK999", "a fault", Level.ERROR, "For tests.")
WARNING = DiagnosticKind("CHK998", "a doubt", Level.WARNING, "For tests.")
NOTE = DiagnosticKind("CHK997", "a remark", Level.NOTE, "For tests.")


def at(source: Source, text: str) -> Span:
    """The first place of ``text`` in a source."""
    start = source.text.index(text)
    return Span(source, start, start + len(text))


def picture(text: str) -> str:
    return dedent(text).removeprefix("\n")


def test_a_diagnostic_has_a_head_a_place_a_line_and_remarks() -> None:
    source = Source("rules/a.dl", "p(1).\np(x) :- q(y).\n")
    found = ERROR.at(
        at(source, "x"),
        "`x` is not grounded",
        label="needs a value",
        note="every variable of a head stands in the body",
        help="write `q(x)`",
    )
    assert render([found]) == picture("""
        error[CHK999]: `x` is not grounded
         --> rules/a.dl:2:3
          |
        2 | p(x) :- q(y).
          |   ^ needs a value
          |
          = note: every variable of a head stands in the body
          = help: write `q(x)`
        """)


def test_nothing_is_drawn_for_nothing() -> None:
    assert render([]) == ""


@pytest.mark.parametrize(("kind", "word"), [(ERROR, "error"), (WARNING, "warning"), (NOTE, "note")])
def test_the_level_is_the_first_word(kind: DiagnosticKind, word: str) -> None:
    source = Source("a.dl", "p(1).")
    assert render([kind.at(at(source, "p"), "m")]).startswith(f"{word}[{kind.code}]: m\n")


def test_diagnostics_stand_in_the_order_given_with_a_blank_line_between() -> None:
    source = Source("a.dl", "one two")
    found = [ERROR.at(at(source, "two"), "second"), WARNING.at(at(source, "one"), "first")]
    assert render(found) == picture("""
        error[CHK999]: second
         --> a.dl:1:5
          |
        1 | one two
          |     ^^^

        warning[CHK998]: first
         --> a.dl:1:1
          |
        1 | one two
          | ^^^
        """)


def test_a_place_in_no_text_has_no_line() -> None:
    nowhere = Span(Source("gone.dl", ""), 0, 0)
    assert render([ERROR.at(nowhere, "`gone.dl` does not exist", help="create it")]) == picture("""
        error[CHK999]: `gone.dl` does not exist
         --> gone.dl
          = help: create it
        """)


def test_labels_on_one_line_hang_below_their_marks() -> None:
    source = Source("a.dl", "p(x, y) :- q(x), y < z.")
    found = ERROR.at(
        at(source, "y < z"),
        "m",
        label="here",
        related=[
            Label(at(source, "p"), "the head"),
            Label(at(source, "q"), "the body"),
            Label(at(source, "x")),
        ],
    )
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:1:18
          |
        1 | p(x, y) :- q(x), y < z.
          | - -        -     ^^^^^ here
          | |          |
          | |          the body
          | the head
        """)


def test_a_text_hangs_where_another_mark_stands_to_its_right() -> None:
    source = Source("a.dl", "abc def")
    found = ERROR.at(at(source, "abc"), "m", label="first", related=[Label(at(source, "def"))])
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:1:1
          |
        1 | abc def
          | ^^^ ---
          | |
          | first
        """)


def test_two_labels_may_share_a_place() -> None:
    source = Source("a.dl", "abc")
    found = ERROR.at(at(source, "abc"), "m", label="one", related=[Label(at(source, "a"), "two")])
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:1:1
          |
        1 | abc
          | ^^^ one
          | |
          | two
        """)


def test_labels_on_lines_far_apart_leave_out_what_is_between() -> None:
    source = Source("a.dl", "one\n" + "\n".join(f"line {n}" for n in range(2, 12)) + "\n")
    found = ERROR.at(
        at(source, "line 9"), "m", label="here", related=[Label(at(source, "one"), "there")]
    )
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:9:1
          |
        1 | one
          | --- there
        ...
        9 | line 9
          | ^^^^^^ here
        """)


def test_a_single_line_between_two_is_shown() -> None:
    source = Source("a.dl", "one\ntwo\nthree\n")
    found = ERROR.at(at(source, "three"), "m", related=[Label(at(source, "one"), "there")])
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:3:1
          |
        1 | one
          | --- there
        2 | two
        3 | three
          | ^^^^^
        """)


def test_labels_in_other_sources_have_their_own_places() -> None:
    source, other = Source("a.dl", "x\n" * 11 + "p(1)."), Source("lib/b.dl", ".decl p()\n")
    found = ERROR.at(
        at(source, "p"), "m", label="used here", related=[Label(at(other, "p"), "declared here")]
    )
    assert render([found]) == picture("""
        error[CHK999]: m
          --> a.dl:12:1
           |
        12 | p(1).
           | ^ used here
           |
          ::: lib/b.dl:1:7
           |
         1 | .decl p()
           |       - declared here
        """)


def test_a_span_over_lines_is_a_bracket() -> None:
    source = Source("a.dl", "p(x) :-\n    q(x),\n    r(x).\ns(1).\n")
    rule = Span(source, 0, source.text.index("\ns"))
    found = ERROR.at(rule, "m", label="this rule", related=[Label(at(source, "q(x)"), "this atom")])
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:1:1
          |
        1 | / p(x) :-
        2 | |     q(x),
          | |     ---- this atom
        3 | |     r(x).
          | |_________^ this rule
        """)


def test_a_bracket_may_begin_within_a_line() -> None:
    source = Source("a.dl", "p(n) :- n = count : {\n    q(_) }.\n")
    found = ERROR.at(at(source, "{\n    q(_) }"), "m", label="this body")
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:1:21
          |
        1 |   p(n) :- n = count : {
          |  _____________________^
        2 | |     q(_) }.
          | |__________^ this body
        """)


def test_brackets_may_stand_side_by_side() -> None:
    source = Source("a.dl", "a(\n  b(\n    c\n  )\n)\n")
    found = ERROR.at(
        Span(source, 0, len(source.text) - 1),
        "m",
        label="outer",
        related=[Label(at(source, "b(\n    c\n  )"), "inner")],
    )
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:1:1
          |
        1 | /   a(
        2 | | /   b(
        3 | | |     c
        4 | | |   )
          | | |___- inner
        5 | |   )
          | |___^ outer
        """)


def test_of_a_long_span_the_middle_is_left_out() -> None:
    source = Source("a.dl", "".join(f"line {n}\n" for n in range(1, 13)))
    found = ERROR.at(Span(source, 0, len(source.text)), "m", label="all of it")
    assert render([found]) == picture("""
        error[CHK999]: m
          --> a.dl:1:1
           |
         1 | / line 1
         2 | | line 2
        ...  |
        11 | | line 11
        12 | | line 12
           | |_______^ all of it
        """)


def test_an_empty_place_is_one_mark() -> None:
    source = Source("a.dl", "p(1)")
    assert render([ERROR.at(Span(source, 4, 4), "m", label="a full stop")]) == picture("""
        error[CHK999]: m
         --> a.dl:1:5
          |
        1 | p(1)
          |     ^ a full stop
        """)


def test_the_end_of_a_file_can_be_marked() -> None:
    source = Source("a.dl", "p(1)\n")
    assert render([ERROR.at(Span(source, 5, 5), "m", label="here")]) == picture("""
        error[CHK999]: m
         --> a.dl:2:1
          |
        2 |
          | ^ here
        """)


def test_a_span_that_ends_with_a_line_break_stays_on_its_line() -> None:
    source = Source("a.dl", "one\r\ntwo\n")
    assert render([ERROR.at(Span(source, 0, 5), "m")]) == picture("""
        error[CHK999]: m
         --> a.dl:1:1
          |
        1 | one
          | ^^^
        """)


def test_remarks_may_have_several_lines() -> None:
    source = Source("a.dl", "p")
    found = ERROR.at(at(source, "p"), "m", note="the circle is\n  a needs b\n  b needs a")
    assert render([found]) == picture("""
        error[CHK999]: m
         --> a.dl:1:1
          |
        1 | p
          | ^
          |
          = note: the circle is
                    a needs b
                    b needs a
        """)


# --- what stands on a terminal ---


def marks(line: str, text: str) -> tuple[str, str]:
    """A line as it is shown, and the marks below ``text`` in it."""
    source = Source("a.dl", line)
    rows = render([ERROR.at(at(source, text), "m")]).split("\n")
    return rows[3].removeprefix("1 | "), rows[4].removeprefix("  | ")


@pytest.mark.parametrize(
    ("line", "text", "shown", "marked"),
    [
        ("\tx", "x", "    x", "    ^"),
        ("ab\tx", "x", "ab  x", "    ^"),
        ("abcd\tx", "x", "abcd    x", "        ^"),
        ("\tx", "\t", "    x", "^^^^"),
        ("日本 x", "x", "日本 x", "     ^"),
        ("日本 x", "日本", "日本 x", "^^^^"),
        ("한x", "x", "한x", "  ^"),
        ("ｘx", "x", "ｘx", "  ^"),
        ("cafe\u0301 x", "x", "cafe\u0301 x", "     ^"),
        ("é x", "x", "é x", "  ^"),
        ("\x1b[31mx", "x", "␛[31mx", "     ^"),
        ("a\x00x", "x", "a␀x", "  ^"),
        ("a\x7fx", "x", "a␡x", "  ^"),
        ("a\x85x", "x", "a<U+0085>x", "         ^"),
        ("a\u202ex", "x", "a<U+202E>x", "         ^"),
        ("a\u202ex", "\u202e", "a<U+202E>x", " ^^^^^^^^"),
        ("a\u2066x\u2069", "x", "a<U+2066>x<U+2069>", "         ^"),
        ("a\u200bx", "x", "a<U+200B>x", "         ^"),
        ("a\u2028x", "x", "a<U+2028>x", "         ^"),
        ("a\ufeffx", "x", "a<U+FEFF>x", "         ^"),
        ("a\ud800x", "x", "a<U+D800>x", "         ^"),
        ("a\U000e0041x", "x", "a<U+E0041>x", "          ^"),
        ("می\u200cx", "x", "می\u200cx", "  ^"),
        ("a\u00a0x", "x", "a\u00a0x", "  ^"),
    ],
)
def test_a_mark_stands_below_what_it_marks(line: str, text: str, shown: str, marked: str) -> None:
    assert marks(line, text) == (shown, marked)


def test_of_a_long_line_what_stands_around_the_mark_is_shown() -> None:
    line = "a" * 500 + "X" + "b" * 500
    shown, marked = marks(line, "X")
    assert shown == "…" + "a" * 40 + "X" + "b" * 119 + "…"
    assert shown[len(marked) - 1] == "X"


def test_the_beginning_of_a_long_line_is_shown_where_the_mark_stands_there() -> None:
    shown, marked = marks("aX" + "b" * 500, "X")
    assert shown == "aX" + "b" * 158 + "…"
    assert marked == " ^"


def test_nothing_in_a_diagnostic_can_act_on_the_terminal() -> None:
    evil = "\x1b[2J\u202e\r\n\x07"
    source = Source(f"{evil}.dl", f"{evil}x")
    found = ERROR.at(
        at(source, "x"), evil, label=evil, related=[Label(at(source, "x"), evil)], help=evil
    )
    shown = render([found])
    assert set(shown) & set("\x1b\u202e\r\x07") == set()
    assert shown.splitlines()[0] == "error[CHK999]: ␛[2J<U+202E>␍␊␇"


# --- colour ---


def test_colour_adds_ansi_sequences_and_nothing_else() -> None:
    source = Source("a.dl", "p(x) :-\n  q(y),\n  r(z).\n")
    found = ERROR.at(
        at(source, "q(y),\n  r"),
        "m",
        label="here",
        related=[Label(at(source, "p"), "there"), Label(at(source, "y"), "this")],
        note="n",
        help="h",
    )
    coloured = render([found], color=True)
    assert "\x1b[1;31merror[CHK999]\x1b[0m" in coloured
    assert re.sub(
        r" +$", "", re.sub(r"\x1b\[[0-9;]*m", "", coloured), flags=re.MULTILINE
    ) == render([found])


def test_every_colour_is_ended_on_its_line() -> None:
    source = Source("a.dl", "p(x).\n")
    for line in render([WARNING.at(at(source, "x"), "m", help="h")], color=True).splitlines():
        assert line.count("\x1b[") == 2 * line.count("\x1b[0m")


# --- properties ---

texts = st.text(st.characters() | st.sampled_from("\n\r\t"), max_size=60)


@st.composite
def diagnostics(draw: st.DrawFn) -> Diagnostic:
    sources = [Source(name, draw(texts)) for name in ("a.dl", "b.dl")]

    def span() -> Span:
        source = draw(st.sampled_from(sources))
        start = draw(st.integers(0, len(source.text)))
        return Span(source, start, draw(st.integers(start, len(source.text))))

    related = [Label(span(), draw(texts)) for _ in range(draw(st.integers(0, 3)))]
    return ERROR.at(span(), draw(texts), label=draw(texts), related=related, help=draw(texts))


@given(diagnostics())
def test_any_place_can_be_drawn(found: Diagnostic) -> None:
    shown = render([found])
    assert shown.startswith("error[CHK999]:")
    assert shown.endswith("\n")
    assert render([found]) == shown
    assert shown.encode().decode() == shown
    assert not any(line.endswith(" ") for line in shown.split("\n"))


@given(diagnostics())
def test_the_marks_of_a_diagnostic_are_all_drawn(found: Diagnostic) -> None:
    if not found.primary.span.source.text:
        return
    rows = [row for row in render([found]).split("\n") if re.match(r" +\| ", row)]
    assert any("^" in row for row in rows)


# --- the exception ---


def test_an_error_holds_every_diagnostic_in_the_order_of_their_places() -> None:
    source = Source("a.dl", "one two")
    first, second = ERROR.at(at(source, "one"), "first"), ERROR.at(at(source, "two"), "second")
    error = DiagnosticError([second, first])
    assert error.diagnostics == (first, second)
    assert str(error) == "CHK999: first; CHK999: second"
