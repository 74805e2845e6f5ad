"""The strategies: whatever they draw is sound, and together they reach what rules look at."""

from __future__ import annotations

import subprocess
import sys
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from checker import testing
from checker.analysis import analyse
from checker.language import parse
from checker.testing import (
    Facts,
    Vocabulary,
    agents,
    corpora,
    desks,
    documents,
    facts,
    load_together,
    programs,
    stated,
)


@given(corpora())
def test_every_draw_loads_and_every_span_stands_in_its_text(corpus):
    texts = {document.id: document.text for document in corpus.documents}

    for entity in corpus.entities.values():
        if entity.kind == "claim" and entity.anchor is not None:
            anchor = entity.anchor
            quote = texts[anchor.document][anchor.start : anchor.end]
            assert entity.attributes["quote"] == quote


@settings(max_examples=20)
@given(facts(), st.integers(1, 3), st.integers())
def test_order_and_files_make_no_other_corpus(drawn, files, seed):
    parts = drawn.shuffled(Random(seed)).split(files)

    assert load_together(parts).relations == drawn.corpus().relations


@settings(max_examples=20)
@given(facts())
def test_renamed_facts_have_other_ids_and_as_many_rows(drawn):
    renamed = drawn.renamed(lambda name: f"new-{name}")

    assert renamed.ids == {f"new-{name}" for name in drawn.ids}
    before, after = drawn.corpus().relations, renamed.corpus().relations
    assert {name: len(rows) for name, rows in before.items()} == {
        name: len(rows) for name, rows in after.items()
    }


@settings(max_examples=20)
@given(facts(), facts(Vocabulary().apart("-x")))
def test_facts_of_vocabularies_apart_go_together(here, there):
    assert not here.ids & there.ids
    (here + there.without("desk")).corpus()


@settings(max_examples=20)
@given(agents().flatmap(documents), desks())
def test_strategies_can_be_put_together_otherwise(page, desk):
    known = Facts({"agents": [_agent(name) for name in ("ann", "bob", "cleo")]})

    (known + page + desk).corpus()


def _agent(name: str) -> dict[str, str]:
    return {"id": name, "name": name.capitalize(), "kind": "person"}


@settings(max_examples=20)
@given(programs())
def test_rule_programs_are_sound(example):
    assert analyse([parse(_source(example.text)).file]).program is not None


def _source(text: str):
    from checker.diagnostics import Source

    return Source("drawn.dl", text)


def test_stated_figures_stand_each_in_a_claim_of_its_own():
    corpus = stated(12, 3).corpus()

    assert [row[3] for row in sorted(corpus.relations["quantity"])] == [12.0, 3.0]
    assert corpus.relations["claim_text"] == (
        ("told-0", "12 people came"),
        ("told-1", "3 people came"),
    )


def test_every_public_name_is_there():
    for name in testing.__all__:
        assert getattr(testing, name)


def test_without_hypothesis_the_extra_is_named():
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "import checker.testing\n"
        "assert checker.testing.Facts\n"
        "checker.testing.check_pack"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")

    assert "pip install 'checker[testing]'" in ran.stderr
