"""``checker audit`` reports what it finds, or says what is wrong, and never half of either."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.cli.command import ROOT, checker, tree

TEMPLATE = ROOT / "checker" / "_data" / "template"
BOTH = {"numbers/conflict", "own/quotation-without-cue"}


@pytest.fixture
def project(tmp_path):
    """The project that ``checker init`` lays out: one error of a shipped rule, one warning of
    its own."""
    shutil.copytree(TEMPLATE, tmp_path / "project")
    return tmp_path / "project"


def found(project, *arguments, **more):
    """The ids of the rules that found something, and the exit code."""
    ran = checker("audit", "--format", "json", *arguments, cwd=project, **more)
    assert ran.stderr == ""
    return {finding["rule"] for finding in json.loads(ran.stdout)["findings"]}, ran.returncode


# --- reports and exit codes ------------------------------------------------------------------


def test_the_report_shows_every_finding_with_its_words_and_its_place(project):
    ran = checker("audit", "--select", "numbers/conflict,own", cwd=project)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "error  numbers/conflict" in ran.stdout
    assert "seeds/harbour-tram-morning.txt:1:" in ran.stdout
    assert "seeds/harbour-tram-evening.txt:1:" in ran.stdout
    assert "nothing says who speaks: “Every euro is accounted for.”" in ran.stdout
    assert "\x1b" not in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--fail-on", "never"], 0),
        (["--select", "own"], 0),
        (["--select", "own", "--fail-on", "warning"], 1),
        (["--select", "own", "--fail-on", "info"], 1),
        (["--ignore", "numbers/conflict,own", "--fail-on", "error"], 0),
    ],
)
def test_the_exit_code_says_whether_something_bad_enough_was_found(project, arguments, code):
    ran = checker("audit", "--quiet", *arguments, cwd=project)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, "", "")


def test_rules_are_chosen_by_id_family_pattern_and_tag(project):
    assert found(project, "--select", "numbers/conflict", "--select", "own")[0] == BOTH
    assert found(project, "--select", "own/*,numbers/conf*")[0] == BOTH
    assert found(project, "--select", "own,numbers", "--ignore", "numbers")[0] == BOTH - {
        "numbers/conflict"
    }


def test_options_override_the_configuration(project):
    configuration = project / "checker.toml"
    configuration.write_text(
        configuration.read_text() + 'select = ["own"]\nformat = "json"\nbuiltin-rules = true\n'
    )
    assert json.loads(checker("audit", cwd=project).stdout)["counts"]["error"] == 0
    assert (
        "numbers/conflict"
        in checker("audit", "--select", "numbers/conflict", "--format", "text", cwd=project).stdout
    )


def test_own_rules_run_without_the_shipped_ones_and_the_other_way_round(project):
    assert found(project, "--no-builtin-rules") == ({"own/quotation-without-cue"}, 0)
    (project / "checker.toml").write_text('facts = ["facts"]')
    assert "own/quotation-without-cue" not in found(project)[0]
    assert "own/quotation-without-cue" in found(project, "--rules", "rules/own.dl")[0]


def test_a_report_is_the_same_wherever_the_command_is_started(project):
    (project / "deep").mkdir()
    here = json.loads(checker("audit", "--format", "json", cwd=project).stdout)
    there = json.loads(checker("audit", "--format", "json", cwd=project / "deep").stdout)
    assert [f["fingerprint"] for f in here["findings"]] == [
        f["fingerprint"] for f in there["findings"]
    ]
    assert checker("audit", cwd=project).stdout == checker("audit", "facts", cwd=project).stdout


def test_facts_outside_of_any_project_are_bounded_by_their_own_folder(project, tmp_path):
    (project / "checker.toml").unlink()
    (tmp_path / "elsewhere").mkdir()
    facts = (project / "facts" / "harbour-tram.yaml").read_text().replace("../seeds/", "")
    (project / "seeds" / "facts.yaml").write_text(facts)
    ran = checker("audit", project / "seeds", "--format", "json", cwd=tmp_path / "elsewhere")
    assert ran.stderr == ""
    assert "numbers/conflict" in ran.stdout


def test_a_report_goes_to_a_file_whole(project):
    ran = checker("audit", "--format", "json", "--output", "report.json", cwd=project)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "")
    written = (project / "report.json").read_text()
    assert written == checker("audit", "--format", "json", cwd=project).stdout


def test_statistics_go_to_standard_error(project):
    ran = checker("audit", "--statistics", "--format", "json", cwd=project)
    assert ran.stderr.startswith("documents: 2, facts: ")
    assert ran.stderr.count(" rows  ") == 10
    assert json.loads(ran.stdout)["statistics"]["timings"]


def test_the_dossier_and_the_seed_of_the_repository_are_audited():
    for arguments in ([], ["facts/dossier"]):
        ran = checker("audit", *arguments, cwd=ROOT)
        assert (ran.returncode, ran.stderr) == (1, "")


# --- what is wrong ---------------------------------------------------------------------------


def refused(project, *arguments) -> str:
    """What is said when the command exits with 2 and leaves the folder as it was."""
    before = tree(project)
    ran = checker("audit", *arguments, cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    assert tree(project) == before
    return ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gone"], "'gone' does not exist"),
        (["facts", "--rules", "gone.dl"], "'gone.dl' does not exist"),
        (["--config", "gone.toml"], "'gone.toml' does not exist"),
        (["--fail-on", "sometimes"], "sometimes"),
        (["--format", "pdf"], "pdf"),
        (["--engine", "steam"], "steam"),
        (["--spark-master", "local[2]"], "--engine spark"),
        (["--engine", "spark", "--spark-master", "--conf"], "no master"),
        (["--spark-conf", "spark.executor.memory=4g"], "--engine spark"),
        (["--engine", "spark", "--spark-conf", "spark.executor.memory"], "KEY=VALUE"),
        (["--engine", "spark", "--spark-conf", "executor.memory=4g"], "no setting of Spark's"),
        (["--engine", "spark", "--spark-conf", "spark.master=yarn"], "spark-master"),
        (["--engine", "spark", "--spark-conf", "spark.sql.ansi.enabled=true"], "not free"),
        (["--threads", "0"], "--threads"),
        (["--memory-limit", "much"], "no size"),
        (["--timeout", "0"], "--timeout"),
        (["--max-rows", "many"], "--max-rows"),
        (["--frobnicate"], "--frobnicate"),
        (["--output", "facts"], "facts"),
        (["--output", "gone/report.json"], "gone/report.json"),
        (["--select", "numbers/conflikt"], "did you mean `numbers/conflict`"),
        (["--ignore", "nonsense"], "nonsense"),
        (["--select", "own", "--ignore", "own"], "ignored"),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_written(project, arguments, said):
    assert said in refused(project, *arguments)


def test_a_folder_without_fact_files_is_refused(project):
    (project / "empty").mkdir()
    assert "empty" in refused(project, "empty")


def test_without_facts_the_way_to_name_them_is_said(tmp_path):
    said = refused(tmp_path)
    assert "checker init" in said
    (tmp_path / "checker.toml").write_text("")
    assert "`facts` in checker.toml" in refused(tmp_path)


def test_without_rules_there_is_nothing_to_audit(project):
    (project / "checker.toml").write_text('facts = ["facts"]')
    assert "--no-builtin-rules" in refused(project, "--no-builtin-rules")


def test_a_wrong_configuration_is_shown_at_its_place(project):
    (project / "checker.toml").write_text("facts = ['facts']\nfailon = 3\n")
    said = refused(project)
    assert "checker.toml:2:1" in said
    assert "did you mean `fail-on`?" in said


@pytest.mark.parametrize(
    "content",
    ["checker: [1", "checker: 1\nclaims: {", "\t- x", "checker: 1\nclaim: []\n", "[]", "", "\x00"],
)
def test_a_malformed_fact_file_is_shown_at_its_place(project, content):
    (project / "facts" / "bad.yaml").write_text(content)
    assert "--> facts/bad.yaml" in refused(project)


def test_faults_of_facts_and_rules_are_shown_together(project):
    facts = project / "facts" / "harbour-tram.yaml"
    facts.write_text(
        facts.read_text()
        .replace("Every euro is accounted for.", "Every euro is accounted for!")
        .replace("source: transport-office", "source: transport-offices")
    )
    (project / "rules" / "bad.dl").write_text(".decl a(x: number)\na(x) :- claim(x.\n")
    said = refused(project)
    assert "Every euro is accounted for!" in said
    assert "transport-offices" in said
    assert "rules/bad.dl:2:" in said


@pytest.mark.parametrize("text", ["../../secret.txt", "/etc/passwd"])
def test_facts_name_no_document_outside_of_the_project(project, tmp_path, text):
    (tmp_path / "secret.txt").write_text("Trams run from Monday on.")
    facts = project / "facts" / "harbour-tram.yaml"
    facts.write_text(facts.read_text().replace("../seeds/harbour-tram-morning.txt", text))
    assert "facts/harbour-tram.yaml:8:" in refused(project)


def test_rules_include_no_file_outside_of_the_project(project, tmp_path):
    (tmp_path / "secret.dl").write_text(".decl secret(x: number)")
    (project / "rules" / "own.dl").write_text('.include "../../secret.dl"\n')
    assert "own.dl:1:" in refused(project)


def test_a_rule_that_derives_too_much_is_stopped_and_named(project):
    (project / "rules" / "endless.dl").write_text(
        "/**\n * Never ends.\n *\n * @id own/endless\n * @severity info\n"
        " * @message {n}\n */\n.decl endless(n: number)\n"
        "endless(0).\nendless(n + 1) :- endless(n).\n.output endless\n"
    )
    said = refused(project, "--max-rows", "5000", "--select", "own/endless")
    assert "endless.dl:10:" in said


def test_the_same_is_found_whichever_engine_runs():
    auto, pydatalog, duckdb = (
        json.loads(
            checker(
                "audit", "--engine", engine, "--format", "json", "--fail-on", "never", cwd=ROOT
            ).stdout
        )
        for engine in ("auto", "pydatalog", "duckdb")
    )
    assert auto.pop("engine_choice")["rows"] < 10_000
    assert (pydatalog.pop("engine_choice"), duckdb.pop("engine_choice")) == (None, None)
    assert [report.pop("engine") for report in (auto, pydatalog, duckdb)] == [
        "pydatalog",
        "pydatalog",
        "duckdb",
    ]
    assert auto == pydatalog == duckdb
    assert auto["findings"]
