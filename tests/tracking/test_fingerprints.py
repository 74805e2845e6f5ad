"""A finding keeps its name while what its evidence says stays as it is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import Report, audit
from checker.findings import collect
from tests.findings.hand_made import claim, corpus, document, program, rule
from tests.golden.audits import DOSSIER, ROOT

TEMPLATE = ROOT / "checker" / "_data" / "template"
RULES = (
    rule("x/pair", "a: ClaimId, b: ClaimId, n: number", "{a} against {b} by {n}"),
    rule("x/one", "c: ClaimId", "{c} stands alone"),
)
WORDS = st.text("abcdefg", min_size=3, max_size=8)
NAMES = st.text("xyz", min_size=1, max_size=6)


@st.composite
def corpora(draw):
    """Quotes by document, and the numbers of those that a rule pairs."""
    quotes = draw(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=3))
    flat = [(page, at) for page, here in enumerate(quotes) for at in range(len(here))]
    pairs = draw(st.lists(st.tuples(st.sampled_from(flat), st.sampled_from(flat)), max_size=6))
    return quotes, pairs


def prints(quotes, pairs, *, above="", path="{}.txt", ids="c-{}-{}", order=1) -> list[str]:
    """The fingerprints, sorted: of the same quotes in other files, at other places, under other
    ids, listed in another order."""
    parts = []
    for page, here in enumerate(quotes):
        paper = document(f"d{page}", above + " ".join(here), path=path.format(page))
        parts.append(paper)
        start = len(above)
        for at, quote in enumerate(here):
            made = claim(ids.format(page, at), paper, quote, source="Kyiv", voice="direct")
            anchor = type(made.anchor)(paper.id, start, start + len(quote))
            parts.append(type(made)(made.kind, made.id, anchor, made.attributes))
            start += len(quote) + 1
    rows = {
        "x_pair": [(ids.format(*a), ids.format(*b), 1) for a, b in pairs][::order],
        "x_one": [(ids.format(*a),) for a, _ in pairs][::order],
    }
    found = collect(program(*RULES), rows, corpus(*parts[::order]))
    return sorted(one.fingerprint for one in found)


@given(corpora(), st.lists(st.text("hijk \n", max_size=20), min_size=1, max_size=3))
def test_a_paragraph_above_changes_no_fingerprint(drawn, paragraphs) -> None:
    above = "\n\n".join((*paragraphs, ""))
    assert prints(*drawn, above=above) == prints(*drawn)


@given(corpora(), NAMES, NAMES)
def test_other_ids_change_no_fingerprint(drawn, first, second) -> None:
    assert prints(*drawn, ids=f"{first}{{}}/{second}{{}}") == prints(*drawn)


@given(corpora(), NAMES)
def test_other_file_names_change_no_fingerprint(drawn, name) -> None:
    assert prints(*drawn, path=f"{name}/{{}}.txt") == prints(*drawn)


@given(corpora())
def test_another_order_changes_no_fingerprint(drawn) -> None:
    assert prints(*drawn, order=-1) == prints(*drawn)


@given(corpora())
def test_no_two_findings_have_one_fingerprint(drawn) -> None:
    found = prints(*drawn)
    assert len(set(found)) == len(found)


# --- the same of whole audits ----------------------------------------------------------------


def named(report: Report) -> list[tuple[str, str]]:
    return sorted((one.rule, one.fingerprint) for one in report.findings)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(TEMPLATE, tmp_path / "project")
    return tmp_path / "project"


def test_ids_and_files_of_a_project_may_be_renamed(project: Path) -> None:
    before = named(audit(project / "facts", root=project))
    assert before
    (facts,) = (project / "facts").iterdir()
    text = facts.read_text("utf-8")
    for old in re.findall(r"\bid: ([\w-]+)", text):
        text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])(?=[\s,}}\]]|$)", f"{old}-2", text)
    for seed in (project / "seeds").iterdir():
        seed.rename(seed.with_name(f"z-{seed.name}"))
        text = text.replace(f"seeds/{seed.name}", f"seeds/z-{seed.name}")
    facts.unlink()
    (project / "facts" / "renamed.yaml").write_text(text, "utf-8")
    assert "id: c-cost-morning-2" in text
    assert named(audit(project / "facts", root=project)) == before


def test_a_paragraph_above_each_text_of_the_dossier_renames_no_finding(tmp_path: Path) -> None:
    before = named(DOSSIER.report())
    shutil.copytree(ROOT / "facts" / "dossier", tmp_path / "facts" / "dossier")
    shutil.copytree(ROOT / "seeds" / "dossier", tmp_path / "seeds" / "dossier")
    for text in (tmp_path / "seeds" / "dossier").glob("*.txt"):
        head, body = re.fullmatch(
            r"((?:---\n.*?\n---\n\n?)?)(.*)", text.read_text("utf-8"), re.DOTALL
        ).groups()
        text.write_text(f"{head}Inserted above.\n\n{body}", "utf-8")
    assert named(audit(tmp_path / "facts" / "dossier", root=tmp_path)) == before
