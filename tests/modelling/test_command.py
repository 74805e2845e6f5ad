"""`checker extract --model` as people run it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import checker, tree
from tests.modelling.server import NOTHING, Response, endpoint, says
from tests.modelling.support import TEXT, answer, claim, wording


def project(folder: Path) -> Path:
    (folder / "checker.toml").write_text("")
    (folder / "d.txt").write_text(TEXT)
    return folder


def test_what_a_model_finds_is_written_and_audited_and_the_rest_listed(tmp_path: Path) -> None:
    given = answer(claims=[claim(), claim("13 boats had left")], wordings=[wording()])
    with endpoint(says(given)) as asked:
        arguments = ("extract", "d.txt", "--model", "m", "--base-url", asked.url)
        ran = checker(*arguments, cwd=project(tmp_path))
        again = checker(*arguments, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == (
        "facts/d.yaml: 1 claim, 0 figures, 1 wording, 0 dates, 0 pledges, 1 agent\n"
    )
    assert "warning[CHK440]: left out: the span of claim `d:claim-2`" in ran.stderr
    assert "<answer 1 for d.txt>:1:" in ran.stderr
    assert "m: 1 part, 0 answered before, 1 request, 100 tokens read, 10 written" in ran.stderr
    assert again.stdout == ran.stdout
    assert "1 answered before, 0 requests" in again.stderr
    assert (tmp_path / ".checker_cache/model/.gitignore").read_text() == "*\n"
    audited = checker("audit", "facts", "--fail-on", "never", cwd=tmp_path)
    assert "editorial/word-to-watch" in audited.stdout


def test_a_key_is_read_from_the_variable_that_is_named(tmp_path: Path) -> None:
    with endpoint(says(NOTHING)) as asked:
        arguments = ("extract", "d.txt", "--model", "m", "--base-url", asked.url, "--no-cache")
        environment = {"MY_KEY": "mine", "OPENAI_API_KEY": "not for others"}
        checker(*arguments, "-o", "a", cwd=project(tmp_path), environment=environment)
        checker(
            *arguments, "--api-key-env", "MY_KEY", "-o", "a", cwd=tmp_path, environment=environment
        )
        missing = checker(*arguments, "--api-key-env", "NO_KEY", "-o", "a", cwd=tmp_path)
    sent = [headers["authorization"] for headers in asked.headers]
    assert sent == ["Bearer none", "Bearer mine"]
    assert missing.returncode == 2
    assert "the environment has no key in `NO_KEY`" in missing.stderr
    assert not (tmp_path / ".checker_cache").exists()


def test_an_endpoint_that_fails_leaves_no_facts(tmp_path: Path) -> None:
    with endpoint(Response('{"error": {"message": "no such model"}}', 404)) as asked:
        before = tree(project(tmp_path))
        arguments = ("extract", "d.txt", "--model", "m", "--base-url", asked.url)
        ran = checker(*arguments, cwd=tmp_path)
    assert ran.returncode == 2
    assert "error[CHK730]: m cannot be asked" in ran.stderr
    assert "check the names given to --model and --base-url" in ran.stderr
    assert tree(tmp_path) == before


def test_options_that_ask_no_model_are_refused(tmp_path: Path) -> None:
    for option in (("--jobs", "2"), ("--base-url", "http://127.0.0.1/"), ("--no-cache",)):
        ran = checker("extract", "d.txt", *option, cwd=project(tmp_path))
        assert ran.returncode == 2
        assert "name one with --model" in ran.stderr
    unnamed = checker("extract", "d.txt", "--model", " ", cwd=tmp_path)
    assert unnamed.returncode == 2
    assert "name a model" in unnamed.stderr
