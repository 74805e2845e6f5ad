"""The review in a browser: one page, and the two requests that it makes.

A program on a desk's machine that writes files must not be at the command of any page that a
browser has open. It listens on the loopback interface alone; each request carries a token that
only whoever started the review knows, and names this very server as its host, which a page of
another name that resolves to 127.0.0.1 (DNS rebinding) does not. The page loads nothing else.

The standard library's server is enough for one person on one machine; a framework would bring
routing, sessions and an event loop that nothing here needs.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Lock
from typing import Final

from checker.diagnostics import DiagnosticError, render
from checker.facts.entities import amount
from checker.reviewing.decisions import Decision, Verdict
from checker.reviewing.session import ClaimUnderReview, Session

HOST: Final = "127.0.0.1"
LARGEST: Final = 1_000_000
"""Bytes of a request."""


class ReviewServer(ThreadingHTTPServer):
    """Serves a review until it is shut down. ``port`` 0 takes any that is free."""

    daemon_threads = True

    def __init__(self, session: Session, *, by: str, token: str, port: int = 0) -> None:
        self.session, self.by, self.token = session, by, token
        self.lock = Lock()
        super().__init__((HOST, port), _Handler)

    @property
    def url(self) -> str:
        """Where to look. Behind the ``#``, browsers neither send nor log the token."""
        return f"http://{HOST}:{self.server_port}/#{self.token}"


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version = "Checker"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        if not self._is_for_us():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "this is another host")
        elif self.path == "/":
            self._send(HTTPStatus.OK, _PAGE, "text/html; charset=utf-8")
        elif self.path != "/review":
            self._refuse(HTTPStatus.NOT_FOUND, "nothing is here")
        elif self._may():
            with self.server.lock:
                self._answer(HTTPStatus.OK, _state(self.server.session))

    def do_POST(self) -> None:
        if not self._is_for_us():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "this is another host")
        elif self.path != "/decision":
            self._refuse(HTTPStatus.NOT_FOUND, "nothing is here")
        elif self._may():
            self._decide()

    def _decide(self) -> None:
        decision = self._decision()
        if decision is None:
            self._refuse(HTTPStatus.BAD_REQUEST, "a decision names a claim and a verdict")
            return
        with self.server.lock:
            try:
                self.server.session.decide(decision)
            except DiagnosticError as error:
                faults = render(error.diagnostics)
                self._answer(HTTPStatus.UNPROCESSABLE_ENTITY, {"faults": faults})
            except OSError as error:
                faults = f"the file cannot be written: {error.strerror or error}"
                self._answer(HTTPStatus.INSUFFICIENT_STORAGE, {"faults": faults})
            else:
                self._answer(HTTPStatus.OK, _state(self.server.session))

    def _decision(self) -> Decision | None:
        """The decision that the request holds, None where it holds none."""
        try:
            length = int(self.headers.get("Content-Length", ""))
            if not 0 < length <= LARGEST:
                raise ValueError(length)
            given = json.loads(self.rfile.read(length))
            return Decision(
                _text(given, "claim"),
                Verdict(_text(given, "verdict")),
                self.server.by,
                date.today(),
                _text(given, "note").strip(),
                _text(given, "text"),
            )
        except (ValueError, RecursionError):
            self.close_connection = True  # what is left of the request is not read
            return None

    def _is_for_us(self) -> bool:
        port = self.server.server_port
        return self.headers.get("Host") in (f"{HOST}:{port}", f"localhost:{port}")

    def _may(self) -> bool:
        given = self.headers.get("X-Checker-Token", "").encode()
        if compare_digest(given, self.server.token.encode()):
            return True
        self._refuse(HTTPStatus.FORBIDDEN, "open the address that `checker review` printed")
        return False

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True
        self._answer(status, {"faults": why})

    def _answer(self, status: HTTPStatus, value: Mapping[str, object]) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
        """Nothing: the terminal shows the address, and what somebody decides is in the files."""


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name, "") if isinstance(given, dict) else None
    if not isinstance(value, str):
        raise ValueError(name)
    return value


# --- what the page shows ---------------------------------------------------------------------


def _state(session: Session) -> dict[str, object]:
    claims = list(session.claims())
    shown = dict.fromkeys(claim.anchor.document for claim in claims)
    agents = session.agents()
    return {
        "documents": [
            {"id": name, "title": document.title, "text": document.text}
            for name in shown
            for document in [session.documents[name]]
        ],
        "claims": [_claim(claim, agents) for claim in claims],
    }


def _claim(claim: ClaimUnderReview, agents: Mapping[str, str]) -> dict[str, object]:
    record = claim.record
    said = {
        "voice": record.voice,
        "source": agents.get(record.source or "", record.source or ""),
        "cue": record.cue.exact if record.cue else "",
        "kind": record.kind,
        "says": " · ".join(filter(None, (record.subject, record.predicate, record.object))),
        "polarity": record.polarity,
        "factuality": record.factuality or "",
        "figures": "; ".join(f"{each.measure}: {amount(each)}" for each in record.quantities),
    }
    by = claim.extraction
    return {
        "id": record.id,
        "document": claim.anchor.document,
        "start": claim.anchor.start,
        "end": claim.anchor.end,
        "file": claim.file,
        "text": claim.text,
        "fields": {name: value for name, value in said.items() if value},
        "extraction": " ".join(filter(None, (by.by, by.tool))) if by else "",
        "review": record.review.model_dump(exclude_none=True) if record.review else None,
    }


# --- the page --------------------------------------------------------------------------------


def _page(read: Callable[[str], str]) -> tuple[bytes, str]:
    """The page, and the policy that lets it run its own script and nothing else."""
    style, script = read("page.css"), read("page.js")
    page = read("page.html").replace("/* style */", style).replace("/* script */", script)
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)};"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return page.encode(), policy


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_PAGE, _POLICY = _page(lambda name: files(__package__).joinpath(name).read_text(encoding="utf-8"))
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
