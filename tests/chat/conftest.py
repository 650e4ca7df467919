"""A real server on a free port, and one browser for all tests that need one."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from assistant.api import bound, create_app, server
from tests.chat.fake_engine import FakeEngine

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@dataclass(frozen=True)
class Served:
    """A running server: its address, and the engine behind it."""

    url: str
    port: int
    engine: FakeEngine


@contextmanager
def serving(engine: FakeEngine, *, runs: Path | None = None) -> Iterator[Served]:
    """Runs the whole application over ``engine`` in a thread."""
    listening = bound("127.0.0.1", 0)
    port: int = listening.getsockname()[1]
    app = create_app(engine, host="127.0.0.1", port=port, runs=runs)
    running = server(app)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    httpx.get(f"{url}/api/status", timeout=30).raise_for_status()
    try:
        yield Served(url, port, engine)
    finally:
        running.should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A server over the scripted engine."""
    with serving(FakeEngine()) as running:
        yield running


@pytest.fixture(scope="session")
def serve() -> Callable[[FakeEngine], object]:
    """Starts a server over another engine."""
    return serving


# not for the whole session: while it runs, no other test could start an event loop in this thread
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, or a skip that says why."""
    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(_BROWSERS)} is on the PATH")
    # Chromium's sandbox does not start for root
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*_QUIET, "--no-first-run", *root])
        yield running
        running.close()


@pytest.fixture
def raw(served: Served) -> Iterator[socket.socket]:
    """A bare connection to the server, for requests that no client would send."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        yield connection
