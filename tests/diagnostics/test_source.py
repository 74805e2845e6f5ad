"""Places in a text, as editors count them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import Position, Source, Span


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_lines_end_as_on_any_system(end: str) -> None:
    source = Source("a.dl", f"one{end}{end}three")
    assert [source.line(number) for number in (1, 2, 3)] == ["one", "", "three"]
    assert source.position(source.text.index("three")) == Position(3, 1)


def test_columns_count_code_points() -> None:
    source = Source("a.dl", "日本 x")
    assert source.position(source.text.index("x")) == Position(1, 4)


def test_the_place_behind_the_last_line_break_is_a_line() -> None:
    source = Source("a.dl", "one\n")
    assert source.position(4) == Position(2, 1)
    assert source.line(2) == ""


@given(st.text(st.sampled_from("ab\r\n日")), st.data())
def test_a_position_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    source = Source("a.dl", text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = source.position(offset)
    assert source.line_starts[line - 1] + column - 1 == offset


def test_a_span_has_a_place_and_a_text() -> None:
    span = Span(Source("a.dl", "one\ntwo three"), 8, 13)
    assert span.text == "three"
    assert span.position == Position(2, 5)


def test_two_spans_are_covered_by_the_smallest_that_holds_both() -> None:
    source = Source("a.dl", "one two three")
    assert Span(source, 8, 13).to(Span(source, 0, 3)) == Span(source, 0, 13)
