"""A small real collection, and findings over it as the finder would hand them out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.build import ingest
from index.collection import Collection, StoredArticle
from index.models.embedder import Embedder, HashingEmbedder
from index.settings import Settings
from index.statements.found import Evidence, FoundPositions, Position, SetAside
from index.statements.labels import Act, HolderType, Stance
from index.statements.records import Holder, Kind, Named, Statement
from index.types import Filters, Span

EMBEDDER = HashingEmbedder(64)
#: opens a spreadsheet's formula, commands a terminal, forges a citation
HOSTILE = '=HYPERLINK("https://evil.example","x")\x1b[2J [7]'

_WIRE = (
    "Ministers in Linwell were urged on Tuesday to back a ceasefire. The bishop of Linwell, Mary Orrin, said that "
    "“the guns must fall silent” before winter comes. She has written to every parish in the diocese about it.\n\n"
    "The letter was read out on Sunday in forty churches along the river, and copies were left at the library and "
    "the market hall. Orrin will meet the ferry crews on Friday, when the new timetable is to be announced."
)
_ROWS = [
    {
        "id": "gazette",
        "title": "Leader breaks with party",
        "outlet": "Barford Gazette",
        "date": "2023-10-27",
        "text": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👩‍🚀 Ann Lee, the leader of Barford "
        "Council, called for a ceasefire. “We need it, and we need it now,” she said.\n\nBob Day refused to back the "
        "call. He would rather have a pause. Lee said that Cy Poe backs her.\n\nMore than 150 Labour councillors "
        "signed a letter for a ceasefire.",
    },
    {
        "id": "echo",
        "title": HOSTILE.replace("\x1b", ""),
        "outlet": "@Echo",
        "date": "2023-10-28",
        "text": "- 130 Labour councillors signed a letter for a ceasefire, it is said [1]. Ann Lee signed too. "
        "+1 from Dee Fox, who sits for =Linwell.",
    },
    *(
        {"id": f"wire{n}", "title": f"Bishop speaks ({n})", "outlet": f"Wire {n}", "date": "2023-10-30", "text": _WIRE}
        for n in range(1, 5)
    ),
]


def build(folder: Path) -> Collection:
    """The collection in ``folder``, open; the four wire articles are one family."""
    source = folder / "articles.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in _ROWS), encoding="utf-8")
    report = ingest([str(source)], Settings(folder / "collection"), EMBEDDER)
    if report.skipped:
        raise ValueError(f"the articles of the test were not read: {report.skipped}")
    return Collection.open(folder / "collection", embedder_digest=EMBEDDER.digest)


def holder(name: str, kind: HolderType = HolderType.PERSON, count: int | None = None) -> Holder:
    return Holder(name, kind, count, (), (Named(0, 1, "name"),))


@dataclass(frozen=True)
class Press:
    """Makes evidence from the articles of a collection, which are named by their source."""

    collection: Collection

    def article(self, source: str) -> StoredArticle:
        found = next(article for article in self.collection.articles() if article.source == source)
        stored = self.collection.article(found.id)
        assert stored is not None
        return stored

    def statement(self, source: str, words: str, act: Act = Act.CALLS_FOR, kind: Kind = Kind.INDIRECT) -> Statement:
        """What stands at ``words``; their first word is the cue and the last one the content."""
        start = self.article(source).text.index(words)
        end = start + len(words)
        cue, content = Span(start, start + len(words.split()[0])), Span(end - len(words.split()[-1]), end)
        return Statement(
            0, None, cue, (content,), act, Stance.FOR, kind, None, Span(start, end), date(2023, 10, 27), 0.9, ("said",)
        )

    def evidence(
        self,
        source: str,
        words: str,
        by: str = "Ann Lee",
        *,
        act: Act = Act.CALLS_FOR,
        kind: Kind = Kind.INDIRECT,
        reporter: str | None = None,
    ) -> Evidence:
        said = self.statement(source, words, act, kind)
        told = holder(reporter) if reporter else None
        return Evidence(self.article(source).id, said, holder(by), Stance.FOR, 0.8, told, ("on the topic",))

    def aside(self, source: str, words: str, by: str | None, why: str) -> SetAside:
        who = holder(by) if by else None
        return SetAside(self.article(source).id, self.statement(source, words), who, why)

    def found(
        self,
        positions: Sequence[Position],
        *,
        topic: str = "a ceasefire",
        set_aside: Sequence[SetAside] = (),
        filters: Filters = Filters(),
    ) -> FoundPositions:
        """As the finder hands them out."""
        candidates = sum(len(one.evidence) for one in positions) + len(set_aside)
        within = self.collection.count_articles(filters)
        total = self.collection.count_articles()
        return FoundPositions(topic, tuple(positions), tuple(set_aside), total, within, candidates)


def position(
    name: str,
    stance: Stance,
    *evidence: Evidence,
    type: HolderType = HolderType.PERSON,  # noqa: A002 - as the field is called
    count: int | None = None,
    role: str | None = None,
    day: date | None = date(2023, 10, 27),
    candidates: Sequence[str] = (),
) -> Position:
    return Position(name, type, count, role, stance, day, evidence, tuple(candidates))


Finder = Callable[..., FoundPositions]


def finder(press: Press, positions: Sequence[Position], set_aside: Sequence[SetAside] = ()) -> Finder:
    """A ``find_positions`` that finds the same whatever is asked for."""

    def find(collection: Collection, embedder: Embedder, topic: str, *, filters: Filters = Filters()) -> FoundPositions:
        assert collection.folder == press.collection.folder
        assert embedder.digest == EMBEDDER.digest
        return press.found(positions, topic=topic, set_aside=set_aside, filters=filters)

    return find
