"""How long ``onrecord positions`` takes in a running process, in a small and in a large collection, and what it finds.

The sample articles are read for statements; the others are there to be searched and set aside, and have none.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from assistant.evaluate.measures.latency import percentile
from assistant.positions import find_positions
from index import sample
from index.build import ingest
from index.collection import Collection
from index.models.embed import load_embedder
from index.models.embedder import Embedder
from index.settings import from_environment
from index.statements import load_reader, load_stance_model
from tests.benchmarks.large import build_collection
from tests.benchmarks.table import Table, command, parser, show

TOPICS = (
    "a ceasefire",
    "humanitarian pauses",
    "the Rwanda bill",
    "the winter fuel payment cut",
    "higher interest rates",
    "HS2's northern leg",
    "assisted dying",
    "the release of hostages",
)


def measure(collection: Collection, embedder: Embedder) -> tuple[list[float], list[int], list[frozenset[str]]]:
    """Milliseconds, statements looked at, and holders found, by topic; nothing is asked twice."""
    times, looked, found = [], [], []
    for topic in TOPICS:
        began = time.perf_counter()
        made = find_positions(collection, embedder, topic)
        times.append((time.perf_counter() - began) * 1000)
        looked.append(made.candidates)
        found.append(frozenset(f"{one.name}: {one.stance}" for one in made.positions))
    return times, looked, found


def table(passages: int) -> Table:
    """The sample articles alone, then among others."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        settings = from_environment(Path(folder) / "c")
        embedder = load_embedder(settings.model)
        load_stance_model()
        ingest([str(sample.folder())], settings, embedder, reader=load_reader(settings))
        alone: list[frozenset[str]] = []
        for size in (0, passages):
            if size:
                build_collection(settings, embedder, size)
            with Collection.open(settings.collection, embedder_digest=embedder.digest) as collection:
                measure(collection, embedder)  # files and graphs are in memory when the clock starts
            with Collection.open(settings.collection, embedder_digest=embedder.digest) as collection:
                times, looked, found = measure(collection, embedder)
                alone = alone or found
                same = sum(one == other for one, other in zip(alone, found, strict=True))
                shown = [f"{percentile(times, 50):.0f}", f"{max(times):.0f}", f"{percentile(looked, 50):.0f}"]
                rows.append((f"{collection.passage_count:,}", *shown, f"{max(looked):,}", f"{same} of {len(TOPICS)}"))
    return Table(
        "Positions on a topic",
        command("topics"),
        ("passages", "p50 ms", "slowest ms", "statements judged, p50", "most", "same list as alone"),
        tuple(rows),
        (
            f"{len(TOPICS)} topics, each asked once of a collection just opened; the 56 sample articles, then among "
            "articles of shuffled sentences that have no statements.",
            "Every statement of every article near the topic is judged: that is what takes the time.",
        ),
    )


def main() -> None:
    """Prints the table."""
    options = parser(__doc__)
    options.add_argument("--passages", type=int, default=100_000)
    arguments = options.parse_args()
    show(table(arguments.passages), as_json=arguments.json)


if __name__ == "__main__":
    main()
