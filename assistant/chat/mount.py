"""Gradio under our own application, with everything off that the chat does not use."""

from __future__ import annotations

import sys
from pathlib import Path

from fastapi import FastAPI
from gradio import mount_gradio_app

from assistant.chat.backend import Backend
from assistant.chat.desk import Desk
from assistant.chat.page import THEME, Page

#: sessions whose conversation is kept in memory; the one unused for longest leaves first
SESSIONS = 200
#: events that wait in Gradio's queue, over all pages, and how many of a kind run at once
QUEUED, AT_ONCE = 64, 16


def mount(app: FastAPI, backend: Backend, desk: Desk, *, host: str, port: int, marks: Path | None = None) -> FastAPI:
    """``app`` with the chat at ``/``; ``marks`` is the set that a reviewer's marks go into."""
    blocks = Page(backend, desk, marks).blocks
    blocks.state_session_capacity = SESSIONS
    blocks.queue(max_size=QUEUED, default_concurrency_limit=AT_ONCE, api_open=False)
    # Gradio works out statistics for its monitoring page after each event, over the last 10,000 of them; the
    # page is off, and so is this: a few records are kept and none is summed up
    blocks._queue.ANALYTICS_MAX_EVENTS = 10
    blocks._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize
    mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name=host,
        server_port=port,
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=THEME,
    )
    return app
