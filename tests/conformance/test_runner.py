"""The runner tells agreement, refusal, wrong answers and faults apart, as a user sees them."""

from pathlib import Path

import pytest

from checker.conformance import Verdict, find_cases, try_case
from checker.engines import Limits, engine
from tests.cli.command import checker, tree

DOUBLE = """.decl n(x: number)
.input n
.decl double(x: number)
double(x * 2) :- n(x).
.output double
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def judged(folder: Path, files: dict[str, str]) -> tuple[Verdict, str]:
    (case,) = find_cases(write(folder, files))
    outcome = try_case(case, engine("pydatalog"), Limits(seconds=5, rows=1_000))
    return outcome.verdict, outcome.why


def test_lines_are_compared_in_any_order(tmp_path):
    files = {"c/c.dl": DOUBLE, "c/facts/n.facts": "1\n2\n", "c/double.csv": "4\n2\n"}
    assert judged(tmp_path, files) == (Verdict.AGREES, "")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("2\n", "double.csv: 1 too many ('4')"),
        ("2\n4\n6\n", "double.csv: 1 missing ('6')"),
        ("2\n5\n", "double.csv: 1 missing ('5') and 1 too many ('4')"),
        ("2\n4\n4\n", "double.csv: 1 missing ('4')"),
    ],
)
def test_other_rows_are_a_wrong_answer(tmp_path, answer, why):
    files = {"c/c.dl": DOUBLE, "c/facts/n.facts": "1\n2\n", "c/double.csv": answer}
    assert judged(tmp_path, files) == (Verdict.WRONG, why)


def test_results_that_are_not_expected_and_those_that_are_not_written_are_wrong(tmp_path):
    files = {"c/c.dl": DOUBLE, "c/facts/n.facts": "1\n", "c/other.csv": "2\n"}
    assert judged(tmp_path, files) == (
        Verdict.WRONG,
        "double.csv is not expected; other.csv is not written",
    )


def test_what_is_printed_is_compared_too(tmp_path):
    files = {"c/c.dl": ".decl a(x: number)\na(1).\n.printsize a\n", "c/c.out": "a\t2\n"}
    assert judged(tmp_path, files) == (
        Verdict.WRONG,
        "c.out: 1 missing ('a\\t2') and 1 too many ('a\\t1')",
    )


def test_a_feature_outside_of_the_core_is_no_wrong_answer(tmp_path):
    files = {"c/c.dl": ".type P = [x: number]\n.decl a(x: P)\n.output a\n", "c/a.csv": "[1]\n"}
    verdict, why = judged(tmp_path, files)
    assert verdict is Verdict.REFUSED
    assert "records" in why
    assert why.endswith("(c.dl:1)")


def test_an_order_of_evaluation_that_limitsize_asks_for_is_no_wrong_answer(tmp_path):
    program = ".decl a(x: number)\na(1). a(2).\n.output a\n.limitsize a(n=1)\n"
    assert judged(tmp_path, {"c/c.dl": program, "c/a.csv": "1\n"}) == (
        Verdict.REFUSED,
        "`.limitsize` (c.dl:4)",
    )


def test_an_error_where_there_is_an_answer_stops(tmp_path):
    program = ".decl a(x: number)\n.output a\na(x) :- x = 1 / y, y = 0.\n"
    verdict, why = judged(tmp_path, {"c/c.dl": program, "c/a.csv": ""})
    assert verdict is Verdict.STOPPED
    assert why.startswith("CHK301 ")


def test_a_rule_without_end_stops_at_the_limit(tmp_path):
    program = ".decl a(x: number)\n.output a\na(0).\na(x + 1) :- a(x).\n"
    verdict, why = judged(tmp_path, {"c/c.dl": program, "c/a.csv": ""})
    assert verdict is Verdict.STOPPED
    assert why.startswith("CHK304 ")


SOUFFLE_ERROR = "Error: Undefined relation b in file c.dl at line 2\n1 errors generated\n"


def test_an_error_in_words_of_souffle_is_met_by_any_error(tmp_path):
    files = {"c/c.dl": ".decl a(x: number)\na(x) :- b(x).\n.output a\n", "c/c.err": SOUFFLE_ERROR}
    assert judged(tmp_path, files) == (Verdict.AGREES, "")


def test_a_program_that_must_be_refused_and_runs_is_a_failure(tmp_path):
    files = {"c/c.dl": ".decl a(x: number)\n.output a\n", "c/c.err": SOUFFLE_ERROR}
    assert judged(tmp_path, files)[0] is Verdict.ACCEPTED


def test_a_warning_of_souffle_asks_for_no_error(tmp_path):
    warning = "Warning: Variable y only occurs once in file c.dl at line 2\n"
    files = {"c/c.dl": ".decl a(x: number)\na(1).\n.output a\n", "c/a.csv": "1\n"}
    assert judged(tmp_path, files | {"c/c.err": warning}) == (Verdict.AGREES, "")


def test_an_error_at_another_place_is_told(tmp_path):
    program = ".decl a(x: number)\na(x) :- b(x).\n.output a\n"
    files = {"c/c.dl": program, "c/c.err": "CHK207 c.dl:3:9\n"}
    assert judged(tmp_path, files) == (
        Verdict.WRONG,
        "CHK207 c.dl:3:9 is not reported; CHK207 c.dl:2:9 is reported",
    )


def test_floats_of_a_narrower_build_agree_to_six_digits(tmp_path):
    program = '.decl a(x: float, s: symbol)\na(0.1, "v").\n.output a\n'
    files = {"c/c.dl": program, "c/a.csv": "0.100000001\tv\n"}
    assert judged(tmp_path, files) == (Verdict.AGREES, "a.csv: the same to six digits")
    files = {"c/a.csv": "0.10001\tv\n"}
    assert judged(tmp_path, files)[0] is Verdict.WRONG


def test_compressed_results_are_compared_by_their_content(tmp_path):
    program = ".decl a(x: number)\na(1).\n.output a(compress=true)\n"
    assert judged(tmp_path, {"c/c.dl": program, "c/a.csv": "1\n"}) == (Verdict.AGREES, "")


def test_several_folders_of_facts_are_as_many_cases(tmp_path):
    files = {"c/c.dl": DOUBLE}
    for number in (1, 2):
        files[f"c/facts{number}/n.facts"] = f"{number}\n"
        files[f"c/facts{number}/double.csv"] = f"{number * 2}\n"
        files[f"c/facts{number}/c.out"] = files[f"c/facts{number}/c.err"] = ""
    cases = find_cases(write(tmp_path, files))
    assert [case.name for case in cases] == ["c/facts1", "c/facts2"]
    outcomes = [try_case(case, engine("pydatalog"), Limits()) for case in cases]
    assert {outcome.verdict for outcome in outcomes} == {Verdict.AGREES}


def test_a_case_leaves_nothing_behind(tmp_path):
    files = {"c/c.dl": DOUBLE, "c/facts/n.facts": "1\n", "c/double.csv": "2\n"}
    write(tmp_path, files)
    before = tree(tmp_path)
    (case,) = find_cases(tmp_path)
    try_case(case, engine("duckdb"), Limits())
    assert tree(tmp_path) == before


def test_the_command_sums_up_and_ends_with_what_it_found(tmp_path):
    write(
        tmp_path,
        {
            "good/good.dl": DOUBLE,
            "good/facts/n.facts": "1\n",
            "good/double.csv": "2\n",
            "other/other.dl": ".comp C { }\n",
            "bad/bad.dl": DOUBLE,
            "bad/facts/n.facts": "1\n",
            "bad/double.csv": "3\n",
        },
    )
    ran = checker("conformance", ".", cwd=tmp_path)
    assert ran.returncode == 1
    lines = ran.stdout.splitlines()
    assert lines[0] == "wrong    pydatalog bad: double.csv: 1 missing ('3') and 1 too many ('2')"
    assert lines[-2].split() == ["duckdb", "1", "1", "1", "0", "0", "0"]
    assert lines[-1] == "3 cases"
    ran = checker("conformance", ".", "--only", "[go]*", "--engine", "duckdb", "-v", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout.startswith("agrees   duckdb    good\nrefused  duckdb    other: ")
    ran = checker("conformance", "good", cwd=tmp_path)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "1 case")


def test_a_folder_without_cases_is_wrong_usage(tmp_path):
    ran = checker("conformance", ".", cwd=tmp_path)
    assert ran.returncode == 2
    assert "a case is a folder NAME with a program NAME.dl" in ran.stderr
