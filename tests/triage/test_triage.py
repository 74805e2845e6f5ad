"""Which facts to look at first: every answer is tried by an audit of fact files without them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml

from checker import Report, audit
from checker.analysis.program import Severity
from checker.auditing import Examined
from checker.triage import Advice, Triage, triage
from checker.triage.json import triage_to_json
from checker.triage.text import render_triage
from checker.triage.trials import key
from tests.cli.command import ROOT, checker

SEED = ROOT / "facts" / "istanbul-talks"
DOSSIER = ROOT / "facts" / "dossier"


@cache
def audited(facts: Path) -> tuple[Report, Examined]:
    examined: list[Examined] = []
    report = audit(facts, root=ROOT, engine="pydatalog", watch=examined.append)
    return report, examined[0]


@cache
def answered(facts: Path, severity: Severity = Severity.ERROR) -> Triage:
    report, examined = audited(facts)
    return triage(examined, report.failing(severity), severity, 6)


def named(advice: Advice | None) -> list[str]:
    return [] if advice is None else [fact.id for fact in advice.facts]


# --- the corpora of the repository, audited again without the facts ----------------------------


REFERENCES = {"id", "on", "claim", "names", "event", "events", "before", "base", "part_of", "plans"}


def without(value, ids):
    """The records and references that are left; what also stands for itself loses a name only."""
    if isinstance(value, list):
        return [
            without(each, ids)
            for each in value
            if not (refers(each, ids) if isinstance(each, dict) else each in ids)
        ]
    if isinstance(value, dict):
        return {
            name: without(each, ids) if name in REFERENCES or not is_plain(each) else each
            for name, each in value.items()
            if not (name in REFERENCES and isinstance(each, str) and each in ids)
        }
    return value


def is_plain(value):
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def refers(record, ids):
    """Whether a record is one of ids, or a reference to one that says nothing else."""
    loose = {"claim", "names"} if "span" in record else set()
    return any(record.get(name) in ids for name in REFERENCES - loose if is_text(record.get(name)))


def is_text(value):
    return isinstance(value, str)


def audited_without(facts: Path, ids: set[str], folder: Path) -> Report:
    """An audit of copies of the fact files from which these facts are taken."""
    folder.mkdir()
    for file in facts.glob("*.yaml"):
        bundle = yaml.safe_load(file.read_text(encoding="utf-8").replace("{on:", "{'on':"))
        for document in bundle.get("documents", ()):
            if "text" in document:
                document["text"] = str((file.parent / document["text"]).resolve())
        (folder / file.name).write_text(json.dumps(without(bundle, ids), default=str))
    return audit(folder, root=Path("/"), engine="pydatalog")


def check(facts: Path, advice: Advice, severity: Severity, folder: Path) -> None:
    before = {key(finding) for finding in audited(facts)[0].at_least(severity)}
    ids = set(named(advice))
    quantities = audited(facts)[1].corpus.relations["quantity"]
    parts = {str(quantity) for quantity, claim, *_ in quantities if claim in ids}
    report = audited_without(facts, ids | parts, folder)
    after = {key(finding) for finding in report.at_least(severity)}
    assert before - after == {key(finding) for finding in advice.resolves}
    assert after - before == {key(finding) for finding in advice.brings}


@pytest.mark.parametrize(
    ("facts", "severity"),
    [(SEED, Severity.ERROR), (SEED, Severity.WARNING), (DOSSIER, Severity.ERROR)],
    ids=["seed errors", "seed warnings", "dossier errors"],
)
def test_an_audit_without_the_facts_finds_what_the_answer_says(facts, severity, tmp_path):
    found = answered(facts, severity)
    assert found.together is not None
    assert found.smallest
    assert found.together.resolves == found.findings
    for number, advice in enumerate([found.singles[0], found.together]):
        check(facts, advice, severity, tmp_path / str(number))


def test_the_best_single_facts_come_first():
    found = answered(DOSSIER)
    resolved = [len(advice.resolves) for advice in found.singles]
    assert resolved == sorted(resolved, reverse=True)
    assert resolved[0] > 1
    assert all(len(advice.facts) == 1 for advice in found.singles)


def test_of_facts_that_would_resolve_the_same_the_first_in_the_documents_comes_first():
    found = answered(SEED)
    assert [named(advice) for advice in found.singles] == [
        ["c-children-alleged"],
        ["c-children-denied"],
    ]
    assert named(found.together) == ["c-children-alleged"]


@pytest.mark.parametrize("engine", ["pydatalog", "duckdb"])
def test_the_engine_of_the_run_leaves_no_trace(engine):
    examined: list[Examined] = []
    report = audit(SEED, root=ROOT, engine=engine, select=["disputes"], watch=examined.append)
    found = triage(examined[0], report.failing(Severity.ERROR), Severity.ERROR, 6)
    assert triage_to_json(found) == triage_to_json(answered(SEED))


# --- small worlds ------------------------------------------------------------------------------

WORDS = "One said a. One said b. One said c. One said d. One said e. One said f."


def world(folder: Path, rule: str, letters: str = "abcdef") -> Triage:
    """The triage of claims ``c-a``, ``c-b``, ... in one document, under one rule."""
    (folder / "own.dl").write_text(
        '.include "schema.dl"\n'
        "/**\n * Something is the matter.\n *\n * @id own/rule\n * @severity error\n"
        f" * @message it is the matter\n */\n{rule}"
    )
    claims = [
        {
            "id": f"c-{each}",
            "document": "doc",
            "span": f"One said {each}",
            "voice": "narrator",
            "kind": "report",
            "subject": "one",
            "predicate": "said",
            "object": each,
            "topic": "letters",
            "aspect": each,
        }
        for each in letters
    ]
    document = {
        "id": "doc",
        "title": "Letters",
        "content": WORDS,
        "kind": "article",
        "language": "en",
        "published": "2025-01-01",
    }
    bundle = {"checker": 1, "documents": [document], "claims": claims}
    (folder / "facts.json").write_text(json.dumps(bundle))
    examined: list[Examined] = []
    report = audit(folder / "facts.json", folder / "own.dl", root=folder, watch=examined.append)
    return triage(examined[0], report.findings, Severity.ERROR)


def test_a_finding_with_many_proofs_loses_them_all(tmp_path):
    found = world(
        tmp_path,
        ".decl rule(document: DocumentId)\nrule(d) :- sentence(_, d, 1), claim(_, d, _, _, _).\n",
    )
    assert found.singles == ()
    assert named(found.together) == ["c-a", "c-b", "c-c", "c-d", "c-e", "c-f"]
    assert found.together.resolves == found.findings


def test_a_count_falls_below_its_bound_with_the_fewest_facts(tmp_path):
    found = world(
        tmp_path,
        ".decl rule(document: DocumentId)\n"
        "rule(d) :- sentence(_, d, 1), n = count : { claim(_, d, _, _, _) }, n > 3.\n",
    )
    assert named(found.together) == ["c-a", "c-b", "c-c"]
    assert found.together.resolves == found.findings


def test_what_a_retraction_would_bring_is_said(tmp_path):
    found = world(
        tmp_path,
        ".decl rule(claim: ClaimId)\n"
        'rule(c) :- claim_topic(c, _, "a"), claim_topic(_, _, "b").\n'
        'rule(c) :- claim_topic(c, _, "c"), !claim_topic(_, _, "a").\n',
    )
    (first, second) = found.singles
    assert (named(first), len(first.brings)) == (["c-a"], 1)
    assert (named(second), len(second.brings)) == (["c-b"], 0)
    assert "would bring  own/rule" in render_triage(found)


def test_a_finding_that_rests_on_the_text_alone_is_not_resolved(tmp_path):
    found = world(tmp_path, ".decl rule(s: SentenceId)\nrule(s) :- sentence(s, _, 1).\n")
    assert found.together is None
    assert found.singles == ()
    assert found.unresolved == found.findings
    assert "No retraction would resolve these" in render_triage(found)


def test_a_finding_that_would_come_back_by_another_rule_is_not_resolved(tmp_path):
    found = world(
        tmp_path,
        ".decl rule(document: DocumentId)\n"
        'rule(d) :- sentence(_, d, 1), claim_topic(_, _, "a").\n'
        'rule(d) :- sentence(_, d, 1), !claim_topic(_, _, "a").\n',
    )
    assert found.together is None
    assert found.singles == ()
    assert found.unresolved == found.findings


def test_answers_are_added_to_when_there_are_too_many_rounds(tmp_path, monkeypatch):
    monkeypatch.setattr("checker.triage.search.MOST_ROUNDS", 1)
    found = world(
        tmp_path,
        ".decl rule(document: DocumentId)\nrule(d) :- sentence(_, d, 1), claim(_, d, _, _, _).\n",
    )
    assert not found.smallest
    assert found.together.resolves == found.findings
    assert "perhaps fewer would as well" in render_triage(found)


def test_what_is_recorded_of_a_document_can_be_corrected(tmp_path):
    found = world(
        tmp_path,
        ".decl rule(document: DocumentId)\nrule(d) :- document_published(d, _, _).\n",
    )
    assert named(found.together) == ["doc"]
    assert found.together.resolves == found.findings


# --- the command -------------------------------------------------------------------------------


def test_the_command_shows_facts_with_their_words_and_what_they_would_resolve():
    ran = checker("triage", cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "1. would resolve 1 of 1\n" in ran.stdout
    assert "claim c-children-alleged  Ukraine  seeds/istanbul-talks.txt:20:117" in ran.stdout
    assert "│ a list of 339 children" in ran.stdout
    assert "would resolve  disputes/contested" in ran.stdout
    assert "false" not in ran.stdout


def test_the_command_writes_json_for_the_rules_that_are_chosen():
    ran = checker(
        *("triage", "--format", "json", "--max", "1"),
        *("--severity", "warning", "--select", "disputes"),
        cwd=ROOT,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    answer = json.loads(ran.stdout)
    assert len(answer["singles"]) == 1
    assert {finding["rule"].partition("/")[0] for finding in answer["findings"]} == {"disputes"}
    assert answer["together"]["would_resolve"] == [
        finding["fingerprint"] for finding in answer["findings"]
    ]


def test_the_command_says_what_to_install_without_the_solver(tmp_path):
    (tmp_path / "clingo.py").write_text("raise ModuleNotFoundError(name='clingo')\n")
    ran = checker("triage", cwd=ROOT, environment={"PYTHONPATH": f"{tmp_path}:{ROOT}"})
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "CHK821" in ran.stderr
    assert "pip install 'checker[triage]'" in ran.stderr


def test_nothing_to_look_at_is_said_plainly():
    ran = checker("triage", "--select", "identity", cwd=ROOT)
    assert (ran.returncode, ran.stdout) == (
        0,
        "Nothing to look at: no findings of this severity\n",
    )
