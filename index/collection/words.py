"""Lexical search: BM25 over passages with tantivy, and the one way in which words become terms.

Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", with tantivy's fixed
k1 = 1.2 and b = 0.75 (Lucene's defaults too). Queries are built from terms, never parsed: nothing that a user
types is an operator.
"""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from index.collection.failpoints import reach

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

#: name of the analysis below and of the fields; a derived index of another one is rebuilt
ANALYSIS = "words-1"
#: of tantivy, and of its files
VERSION: str = vars(tantivy)["__version__"]

#: terms of a query that are searched for; a longer text is cut, so that no question costs too much
_MOST_TERMS = 64
#: a term in the title counts this much of one in the passage
_TITLE = 0.4
_HEAP = 64 * 1024 * 1024

# each begins with what is rare in a text, or runs only where that is: they read every passage
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
_HYPHENATED = re.compile(r"\b([^\W\d_]{1,15}+)[-\u2010]([^\W\d_]{2,20}+)\b")
# "labour" and "labor", "organised" and "organized" meet in one spelling; the length of what stands before
# decides alike for all forms of a word, so "hour" and "hours" stay together
_OUR = re.compile(r"our(?<=[^\W\d_]{2}our)(s|ed|ing|ite|ites|able)?\b")
_ISE = re.compile(r"is(?<=[^\W\d_]{3}is)(e|es|ed|ing|ation|ations)\b")


def terms(text: str) -> list[str]:
    """The terms of ``text`` in order, as the index holds them: folded, and stemmed (Snowball, English).

    Thousands lose their commas; a hyphenated pair gives its joined form too: cease, fire, ceasefire.
    """
    found: list[str] = _analyser().analyze(fold_spelling(text))
    return found


def fold_spelling(text: str) -> str:
    """``text`` in the one spelling that is indexed."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    folded = _THOUSANDS.sub("", folded.casefold())
    if "-" in folded or "\u2010" in folded:
        folded = _HYPHENATED.sub(r"\1 \2 \1\2", folded)
    return _ISE.sub(r"iz\1", _OUR.sub(r"or\1", folded))


@lru_cache(maxsize=64)
def _fold_title(title: str) -> str:
    """The same for a title, which comes again with every passage of its article."""
    return fold_spelling(title)


@cache
def _analyser() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(40), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder.filter(tantivy.Filter.stemmer("english")).build()


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in ("text", "title"):
        builder = builder.add_text_field(field, tokenizer_name=ANALYSIS, index_option="freq")
    # row: which passage; day and outlet: what filters compare
    builder = builder.add_unsigned_field("row", fast=True)
    builder = builder.add_unsigned_field("day", indexed=True, fast=True)
    return builder.add_unsigned_field("outlet", indexed=True).build()


class WordWriter:
    """Fills a new, empty folder with a lexical index. Not finished before ``close``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        with _writing():
            index = tantivy.Index(_schema(), str(folder), reuse=False)
            index.register_tokenizer(ANALYSIS, _analyser())
            # one thread, so that the same passages always give the same index
            self._writer = index.writer(heap_size=_HEAP, num_threads=1)

    def add(self, row: int, text: str, title: str | None, *, day: int, outlet: int) -> None:
        """Add passage number ``row``; ``day`` and ``outlet`` as in ``rows.py``, where 0 is none."""
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_unsigned("day", day)
        document.add_unsigned("outlet", outlet)
        document.add_text("text", fold_spelling(text))
        if title:
            document.add_text("title", _fold_title(title))
        with _writing():
            self._writer.add_document(document)

    def close(self) -> None:
        """Write everything and wait until it is written."""
        with _writing():
            self._writer.commit()
        reach("words committed")
        with _writing():
            self._writer.wait_merging_threads()


@contextmanager
def _writing() -> Iterator[None]:
    """tantivy knows one error for all that goes wrong; into a new folder, only the disk can."""
    try:
        yield
    except ValueError as error:
        raise OSError(errno.EIO, f"the lexical index could not be written: {error}") from error


class WordIndex:
    """A lexical index that has been written."""

    def __init__(self, folder: Path) -> None:
        self._lent = None if os.access(folder, os.W_OK) else _linked(folder)
        index = tantivy.Index.open(self._lent.name if self._lent else str(folder))
        index.register_tokenizer(ANALYSIS, _analyser())
        # nobody writes here any more: do not watch the folder
        index.config_reader(reload_policy="manual")
        self._searcher = index.searcher()

    @property
    def rows(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, words: str, *, limit: int, days: tuple[int, int] | None = None, outlet: int | None = None
    ) -> list[tuple[int, float]]:
        """Rows and their BM25, best first, of passages that hold at least one of the words.

        Args:
            days: first and last day, both included, as in ``rows.py``.
            outlet: number of the outlet, as in ``rows.py``.
        """
        found = list(dict.fromkeys(terms(words)))[:_MOST_TERMS]
        if not found or limit < 1:
            return []
        query = _any_of(found)
        limits = list(_limits(days, outlet))
        if limits:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in [query, *limits]])
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        scored = ((int(row or 0), float(score)) for row, (score, _) in zip(rows, hits, strict=True))
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def document_frequency(self, found: Sequence[str]) -> dict[str, int]:
        """In how many passages each term (see ``terms``) stands, in the text or else in the title."""
        frequency = self._searcher.doc_freq
        return {term: frequency("text", term) or frequency("title", term) for term in found}


def _linked(folder: Path) -> TemporaryDirectory[str]:
    """A folder of links to the files in ``folder``: tantivy makes a lock file beside them even to read."""
    from tempfile import TemporaryDirectory  # slow to import, seldom needed

    lent = TemporaryDirectory(prefix="onrecord-")
    for path in folder.iterdir():
        if path.suffix != ".lock":
            Path(lent.name, path.name).symlink_to(path.absolute())
    return lent


def _any_of(found: Sequence[str]) -> tantivy.Query:
    query = tantivy.Query
    parts = [query.term_query(_schema(), "text", term, "freq") for term in found]
    parts += [query.boost_query(query.term_query(_schema(), "title", term, "freq"), _TITLE) for term in found]
    return query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def _limits(days: tuple[int, int] | None, outlet: int | None) -> Iterable[tantivy.Query]:
    """Conditions that decide and score nothing."""
    query, unsigned = tantivy.Query, tantivy.FieldType.Unsigned
    if days is not None:
        yield query.const_score_query(query.range_query(_schema(), "day", unsigned, *days), 0.0)
    if outlet is not None:
        yield query.const_score_query(query.term_query(_schema(), "outlet", outlet), 0.0)
