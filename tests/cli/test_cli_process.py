"""The command line as a process of its own: what it imports, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.progress import Shown
from assistant.cli.screen import Screen
from index.build import ingest
from index.models.embedder import Embedder
from index.settings import ModelSettings, Settings
from tests.cli.cli_runs import Terminal, onrecord
from tests.test_imports import HEAVY, ROOT

_ASK = """
import sys
from assistant.cli import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""
_WAIT = """
import sys, time
import assistant.cli.upkeep
from assistant.cli import main
def status(*_):
    print("ready", flush=True)
    time.sleep(60)
assistant.cli.upkeep.status = status
sys.exit(main(["status"]))
"""
_WRITE = """
import sys
import assistant.cli.upkeep
from assistant.cli import main
assistant.cli.upkeep.status = lambda arguments, screen: screen.line("x") or 0
sys.exit(main(["status"]))
"""


def test_a_cold_question_answers_without_any_heavy_library(
    embedder: Embedder, model_settings: ModelSettings, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Ann Lee has led Barford Council since 2016. She called for a ceasefire.")
    folder = tmp_path / "collection"
    ingest([str(tmp_path / "a.txt")], Settings(folder, model=model_settings), embedder)
    words = ["ask", "Who called for a ceasefire?", "--json", "-c", str(folder)]
    environment = {**os.environ, "ONRECORD_CACHE": str(model_settings.cache)}
    run = subprocess.run(
        [sys.executable, "-c", _ASK, *words], cwd=ROOT, capture_output=True, text=True, env=environment
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("{")
    loaded = set(run.stderr.split())
    assert "onnxruntime" in loaded  # it did embed the question
    assert loaded & {*HEAVY, "rich", "index.reading", "index.build", "fastapi"} == set()


def test_python_m_assistant_is_the_command(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "assistant", "status", "-c", str(tmp_path / "nowhere")]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (3, "", 1)


def test_an_interrupt_is_one_sentence_and_exits_with_130() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _WAIT], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "onrecord: stopped\n")


def test_a_reader_that_goes_away_ends_it_without_a_word() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run([sys.executable, "-c", _WRITE], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (run.returncode, run.stderr) == (141, "")


@pytest.mark.parametrize("words", [["--host", "0.0.0.0"], ["--host", "news.example"], ["--json"]])
def test_serve_refuses_in_one_sentence(words: list[str], tmp_path: Path) -> None:
    run = onrecord("serve", "-c", str(tmp_path / "c"), *words)
    assert (run.code, run.err.count("\n")) == (2, 1)


def test_a_bar_is_for_a_terminal_and_shows_names_as_they_are() -> None:
    terminal = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        with Shown(Screen(Terminal(), terminal)) as progress:
            progress.total(2)
            progress.describe("[red]a\x1b[2Jb.txt")
            progress.advance()
    assert "[red]a‹U+001B›[2Jb.txt" in terminal.getvalue()
    assert "1/2" in terminal.getvalue()


def test_work_that_never_begins_shows_nothing() -> None:
    terminal = Terminal()
    with Shown(Screen(Terminal(), terminal), "Building."):
        pass
    assert terminal.getvalue() == ""
