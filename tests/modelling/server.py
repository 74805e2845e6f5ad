"""An endpoint on loopback that answers as it is told: well, wrongly, slowly, half, or not."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOTHING = {"agents": [], "events": [], "claims": [], "pledges": [], "wordings": [], "dates": []}


@dataclass(frozen=True)
class Response:
    """``body`` is sent as it is; only ``sent`` bytes of it, where that is given, and the
    connection is broken then. ``delay`` is in seconds."""

    body: str
    status: int = 200
    sent: int | None = None
    delay: float = 0.0
    headers: tuple[tuple[str, str], ...] = (("retry-after-ms", "5"),)


def completion(content: str | None, finish: str = "stop", **message: object) -> str:
    """A chat completion's body around a model's answer."""
    return json.dumps(
        {
            "id": "c",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "message": {"role": "assistant", "content": content, **message},
                }
            ],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
        }
    )


def says(answer: object) -> Response:
    """A well-formed response; the answer is JSON unless it is a text."""
    return Response(completion(answer if isinstance(answer, str) else json.dumps(answer)))


Script = Callable[[dict], Response]


@dataclass
class Asked:
    """What the endpoint was asked, and how many requests it had at once."""

    script: Script
    url: str = ""
    requests: list[dict] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def parts(self) -> list[str]:
        """The parts of documents that were asked about."""
        return [request["messages"][-1]["content"] for request in self.requests]


@contextmanager
def endpoint(script: Script | Response) -> Iterator[Asked]:
    """A server for as long as the block runs."""
    asked = Asked(script if callable(script) else lambda _: script)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(asked))
    server.daemon_threads = True
    asked.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def in_turn(*responses: Response) -> Script:
    """One response after the other, the last one for ever."""
    waiting = list(responses)
    lock = threading.Lock()

    def script(_: dict) -> Response:
        with lock:
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return script


def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _handler(asked: Asked) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            request = json.loads(body) | {"path": self.path}
            with asked.lock:
                asked.requests.append(request)
                asked.headers.append({name.lower(): value for name, value in self.headers.items()})
                asked.at_once += 1
                asked.most_at_once = max(asked.most_at_once, asked.at_once)
            try:
                self._answer(asked.script(request))
            except OSError:
                self.close_connection = True  # the client gave up
            finally:
                with asked.lock:
                    asked.at_once -= 1

        def _answer(self, response: Response) -> None:
            time.sleep(response.delay)
            body = response.body.encode()
            self.send_response(response.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            for name, value in response.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: response.sent])
            if response.sent is not None:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    return Handler
