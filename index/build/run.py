"""One ingest, file by file: read, cut, embedded and committed in batches, published at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.build import anew, files
from index.build.progress import Progress
from index.collection.entries import Cut, Entry, FileRead, FileSeen, Reading, Tally
from index.collection.writer import Writer
from index.errors import SourceError, UnreadableSource
from index.models.embedder import Embedder
from index.passages import split_passages, split_sentences
from index.reading import Found, read_source
from index.reading.duplicates import signature
from index.reading.quotations import quotations
from index.settings import Settings
from index.statements.records import Reader
from index.types import Article, Passage, Sentence

#: new articles, or passages of them, that are embedded and committed together
_BATCH_ARTICLES = 64
_BATCH_PASSAGES = 1024


@dataclass(frozen=True, slots=True)
class _Read:
    """A new article, read and cut, waiting to be embedded."""

    path: str
    article: Article
    sentences: list[Sentence]
    passages: list[Passage]


class Run:
    """Reads file after file, and commits whenever a batch is full."""

    def __init__(
        self, writer: Writer, settings: Settings, embedder: Embedder, progress: Progress, *, reader: Reader | None
    ) -> None:
        self._writer = writer
        self._limits = settings.reading
        self._passages = settings.passages.within(embedder.window)
        self._embedder = embedder
        self._reader = reader
        self._progress = progress
        self._waiting: list[_Read | Entry | FileRead] = []
        self._new: dict[str, int] = {}
        self.tally = Tally()
        self.skipped: list[SourceError] = []
        self.notes: list[str] = []

    def all(self, found: Sequence[Found]) -> None:
        """Everything in order: stored articles embedded and read anew if need be, files read, all of it published."""
        self._renew()
        reread = self._reread()
        self._progress.total(len(found))
        self._progress.describe("Reading")
        for source in found:
            try:
                self._file(source)
            except SourceError as error:
                self.skipped.append(error)
                self._progress.advance()
        self._flush()
        # a new generation also tells whoever has the old one open that there are other statements
        if reread or self._writer.is_pending():
            self._progress.describe("Building the search index")
            self._writer.publish()

    def _renew(self) -> None:
        """Cut and embed stored articles anew, after a change of model or of the way of cutting."""
        stale = self._writer.uncut()
        if not stale:
            return
        self._progress.total(len(stale))
        self._progress.describe("Embedding anew")
        for first in range(0, len(stale), _BATCH_ARTICLES):
            keys = stale[first : first + _BATCH_ARTICLES]
            read = [_Read("", Article("", text), *self._cut(text)) for text in map(self._writer.text, keys)]
            self._writer.recut(list(zip(keys, self._embed(read), strict=True)))
            self._progress.advance(len(keys))
        self._writer.publish()
        self.notes.append(
            f"The embedding model ({self._embedder.name}) or the way of cutting articles has changed: "
            f"{len(stale)} stored articles were embedded anew"
        )

    def _reread(self) -> bool:
        """Read stored articles for statements that this reader has not read; says whether there were any."""
        stale = self._writer.unread(self._reader.digest) if self._reader else []
        if not stale or self._reader is None:
            return False
        anew.read(self._writer, self._reader, stale, self._progress)
        self.notes.append(f"This version's reader of statements had not read {len(stale)} stored articles: it has now")
        return True

    def _file(self, source: Found) -> None:
        path, now = files.name_of(source.path), files.seen(source.path)
        if now is not None and self._is_unchanged(source, path, now):
            self.tally += Tally(unchanged=self._writer.articles_of(path))
            self._progress.advance()
            return
        articles = [
            article
            for article in read_source(source.path, root=source.root, limits=self._limits, skipped=self.skipped.append)
            if self._is_storable(article)
        ]
        for article in articles:
            self._article(path, article)
        if now is not None:
            ids = frozenset(article.id for article in articles)
            self._waiting.append(FileRead(path, files.with_checksum(source.path, now), ids))

    def _is_unchanged(self, source: Found, path: str, now: FileSeen) -> bool:
        known = self._writer.known(path)
        if known is None or known.size != now.size:
            return False
        if files.is_untouched(known, now):
            return True
        now = files.with_checksum(source.path, now)
        if now.sha256 != known.sha256:
            return False
        self._waiting.append(FileRead(path, now, None))
        return True

    def _is_storable(self, article: Article) -> bool:
        try:
            for part in (
                article.source,
                article.text,
                article.title,
                article.outlet,
                article.byline,
                article.url,
            ):
                (part or "").encode()
        except UnicodeEncodeError:
            self.skipped.append(UnreadableSource(ascii(article.source), "holds characters that are not Unicode"))
            return False
        return True

    def _article(self, path: str, article: Article) -> None:
        if article.id in self._new or self._writer.holds(article.id):
            self._waiting.append(Entry(path, article, None, None, None))
            return
        sentences, passages = self._cut(article.text)
        self._waiting.append(_Read(path, article, sentences, passages))
        self._new[article.id] = len(passages)
        if len(self._new) >= _BATCH_ARTICLES or sum(self._new.values()) >= _BATCH_PASSAGES:
            self._flush()

    def _cut(self, text: str) -> tuple[list[Sentence], list[Passage]]:
        sentences = split_sentences(text)
        count = self._embedder.count_tokens
        return sentences, split_passages(text, sentences, settings=self._passages, count_tokens=count)

    def _embed(self, read: Sequence[_Read]) -> list[Cut]:
        """The cuts of articles, all their passages embedded together: batches of like length are fastest."""
        if not read:
            return []
        vectors = self._embedder.encode([passage.of(one.article.text) for one in read for passage in one.passages])
        parts = np.split(vectors, np.cumsum([len(one.passages) for one in read])[:-1])
        return [Cut(tuple(one.sentences), tuple(one.passages), part) for one, part in zip(read, parts, strict=True)]

    def _statements(self, read: Sequence[_Read]) -> Sequence[Reading | None]:
        """What the reader finds in articles; None for each where there is no reader."""
        if self._reader is None:
            return [None] * len(read)
        return anew.readings(self._reader, [one.article for one in read], [one.sentences for one in read])

    def _flush(self) -> None:
        new = [one for one in self._waiting if isinstance(one, _Read)]
        made = zip(self._embed(new), self._statements(new), strict=True)
        entries = [_entry(one, *next(made)) if isinstance(one, _Read) else one for one in self._waiting]
        self.tally += self._writer.commit(entries)
        self._progress.advance(sum(isinstance(one, FileRead) and one.ids is not None for one in entries))
        self._waiting.clear()
        self._new.clear()


def _entry(read: _Read, cut: Cut, reading: Reading | None) -> Entry:
    text = read.article.text
    return Entry(read.path, read.article, signature(text), quotations(text), cut, reading)
