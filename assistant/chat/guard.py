"""What stands between the network and the page: plain ASGI, so that streamed answers stay streamed."""

from __future__ import annotations

import asyncio
import json
import logging
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.chat.dress import POLICY, dress

#: bytes of a request's body; a question and its filters need a hundredth of it
MAX_BODY = 64 * 1024
#: seconds that a body may take to arrive
BODY_SECONDS = 10
#: where our own style, script and icon are served
FILES = "/on-record"

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_NAME = r"[\w-][\w.-]{0,150}"  # of a file: never ".."
# what the page needs of Gradio. Its uploads, file route, proxy of remote URLs, monitoring, run history,
# recordings, hot reload and API are not part of it
_READ = re.compile(
    rf"/|/theme\.css|/assets/{_NAME}|/static/(?:{_NAME}/){{1,4}}{_NAME}"
    r"|/gradio_api/(?:startup-events|queue/data|heartbeat/[\w-]{1,64})"
)
_WRITE = re.compile(r"/gradio_api/(?:queue/join|cancel|reset/?)")
_OURS_TO_READ = re.compile(
    rf"/api/(?:status|positions|openapi\.json|articles/[0-9A-Za-z]{{1,64}})|/on-record/{_NAME}|/favicon\.ico|/robots\.txt|/runs(?:/{_NAME})?"
)
_OURS_TO_WRITE = re.compile(r"/api/ask")

_log = logging.getLogger("onrecord.chat")


class Shield:
    """Outermost: safe headers on every answer, and one sentence in place of a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def protected(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _harden(MutableHeaders(scope=message), scope["path"])
            await send(message)

        try:
            await self.app(scope, receive, protected)
        except Exception:
            _log.exception("A request for %r failed", scope["path"])
            if begun:
                raise
            await refuse(protected, 500, "Something went wrong inside On Record: its log says what")


class Origins:
    """Refuses what another site's page sends: a browser says so in ``Origin`` and ``Sec-Fetch-Site``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            # without the scheme: before a proxy that does TLS the page's is https and ours http
            own = headers.get("host", "").lower()
            foreign = "origin" in headers and headers["origin"].lower().partition("://")[2] != own
            crossing = scope["method"] not in ("GET", "HEAD") and headers.get("sec-fetch-site") in (
                "cross-site",
                "same-site",
            )
            if foreign or crossing:
                await refuse(send, 403, "This address answers its own pages only")
                return
        await self.app(scope, receive, send)


class Gate:
    """Lets through the few addresses that the chat and the API have; everything else is not found."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_known(scope["method"], scope["path"]):
            await refuse(send, 404, "There is nothing at this address")
            return
        if scope["type"] == "http" and scope["path"] == "/":
            # Gradio reads saved pages and options from it
            scope = {**scope, "query_string": b""}
        await self.app(scope, receive, send)


class Sized:
    """Refuses a body above ``limit`` bytes as soon as it is announced, or has grown to be."""

    def __init__(self, app: ASGIApp, *, limit: int = MAX_BODY) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or len(announced) > 12 or int(announced) > self.limit:
            await refuse(send, 413, self._sentence)
            return
        # all of it is read here: it is small, or refused before anything else sees a part of it
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await self._read(receive)
        except TimeoutError:
            await refuse(send, 408, f"The request took more than {BODY_SECONDS} s to arrive")
            return
        if body is None:
            await refuse(send, 413, self._sentence)
            return
        first = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return first.pop() if first else await receive()

        await self.app(scope, replayed, send)

    @property
    def _sentence(self) -> str:
        return f"The request is too large: {self.limit // 1024} KB at most"

    async def _read(self, receive: Receive) -> bytes | None:
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self.limit:
                return None
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return bytes(body)


class Dressed:
    """Innermost: the page itself, with our files in it and its own policy."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        # a compressed page could not be read here; and Gradio would write a forwarded name into it
        plain = [
            (name, value)
            for name, value in scope["headers"]
            if name != b"accept-encoding" and not name.startswith(b"x-forwarded-")
        ]
        start: Message | None = None
        body = bytearray()

        async def gathered(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False) and start is not None:
                    await _send_page(start, bytes(body), send)

        await self.app({**scope, "headers": plain}, receive, gathered)


async def refuse(send: Send, status: int, sentence: str) -> None:
    """Sends ``{"error": sentence}``, the shape of every error here."""
    body = json.dumps({"error": sentence}).encode()
    described = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": described})
    await send({"type": "http.response.body", "body": body})


async def _send_page(start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    if start["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
        page, policy = dress(body.decode(), root=FILES)
        body = page.encode()
        headers["content-security-policy"] = policy
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _harden(headers: MutableHeaders, path: str) -> None:
    for name, value in _HEADERS.items():
        headers[name] = value
    headers.setdefault("content-security-policy", POLICY)
    if path.startswith("/api/"):
        headers["cache-control"] = "no-store"
    if "server" in headers:
        del headers["server"]


def _is_known(method: str, path: str) -> bool:
    if method in ("GET", "HEAD"):
        return any(pattern.fullmatch(path) for pattern in (_READ, _OURS_TO_READ))
    return method == "POST" and any(pattern.fullmatch(path) for pattern in (_WRITE, _OURS_TO_WRITE))
