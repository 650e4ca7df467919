"""The engine over HTTP, and the chat mounted on the same application.

    POST /api/ask            {"question", "from"?, "to"?, "outlet"?} -> an answer, as the contract has it
    GET  /api/positions      ?topic&stance&from&to&outlet -> every position on a topic, an answer of kind list
    GET  /api/articles/{id}  an article with its canonical text
    GET  /api/status         what the collection holds

Every error is ``{"error": one sentence}``. The server listens on this machine only.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Query, Request
from fastapi import Path as InPath
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.middleware import Middleware
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.answer.list import list_positions, topic_faults
from assistant.chat import asked
from assistant.chat.backend import Backend
from assistant.chat.desk import BusyError, Desk
from assistant.chat.guard import FILES, Dressed, Gate, Origins, Shield, Sized
from assistant.chat.mount import mount
from assistant.chat.runs import add_runs
from assistant.types import Answer
from index.errors import OnRecordError, UsageError
from index.settings import Settings
from index.statements.labels import Stance

_STATIC = Path(__file__).parent / "chat" / "static"
#: connections at once; each open page holds two
CONNECTIONS = 400
#: the set of a reviewer's marks, in the folder of the runs
MARKS = "marks.jsonl"

Announce = Callable[[str], None]
#: a topic, with ``stance`` and ``filters`` -> an answer of kind list
Lists = Callable[..., Answer]


class _Filtered(BaseModel):
    """What is asked over HTTP, of which articles; the days are ISO dates."""

    model_config = ConfigDict(extra="forbid")

    date_from: Annotated[str | None, Field(alias="from")] = None
    date_to: Annotated[str | None, Field(alias="to")] = None
    outlet: str | None = None


class Question(_Filtered):
    """A question in plain words."""

    question: str


class Topic(_Filtered):
    """What positions are asked for on, and the one stance that is wanted."""

    topic: str
    stance: Stance | None = None


def create_app(
    engine: Backend,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    lists: Lists | None = None,
    runs: Path | None = None,
) -> FastAPI:
    """The whole application, to be run on ``host``; the chat is at ``/``.

    Args:
        lists: without it no positions are listed.
        runs: a folder of evaluation runs, to be shown, and where a reviewer's marks are kept.
    """
    desk = Desk()
    app = FastAPI(
        title="On Record",
        openapi_url="/api/openapi.json",
        docs_url=None,  # the pages of both fetch their scripts from elsewhere
        redoc_url=None,
        middleware=[
            Middleware(Shield),
            Middleware(TrustedHostMiddleware, allowed_hosts=_names(host), www_redirect=False),
            Middleware(Origins),
            Middleware(Gate),
            Middleware(Sized),
            Middleware(Dressed),
        ],
    )
    _answer_errors(app)
    _add_api(app, engine, desk)
    if lists is not None:
        add_positions(app, lists, desk)
    _add_files(app)
    if runs is not None:
        add_runs(app, runs, desk)
    return mount(app, engine, desk, host=host, port=port, marks=None if runs is None else runs / MARKS)


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    runs: Path | None = None,
    announce: Announce = print,
) -> None:
    """Runs the server until it is stopped; ``announce`` is told where it can be opened.

    Raises:
        UsageError: ``host`` is not this machine, or the port is taken.
        CollectionError: the collection cannot be opened.
    """
    from assistant.engine import Engine

    address = loopback(host)
    with closing(bound(address, port)) as listening, Engine.open(settings) as engine:
        lists = partial(list_positions, engine.collection, engine.embedder)
        app = create_app(engine, host=host, port=port, lists=lists, runs=runs)
        shown = f"[{address}]" if ":" in address else address
        announce(f"On Record is open at http://{shown}:{listening.getsockname()[1]} (Ctrl-C stops it)")
        server(app).run(sockets=[listening])


def server(app: FastAPI) -> uvicorn.Server:
    """What runs ``app``: quiet, without WebSockets, believing no header about where a request is from."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws="none",
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=1,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_worth_telling)
    return uvicorn.Server(config)


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Not that the streams of open pages were cut off when the server was stopped: they always are."""
    cancelled = bool(record.exc_info and record.exc_info[0] is asyncio.CancelledError)
    return not cancelled and not str(record.msg).startswith("Cancel %s running task")


def loopback(host: str) -> str:
    """The address of ``host`` if it is this machine's own.

    Raises:
        UsageError: it can be reached from elsewhere; there is no log-in yet, so nobody may.
    """
    named = {"localhost": "127.0.0.1"}.get(host.lower(), host.strip("[]"))
    try:
        if ipaddress.ip_address(named).is_loopback:
            return named
    except ValueError:
        pass
    raise UsageError(f"On Record does not listen on {host}: it has no log-in, so use --host 127.0.0.1")


def bound(address: str, port: int) -> socket.socket:
    """A socket that listens at ``address``; port 0 is any that is free.

    Raises:
        UsageError: the port is taken, not allowed, or no port.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(
            f"Port {port} of {address} cannot be used ({reason.lower()}): choose another with --port"
        ) from None
    return listening


def _names(host: str) -> list[str]:
    """The names a browser may call this server by; any other means that someone else's name points here."""
    return sorted({"localhost", "127.0.0.1", "[::1]", "::1", host})


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(OnRecordError)
    async def told(_: Request, error: OnRecordError) -> JSONResponse:
        status = 503 if isinstance(error, BusyError) else 400 if isinstance(error, UsageError) else 500
        return JSONResponse({"error": str(error)}, status, {"Retry-After": "1"} if status == 503 else None)

    @app.exception_handler(RequestValidationError)
    async def misread(_: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse({"error": _fault(error)}, 400)

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"error": str(error.detail)}, error.status_code, error.headers)


def _fault(error: RequestValidationError) -> str:
    """The first fault of a request: where it is and what; never what was sent."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:] if not isinstance(part, int))
    return f"{where or 'The body'}: {str(first['msg']).lower()}"


def _add_api(app: FastAPI, engine: Backend, desk: Desk) -> None:
    @app.post("/api/ask")
    async def ask(body: Question) -> JSONResponse:
        """An answer with its citations."""
        question, filters = asked.check(body.question, body.date_from, body.date_to, body.outlet)
        answer = await desk.run(lambda: engine.ask(question, filters=filters))
        return JSONResponse(answer.to_json())

    @app.get("/api/articles/{key}")
    async def article(key: Annotated[str, InPath(pattern="^[0-9a-f]{6,16}$")]) -> JSONResponse:
        """An article as it is stored."""
        stored = await desk.run(lambda: engine.collection.article(key))
        if stored is None:
            raise HTTPException(404, f"There is no article {key} in this collection")
        names = ("id", "source", "title", "date", "outlet", "byline", "url", "text")
        return JSONResponse(jsonable_encoder({name: getattr(stored, name) for name in names}))

    @app.get("/api/status")
    async def status() -> JSONResponse:
        """What the collection holds, and what it was built with."""
        known: Any = await desk.run(engine.collection.status)
        return JSONResponse(jsonable_encoder(known))


def add_positions(app: FastAPI, lists: Lists, desk: Desk) -> None:
    """Adds ``GET /api/positions`` to ``app``."""

    @app.get("/api/positions")
    async def positions(asked_for: Annotated[Topic, Query()]) -> JSONResponse:
        """Every position on a topic, with its citations."""
        if faults := topic_faults(asked_for.topic):
            raise UsageError(f"{faults[0][:1].upper()}{faults[0][1:]}.")
        topic, filters = asked.check(asked_for.topic, asked_for.date_from, asked_for.date_to, asked_for.outlet)
        answer = await desk.run(lambda: lists(topic.strip(), stance=asked_for.stance, filters=filters))
        return JSONResponse(answer.to_json())


def _add_files(app: FastAPI) -> None:
    app.mount(FILES, StaticFiles(directory=_STATIC), name="files")

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> Response:
        return FileResponse(_STATIC / "icon.svg", media_type="image/svg+xml")

    @app.get("/robots.txt", include_in_schema=False)
    async def robots() -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")
