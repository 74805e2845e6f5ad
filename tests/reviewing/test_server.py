"""The review's server obeys the person who started it, and nobody else."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from checker.reviewing.server import HOST, LARGEST, ReviewServer
from tests.cli.command import ROOT, checker
from tests.reviewing.serving import TOKEN, served
from tests.reviewing.test_session import FACTS

ACCEPT = json.dumps({"claim": "c-hurt", "verdict": "accepted"})


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


@pytest.fixture
def server(facts: Path) -> Iterator[ReviewServer]:
    with served(facts) as server:
        yield server


def ask(
    server: ReviewServer,
    method: str,
    path: str,
    body: str | bytes | None = None,
    *,
    token: str = TOKEN,
    host: str = "",
) -> tuple[int, str, dict[str, str]]:
    connection = HTTPConnection(HOST, server.server_port, timeout=10)
    headers = {"X-Checker-Token": token, "Host": host or f"{HOST}:{server.server_port}"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), dict(answer.getheaders())


def test_the_page_runs_its_own_script_and_loads_nothing(server: ReviewServer):
    status, page, headers = ask(server, "GET", "/", token="")
    assert status == 200
    assert "c-hurt" not in page  # the page alone says nothing of the facts
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_who_has_the_token_sees_the_claims_and_decides(server: ReviewServer, facts: Path):
    status, state, _ = ask(server, "GET", "/review")
    assert status == 200
    assert [claim["id"] for claim in json.loads(state)["claims"]] == [
        "c-hurt",
        "c-denial",
        "c-failure",
    ]
    status, state, _ = ask(server, "POST", "/decision", ACCEPT)
    assert status == 200
    assert json.loads(state)["claims"][0]["review"]["by"] == "R. Ito"
    assert "decision: accepted" in facts.read_text()


@pytest.mark.parametrize("token", ["", "another", TOKEN[:-1], "é"])
def test_without_the_token_nothing_is_told_and_nothing_done(
    server: ReviewServer, facts: Path, token: str
):
    token = token.encode().decode("latin-1")
    for method, path, body in (("GET", "/review", None), ("POST", "/decision", ACCEPT)):
        status, answer, _ = ask(server, method, path, body, token=token)
        assert status == 403
        assert "c-hurt" not in answer
    assert facts.read_text() == FACTS


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "evil.example:80"])
def test_a_page_under_another_name_for_this_machine_is_refused(
    server: ReviewServer, facts: Path, host: str
):
    for method, path, body in (("GET", "/", None), ("POST", "/decision", ACCEPT)):
        assert ask(server, method, path, body, host=host)[0] == 421
    assert facts.read_text() == FACTS


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        '{"claim": 3, "verdict": "accepted"}',
        '{"claim": "c-hurt", "verdict": "burnt"}',
        "[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_decision_is_refused(server: ReviewServer, facts: Path, body: str | bytes):
    assert ask(server, "POST", "/decision", body)[0] == 400
    assert facts.read_text() == FACTS
    assert ask(server, "GET", "/review")[0] == 200


def test_a_request_without_end_is_not_read(server: ReviewServer):
    connection = HTTPConnection(HOST, server.server_port, timeout=10)
    connection.putrequest("POST", "/decision")
    connection.putheader("X-Checker-Token", TOKEN)
    connection.putheader("Content-Length", str(LARGEST + 1))
    connection.endheaders()
    assert connection.getresponse().status == 400


def test_a_correction_that_is_wrong_is_told_with_its_place(server: ReviewServer):
    body = {"claim": "c-denial", "verdict": "corrected", "text": "id: c-denial\nspan: not there"}
    status, answer, _ = ask(server, "POST", "/decision", json.dumps(body))
    assert status == 422
    assert "facts.yaml:" in json.loads(answer)["faults"]


def test_other_paths_and_methods_are_nothing(server: ReviewServer):
    assert ask(server, "GET", "/../facts.yaml")[0] == 404
    assert ask(server, "POST", "/review", "{}")[0] == 404
    assert ask(server, "PUT", "/decision", "{}")[0] == 501


def test_the_command_serves_until_it_is_interrupted(facts: Path):
    with subprocess.Popen(
        [sys.executable, "-m", "checker", "review", "facts.yaml", "--no-browser", "--by", "R. Ito"],
        cwd=facts.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        told = running.stdout.readline()
        address = re.fullmatch(r"3 claims at http://127\.0\.0\.1:(\d+)/#([\w-]{32})\n", told)
        assert address, told
        connection = HTTPConnection(HOST, int(address[1]), timeout=10)
        connection.request("GET", "/review", headers={"X-Checker-Token": address[2]})
        assert connection.getresponse().status == 200
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 130


def test_facts_that_are_wrong_are_not_reviewed(facts: Path):
    facts.write_text(FACTS.replace("40 people were hurt\n", "41 people were hurt\n"))
    ran = checker("review", facts.name, "--no-browser", cwd=facts.parent)
    assert ran.returncode == 2
    assert "facts.yaml:" in ran.stderr


def test_somebody_must_decide(facts: Path):
    ran = checker("review", facts.name, "--no-browser", "--by", " ", cwd=facts.parent)
    assert ran.returncode == 2
    assert "--by" in ran.stderr
