"""What the deterministic extractor proposes of a text, record by record."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.extraction import Proposal, Record
from checker.extraction.patterns import PatternExtractor
from checker.extraction.patterns.certainty import certainty
from tests.extraction.support import document


def proposed(folder: Path, text: str) -> Proposal:
    return PatternExtractor().propose(document(folder, text))


def claims(folder: Path, text: str) -> list[Record]:
    return list(proposed(folder, text).claims)


def sources(folder: Path, text: str) -> list[object]:
    return [each.get("source", "").removeprefix("talks:") for each in claims(folder, text)]


def test_every_fact_names_its_extractor_and_says_how_sure_it_is(tmp_path: Path) -> None:
    made = proposed(tmp_path, "Critics claim that just 3 per cent came on Monday.")
    facts = [*made.claims, *made.wordings, *made.dates]
    assert len(facts) == 5
    for each in facts:
        mark = each["extraction"]
        assert isinstance(mark, dict)
        assert mark["by"] == "checker"
        assert mark["tool"] == PatternExtractor().version
        assert isinstance(mark["confidence"], float)
        assert 0 < mark["confidence"] < 1


def test_a_pronoun_is_the_only_speaker_that_it_can_be(tmp_path: Path) -> None:
    text = "Mayor Jan Holt said it was late. He added that it would rain."
    assert sources(tmp_path, text) == ["jan-holt", "jan-holt"]


@pytest.mark.parametrize(
    "text",
    [
        "Jan Holt, a clerk, met Anna Berg, a judge. She said it was late.",
        "The firm said it was late. He said it would rain.",
        "She said it was late.",
        "“It is late,” he said.",
    ],
)
def test_what_a_pronoun_without_one_meaning_says_is_left_out(tmp_path: Path, text: str) -> None:
    assert all(not source or source == "firm" for source in sources(tmp_path, text))


def test_a_person_of_whom_the_narrator_speaks_counts_for_a_pronoun(tmp_path: Path) -> None:
    text = (
        "“A start,” said Dmitry Orlov, a clerk.\n\n"
        "That was confirmed by Rustem Adler, who leads the other side. “We go on,” he said."
    )
    assert sources(tmp_path, text) == ["dmitry-orlov", "rustem-adler"]


def test_a_surname_is_the_person_of_that_full_name(tmp_path: Path) -> None:
    text = "Foreign Minister Hakan Fidan came. “We go on,” Fidan said."
    (agent,) = proposed(tmp_path, text).agents
    assert (agent["name"], agent["kind"], agent["aliases"]) == ("Hakan Fidan", "person", ["Fidan"])


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("Moscow", "Russia", "state"),
        ("The Institute for Marine Research", "Institute for Marine Research", "organisation"),
        ("Governor Ines Caldeira", "Ines Caldeira", "person"),
        ("Critics", "Critics, in talks", "collective"),
        ("A police spokesman", "police spokesman, in talks", "collective"),
        ("The finance ministry", "finance ministry, in talks", "organisation"),
        ("The operator, Petrocorvo,", "Petrocorvo", "organisation"),
    ],
)
def test_a_source_is_a_person_a_body_a_state_or_without_a_name(
    tmp_path: Path, source: str, name: str, kind: str
) -> None:
    (agent,) = proposed(tmp_path, f"{source} said that it was late.").agents
    assert (agent["name"], agent["kind"]) == (name, kind)


def test_a_denial_of_what_was_just_alleged_answers_it(tmp_path: Path) -> None:
    text = (
        "Prosecutor Livia Sarti alleged that money changed hands. "
        "Judge Marta Pini rejected the accusation."
    )
    alleged, denied = claims(tmp_path, text)
    assert (alleged["kind"], denied["kind"]) == ("allegation", "denial")
    assert denied["span"] == "Judge Marta Pini rejected the accusation"
    assert denied["stances"] == [{"on": alleged["id"], "stance": "denies"}]


def test_a_denial_after_two_allegations_answers_neither(tmp_path: Path) -> None:
    text = (
        "Livia Sarti, a clerk, claimed that he lied. Marta Pini, a judge, alleged that he stole. "
        "The ministry rejected the claims."
    )
    assert all("stances" not in each for each in claims(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "Police said that Jan Holt, a clerk, had lied. Holt denied it.",
        "Jan Holt is accused of theft. Holt, a clerk, has denied doing so.",
        "Boys are alleged to have been taken by Russia. Moscow denied Kiev’s claims.",
        "Anna Berg, a judge, claimed he lied. The allegation was denied by the ministry.",
        "The ministry said that it was late, but Anna Berg, a judge, denied that claim.",
    ],
)
def test_a_denial_takes_up_the_only_claim_that_it_can(tmp_path: Path, text: str) -> None:
    first, denial = claims(tmp_path, text)
    assert denial["stances"] == [{"on": first["id"], "stance": "denies"}]
    assert denial["links"] == [{"link": "answers", "claim": first["id"]}]


@pytest.mark.parametrize(
    "text",
    [
        "Police said that Jan Holt, a clerk, had lied. The city said it was late. Holt denied it.",
        "Police said that it was late. It rained. It snowed. Holt, a clerk, denied it.",
        "Poland claimed that it was late. Moscow denied Ukraine’s claims.",
        "Moscow claimed that it was late. Moscow denied the allegation.",
        "Police promised to come. Holt, a clerk, denied it.",
    ],
)
def test_a_denial_that_could_be_of_something_else_takes_up_nothing(
    tmp_path: Path, text: str
) -> None:
    assert all("stances" not in each for each in claims(tmp_path, text))


def test_what_the_narrator_calls_a_promise_is_a_pledge_with_its_time(tmp_path: Path) -> None:
    text = "Jan Holt, a clerk, has claimed he could mend it in a single day—a promise he repeated."
    made = proposed(tmp_path, text)
    (pledge,) = made.pledges
    assert made.claims[0]["kind"] == "pledge"
    assert (pledge["goal"], pledge["within"]) == ("he could mend it in a single day", "1 day")


@pytest.mark.parametrize(
    ("text", "distribution"),
    [
        ("Velmark and Orvania have agreed to exchange 1,200 prisoners.", "unsaid"),
        ("The two sides will release 30 hostages.", "unsaid"),
        ("Both companies were fined 2 million euros.", "unsaid"),
        ("The two sides will release 30 hostages each.", "each"),
        ("Velmark and Orvania have agreed to exchange 1,200 prisoners in total.", None),
        ("Velmark has released 30 hostages.", None),
        ("Marks and Holt lost 3 million euros.", None),
        ("The two sides met for 3 days.", None),
    ],
)
def test_what_several_do_with_a_number_is_said_of_each_or_of_all_or_it_is_unsaid(
    tmp_path: Path, text: str, distribution: str | None
) -> None:
    (claim,) = claims(tmp_path, text)
    quantity = claim["quantities"][-1]  # type: ignore[index, call-overload]
    assert quantity.get("distribution") == distribution  # type: ignore[union-attr]


def test_what_is_done_beside_a_pledge_is_no_part_of_it(tmp_path: Path) -> None:
    text = "The city promised to mend it and was reviewing a list."
    assert claims(tmp_path, text)[0]["span"] == "mend it"


def test_an_accusation_has_its_target_where_it_names_one(tmp_path: Path) -> None:
    (claim,) = claims(tmp_path, "Moscow accused Ukraine of breaking the truce.")
    assert claim["targets"] == ["talks:ukraine"]


def test_a_pledge_has_its_goal_and_its_time(tmp_path: Path) -> None:
    (pledge,) = proposed(tmp_path, "The city promised to mend it within ten days.").pledges
    assert pledge["goal"] == "mend it within ten days"
    assert pledge["within"] == "10 days"
    assert pledge["agent"] == "talks:city"


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("it was not late", "polarity", "negative"),
        ("it might be late", "factuality", "PS+"),
        ("it was probably late", "factuality", "PR+"),
        ("it is late if it rains", "factuality", "U"),
        ("it will be late", "tense", "future"),
    ],
)
def test_how_sure_a_source_is_shows_in_its_words(
    tmp_path: Path, said: str, field: str, value: str
) -> None:
    (claim,) = claims(tmp_path, f"The mayor said that {said}.")
    assert claim[field] == value


@pytest.mark.parametrize(
    ("said", "polarity"),
    [
        ("Despite repeated efforts, there were no signs of progress", "negative"),
        ("However, nobody was hurt", "negative"),
        ("Despite no progress, the talks go on", "positive"),
        ("In May, the mayor left, and nobody minded", "positive"),
        ("In May, no fewer than ten people were hurt", "positive"),
        ("Rain fell, no more and no less", "positive"),
    ],
)
def test_a_negation_counts_where_it_is_the_statement_s(said: str, polarity: str) -> None:
    assert certainty(said, None).polarity == polarity


def test_an_ordinal_is_an_event_of_a_series(tmp_path: Path) -> None:
    made = proposed(tmp_path, "It was the third round of talks.")
    (event,) = made.events
    assert event["name"] == "third round of talks"
    (claim,) = made.claims
    assert claim["states"] == [{"event": event["id"], "series": "talks:round", "ordinal": 3}]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It is the deadliest war since 1945.", "evaluation"),
        ("The aid has intensified the war.", "causal"),
        ("The plan is bound to fail.", "prediction"),
        ("There were no signs of progress.", "evaluation"),
        ("The plan cost 3 million euros.", "report"),
    ],
)
def test_the_narrator_s_own_statements_are_taken_by_what_they_show(
    tmp_path: Path, text: str, kind: str
) -> None:
    (claim,) = claims(tmp_path, text)
    assert (claim["voice"], claim["kind"]) == ("narrator", kind)


def test_a_sentence_that_shows_nothing_is_left_out(tmp_path: Path) -> None:
    assert claims(tmp_path, "The talks went on in the afternoon.") == []


@pytest.mark.parametrize(
    ("text", "category", "voice"),
    [
        ("The so-called experts came.", "doubt", "narrator"),
        ("It was, of course, late.", "editorialising", "narrator"),
        ("It took just 40 minutes.", "editorialising", "narrator"),
        ("The regime fell.", "loaded", "narrator"),
        ("“A brutal war,” said Anna Berg, a judge.", "loaded", "direct"),
        ("Anna Berg, a judge, said that a brutal war went on.", "loaded", "indirect"),
        ("Observers came. Observers say that it was late.", "weasel", "narrator"),
        ("The mayor claims that it was late.", "doubt", "narrator"),
        ("The special military operation went on.", "side-term", "narrator"),
    ],
)
def test_a_word_to_watch_has_its_category_and_voice(
    tmp_path: Path, text: str, category: str, voice: str
) -> None:
    (word,) = proposed(tmp_path, text).wordings
    assert (word["category"], word["voice"]) == (category, voice)


def test_a_loaded_word_of_nobody_known_is_left_out(tmp_path: Path) -> None:
    assert proposed(tmp_path, "“A brutal war,” she said.").wordings == ()


def test_figures_are_compared_within_their_document_alone(tmp_path: Path) -> None:
    (claim,) = claims(tmp_path, "Four people were killed.")
    assert claim["scope"] == {"document": "talks"}


def test_the_same_text_gives_the_same_proposal(tmp_path: Path) -> None:
    text = "Critics say 3 to 5 per cent left. “We go on,” said Anna Berg, a judge."
    assert proposed(tmp_path, text) == proposed(tmp_path, text)
