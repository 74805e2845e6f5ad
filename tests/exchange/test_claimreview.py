"""Reviews become documents with a claim and a verdict, and come back as they were."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.exchange import SourceFormat, TargetFormat, bundle_text, export
from tests.exchange.support import converted, faults, loaded, place

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://facts.example/round-12",
    "claimReviewed": "12 boats had left",
    "author": {"@type": "Organization", "name": "Facts Desk"},
    "datePublished": "2024-06-22",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Anna Dahl"},
        "datePublished": "2024-06-20",
        "appearance": [{"@type": "CreativeWork", "url": "https://news.example/a"}],
    },
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 5,
        "alternateName": "False",
    },
}


def test_the_claim_is_its_claimants_and_the_verdict_the_reviewers(tmp_path: Path) -> None:
    done = converted(tmp_path, "r.json", json.dumps(REVIEW), SourceFormat.CLAIMREVIEW)
    facts = loaded(tmp_path, done)
    claim = facts.records.claims["facts-example-round-12:claim"].record
    verdict = facts.records.claims["facts-example-round-12:verdict"].record
    assert facts.records.agents[claim.source].record.name == "Anna Dahl"
    assert (claim.voice, claim.as_of) == ("indirect", "2024-06-20")
    assert (verdict.voice, verdict.kind) == ("narrator", "evaluation")
    assert verdict.span.exact == "False (1 on a scale from 1 to 5)"
    assert [(link.link, link.claim) for link in verdict.links] == [("answers", claim.id)]
    assert not done.left_out
    assert not done.not_mapped


def test_a_list_and_a_graph_are_read_and_other_items_counted(tmp_path: Path) -> None:
    page = {"@type": "WebPage", "name": "x"}
    more = REVIEW | {"name": "Title", "author": [{"name": "A b"}, {"name": "C d"}]}
    for content in ([REVIEW, page, more], {"@graph": [REVIEW, page, more]}):
        done = converted(tmp_path, "r.json", json.dumps(content), SourceFormat.CLAIMREVIEW)
        assert done.count("claims") == 4
        assert [fault.message for fault in done.not_mapped] == [
            "an item of the type `WebPage` is not mapped",
            "the property `name` is not mapped",
            "a further author is not mapped",
        ]


def test_a_malformed_review_is_named_where_it_is_wrong(tmp_path: Path) -> None:
    content = json.dumps([REVIEW | {"claimReviewed": 3}, {"@type": "ClaimReview"}], indent=1)
    found = faults(tmp_path, "r.json", content, SourceFormat.CLAIMREVIEW)
    assert [(place(fault), fault.code) for fault in found] == [
        ("r.json:6:20", "CHK720"),
        (f"r.json:{content.splitlines().index(' {', 2) + 1}:2", "CHK720"),
    ]
    assert "`claimReviewed` is missing" in found[1].message


def test_facts_without_a_verdict_give_a_review_without_a_rating(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(
        """\
checker: 1
documents: [{id: d, title: The day, content: Ann said it was so. It was.}]
agents: [{id: ann, name: Ann, kind: person}]
claims:
  - {id: c, document: d, span: it was so, voice: indirect, source: ann, kind: report}
  - {id: n, document: d, span: It was, voice: narrator, kind: evaluation}
"""
    )
    text = export([tmp_path / "f.yaml"], TargetFormat.CLAIMREVIEW, root=tmp_path)
    assert json.loads(text)["@graph"] == [
        {
            "@type": "ClaimReview",
            "claimReviewed": "it was so",
            "itemReviewed": {
                "@type": "Claim",
                "author": {"@type": "Person", "name": "Ann"},
                "appearance": {"@type": "CreativeWork", "headline": "The day"},
            },
        }
    ]


# --- there and back ------------------------------------------------------------------------------

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
sentences = names.filter(lambda text: " on a scale from " not in text)
days = st.dates().map(str)
urls = words.map("https://example.org/{}".format)
figures = st.integers(0, 9) | st.sampled_from([0.5, 2.5])
parties = st.fixed_dictionaries(
    {
        "@type": st.sampled_from(["Person", "Organization", "NewsMediaOrganization"]),
        "name": names,
    }
)
ratings = st.fixed_dictionaries(
    {"@type": st.just("Rating"), "alternateName": sentences}
) | st.fixed_dictionaries(
    {
        "@type": st.just("Rating"),
        "alternateName": sentences,
        "ratingValue": figures,
        "worstRating": figures,
        "bestRating": figures,
    }
)
works = st.lists(
    urls.map(lambda url: {"@type": "CreativeWork", "url": url}), min_size=1, max_size=2
)
reviews = st.fixed_dictionaries(
    {
        "@type": st.just("ClaimReview"),
        "claimReviewed": sentences,
        "itemReviewed": st.fixed_dictionaries(
            {"@type": st.just("Claim")},
            optional={"author": parties, "datePublished": days, "appearance": works},
        ),
        "reviewRating": ratings,
    },
    optional={"url": urls, "author": parties, "datePublished": days},
)


def comparable(reviews_: list[dict]) -> list[str]:
    return sorted(json.dumps(review, sort_keys=True) for review in reviews_)


@settings(max_examples=40)
@given(st.lists(reviews, min_size=1, max_size=3))
def test_reviews_come_back_as_they_were(given_: list[dict]) -> None:
    from tempfile import TemporaryDirectory

    given_ = [_one_kind_a_name(review) for review in given_]
    with TemporaryDirectory() as name:
        folder = Path(name)
        done = converted(folder, "r.json", json.dumps(given_), SourceFormat.CLAIMREVIEW)
        assert not done.left_out
        (folder / "f.yaml").write_text(bundle_text(done.sections), encoding="utf-8")
        text = export([folder / "f.yaml"], TargetFormat.CLAIMREVIEW, root=folder)
    assert comparable(json.loads(text)["@graph"]) == comparable(given_)


def _one_kind_a_name(review: dict) -> dict:
    """Within a review one name is one agent, of one type."""
    author, claimant = review.get("author"), review["itemReviewed"].get("author")
    if author and claimant and author["name"].casefold() == claimant["name"].casefold():
        return review | {"author": claimant}
    return review
