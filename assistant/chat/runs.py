"""The pages of evaluation runs: what runs there are, and the report of each."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from assistant.chat.desk import Desk
from assistant.evaluate.stored import REPORT, SCORES
from assistant.templates import template

#: runs that are listed, the latest
_LISTED = 200
_NAME = re.compile(r"[\w-][\w.-]{0,100}")
#: measures in the list
_SHOWN = ("list.f1", "position.accuracy", "quote.exact", "span.f1", "abstain.recall")
# a report is a file that anybody may have put there: it has no part in this address
_POLICY = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
)
_PLAIN = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Listed:
    """A run in a line: when its scores were written, in UTC."""

    name: str
    when: datetime
    scores: dict[str, Any]


def runs(folder: Path) -> list[Listed]:
    """The runs in the folders of ``folder``, the latest first; what is no run is left out."""
    found = []
    for one in folder.iterdir() if folder.is_dir() else ():
        path = one / SCORES
        try:
            if not _NAME.fullmatch(one.name) or not (one / REPORT).is_file():
                continue
            scores = json.loads(path.read_text(encoding="utf-8"))
            known = {
                "sets": [str(name) for name in scores["sets"]],
                "questions": int(scores["questions"]),
                "measures": {name: scores["measures"].get(name) for name in _SHOWN},
            }
            found.append(Listed(one.name, datetime.fromtimestamp(path.stat().st_mtime, UTC), known))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return sorted(found, key=lambda run: run.when, reverse=True)[:_LISTED]


def add_runs(app: FastAPI, folder: Path, desk: Desk) -> None:
    """Adds ``GET /runs`` and ``GET /runs/{name}`` to ``app``."""
    shown = template(__package__, "runs.html.j2")

    @app.get("/runs", include_in_schema=False)
    async def listed() -> HTMLResponse:
        """All runs, with links to their reports."""
        found = await desk.run(lambda: runs(folder))
        made = shown.render(runs=found, measures=_SHOWN)
        return HTMLResponse(made, headers={"content-security-policy": _PLAIN, "cache-control": "no-store"})

    @app.get("/runs/{name}", include_in_schema=False)
    async def report(name: str) -> HTMLResponse:
        """The report of one run, as it was written."""
        path = folder / name / REPORT
        if not _NAME.fullmatch(name) or path.resolve().parent.parent != folder.resolve() or not path.is_file():
            raise HTTPException(404, "There is no such run")
        html = await desk.run(lambda: path.read_text(encoding="utf-8"))
        return HTMLResponse(html, headers={"content-security-policy": _POLICY, "cache-control": "no-store"})
