"""Articles per second, against llama-index's ``VectorStoreIndex`` on the same model and texts.

Ours does everything (reading, cleaning, near-duplicates, sentences, passages, embedding, holders and statements,
SQLite, both indexes on disk); llama-index reads the same files, splits, embeds and keeps its vectors in memory. Every
figure is from a fresh process, and the contenders take turns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.data import ROOT, model_folder, write_articles
from tests.benchmarks.table import Table, command, parser, show, spread

OURS = "On Record"
CHUNKS = (256, 1024)
OVERLAP = 20


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds to import and load, seconds of work, pieces that were embedded."""

    load: float
    work: float
    pieces: int


def ours(folder: Path) -> Measured:
    """``index.build.ingest`` into a new collection."""
    began = time.perf_counter()
    from index import build
    from index.models.embed import load_embedder
    from index.settings import from_environment
    from index.statements import load_reader

    with tempfile.TemporaryDirectory() as made:
        settings = from_environment(Path(made) / "collection")
        embedder, reader = load_embedder(settings.model), load_reader(settings)
        loaded = time.perf_counter()
        report = build.ingest([str(folder)], settings, embedder, reader=reader)
        done = time.perf_counter()
    return Measured(loaded - began, done - loaded, report.passages)


def llama_index(folder: Path, chunk: int) -> Measured:
    """``VectorStoreIndex.from_documents`` as its documentation has it."""
    began = time.perf_counter()
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    model = HuggingFaceEmbedding(model_name=str(model_folder()))
    loaded = time.perf_counter()
    documents = [Document(text=path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]
    splitter = SentenceSplitter(chunk_size=chunk, chunk_overlap=OVERLAP)
    index = VectorStoreIndex.from_documents(documents, transformations=[splitter], embed_model=model)
    done = time.perf_counter()
    return Measured(loaded - began, done - loaded, len(index.index_struct.nodes_dict))


def _child(contender: str, folder: Path) -> Measured:
    """One contender in a process of its own."""
    words = [sys.executable, "-m", "tests.benchmarks.ingest", "--child", contender, "--folder", str(folder)]
    run = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(run.stdout.strip().split("\n")[-1]))


def _measure(contender: str, folder: Path) -> Measured:
    return ours(folder) if contender == OURS else llama_index(folder, int(contender))


def table(articles: int, rounds: int) -> Table:
    """All contenders, ``rounds`` times in turn."""
    runs: dict[str, list[Measured]] = {name: [] for name in (OURS, *map(str, CHUNKS))}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_articles(folder, articles)
        ours(folder)  # exports the model, once and for all, where that was not done yet
        for _ in range(rounds):
            for contender in runs:
                runs[contender].append(_child(contender, folder))
    rows = [_row(contender, found, runs[OURS], articles) for contender, found in runs.items()]
    return Table(
        f"Ingest: {articles} articles, {rounds} rounds",
        command("ingest"),
        (
            "",
            "articles/s",
            "with import and model",
            "pieces embedded",
            "ours is faster by",
            "with import and model",
        ),
        tuple(rows),
        (
            "Median, with minimum and maximum over the rounds; the ratio is taken within each round.",
            "On Record: reading, cleaning, near-duplicates, passages, embedding, holders and statements, SQLite and "
            "both indexes on disk. "
            "llama-index: reading, splitting and embedding; its index stays in memory.",
            f"llama-index: `SentenceSplitter(chunk_size=…, chunk_overlap={OVERLAP})`, "
            "`HuggingFaceEmbedding` with its "
            "own defaults. At 1,024 tokens a chunk the model reads only the first 256 word pieces of "
            "each: most of "
            "the text is never embedded.",
        ),
    )


def _row(contender: str, found: list[Measured], own: list[Measured], articles: int) -> tuple[str, ...]:
    name = OURS if contender == OURS else f"llama-index, chunks of {int(contender):,}"
    bare = [theirs.work / ours.work for theirs, ours in zip(found, own, strict=True)]
    whole = [(theirs.load + theirs.work) / (ours.load + ours.work) for theirs, ours in zip(found, own, strict=True)]
    return (
        name,
        spread([articles / run.work for run in found]),
        spread([articles / (run.load + run.work) for run in found]),
        f"{found[0].pieces:,}",
        "" if contender == OURS else spread(bare, ".2f"),
        "" if contender == OURS else spread(whole, ".2f"),
    )


def main() -> None:
    """Prints the table."""
    made = parser(__doc__)
    made.add_argument("--articles", type=int, default=150)
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--child", help="measure one contender in this process")
    made.add_argument("--folder", type=Path)
    arguments = made.parse_args()
    if arguments.child:
        found = _measure(arguments.child, arguments.folder)
        print(json.dumps({"load": found.load, "work": found.work, "pieces": found.pieces}))
    else:
        show(table(arguments.articles, arguments.rounds), as_json=arguments.json)


if __name__ == "__main__":
    main()
