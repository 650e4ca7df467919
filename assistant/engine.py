"""A question -> a plan -> evidence -> an answer: what the chat, the API, the command line and evaluation all call."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from assistant import intent
from assistant.answer import fact, none, stand
from assistant.answer.read import Reading, read
from assistant.positions import Looked, Looks
from assistant.question import Plan, folded, parse
from assistant.retrieve import find_passages
from assistant.similar import WordSimilarity
from assistant.types import Answer, Coverage, Turn
from index.closing import Closing
from index.collection import Collection, Hit
from index.collection.store import open_to_read
from index.errors import CollectionMissing, UsageError
from index.models.embedder import Embedder
from index.settings import Settings
from index.types import Filters

if TYPE_CHECKING:
    from assistant.language import Writer
    from index.build import Progress


class Engine(Closing):
    """Answers questions over one collection. Safe to share among threads."""

    def __init__(self, collection: Collection, embedder: Embedder, writer: Writer | None = None) -> None:
        """``writer`` words answers with a language model; without it they are plain."""
        self.collection = collection
        self.writer = writer
        self.embedder = embedder
        self._similar = WordSimilarity(embedder)
        self._looks = Looks(collection, embedder)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Load the model and open the collection.

        Raises:
            ModelError: the model cannot be loaded.
            CollectionError: the collection is missing, damaged or incompatible.
            UsageError: a template for the language model is none, or what connects to it is not installed.
        """
        from index.models.embed import load_embedder

        # a collection that is missing is said at once, not after a model has been loaded, or even exported
        open_to_read(settings.collection).close()
        writer = _writer(settings)
        embedder = load_embedder(settings.model)
        return cls(Collection.open(settings.collection, embedder_digest=embedder.digest), embedder, writer)

    def close(self) -> None:
        """Close the collection."""
        self.collection.close()

    def ask(self, question: str, *, filters: Filters = Filters(), history: Sequence[Turn] = ()) -> Answer:
        """Answer ``question`` from the articles that pass ``filters``.

        Raises:
            UsageError: the question is empty, too long, or has no word to look for.
        """
        began = time.perf_counter()
        plain = self._plain(question, filters, history).timed(total=(time.perf_counter() - began) * 1000)
        return plain if self.writer is None else self.writer.write(plain)

    def _plain(self, question: str, filters: Filters, history: Sequence[Turn]) -> Answer:
        about = intent.read(folded(question), history)
        if about is not None and (made := stand.answer(about, self._source(filters))):
            return made
        plan, reading = self.read(question, filters=filters, history=history)
        coverage = self._coverage(reading, filters)
        return fact.answer(plan, reading, coverage) or none.answer(plan, reading, coverage, filters=filters)

    def looked(self, question: str, *, filters: Filters = Filters(), history: Sequence[Turn] = ()) -> Looked | None:
        """What the answer is chosen from, where statements give it; at once, after ``ask``.

        Raises:
            UsageError: as ``ask`` has it.
        """
        about = intent.read(folded(question), history)
        return None if about is None else stand.looked(about, self._source(filters))

    def search(
        self, question: str, *, limit: int, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> list[Hit]:
        """The passages found for a question, the best first; nothing where it has no word to look for."""
        try:
            plan = parse(question, history)
        except UsageError:
            return []
        return find_passages(plan, self.collection, self.embedder, filters=filters, limit=limit)

    def read(
        self, question: str, *, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> tuple[Plan, Reading]:
        """What ``ask`` decides on: the plan, and the sentences and candidates found for it."""
        plan = parse(question, history)
        return plan, read(plan, self.collection, self.embedder, self._similar, filters=filters)

    def _source(self, filters: Filters) -> stand.Source:
        return stand.Source(self.collection, self.embedder, filters, self._looks.look)

    def _coverage(self, reading: Reading, filters: Filters) -> Coverage:
        within = self.collection.count_articles(filters)
        return Coverage(
            articles=self.collection.count_articles(Filters()),
            screened=within,
            candidates=reading.read,
            rejected=reading.read,
        )


def _writer(settings: Settings) -> Writer | None:
    """What words answers, where a language model is named; nothing of it is loaded where none is."""
    if settings.language is None:
        return None
    from assistant.generate import connect
    from assistant.language import Prompts, Writer

    return Writer(connect(settings.language), Prompts.load(settings.collection))


def ensure_sample(settings: Settings, progress: Progress | None = None) -> bool:
    """Build the sample collection where nobody chose a collection and the default one is empty.

    Returns:
        Whether it was built now.
    """
    if not settings.is_default_collection or not _is_empty(settings):
        return False
    # only ingest needs what reads and cuts articles
    from index import sample
    from index.build import ingest, silent
    from index.models.embed import load_embedder
    from index.statements import load_reader

    embedder, reader = load_embedder(settings.model), load_reader(settings)
    ingest([str(sample.folder())], settings, embedder, reader=reader, progress=progress or silent)
    return True


def _is_empty(settings: Settings) -> bool:
    try:
        with Collection.open(settings.collection) as collection:
            return collection.count_articles(Filters()) == 0
    except CollectionMissing:
        return True
