"""What fuzzing found stays mended, and a short search finds nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzzing.search import search
from tests.fuzzing.targets import TARGETS, Target, codes, prepare

CORPUS = Path(__file__).parent / "corpus"
FOUND = [(target, path) for target in TARGETS for path in sorted((CORPUS / target.name).glob("*"))]


@pytest.mark.parametrize(
    ("target", "path"), FOUND, ids=[f"{target.name}-{path.name}" for target, path in FOUND]
)
def test_what_was_found_is_read_or_refused(target: Target, path: Path, tmp_path: Path) -> None:
    prepare(tmp_path)
    codes(target, path.read_bytes(), tmp_path)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_short_search_finds_nothing(target: Target, tmp_path: Path) -> None:
    prepare(tmp_path)
    searched = search(target, 5 * target.share, 0, tmp_path)
    assert searched.found == {}
    assert searched.inputs == 5 * target.share


def test_everything_in_the_corpus_belongs_to_a_target() -> None:
    assert {path.name for path in CORPUS.iterdir()} <= {target.name for target in TARGETS}


@pytest.mark.parametrize("name", ["configuration", "baseline", "mapping", "html", "facts-json"])
def test_a_search_starts_from_inputs_that_are_right(name: str, tmp_path: Path) -> None:
    (target,) = (target for target in TARGETS if target.name == name)
    prepare(tmp_path)
    assert [codes(target, seed, tmp_path) for seed in target.seeds()] == [()]
