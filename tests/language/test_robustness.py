"""Properties of the parser on texts that nobody meant to be rule files."""

from __future__ import annotations

import time
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import Diagnostic, Level, Source, render
from checker.language import parse, unparse
from checker.language.ast import RuleFile
from tests.language.reading import codes, faults
from tests.language.strategies import rule_files

FRAGMENTS = (
    ".decl .type .input .output .include .once .pragma .plan .comp .init .functor .lattice .foo . ,"
    " ; : :- ( ) { } [ ] ! = != < <= > >= + - * / % ^ $ @ | _ p q x count sum min max mean match"
    " cat contains as nil true false not and or is ord autoinc eqrel input choice-domain 1 1.5 0x1f"
    ' 12u 1.2.3.4 "a" \'a\' “a” café # & && || ~ \\ // /* */ /** " é \t \r \n \0 \u202e \ufeff'
)

fragment = st.sampled_from(FRAGMENTS.split(" "))
fragments = st.lists(fragment, max_size=25).map(" ".join)
mutations = st.builds(
    lambda file, cut, length, patch: _patched(unparse(file), cut, length, patch),
    rule_files,
    st.floats(0, 1),
    st.integers(0, 6),
    fragment | st.text(max_size=3),
)
anything = st.text() | fragments | mutations


def _patched(text: str, cut: float, length: int, patch: str) -> str:
    at = int(cut * len(text))
    return text[:at] + patch + text[at + length :]


@given(anything)
def test_no_text_makes_the_parser_raise(text: str) -> None:
    parse(Source("any.dl", text))


@given(anything)
def test_every_place_of_a_diagnostic_lies_in_the_source(text: str) -> None:
    source = Source("any.dl", text)
    for found in parse(source).diagnostics:
        for label in (found.primary, *found.related):
            assert label.span.source is source
            assert 0 <= label.span.start <= label.span.end <= len(text)


@given(anything)
def test_every_diagnostic_can_be_shown(text: str) -> None:
    shown = render(parse(Source("any.dl", text)).diagnostics)
    harmless = "\n\u200c\u200d"
    acting = {category(character) for character in shown if character not in harmless}
    assert not acting & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("text", ["x" * 10_000 + "(", ".{}", "é{}", "'{}'", "p(1{}).", "{}(x y)."])
def test_a_message_does_not_repeat_a_long_name(text: str) -> None:
    for found in faults(text.format("y" * 10_000)):
        assert len(found.message) + len(found.help) < 300


@given(anything)
def test_reading_is_deterministic_and_in_order(text: str) -> None:
    first, second = parse(Source("any.dl", text)), parse(Source("any.dl", text))
    assert first == second
    starts = [found.primary.span.start for found in first.diagnostics]
    assert starts == sorted(starts)


@given(anything)
def test_what_was_understood_of_a_text_can_be_written_and_read_again(text: str) -> None:
    result = parse(Source("any.dl", text))
    if any(found.level is Level.ERROR for found in result.diagnostics):
        return
    assert parse(Source("again.dl", unparse(result.file))).file == result.file


@given(rule_files, fragments)
def test_what_stands_before_a_fault_is_understood(file: RuleFile, rest: str) -> None:
    text = f"{unparse(file)}end().\n{rest}"
    items = parse(Source("any.dl", text)).file.items
    assert items[: len(file.items)] == file.items


@pytest.mark.parametrize(
    "text",
    [
        "p({}x{}).".format("(" * 10_000, ")" * 10_000),
        "p(x) :- {}q(x){}.".format("(" * 10_000, ")" * 10_000),
        "p(x) :- {}q(x).".format("!" * 10_000),
        "p({}x).".format("-" * 10_000),
        "p({}x{}).".format("cat(" * 10_000, ")" * 10_000),
        "p({}x{}).".format("[" * 10_000, "]" * 10_000),
        "p({}x{}).".format("f(" * 10_000, ")" * 10_000),
        "p({}x{}).".format("as(" * 10_000, ", number)" * 10_000),
        "p({}x).".format("2 ^ " * 10_000),
        "p({}x).".format("1 + " * 10_000),
        "p(x) :- {}q(x){}.".format("x = count : { " * 10_000, " }" * 10_000),
        "p(x) :- x = {}{}.".format("sum 1 + " * 10_000, ": q(x)" * 10_000),
        "p({}x).".format("min(" * 10_000),
        "p(x) :- x = {}.".format(" + ".join(["((((1))))"] * 10_000)),
    ],
    ids=lambda text: text[:24],
)
def test_deep_nesting_is_refused_and_not_followed(text: str) -> None:
    found = codes(text + "\n.decl after()\n")
    assert "CHK114" in found


def test_nesting_up_to_the_limit_is_read_and_written() -> None:
    deepest = "(" * 90 + "x" + ")" * 90
    chain = " + ".join(["x"] * 95)
    body = "(" * 95 + "q(x)" + ")" * 95
    text = f"p({deepest}, {chain}) :- {'!' * 90}q(x), {body}."
    result = parse(Source("deep.dl", text))
    assert result.diagnostics == ()
    again = parse(Source("again.dl", unparse(result.file)))
    assert again.file == result.file


def test_nested_aggregates_up_to_the_limit_are_read() -> None:
    text = "p(x) :- " + "x = count : { " * 24 + "q(x)" + " }" * 24 + "."
    result = parse(Source("deep.dl", text))
    assert result.diagnostics == ()
    assert parse(Source("again.dl", unparse(result.file))).file == result.file


def test_a_fault_in_each_of_many_lines_is_reported_for_each() -> None:
    found: tuple[Diagnostic, ...] = faults("p(x) :- q(x) r(x).\n" * 200)
    assert [each.primary.span.position.line for each in found] == list(range(1, 201))


@pytest.mark.parametrize(
    "line",
    [
        *("(", "{", "[", "p(", "count : {", "min(", ".comp {", '"', "/*", "p(x) :- ("),
        *("  p(x)\n", "p(x)\n", "% it's\n", ".decl p()\n% it's\n", "p(x) q\n", "not ", "x.y"),
        *('\\"\n', "'", "“", '"x))))', "# it's\n", "é", "/** @id */", "1e5 ", "- "),
    ],
)
def test_a_file_of_one_fault_is_read_within_seconds(line: str) -> None:
    """A parser that looks ahead to the end at each fault would need minutes."""
    begun = time.perf_counter()
    found = codes(line * 20_000)
    assert found
    assert time.perf_counter() - begun < 10
