"""An audit from files to findings, on a page small enough to read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from checker import DiagnosticError, Limits, Report, audit
from checker.report import render_json

PAGE = """\
---
notes
---

Kyiv said 3 soldiers died. Moscow said 5 soldiers died.
"""

FACTS = """\
checker: 1
documents:
  - {id: page, title: A page, text: page.txt, published: 2025-07-24}
agents:
  - {id: kyiv, name: Kyiv, kind: state}
  - {id: moscow, name: Moscow, kind: state}
claims:
  - id: three
    document: page
    span: 3 soldiers died
    kind: report
    voice: indirect
    source: kyiv
    cue: {exact: said, suffix: " 3"}
    quantities: [{id: q3, measure: dead, amount: 3}]
  - id: five
    document: page
    span: 5 soldiers died
    kind: report
    voice: indirect
    source: moscow
    cue: {exact: said, suffix: " 5"}
    quantities: [{id: q5, measure: dead, amount: 5}]
"""

RULES = """\
.include "schema.dl"

/**
 * Two figures for one thing.
 *
 * @id       figures/apart
 * @severity error
 * @message  {a.source} says {a.amount}, {b.source} says {b.amount}
 * @advice   Trace both.
 * @tags     figures
 */
.decl figures_apart(a: QuantityId, b: QuantityId)
figures_apart(a, b) :-
    quantity(a, _, measure, low, _, _), quantity(b, _, measure, high, _, _), low < high.
.output figures_apart

/**
 * Somebody speaks.
 *
 * @id       voices/speaks
 * @severity info
 * @message  {who} speaks
 * @tags     quiet
 */
.decl speaks(claim: ClaimId, who: AgentId)
speaks(claim, who) :- attribution(claim, 0, who, _).
.output speaks
"""

Project = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Lays out a project; keyword arguments replace a file's text."""

    def lay_out(*, page: str = PAGE, facts: str = FACTS, rules: str = RULES) -> Path:
        (tmp_path / "page.txt").write_text(page, "utf-8")
        (tmp_path / "facts.yaml").write_text(facts, "utf-8")
        (tmp_path / "rules.dl").write_text(rules, "utf-8")
        return tmp_path

    return lay_out


def run(root: Path, **options: object) -> Report:
    return audit(root / "facts.yaml", root / "rules.dl", root=root, **options)  # type: ignore[arg-type]


def codes(root: Path, **options: object) -> list[str]:
    with pytest.raises(DiagnosticError) as caught:
        run(root, **options)
    return [found.code for found in caught.value.diagnostics]


def test_facts_and_rules_come_to_findings(project: Project) -> None:
    report = run(project(), select=["figures"])
    (found,) = report.findings
    assert found.message == "Kyiv says 3, Moscow says 5"
    assert [item.passage and item.passage.exact for item in found.evidence] == ["3", "5"]
    assert found.evidence[0].passage is not None
    assert found.evidence[0].passage.line == 5


def test_a_report_says_what_ran_and_what_it_ran_on(project: Project) -> None:
    report = run(project())
    assert [(rule.id, rule.findings, rule.line) for rule in report.rules] == [
        ("figures/apart", 1, 12),
        ("voices/speaks", 2, 25),
    ]
    assert [(one.title, one.findings) for one in report.documents] == [("A page", 3)]
    assert (report.counts.error, report.counts.info, report.counts.total) == (1, 2, 3)
    assert report.engine == "pydatalog"
    assert report.statistics.facts > 10
    assert report.statistics.derived >= 3


def test_rules_are_selected_and_ignored(project: Project) -> None:
    root = project()
    assert [rule.id for rule in run(root, select=["quiet"]).rules] == ["voices/speaks"]
    assert [rule.id for rule in run(root, ignore=["voices/*"]).rules] == ["figures/apart"]


def test_a_chosen_rule_may_read_one_that_is_not(project: Project) -> None:
    more = RULES + (
        "/**\n * Loud.\n *\n * @id figures/loud\n * @severity info\n * @message {a} is loud\n */\n"
        ".decl loud(a: QuantityId)\nloud(a) :- figures_apart(a, _).\n.output loud\n"
    )
    report = run(project(rules=more), select=["figures/loud"])
    assert [found.message for found in report.findings] == ["3 is loud"]
    assert report.counts.total == 1


def test_a_folder_of_rules_and_a_folder_of_facts_are_read(project: Project) -> None:
    root = project()
    assert audit(root, [root], root=root) == run(root)


def test_the_shipped_packs_run_when_no_rules_are_named(project: Project) -> None:
    root = project()
    report = audit(str(root / "facts.yaml"), root=str(root))
    assert {"numbers", "editorial"} <= {rule.id.partition("/")[0] for rule in report.rules}


def test_all_faults_of_facts_rules_and_selectors_are_told_in_one_run(project: Project) -> None:
    wrong = FACTS.replace("span: 3 soldiers died", "span: 9 soldiers died").replace(
        "source: moscow", "source: moskow"
    )
    root = project(facts=wrong, rules=RULES + "figures_apart(a, b) :- nowhere(a, b).\n")
    found = codes(root)
    assert sum(code.startswith("CHK4") for code in found) == 2
    assert any(code.startswith("CHK2") for code in found)
    assert "CHK501" in codes(project(facts=wrong), select=["figurs"])


def test_rules_without_metadata_are_no_audit(project: Project) -> None:
    assert codes(project(rules='.include "schema.dl"\n')) == ["CHK503"]


def test_a_declaration_of_another_shape_than_the_facts_is_refused(project: Project) -> None:
    rules = RULES.replace('.include "schema.dl"', "").replace("ClaimId", "symbol")
    rules = rules.replace("QuantityId", "symbol").replace("AgentId", "symbol")
    narrow = (
        ".decl quantity(q: symbol, c: symbol, m: symbol, low: number, high: float, u: symbol)\n"
    )
    short = ".decl attribution(claim: symbol, level: number)\n"
    rules = narrow + short + rules.replace("0, who, _", "0), speaks(_, who")
    rules = rules.replace("{a.source} says {a.amount}, {b.source} says {b.amount}", "m")
    with pytest.raises(DiagnosticError) as caught:
        run(project(rules=rules.replace("low < high", "low < 9, high < 9")))
    assert [found.code for found in caught.value.diagnostics] == ["CHK504", "CHK504"]
    assert [found.message for found in caught.value.diagnostics] == [
        "`quantity` does not fit the facts: `low` is number instead of float",
        "`attribution` does not fit the facts: 2 columns instead of 4",
    ]


def test_a_table_that_is_not_read_is_warned_of(project: Project) -> None:
    rules = RULES + ".decl own(x: symbol)\n.input own\n.input claim\n"
    notices = run(project(rules=rules)).notices
    assert [(one.code, one.message) for one in notices if one.code == "CHK505"] == [
        ("CHK505", "`own` stays empty: an audit reads no tables")
    ]


def test_limits_end_an_evaluation(project: Project) -> None:
    (code,) = codes(project(), limits=Limits(rows=1))
    assert code.startswith("CHK3")


def test_progress_is_told(project: Project) -> None:
    steps: list[tuple[int, int, str]] = []
    run(project(), progress=lambda *step: steps.append(step))
    assert steps
    assert [number for number, _, _ in steps] == list(range(len(steps)))


def test_times_are_taken_only_with_a_clock(project: Project) -> None:
    root = project()
    assert run(root).statistics.timings == ()
    ticks = iter(range(100))
    timings = run(root, clock=lambda: float(next(ticks))).statistics.timings
    assert [one.step for one in timings][:2] == ["facts", "rules"]
    assert timings[0].seconds == 1.0
    assert timings[-1].step == "findings"


def test_the_order_of_files_facts_and_rules_leaves_no_trace(tmp_path: Path) -> None:
    expected = None
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    head, three, five = FACTS.partition("  - id: three")[0], *_claims()
    packs, voices = RULES.partition("/**\n * Somebody")[::2]
    texts = {
        "a.dl": packs,
        "b.dl": '.include "schema.dl"\n/**\n * Somebody' + voices,
        "a.yaml": head + three,
        "b.yaml": "checker: 1\nclaims:\n" + five,
    }
    both = head + five + three
    for names in permutations(texts):
        folder = tmp_path / "".join(name[0] for name in names)
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (tmp_path / name).write_text(text, "utf-8")
        files = [tmp_path / name for name in names]
        facts = [file for file in files if file.suffix == ".yaml"]
        rules = [file for file in files if file.suffix == ".dl"]
        text = render_json(audit(facts, rules, root=tmp_path))
        expected = expected or text
        assert text == expected
    (tmp_path / "both.yaml").write_text(both, "utf-8")
    assert render_json(audit(tmp_path / "both.yaml", rules, root=tmp_path)) == expected


def _claims() -> tuple[str, str]:
    """The two claims of the facts, as text."""
    _, _, rest = FACTS.partition("  - id: three")
    three, _, five = rest.partition("  - id: five")
    return "  - id: three" + three, "  - id: five" + five
