"""Endpoints that are slow, broken or busy are tried again; what they answered is kept."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from checker.diagnostics import Diagnostic, DiagnosticError, render
from tests.modelling.server import (
    NOTHING,
    Asked,
    Response,
    closed_port,
    completion,
    endpoint,
    in_turn,
    says,
)
from tests.modelling.support import TEXT, answer, claim, codes, quotes, read, reader

GOOD = says(answer(claims=[claim()]))
PARTS = "\n\n".join(f"Part {number} is here." for number in range(6))


def refusal(asked: Asked, **settings: object) -> Diagnostic:
    with pytest.raises(DiagnosticError) as caught:
        read(asked, **settings)
    (fault,) = caught.value.diagnostics
    assert fault.code == "CHK730"
    assert fault.help
    return fault


@pytest.mark.parametrize(
    "bad",
    [
        Response('{"error": {"message": "slow down"}}', 429),
        Response('{"error": {"message": "oops"}}', 500),
        Response("<html>bad gateway</html>", 502),
        Response(completion(json.dumps(NOTHING)), sent=40),
        Response(completion(json.dumps(NOTHING)), sent=0),
    ],
    ids=["429", "500", "502", "half", "none"],
)
def test_what_may_pass_is_tried_again(bad: Response) -> None:
    with endpoint(in_turn(bad, GOOD)) as asked:
        found = read(asked)
    assert quotes(found) == ["12 boats had left"]
    assert len(asked.requests) == 2


def test_a_slow_endpoint_is_given_up_and_tried_again() -> None:
    with endpoint(in_turn(Response(GOOD.body, delay=1.0), GOOD)) as asked:
        found = read(asked, timeout=0.2)
    assert quotes(found) == ["12 boats had left"]
    assert len(asked.requests) == 2


@pytest.mark.parametrize(
    ("status", "mend"),
    [
        (401, "--api-key-env"),
        (403, "may not use"),
        (404, "--base-url"),
        (429, "--jobs"),
        (503, "later"),
    ],
)
def test_what_does_not_pass_stops_the_run(status: int, mend: str) -> None:
    said = json.dumps({"error": {"message": "no: secret-key \x1b[31m is not one"}})
    with endpoint(Response(said, status)) as asked:
        fault = refusal(asked)
    assert mend in fault.help
    assert "***" in fault.message
    assert "\x1b" not in fault.message


def test_a_server_that_is_not_there_is_named() -> None:
    asked = Asked(lambda _: GOOD, url=f"http://127.0.0.1:{closed_port()}/v1")
    fault = refusal(asked, retries=0)
    assert "a server listens at --base-url" in fault.help
    assert fault.primary.span.source.name == asked.url


def test_an_endpoint_without_schemas_is_asked_for_plain_json() -> None:
    def script(request: dict) -> Response:
        if request["response_format"]["type"] == "json_schema":
            return Response('{"error": {"message": "unknown field"}}', 400)
        return GOOD

    with endpoint(script) as asked:
        found = read(asked, f"{TEXT}\n\n{TEXT}", part_size=100)
    kinds = [request["response_format"]["type"] for request in asked.requests]
    assert kinds == ["json_schema", "json_object", "json_object"]
    assert '"quote"' in asked.requests[1]["messages"][0]["content"]  # the schema, in words
    assert quotes(found) == ["12 boats had left", "12 boats had left"]


def test_a_request_that_is_bad_in_either_form_is_reported() -> None:
    with endpoint(Response('{"error": {"message": "temperature?"}}', 400)) as asked:
        fault = refusal(asked, temperature=0.5)
    assert "temperature?" in fault.message
    assert [request["temperature"] for request in asked.requests] == [0.5, 0.5]


def test_the_schema_and_the_model_are_in_the_request_and_the_temperature_if_given() -> None:
    with endpoint(GOOD) as asked:
        read(asked)
    (request,) = asked.requests
    assert request["path"] == "/v1/chat/completions"
    assert request["model"] == "m"
    assert "temperature" not in request
    schema = request["response_format"]["json_schema"]
    assert schema["strict"] is True
    closed = [schema["schema"], *schema["schema"]["$defs"].values()]
    assert all(each["additionalProperties"] is False for each in closed)
    assert all(set(each["required"]) == set(each["properties"]) for each in closed)


def test_the_key_is_sent_and_neither_shown_nor_logged_nor_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), endpoint(in_turn(GOOD, Response("{}", 401))) as asked:
        reading = reader(asked, tmp_path)
        reading.read("d", "d.txt", TEXT)
        with pytest.raises(DiagnosticError) as caught:
            reading.read("e", "e.txt", "Another text.")
    assert asked.headers[0]["authorization"] == "Bearer secret-key"
    shown = [
        caplog.text,
        repr(reading.endpoint.settings),
        render(caught.value.diagnostics),
        *(path.read_text() for path in tmp_path.rglob("*") if path.is_file()),
    ]
    assert not any("secret-key" in text for text in shown)


# --- many parts ----------------------------------------------------------------------------------


def test_no_more_requests_run_at_once_than_jobs_and_answers_keep_their_order() -> None:
    def script(request: dict) -> Response:
        part = request["messages"][-1]["content"]
        told = claim(part.removesuffix("."), voice="narrator", source=None, cue=None, subject="")
        slow = 0.15 if part.startswith("Part 0") else 0.03
        return Response(says(NOTHING | {"claims": [told]}).body, delay=slow)

    with endpoint(script) as asked:
        found = read(asked, PARTS, jobs=3, part_size=15)
    assert asked.most_at_once == 3
    assert quotes(found) == [f"Part {number} is here" for number in range(6)]
    assert [record["id"] for record in found.sections["claims"]][:2] == ["d:claim-1", "d:claim-2"]


def test_a_run_that_was_cut_off_goes_on_from_what_was_answered(tmp_path: Path) -> None:
    def failing(request: dict) -> Response:
        part = request["messages"][-1]["content"]
        return Response("{}", 403) if "Part 4" in part else says(NOTHING)

    with endpoint(failing) as asked:
        with pytest.raises(DiagnosticError):
            read(asked, PARTS, tmp_path, part_size=15)
        done = set(asked.parts) - {"Part 4 is here."}
        asked.requests.clear()
        asked.script = lambda _: says(NOTHING)
        reading = reader(asked, tmp_path, part_size=15)
        reading.read("d", "d.txt", PARTS)
        assert set(asked.parts) == {f"Part {number} is here." for number in range(6)} - done
        assert "Part 4 is here." in asked.parts
        assert reading.cost.cached == len(done) >= 4
        asked.requests.clear()
        read(asked, PARTS, tmp_path, part_size=15)
        assert not asked.requests  # all of it is known


def test_another_model_setting_or_text_is_another_question(tmp_path: Path) -> None:
    with endpoint(says(NOTHING)) as asked:
        for change in ({}, {"temperature": 0.0}, {"temperature": 1.0}):
            read(asked, TEXT, tmp_path, **change)
        read(asked, TEXT + " More.", tmp_path)
    assert len(asked.requests) == 4


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"answer": 3}', b"\xff"])
def test_a_kept_answer_that_is_damaged_is_asked_for_again(tmp_path: Path, damage: bytes) -> None:
    with endpoint(GOOD) as asked:
        read(asked, TEXT, tmp_path)
        (kept,) = tmp_path.rglob("*.json")
        kept.write_bytes(damage)
        found = read(asked, TEXT, tmp_path)
    assert len(asked.requests) == 2
    assert quotes(found) == ["12 boats had left"]


def test_a_kept_answer_that_was_changed_is_asked_for_again(tmp_path: Path) -> None:
    with endpoint(GOOD) as asked:
        read(asked, TEXT, tmp_path)
        (kept,) = tmp_path.rglob("*.json")
        kept.write_text(kept.read_text().replace("12 boats", "13 boats"))
        assert codes(read(asked, TEXT, tmp_path)) == []
    assert len(asked.requests) == 2


def test_a_folder_that_cannot_be_written_to_only_costs_asking_again(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, no folder")
    with endpoint(GOOD) as asked:
        assert quotes(read(asked, TEXT, taken)) == ["12 boats had left"]
