"""Gradio under our own application, with everything off that the chat does not use."""

from __future__ import annotations

from fastapi import FastAPI
from gradio import mount_gradio_app

from assistant.chat.backend import Backend
from assistant.chat.desk import Desk
from assistant.chat.page import THEME, Page

#: sessions whose conversation is kept in memory; the one unused for longest leaves first
SESSIONS = 200
#: events that wait in Gradio's queue, over all pages, and how many of a kind run at once
QUEUED, AT_ONCE = 64, 16


def mount(app: FastAPI, backend: Backend, desk: Desk, *, host: str, port: int) -> FastAPI:
    """``app`` with the chat at ``/``."""
    blocks = Page(backend, desk).blocks
    blocks.state_session_capacity = SESSIONS
    blocks.queue(max_size=QUEUED, default_concurrency_limit=AT_ONCE, api_open=False)
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
