"""Fact files are the same bytes for the same facts, and load as they are written."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError, Source
from checker.documents import OffsetMap, read_document
from checker.documents.offsets import Run
from checker.extraction import extract, write
from checker.extraction.patterns import PatternExtractor
from checker.extraction.writing import bundle
from checker.facts import load_corpus
from checker.facts.yaml_reader import read_yaml
from tests.extraction.support import ROOT, document

PAGE = """<html lang="en"><head><title>Boats</title>
<meta property="og:site_name" content="The Herald"></head><body><article>
<h1>Twelve boats sank in the storm on the lake</h1>
<p>&ldquo;A bad day,&rdquo; said Anna Berg, a judge. At least 12&nbsp;boats sank in the storm.</p>
<p>The harbour of the town was closed for the night, according to the police.</p>
</article></body></html>"""

values = st.recursive(
    st.one_of(
        st.text(alphabet=st.characters(exclude_categories=["Cs"])),
        st.sampled_from(["no", "true", "1.5", "", "- a", "a: b", "#", "a:b", "null", "x'\"\\"]),
        st.integers(-(10**12), 10**12).map(float),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["on", "b", "c"]), inner)
    ),
    max_leaves=6,
)


def plain(value: object) -> object:
    """A value as it was read, with scalars in the types that the fields would give them."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    resolved = getattr(value, "resolved", None)
    return resolved() if resolved else value


@given(values)
def test_every_value_is_read_as_it_was_written(value: object) -> None:
    with tempfile.TemporaryDirectory() as name:
        read = document(Path(name), "A text.")
    text = bundle(read, {"claims": ({"id": "x", "value": value},)}, {"text": "a.txt"})  # type: ignore[dict-item]
    found, _ = read_yaml(Source("bundle", text))
    assert isinstance(found, dict)
    (record,) = plain(found["claims"])  # type: ignore[misc]
    assert record["value"] == value


def test_the_seed_s_article_is_named_where_it_stands(tmp_path: Path) -> None:
    folder = ROOT / "facts" / "new"
    (done,) = extract([ROOT / "seeds/istanbul-talks.txt"], PatternExtractor(), folder, root=ROOT)
    assert list(done.files) == [folder / "istanbul-talks.yaml"]
    assert b'text: "../../seeds/istanbul-talks.txt"' in done.files[folder / "istanbul-talks.yaml"]
    assert not folder.exists()


def test_a_page_is_copied_with_a_map_back_to_its_source(tmp_path: Path) -> None:
    (tmp_path / "boats.html").write_text(PAGE, encoding="utf-8")
    facts = tmp_path / "facts"
    done = extract([tmp_path / "boats.html"], PatternExtractor(), facts, root=tmp_path)
    write(done, replacing=False)
    corpus = load_corpus([facts], root=tmp_path)
    assert corpus.documents[0].text == done[0].document.text
    map_ = json.loads((facts / "texts" / "boats.offsets.json").read_text(encoding="utf-8"))
    offsets = OffsetMap(tuple(Run(*run) for run in map_["runs"]))
    at = corpus.documents[0].text.index("boats sank in the storm.")
    place = offsets.place(at, at + 5)
    assert place is not None
    assert PAGE[place.start : place.end] == "boats"
    assert map_["source"] == "boats.html"


def test_a_document_from_outside_of_the_project_is_copied_into_it(tmp_path: Path) -> None:
    project, inbox = tmp_path / "project", tmp_path / "inbox"
    project.mkdir()
    inbox.mkdir()
    (inbox / "talks.txt").write_text("“A bad day,” said Anna Berg, a judge.", encoding="utf-8")
    done = extract([inbox], PatternExtractor(), project / "facts", root=project)
    write(done, replacing=False)
    assert (project / "facts" / "texts" / "talks.txt").is_file()
    assert len(load_corpus([project / "facts"], root=project).documents) == 1


def test_the_bytes_do_not_depend_on_the_run(tmp_path: Path) -> None:
    (tmp_path / "boats.html").write_text(PAGE, encoding="utf-8")
    first, second = (
        extract([tmp_path], PatternExtractor(), tmp_path / "facts", root=tmp_path)[0].files
        for _ in range(2)
    )
    assert first == second


def test_facts_of_several_documents_go_together(tmp_path: Path) -> None:
    dossier = ROOT / "seeds" / "dossier"
    done = extract([dossier], PatternExtractor(), tmp_path / "facts", root=tmp_path)
    write(done, replacing=False)
    assert all(each.dropped == () for each in done)
    assert len(load_corpus([tmp_path / "facts"], root=tmp_path).documents) == 7


def test_a_file_that_somebody_changed_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“A bad day,” said Anna Berg, a judge.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("“A good day,” said Anna Berg, a judge.", encoding="utf-8")
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "a.yaml").write_text("checker: 1\n", encoding="utf-8")
    done = extract([tmp_path], PatternExtractor(), facts, root=tmp_path)
    with pytest.raises(DiagnosticError) as caught:
        write(done, replacing=False)
    assert [each.code for each in caught.value.diagnostics] == ["CHK671"]
    assert sorted(path.name for path in facts.iterdir()) == ["a.yaml"]
    write(done, replacing=True)
    write(done, replacing=False)
    assert sorted(path.name for path in facts.iterdir()) == ["a.yaml", "b.yaml"]


def test_a_folder_that_cannot_be_written_to_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“A bad day,” said Anna Berg, a judge.", encoding="utf-8")
    (tmp_path / "facts").write_text("a file", encoding="utf-8")
    done = extract([tmp_path / "a.txt"], PatternExtractor(), tmp_path / "facts", root=tmp_path)
    with pytest.raises(DiagnosticError) as caught:
        write(done, replacing=True)
    assert [each.code for each in caught.value.diagnostics] == ["CHK672"]
    assert (tmp_path / "facts").read_text(encoding="utf-8") == "a file"


def test_a_hundred_kilobytes_take_seconds(tmp_path: Path) -> None:
    from time import perf_counter

    gold = sorted((ROOT / "tests" / "gold").rglob("*.txt"))
    whole = "\n\n".join(path.read_text(encoding="utf-8").strip() for path in gold)
    text = "\n\n".join([whole] * (100_000 // len(whole) + 1))
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    started = perf_counter()
    read = read_document(tmp_path / "long.txt", tmp_path)
    assert len(PatternExtractor().propose(read).claims) > 500
    # Some 1.5 s on an idle machine; the bound is for one that others work on.
    assert perf_counter() - started < 10


def test_the_extractor_of_the_page_on_extraction_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "extract.md").read_text(encoding="utf-8")
    example = page.partition("```python\n")[2].partition("```")[0]
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("STOP PRESS\nIt rained.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(example, {"__name__": "example"})
    claims = load_corpus([tmp_path / "facts"], root=tmp_path).relations["claim_text"]
    assert [row[1] for row in claims] == ["STOP PRESS"]
