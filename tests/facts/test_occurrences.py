"""A part is found in an indexed text wherever it stands, and as fast in a long text as in many."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from checker.facts.models import Selector
from checker.facts.occurrences import Searched, occurrences
from checker.facts.spans import Ambiguous, Found, NotFound, find

texts = st.text(st.sampled_from("ab \n"), max_size=120)


@st.composite
def texts_and_parts(draw: st.DrawFn) -> tuple[str, str]:
    """A text of few letters, and a part of it or one much like that."""
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    part = text[start : draw(st.integers(start, len(text)))]
    return text, part + draw(st.sampled_from(["", "", "", "a"])) or "a"


@given(texts_and_parts())
def test_an_index_finds_each_place_that_a_search_finds(case: tuple[str, str]) -> None:
    text, part = case
    assert list(Searched(text, worth_it=0).occurrences(part)) == list(occurrences(part, text))


@given(
    texts_and_parts(),
    st.one_of(st.none(), st.integers(0, 120)),
    st.text(st.sampled_from("ab "), max_size=2),
    st.text(st.sampled_from("ab "), max_size=2),
)
def test_a_selector_means_the_place_that_a_look_at_all_places_gives(
    case: tuple[str, str], start: int | None, prefix: str, suffix: str
) -> None:
    text, part = case
    selector = Selector(exact=part, start=start, prefix=prefix, suffix=suffix)
    fitting = [
        at
        for at in range(len(text))
        if text.startswith(part, at)
        and start in (None, at)
        and text[:at].endswith(prefix)
        and text[at + len(part) :].startswith(suffix)
    ]
    found = find(selector, Searched(text, worth_it=0))
    assert found == find(selector, text)
    if len(fitting) == 1:
        assert found == Found(fitting[0], fitting[0] + len(part))
    elif fitting:
        assert isinstance(found, Ambiguous)
        assert found.count == len(fitting)
    else:
        assert isinstance(found, NotFound)


def test_ten_thousand_passages_of_a_long_text_take_no_longer_than_one_look_at_each() -> None:
    sentences = [f"On day {day} the river rose by {day * 7 % 991} cm. " for day in range(25_000)]
    text = Searched("".join(sentences))
    assert len(text.text) > 900_000
    started = process_time()
    for sentence in sentences[::3]:
        assert len(list(text.occurrences(sentence))) == 1
    said = Selector(exact="the river", start=text.text.rindex("the river"))
    for _ in range(10_000):
        assert isinstance(find(said, text), Found)
    # Some 0.4 s; a search of the text for each takes a minute.
    assert process_time() - started < 3
