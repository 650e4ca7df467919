"""Small collections for the tests: articles that are made up, and a fake model."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from index.build import IngestReport, ingest
from index.models.embedder import HashingEmbedder
from index.passages import split_sentences
from index.settings import Settings
from index.statements.labels import Act, HolderType, Stance
from index.statements.records import Holder, Kind, Ledger, Named, Reader, Role, Statement
from index.types import Article, Sentence, Span

EMBEDDER = HashingEmbedder(64)

_PLACES = ["Barford", "Linwell", "Ashcombe", "Thornby", "Wexley", "Orrin", "Stanmere", "Holt", "Ravenby"]
_NAMES = ["Lee", "Day", "Okafor", "Marsh", "Patel", "Quinn", "Sutton", "Ivory", "Brandt", "Nolan", "Eze"]
_THINGS = ["bridge", "library", "budget", "school", "bypass", "market", "hospital", "ferry", "petition"]
_DONE = ["approved", "rejected", "delayed", "praised", "questioned", "opened", "funded", "inspected"]


def write_articles(folder: Path, count: int, *, seed: int = 0, sentences: int = 12) -> list[Path]:
    """``count`` Markdown articles with dates and outlets, each of its own words as far as words go."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_article(folder / f"{number:03d}.md", seed * 10_000 + number, sentences) for number in range(count)]


def write_article(path: Path, number: int, sentences: int = 12) -> Path:
    """One article, which only ``number`` decides."""
    choice = random.Random(number)
    day = date(2023, 1, 1) + timedelta(days=number % 300)
    lines = [
        f"Councillor {choice.choice(_NAMES)} of {choice.choice(_PLACES)} {choice.choice(_DONE)} the "
        f"{choice.choice(_THINGS)} after vote {choice.randrange(10**6)} on item {choice.randrange(10**6)}."
        for _ in range(sentences)
    ]
    body = "\n\n".join(" ".join(lines[first : first + 3]) for first in range(0, sentences, 3))
    head = f"---\ntitle: Report {number}\ndate: {day}\noutlet: {_PLACES[number % 3]} Gazette\n---\n\n"
    path.write_text(head + body + "\n", encoding="utf-8")
    return path


def settings_for(folder: Path) -> Settings:
    """Settings for a collection in ``folder``, its passages short so that each article has several."""
    settings = Settings(collection=folder)
    return replace(settings, passages=replace(settings.passages, max_tokens=60))


def fill(
    folder: Path, *sources: Path, embedder: HashingEmbedder = EMBEDDER, reader: Reader | None = None
) -> IngestReport:
    """Ingest ``sources`` into the collection in ``folder``."""
    return ingest([str(source) for source in sources], settings_for(folder), embedder, reader=reader)


class CouncillorReader:
    """Reads what ``write_article`` writes: who did what, sentence by sentence; each version says that it did."""

    def __init__(self, version: int = 1) -> None:
        self.version = version
        self.digest = f"councillors-{version}"
        self.read_articles = 0

    def read(self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> list[Ledger]:
        self.read_articles += len(articles)
        return [self.ledger(article.text, cut) for article, cut in zip(articles, sentences, strict=True)]

    def of(self, text: str) -> Ledger:
        """The ledger of one text."""
        return self.ledger(text, split_sentences(text))

    def ledger(self, text: str, sentences: Sequence[Sentence]) -> Ledger:
        holders: list[Holder] = []
        statements: list[Statement] = []
        for sentence in sentences:
            found = re.match(r"Councillor (\w+) of \w+ (\w+) (the \w+)", sentence.of(text))
            if found is not None:
                name, cue, content = (_moved(found.span(group), sentence.start) for group in (1, 2, 3))
                role = Role(sentence.start, name.start - 1, "Councillor")
                named = Named(name.start, name.end, "name", Span(role.start, role.end))
                holders.append(Holder(found[1], HolderType.PERSON, None, (role,), (named,)))
                statements.append(self._statement(len(holders) - 1, name, cue, content, sentence))
        # so that versions differ in their number of rows as well
        return Ledger(tuple(holders), tuple(statements[self.version % 3 :]))

    def _statement(self, holder: int, name: Span, cue: Span, content: Span, sentence: Sentence) -> Statement:
        shown = Span(sentence.start, sentence.end)
        reasons = (f"version {self.version}",)
        return Statement(
            holder, name, cue, (content,), Act.SAYS, Stance.OTHER, Kind.NARRATED, None, shown, None, 0.5, reasons
        )


def _moved(span: tuple[int, int], by: int) -> Span:
    return Span(span[0] + by, span[1] + by)
