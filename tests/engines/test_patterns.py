"""Patterns mean what std::regex<char> says, in time proportional to the text."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.engines.patterns import PatternError, compile_pattern


def matches(pattern, text):
    return compile_pattern(pattern).matches(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", ""),
        ("a.*", "abba"),
        ("a|b|", ""),
        ("(?:ab)+", "abab"),
        ("(a|b)*c", "abbac"),
        ("a{2}", "aa"),
        ("a{2,}", "aaaa"),
        ("a{0,2}b", "b"),
        ("a+?b*?", "aab"),
        ("[abc]+", "cab"),
        ("[^abc]", "d"),
        ("[a-c-]+", "a-c"),
        ("[]|x", "x"),
        ("[^]", "\n"),
        (r"[\]]", "]"),
        (r"[\d\s]+", "1 2"),
        (r"[\b]", "\b"),
        ("[[:alpha:]_]+", "ab_C"),
        (r"\d{4}-\d{2}", "2025-07"),
        (r"\w+\W\w+", "to go"),
        (r"\x41\u0042", "AB"),
        (r"\cJ", "\n"),
        (r"\0", "\0"),
        (r"a\.b", "a.b"),
        ("]}", "]}"),
        (r".*\bwar\b.*", "the war, again"),
        (r".*\Bar", "war"),
        ("^a$", "a"),
        ("(^|x)a", "a"),
        ("caf(é)*", "cafééé"),
        ("(é|è)t", "èt"),
        ("é", "é"),
        (".{2}", "é"),
        (".*", "\U0001f600"),
        ("((a*)*)*", "aaa"),
        ("(){1000}a", "a"),
    ],
)
def test_a_pattern_matches_the_whole_text(pattern, text):
    assert matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", "a"),
        ("b", "abba"),
        ("a.*", "ba"),
        (".", "\n"),
        (".", "\r"),
        (".", "é"),
        ("a{2}", "aaa"),
        (r".*\bwar\b.*", "award"),
        ("[]", "a"),
        ("a^b", "ab"),
        ("a$b", "ab"),
        (r"\d", "\u0661"),
        (r"\w", "é"),
    ],
)
def test_a_pattern_does_not_match_a_part(pattern, text):
    assert not matches(pattern, text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "a)",
        "[a",
        "b.*[",
        "*a",
        "a**",
        "a{",
        "a{2,1}",
        "a{x}",
        "a{1001}",
        "a{99999999999999999999}",
        "^*",
        "\\",
        r"\1",
        r"\q",
        r"\xZ1",
        r"\u12",
        r"\xe9",
        "(?=a)",
        "(?!a)",
        "(?<a)",
        "[z-a]",
        r"[a-\d]",
        "[[:nope:]]",
        "[[.a.]]",
        "[é]",
        "é+",
        "(" * 101 + ")" * 101,
        "(a{1000}){1000}",
    ],
)
def test_a_pattern_that_cannot_be_matched_is_refused(pattern):
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_the_refusal_says_where_and_what_helps():
    with pytest.raises(PatternError, match="at character 4") as refused:
        compile_pattern("ab[é]")
    assert "(é|...)" in refused.value.mend


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(a|aa)+b", "(a*)*b", ".*.*.*.*.*b", "(.*a){20}b", "(a?){50}a{50}b"]
)
def test_no_pattern_takes_more_than_time_in_proportion_to_the_text(pattern):
    started = time.perf_counter()
    assert not matches(pattern, "a" * 20_000)
    assert time.perf_counter() - started < 2.0


def test_a_pattern_with_very_many_states_does_not_keep_them_all():
    automaton = compile_pattern("(a|b)*a(a|b){14}")
    text = "".join("ab"[bin(number).count("1") % 2] for number in range(30_000))
    assert automaton.matches(text.encode()) is bool(re.fullmatch("(a|b)*a(a|b){14}", text))


_atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\w", r"\d", r"\b", "^", "$", "(?:)"])


def _joined(inner):
    return (
        st.lists(inner, min_size=2, max_size=3).map("".join)
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})")
        | st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        )
    )


@given(st.recursive(_atoms, _joined, max_leaves=6), st.text("ab1 \n", max_size=6))
def test_patterns_agree_with_pythons_where_the_syntax_is_shared(pattern, text):
    # Python's `.` leaves out "\n" alone, its `$` also holds before a last "\n".
    python = pattern.replace("$", r"\Z")
    assert matches(pattern, text) is bool(re.fullmatch(python, text, re.ASCII))
