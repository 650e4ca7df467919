"""How long a question takes in a running process, and the memory of that process, by size of the collection.

Each size is measured in a fresh process that opens the collection, asks every question a few times to warm
up, and then asks them again in turn; the chat server is started on the largest one.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.evaluate import load
from assistant.evaluate.measures.latency import percentile
from index.models.embed import load_embedder
from index.settings import from_environment
from tests.benchmarks.data import ROOT, SHARED, need
from tests.benchmarks.large import POOL, build_collection
from tests.benchmarks.machine import resident_mb
from tests.benchmarks.table import Table, command, parser, show

SEEDS = SHARED / "questions" / "seeds.jsonl"
WARM_UP = 20


def questions() -> list[str]:
    """Questions that stand by themselves."""
    need(SEEDS)
    return [question.question for question in load([SEEDS]) if question.after is None]


def ask(folder: Path, rounds: int) -> dict[str, float]:
    """Milliseconds and megabytes of asking all questions ``rounds`` times in this process."""
    from assistant.engine import Engine

    asked = questions()
    times: list[float] = []
    with Engine.open(from_environment(folder)) as engine:
        for question in asked[:WARM_UP]:
            engine.ask(question)
        for question in asked * rounds:
            began = time.perf_counter()
            engine.ask(question)
            times.append((time.perf_counter() - began) * 1000)
        memory = resident_mb()
    return {"p50": percentile(times, 50), "p95": percentile(times, 95), "max": max(times), "memory": memory}


def ask_server(folder: Path, rounds: int) -> dict[str, float]:
    """The same over HTTP, to the chat server."""
    asked = questions()
    times: list[float] = []
    with _server(folder) as (address, server):
        for question in asked[:WARM_UP] + asked * rounds:
            began = time.perf_counter()
            _post(f"{address}/api/ask", {"question": question})
            times.append((time.perf_counter() - began) * 1000)
        memory = resident_mb(server.pid)
    times = times[len(asked[:WARM_UP]) :]
    return {"p50": percentile(times, 50), "p95": percentile(times, 95), "max": max(times), "memory": memory}


@contextmanager
def _server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """``onrecord serve`` on a free port, until it answers and then for the length of the ``with``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "assistant", "serve", "-c", str(folder), "--port", str(port)]
    server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if server.poll() is not None:
                sys.exit(f"The server ended with {server.returncode} before it answered.")
            try:
                urllib.request.urlopen(f"{address}/api/status").close()
                break
            except OSError:
                time.sleep(0.1)
        yield address, server
    finally:
        server.terminate()
        server.wait()


def _post(url: str, value: object) -> None:
    request = urllib.request.Request(url, json.dumps(value).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        reply.read()


def _child(what: str, folder: Path, rounds: int) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.benchmarks.latency", "--child", what]
    words += ["--folder", str(folder), "--rounds", str(rounds)]
    run = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(run.stdout.strip().split("\n")[-1])
    return found


def table(sizes: list[int], rounds: int) -> Table:
    """A row a size, and one for the server at the largest."""
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for size in sizes:
            settings = from_environment(Path(made) / str(size))
            passages = build_collection(settings, load_embedder(settings.model), size)
            rows.append(_row(f"{passages:,}", "in process", _child("engine", settings.collection, rounds)))
        rows.append(_row(f"{passages:,}", "server, over HTTP", _child("server", settings.collection, rounds)))
    return Table(
        "Question latency and memory",
        command("latency"),
        ("passages", "asked", "p50 ms", "p95 ms", "slowest ms", "resident MB"),
        tuple(rows),
        (
            f"{len(questions())} questions of `questions/seeds.jsonl`, {rounds} times each after "
            f"{WARM_UP} to warm up; "
            "the whole answer: embedding the question, both searches, reading and citing.",
            "Real articles as far as they go, then articles of shuffled sentences; the first "
            f"{POOL:,} passages are "
            "really embedded, the vectors of the others are mixed from those with noise.",
        ),
    )


def _row(passages: str, how: str, found: dict[str, float]) -> tuple[str, ...]:
    return (
        passages,
        how,
        *(f"{found[name]:.1f}" for name in ("p50", "p95", "max")),
        f"{found['memory']:,.0f}",
    )


def main() -> None:
    """Prints the table."""
    made = parser(__doc__)
    made.add_argument("--sizes", default="1000,10000,100000", help="passages, separated by commas")
    made.add_argument("--rounds", type=int, default=5)
    made.add_argument("--child", choices=("engine", "server"), help="measure one collection in this process")
    made.add_argument("--folder", type=Path)
    arguments = made.parse_args()
    if arguments.child:
        print(json.dumps((ask if arguments.child == "engine" else ask_server)(arguments.folder, arguments.rounds)))
        return
    sizes = [int(size) for size in arguments.sizes.split(",")]
    show(table(sizes, arguments.rounds), as_json=arguments.json)


if __name__ == "__main__":
    main()
