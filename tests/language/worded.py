"""A small answer to be worded, and a server on loopback that says what a test tells it to."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.types import Answer, Citation, Coverage, Holder, Kind, Stance

TEXTS = (
    "Ann Lee, the leader of Barford Council, called for a ceasefire. “We need it, and we need it now,” she said.",
    "Bob Day refused to back the call. He would rather have a pause.",
    "More than 150 Labour councillors signed a letter for a ceasefire.",
)
GOOD = "Ann Lee, the leader of Barford Council, called for a ceasefire [1]."


def citation(n: int, text: str) -> Citation:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Citation(n, f"a{n}", f"{n}.txt", "Leader speaks", "Gazette", "2023-10-27", None, 0, len(text), text, digest)


HOLDERS = (
    Holder("Ann Lee", "person", "leader of Barford Council", None, Stance.FOR, "2023-10-27", (1,)),
    Holder("Bob Day", "person", None, None, Stance.AGAINST, None, (2,)),
    Holder("more than 150 Labour councillors", "group", None, 150, Stance.FOR, None, (3,)),
)


def answer(*more: str) -> Answer:
    """A list of three; ``more`` are texts of further passages."""
    texts = (*TEXTS, *more)
    return Answer(
        question="Who called for a ceasefire?",
        kind=Kind.LIST,
        answered=True,
        text="On “a ceasefire”: " + " ".join(f"[{n}]" for n in range(1, len(texts) + 1)),
        coverage=Coverage(3, 3, 3, 0),
        holders=HOLDERS,
        citations=tuple(citation(n, text) for n, text in enumerate(texts, 1)),
    )


Handler = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; ``body`` is what was sent."""

    protocol_version = "HTTP/1.0"
    body: dict[str, Any]

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        self.body = json.loads(self.rfile.read(length) or b"{}")
        self.server.heard.append((dict(self.headers), self.body))  # type: ignore[attr-defined]
        with suppress(BrokenPipeError, ConnectionResetError):  # the client has gone
            self.server.handle_with(self)  # type: ignore[attr-defined]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
        del format, args

    def plain(self, status: int, body: bytes, kind: str = "application/json") -> None:
        """A whole response."""
        self.send_response(status)
        self.send_header("content-type", kind)
        self.end_headers()
        self.wfile.write(body)

    def begin(self) -> None:
        """A stream of events begins."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()

    def say(self, *pieces: str, pause: float = 0.0) -> None:
        """Some pieces of what the model says."""
        for piece in pieces:
            self.event({"content": piece})
            if pause:
                time.sleep(pause)

    def event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        """One event of the stream."""
        made = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        self.raw(f"data: {json.dumps(made)}\n\n".encode())

    def raw(self, line: bytes) -> None:
        """Whatever a broken server may send."""
        self.wfile.write(line)
        self.wfile.flush()

    def end(self) -> None:
        """The stream ends as it should."""
        self.event({}, "stop")
        self.raw(b"data: [DONE]\n\n")


class Server(ThreadingHTTPServer):
    """Listens on loopback; ``heard`` are the headers and bodies of its requests."""

    daemon_threads = True
    heard: list[tuple[dict[str, str], dict[str, Any]]]
    handle_with: Handler

    @property
    def url(self) -> str:
        """As ``--llm-url`` takes it."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving(handler: Handler) -> Iterator[Server]:
    """A server that answers with ``handler``."""
    server = Server(("127.0.0.1", 0), Request)
    server.heard, server.handle_with = [], handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
