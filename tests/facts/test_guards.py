"""The guards against invented facts: what a claim quotes, counts and names must be in the text."""

from __future__ import annotations

import pytest

from checker.facts import Anchor
from tests.facts.support import corpus, fault, faults, place

TEXT = """\
checker: 1
documents:
  - id: d
    title: The swap
    content: |
      “We did it,” Anna Berg said.  The US swapped 1,200 prisoners; the Rail
      Board swapped 24 to 48. Berg said it again: it was just a swap, just that.
agents:
  - {id: berg, name: Anna Berg, aliases: [Berg], kind: person}
  - {id: board, name: the Rail Board, kind: organisation}
  - {id: usa, name: United States, aliases: [US], kind: state}
  - {id: fathers, name: Fathers' League, kind: organisation}
claims:
"""


def claim(span: str, *fields: str) -> str:
    """A bundle with one claim, whose span stands in line 14."""
    lines = [f"  - span: {span}", "    id: c", "    document: d", "    kind: report"]
    if not any(field.startswith("voice") for field in fields):
        lines.append("    voice: narrator")
    return TEXT + "\n".join([*lines, *(f"    {field}" for field in fields)]) + "\n"


def anchor(text: str) -> tuple[Anchor | None, str]:
    given = corpus(text)
    found = given.entities["claim", "c"].anchor
    assert found is not None
    return found, given.documents[0].text[found.start : found.end]


# --- spans -----------------------------------------------------------------------------------


def test_a_span_is_found_where_it_stands() -> None:
    assert anchor(claim("Anna Berg said")) == (Anchor("d", 13, 27), "Anna Berg said")


@pytest.mark.parametrize(
    ("span", "start"),
    [
        ("{exact: just, suffix: ' a swap'}", 122),
        ("{exact: just, prefix: 'swap, '}", 135),
        ("{exact: just, start: 135}", 135),
        ("{exact: just, prefix: 'was ', suffix: ' a', start: 122}", 122),
    ],
)
def test_one_of_several_places_is_told_by_what_stands_around_it(span: str, start: int) -> None:
    found, _ = anchor(claim(span))
    assert found == Anchor("d", start, start + 4)


def test_several_places_are_shown_with_a_way_to_tell_them_apart() -> None:
    found = fault(claim("just"))
    assert (found.code, place(found)) == ("CHK441", "facts.yaml:14:11")
    assert "stands in 2 places" in found.message
    assert [label.span.position for label in found.related] == [(2, 52), (2, 65)]
    assert {label.span.source.name for label in found.related} == {"<d>"}
    assert found.help.endswith("for the first `suffix: ' a s'`")


def test_a_way_to_tell_places_apart_holds_for_every_place() -> None:
    text = "checker: 1\ndocuments: [{id: d, title: T, content: 'a a a a'}]\n"
    ambiguous = "claims: [{id: c, document: d, span: a, voice: narrator, kind: report}]\n"
    found = fault(text + ambiguous)
    assert "4 places" in found.message
    chosen = found.help.split("`")[1]
    assert corpus(text + ambiguous.replace("span: a", f"span: {{exact: a, {chosen}}}"))


@pytest.mark.parametrize(
    ("span", "says", "nearest"),
    [
        ("Anna Berg says", "does not stand in the document", "Anna Berg said"),
        ("'\"We did it,\"'", "but for its quotation marks", "“We did it,”"),
        ("said. The US", "but for its white space", "said.  The US"),
        ("the Rail Board", "but for its white space", "the Rail\nBoard"),
        ("anna berg SAID", "but for its case", "Anna Berg said"),
        ("{exact: just, start: 121}", "does not begin at 121", "just"),
        ("{exact: just, start: 500}", "does not begin at 500", "just"),
        ("{exact: Anna, prefix: x}", "not with this prefix and suffix", "Anna"),
        ("{exact: Anna, suffix: x}", "not with this prefix and suffix", "Anna"),
    ],
)
def test_a_span_that_is_not_there_is_shown_beside_the_nearest_passage(
    span: str, says: str, nearest: str
) -> None:
    found = fault(claim(span))
    assert (found.code, found.primary.span.position.line) == ("CHK440", 14)
    assert says in found.message
    assert [label.span.text for label in found.related] == [nearest]
    shown = repr(nearest)[1:-1]
    assert any(part in found.help for part in (shown, "start: ", "stands before"))


def test_a_span_like_nothing_in_the_document_has_no_nearest_passage() -> None:
    found = fault(claim("a dragon ate the moon"))
    assert found.code == "CHK440"
    assert found.related == ()
    assert found.help == "quote the document to the letter"


def test_spans_of_wordings_dates_cues_and_evidence_are_guarded_as_well() -> None:
    text = claim(
        "We did it",
        "voice: direct",
        "source: berg",
        "cue: whispered",
        "via: [{source: usa, cue: reported}]",
        "evidence: [{kind: document, exact: a letter}]",
    )
    text += "wordings: [{id: w, document: d, span: merely, category: doubt, voice: narrator}]\n"
    text += "dates: [{id: t, document: d, span: Monday, kind: weekday}]\n"
    assert [(found.code, place(found)) for found in faults(text)] == [
        ("CHK440", "facts.yaml:20:10"),
        ("CHK440", "facts.yaml:21:30"),
        ("CHK440", "facts.yaml:22:40"),
        ("CHK440", "facts.yaml:23:39"),
        ("CHK440", "facts.yaml:24:36"),
    ]


def test_a_cue_may_stand_in_several_places() -> None:
    given = corpus(claim("We did it", "voice: direct", "source: berg", "cue: said"))
    assert given.relations["attribution"] == (("c", 0, "berg", "said"),)


# --- figures ---------------------------------------------------------------------------------


def quantity(fields: str, span: str = "Board swapped 24 to 48") -> str:
    return claim(span, "quantities:", f"  - {{id: q, measure: m, {fields}}}")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("low: 24, high: 48", "24 to 48"),
        ("low: 24", "24"),
        ("high: 48", "48"),
        ("low: 24, high: 48, exact: swapped 24 to 48", "swapped 24 to 48"),
        ("amount: 24, exact: {exact: '24', suffix: ' to'}", "24"),
    ],
)
def test_a_figure_in_the_span_is_the_place_of_its_quantity(fields: str, text: str) -> None:
    given = corpus(quantity(fields))
    found = given.entities["quantity", "q"].anchor
    assert found is not None
    assert given.documents[0].text[found.start : found.end] == text


def test_a_figure_that_is_not_in_the_span_is_shown_with_those_that_are() -> None:
    found = fault(quantity("low: 24, high: 49"))
    assert (found.code, place(found)) == ("CHK442", "facts.yaml:20:44")
    assert "the figure 49 does not stand" in found.message
    assert found.note == "its figures are `24` (24), `48` (48)"
    assert found.related[0].span.text == "Board swapped 24 to 48"


def test_a_figure_outside_of_its_exact_words_is_refused() -> None:
    found = fault(quantity("amount: 48, exact: '24'"))
    assert (found.code, found.note) == ("CHK442", "its figures are `24` (24)")


def test_a_span_without_figures_says_so() -> None:
    assert fault(quantity("amount: 3", "Anna Berg said")).note == "the span has no figures"


@pytest.mark.parametrize(
    ("exact", "code"), [("'1,200'", "CHK444"), ("nothing", "CHK444"), ("'4'", "CHK441")]
)
def test_the_words_of_a_figure_must_stand_once_in_the_span(exact: str, code: str) -> None:
    found = fault(quantity(f"amount: 24, exact: {exact}"))
    assert (found.code, found.primary.span.position.line) == (code, 20)


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "field"),
    [
        ("Anna Berg said", "subject: berg"),
        ("Berg said it again", "object: berg"),
        ("The US swapped", "subject: usa"),
        ("'Rail\n\n        Board swapped'", "subject: board"),
        ("it was just a swap", "subject: it"),
        ("it was just a swap", "subject: d#narrator"),
    ],
)
def test_an_agent_is_named_by_name_or_alias_or_is_no_agent(span: str, field: str) -> None:
    assert corpus(claim(span, field)).relations["proposition"]


@pytest.mark.parametrize(
    ("span", "agent"),
    [
        ("it was just a swap", "berg"),
        ("was just a swap", "usa"),  # jUSt
        ("The US swapped", "board"),
    ],
)
def test_an_agent_that_is_not_named_is_refused(span: str, agent: str) -> None:
    found = fault(claim(span, f"subject: {agent}"))
    assert (found.code, place(found)) == ("CHK443", "facts.yaml:19:14")
    assert f"`{agent}`, the subject of claim `c`" in found.message
    assert f"{{agent: {agent}, exact: " in found.help


def test_an_acronym_is_not_a_word_of_the_same_letters() -> None:
    text = claim("he told us", "subject: usa").replace("Berg said it again", "Berg, he told us,")
    assert fault(text).code == "CHK443"
    assert corpus(text.replace("told us", "told US")).relations["claim_mention"]


def test_a_mention_names_an_agent_in_other_words() -> None:
    given = corpus(claim("We did it", "subject: berg", "mentions: [{agent: berg, exact: We}]"))
    assert given.relations["claim_mention"] == (("c", "berg"),)


def test_a_mention_must_stand_in_the_span() -> None:
    found = faults(claim("We did it", "mentions: [{agent: berg, exact: They}]"))
    assert [(f.code, place(f)) for f in found] == [("CHK444", "facts.yaml:19:37")]


def test_a_mention_is_a_word_not_a_part_of_one() -> None:
    (found,) = faults(claim("The US swapped", "mentions: [{agent: berg, exact: he}]"))
    assert found.code == "CHK444"


def test_the_source_itself_need_not_be_named() -> None:
    given = corpus(claim("We did it", "voice: direct", "source: berg", "subject: berg"))
    assert given.relations["proposition"] == (("c", "berg", "", ""),)


def test_an_apostrophe_may_be_straight_or_curly() -> None:
    text = claim("a swap, just that", "subject: fathers").replace(
        "swap, just that", "swap, Fathers’ League that"
    )
    assert corpus(text).relations["claim_mention"] == (("c", "fathers"),)
