"""The pages of runs, and marks made on the page of the chat."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from assistant.evaluate import load
from tests.chat.conftest import Served, serving
from tests.chat.fake_engine import FakeEngine

_EVIL = "<script>parent.stolen = 1</script>"


def _write(folder: Path, name: str, html: str, scores: object) -> None:
    (folder / name).mkdir()
    (folder / name / "report.html").write_text(html)
    (folder / name / "scores.json").write_text(scores if isinstance(scores, str) else json.dumps(scores))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    runs = tmp_path_factory.mktemp("evaluation") / "runs"
    runs.mkdir()
    good = {"sets": [_EVIL], "questions": 40, "measures": {"list.f1": 0.5, "span.f1": None}}
    _write(runs, "first", "<h1>First report</h1>", good)
    _write(runs, "second", f"<h1>Second report</h1>{_EVIL}", good)
    os.utime(runs / "first" / "scores.json", (1, 1))
    _write(runs, "broken", "x", "{")
    _write(runs, "odd name", "x", good)
    (runs.parent / "secret").mkdir()
    (runs.parent / "secret" / "report.html").write_text("secret")
    (runs / "link").symlink_to(runs.parent / "secret")
    return runs


@pytest.fixture(scope="module")
def shown(folder: Path) -> Iterator[Served]:
    with serving(FakeEngine(), runs=folder) as running:
        yield running


def test_runs_are_listed_the_latest_first_and_escaped(shown: Served) -> None:
    page = httpx.get(f"{shown.url}/runs", timeout=20)
    assert page.status_code == 200
    assert page.text.index(">second<") < page.text.index(">first<")
    assert "0.500" in page.text
    assert "broken" not in page.text
    assert "odd name" not in page.text
    assert "<script" not in page.text


def test_a_report_is_shown_apart_from_the_chat(shown: Served) -> None:
    page = httpx.get(f"{shown.url}/runs/second", timeout=20)
    assert "Second report" in page.text
    assert page.headers["content-security-policy"].startswith("sandbox allow-scripts; default-src 'none'")


@pytest.mark.parametrize("name", ["none", "link", "..", "%2e%2e", "odd%20name", "first/report.html", "..%2fsecret"])
def test_nothing_else_is_shown(shown: Served, name: str) -> None:
    page = httpx.get(f"{shown.url}/runs/{name}", timeout=20)
    assert page.status_code in (404, 200)
    assert "secret" not in page.text
    assert page.status_code == 404 or "On Record" in page.text


def test_without_a_folder_there_is_no_page(served: Served) -> None:
    assert httpx.get(f"{served.url}/runs", timeout=20).status_code == 404


@pytest.mark.browser
def test_a_mark_becomes_a_question(shown: Served, folder: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(shown.url)
    page.get_by_text("Mark the last answer").click()
    page.get_by_role("button", name="Keep the mark").click()
    expect(page.locator("#or-marked")).to_contain_text("Ask a question first")
    page.locator("#or-question textarea").fill("How many councillors signed?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#or-latest")).to_contain_text("eleven", ignore_case=True)
    page.wait_for_timeout(500)
    page.get_by_label("right", exact=True).check()
    page.get_by_label("Note").fill("checked by hand")
    page.get_by_role("button", name="Keep the mark").click()
    expect(page.locator("#or-marked")).to_contain_text("Kept as right in marks.jsonl")
    (one,) = load([folder / "marks.jsonl"])
    assert (one.question, one.answer) == ("How many councillors signed?", "eleven")
    page.close()
