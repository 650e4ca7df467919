"""Who said what, measured: spans, relations, and positions end to end.

Everything is scored by ``index.statements.measure``; of the sample articles 12 stand in ``shared/positions`` as well.
``--positions FILE`` ingests the articles of a file (rows with ``id``, ``title``, ``outlet``, ``date``, ``text`` and
``positions``) into a temporary collection, asks every one of its topics, and prints all figures; ``--errors`` prints
what went wrong too.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from index.build import ingest
from index.collection import Collection
from index.models.embed import load_embedder
from index.models.embedder import Embedder
from index.passages import split_sentences
from index.settings import Settings, from_environment
from index.statements.measure import Predicted, read_rows, score_positions, score_relations, score_spans
from index.statements.measure.relations import RULES
from index.statements.reader import StatementReader
from index.types import Article, Filters, Span
from tests.benchmarks.data import ROOT, SHARED, need
from tests.benchmarks.table import Table, command, parser, show

SPANS = SHARED / "polnear" / "dev.jsonl"
RELATIONS = SHARED / "relations" / "dev.jsonl"
POSITIONS = SHARED / "positions" / "dev.jsonl"
#: articles whose positions were marked apart from their texts
MARKED = {
    ROOT / "tests" / "data" / "statements" / "articles.jsonl": SHARED / "articles",
    ROOT / "tests" / "data" / "statements" / "sample.jsonl": ROOT / "index" / "sample" / "articles",
}
HEADS = ("", "data", "precision", "recall", "F1", "right", "predicted", "gold")
NOTES = (
    "Spans are right where both ends agree. A relation is right where holder, act and stance agree and cue and content "
    "overlap; its other rows leave out one of these.",
    "Positions are found where holder and topic agree, every topic being asked of all articles of the file; a stance "
    "is right where the holder is too.",
)
Row: TypeAlias = dict[str, Any]
Cells: TypeAlias = tuple[str, ...]


# what is measured, one function each


def load(settings: Settings) -> Any:
    """The reader of statements that ships."""
    from index.statements import load_reader

    return load_reader(settings)


def attributions(reader: StatementReader, text: str) -> list[Row]:
    """What the tagger and the linker make of a text: sources, cues and contents, in characters."""
    [found] = reader.attributions([text])
    roles = ("source", "cue", "content")
    return [{role: [_ends(span) for span in getattr(one, role)] for role in roles} for one in found]


def relations(reader: Any, text: str) -> list[Row]:
    """The statements that the reader finds in a text: holders by the words nearest to the cue, in characters.

    Without those who are only named: whether they hold anything is told when a topic is asked.
    """
    [ledger] = reader.read([Article(source="passage", text=text)], [split_sentences(text)])
    return [
        {
            "holder": None if said.holder is None or said.mention is None else _ends(said.mention),
            "cue": _ends(said.cue),
            "content": [_ends(span) for span in said.content],
            "act": str(said.act),
            "stance": str(said.stance),
        }
        for said in ledger.statements
        if said.certainty > 0.0
    ]


def positions(collection: Collection, embedder: Embedder, topic: str) -> list[Predicted]:
    """The positions on a topic, a line for each article that proves one; articles go by their source."""
    from assistant.positions import find_positions

    sources = {article.id: article.source for article in collection.articles(Filters())}
    return [
        (sources[proof.article_id], proof.holder.name, str(proof.holder.type), proof.holder.count, str(position.stance))
        for position in find_positions(collection, embedder, topic).positions
        for proof in position.evidence
    ]


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]


# the figures


def tagging(reader: Any) -> list[Cells]:
    """Spans and whole relations of source, cue and content."""
    need(SPANS)
    gold = read_rows(SPANS)
    found = [{"id": row["id"], "attributions": attributions(reader, row["text"])} for row in gold]
    return [_cells(unit, "polnear/dev", figures) for unit, figures in score_spans(gold, found).items()]


def linking(reader: Any) -> list[Cells]:
    """Cues with their holders, contents, acts and stances."""
    need(RELATIONS)
    gold = _json_lines(RELATIONS)
    scores = score_relations(gold, [relations(reader, row["text"]) for row in gold])
    rows = [_cells(f"relations, {rule}", "relations/dev", scores[rule]) for rule in RULES]
    for label in ("acts", "stances"):
        rows.append((f"{label} of right links, accuracy", "relations/dev", _share(scores[label]["accuracy"])))
        rows += [_cells(f"{label}: {name}", "relations/dev", one) for name, one in scores[label]["each"].items()]
    refusals = scores["refusals"]
    rows += [
        (f"refusals of right links, {name} right", "relations/dev", "", _share(refusals[name]), "", "", "",
         str(refusals["linked"]))
        for name in ("act", "stance", "both")
    ]  # fmt: skip
    return [(*row, *[""] * (len(HEADS) - len(row))) for row in rows]


def asked(gold: Sequence[Mapping[str, Any]], ask: Callable[[str], list[Predicted]]) -> dict[str, Any]:
    """The scores of every topic of ``gold``, asked over all of its articles."""
    topics = dict.fromkeys(position["topic"] for article in gold for position in article["positions"])
    return score_positions(gold, {topic: ask(topic) for topic in topics})


def measured(path: Path, reader: Any, settings: Settings) -> dict[str, Any]:
    """The scores of a file of positions, through an ingest of its articles."""
    need(path)
    gold = _json_lines(path)
    with tempfile.TemporaryDirectory() as made:
        folder = MARKED.get(path.resolve(), Path(made) / "articles")
        if path.resolve() not in MARKED:
            _write_articles(folder, gold)
        need(folder)
        with _collection(folder, Path(made) / "collection", reader, settings) as (collection, embedder):
            texts = {info.source: _text(collection, info.id) for info in collection.articles(Filters())}
            marked = [_with_words(article, texts.get(_name(article), "")) for article in gold]
            return asked(marked, lambda topic: positions(collection, embedder, topic))


@contextmanager
def _collection(folder: Path, made: Path, reader: Any, settings: Settings) -> Iterator[tuple[Collection, Embedder]]:
    own = from_environment(made)
    embedder = load_embedder(settings.model)
    ingest([str(folder)], own, embedder, reader=reader)
    with Collection.open(made) as collection:
        yield collection, embedder


def _write_articles(folder: Path, gold: Sequence[Row]) -> None:
    folder.mkdir()
    kept = ("id", "title", "outlet", "date", "url", "text")
    lines = [json.dumps({name: row[name] for name in kept if row.get(name) is not None}) for row in gold]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")


def _with_words(article: Row, text: str) -> Row:
    """The article with the words that name its holders, where gold has only their place."""
    marked = [
        {"as_written": text[slice(*position["holder_span"] or (0, 0))], **position} for position in article["positions"]
    ]
    return article | {"positions": marked}


def _name(article: Mapping[str, Any]) -> str:
    return str(article.get("id", article.get("source")))


def _text(collection: Collection, article_id: str) -> str:
    article = collection.article(article_id)
    return article.text if article else ""


def _json_lines(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


# the tables


def of_positions(scores: Mapping[str, Any], data: str) -> list[Cells]:
    """The figures that a summary has of positions."""
    rows = [
        _cells("positions: holder", data, scores["found"]),
        _cells("positions: holder and stance", data, scores["full"]),
    ]
    rows += [_cells(f"positions: {stance}", data, one) for stance, one in scores["stances"].items()]
    return [*rows, ("wrong stance among holders found", data, _share(scores["wrong_stance"]), "", "", "", "", "")]


def details(scores: Mapping[str, Any], data: str) -> list[Table]:
    """Recall by type of holder and by act, and the figures of each topic."""
    recalls = [
        (group[:-1], name, _share(one["found"]), _share(one["full"]), str(one["gold"]))
        for group in ("types", "acts")
        for name, one in scores[group].items()
    ]
    topics = sorted(scores["topics"].items(), key=lambda item: -item[1]["gold"])
    return [
        Table(f"Recall: {data}", command("statements"), ("", "", "holder", "and stance", "gold"), tuple(recalls)),
        Table(
            f"Topics: {data}", command("statements"), HEADS, tuple(_cells(topic, data, one) for topic, one in topics)
        ),
    ]


def errors(scores: Mapping[str, Any]) -> list[str]:
    """A line for whatever was missed, wrong, or found with another stance."""
    lines = [
        f"MISSED  {one['article']} | {one['topic']} | {one['holder']} ({one['as_written']}) | "
        f"{one['act']} {one['stance']}"
        for one in scores["missed"]
    ]
    lines += [
        f"WRONG   {one['article']} | {one['topic']} | {one['holder']} | {one['type']} {one['stance']}"
        f" | holds: {'; '.join(one['on']) or 'nothing'}"
        for one in scores["wrong"]
    ]
    return lines + [
        f"STANCE  {one['article']} | {one['topic']} | {one['holder']} ({one['as_written']}) | {one['act']} "
        f"{one['stance']}, found {one['found']}"
        for one in scores["wrong_stances"]
    ]


def _cells(name: str, data: str, figures: Mapping[str, float | int]) -> Cells:
    shares = (_share(figures[key]) for key in ("precision", "recall", "f1"))
    return (name, data, *shares, *(f"{figures[key]:,}" for key in ("right", "predicted", "gold")))


def _share(value: float) -> str:
    return f"{value:.3f}"


def _label(path: Path) -> str:
    return f"{path.resolve().parent.name}/{path.stem}"


def main() -> None:
    """Prints the tables."""
    made = parser(__doc__)
    made.add_argument("--positions", type=Path, action="append", help="only positions, of this file; may come twice")
    made.add_argument("--errors", action="store_true", help="print the lines that were missed or wrong")
    arguments = made.parse_args()
    settings = from_environment()
    reader = load(settings)
    rows = [] if arguments.positions else [*tagging(reader), *linking(reader)]
    for path in arguments.positions or [POSITIONS, *MARKED]:
        scores = measured(path, reader, settings)
        rows += of_positions(scores, _label(path))
        if not arguments.json:
            for table in details(scores, _label(path)):
                show(table, as_json=False)
        if arguments.errors and not arguments.json:
            print("\n".join(errors(scores)), end="\n\n")
    show(Table("Statements", command("statements"), HEADS, tuple(rows), NOTES), as_json=arguments.json)


if __name__ == "__main__":
    main()
