"""How much of the gold evidence is among the first k passages, against llama-index's default retriever.

A quote counts as found where the retrieved passages of its article cover at least half of its characters.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assistant.evaluate import Question, load
from assistant.evaluate.places import find
from index.types import Span
from tests.benchmarks.data import SHARED, model_folder, need, polnear
from tests.benchmarks.table import Table, command, parser, show

ARTICLES = SHARED / "articles"
SEEDS = SHARED / "questions" / "seeds.jsonl"
DEPTHS = (2, 5, 10)
CHUNKS = (256, 1024)
OVERLAP = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Something retrieved: a span of a source's text as the retriever holds it."""

    source: str
    span: Span


#: a question to what is retrieved for it, best first; and a source's text as that retriever holds it
Retriever = Callable[[str], list[Piece]]
Texts = dict[str, str]


def asked() -> list[Question]:
    """Answerable questions with evidence that stand by themselves."""
    need(SEEDS, ARTICLES)
    return [question for question in load([SEEDS]) if question.evidence and question.after is None]


def ours(folder: Path, made: Path) -> tuple[Retriever, Texts]:
    """The passages that answers are made from."""
    from assistant.question import parse
    from assistant.retrieve import find_passages
    from index import build
    from index.collection import Collection
    from index.models.embed import load_embedder
    from index.settings import from_environment
    from index.types import Filters

    settings = from_environment(made / "collection")
    embedder = load_embedder(settings.model)
    build.ingest([str(folder)], settings, embedder)
    collection = Collection.open(settings.collection)
    stored = [collection.article(article.id) for article in collection.articles()]
    articles = {article.id: article for article in stored if article is not None}

    def retrieve(question: str) -> list[Piece]:
        hits = find_passages(parse(question), collection, embedder, filters=Filters(), limit=max(DEPTHS))
        return [Piece(articles[hit.article_id].source, Span(hit.start, hit.end)) for hit in hits]

    return retrieve, {article.source: article.text for article in articles.values()}


def llama_index(folder: Path, chunk: int) -> tuple[Retriever, Texts]:
    """``VectorStoreIndex.as_retriever``: by embeddings alone, as it comes."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    documents = [Document(text=text, id_=name) for name, text in texts.items()]
    index = VectorStoreIndex.from_documents(
        documents,
        transformations=[SentenceSplitter(chunk_size=chunk, chunk_overlap=OVERLAP)],
        embed_model=HuggingFaceEmbedding(model_name=str(model_folder())),
    )
    retriever = index.as_retriever(similarity_top_k=max(DEPTHS))

    def retrieve(question: str) -> list[Piece]:
        pieces = []
        for found in retriever.retrieve(question):
            source = found.node.ref_doc_id or ""
            start = texts[source].index(found.node.get_content())
            pieces.append(Piece(source, Span(start, start + len(found.node.get_content()))))
        return pieces

    return retrieve, texts


def recall(question: Question, pieces: Sequence[Piece], texts: Texts) -> float:
    """Share of the question's evidence that the pieces cover."""
    found = [
        any(_covered(place, item.source, pieces) for place in find(item.quote, texts[item.source]))
        for item in question.evidence
    ]
    return statistics.fmean(found)


def _covered(place: Span, source: str, pieces: Iterable[Piece]) -> bool:
    spans = [piece.span for piece in pieces if piece.source == source]
    there = [at for at in range(place.start, place.end) if any(span.start <= at < span.end for span in spans)]
    return 2 * len(there) >= place.end - place.start


def _rows(name: str, retriever: Retriever, texts: Texts) -> list[tuple[str, ...]]:
    retrieved = [(question, retriever(question.question)) for question in asked()]
    rows: list[tuple[str, ...]] = []
    for depth in DEPTHS:
        shares = [recall(question, pieces[:depth], texts) for question, pieces in retrieved]
        sizes = [sum(piece.span.end - piece.span.start for piece in pieces[:depth]) for _, pieces in retrieved]
        rows.append((
            name,
            str(depth),
            f"{statistics.fmean(shares):.3f}",
            f"{statistics.fmean(share > 0 for share in shares):.3f}",
            f"{statistics.fmean(sizes):,.0f}",
        ))  # fmt: skip
    return rows


def table(distractors: int) -> Table:
    """Both systems over the five articles and ``distractors`` others."""
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        folder = made / "articles"
        folder.mkdir()
        need(ARTICLES)
        for path in sorted(ARTICLES.glob("*.txt")):
            (folder / path.name).write_bytes(path.read_bytes())
        for number, text in enumerate(islice(polnear(), distractors)):
            (folder / f"distractor-{number:04d}.txt").write_text(text, encoding="utf-8")
        rows += _rows("On Record", *ours(folder, made))
        for chunk in CHUNKS:
            rows += _rows(f"llama-index, chunks of {chunk:,}", *llama_index(folder, chunk))
    return Table(
        f"Recall of evidence: {len(asked())} questions, {distractors} other articles beside the five",
        command("evidence"),
        ("retriever", "k", "evidence found", "questions with some found", "characters retrieved"),
        tuple(rows),
        (
            "Evidence of `questions/seeds.jsonl`, follow-ups left out: they do not stand by "
            "themselves. A quote is "
            "found where the pieces cover half of its characters; a near-duplicate that On Record "
            "folds into another "
            "passage does not count as found.",
            "Equal k is not equal text: the last column is what a reader (or a model) would be "
            "given. Each quote is "
            "looked for in the text as the retriever holds it.",
        ),
    )


def main() -> None:
    """Prints the table."""
    made = parser(__doc__)
    made.add_argument("--distractors", type=int, default=300)
    arguments = made.parse_args()
    show(table(arguments.distractors), as_json=arguments.json)


if __name__ == "__main__":
    main()
