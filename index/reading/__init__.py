"""A source becomes articles: one file per kind, then cleaning, details, and near-duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.errors import EmptySource, SourceError, UnsupportedSource
from index.reading import isolated, tables, text
from index.reading.files import decode, name_of, read_plain_file
from index.reading.metadata import Draft, finish
from index.reading.sources import KINDS, Found, find_sources
from index.settings import ReadingLimits
from index.types import Article

__all__ = ["KINDS", "Found", "find_sources", "read_source"]

Rows = Iterator[tuple[str, Draft | SourceError]]
_TEXTS: dict[str, Callable[..., Draft]] = {".txt": text.read_text, ".md": text.read_markdown}
_TABLES: dict[str, Callable[..., Rows]] = {".jsonl": tables.read_jsonl, ".csv": tables.read_csv}


def read_source(
    path: Path, *, root: Path, limits: ReadingLimits, skipped: Callable[[SourceError], None] | None = None
) -> list[Article]:
    """The articles of one file: one, or one a row for ``.jsonl`` and ``.csv``.

    Args:
        path: the file, inside ``root``.
        root: the folder that ``Article.source`` is relative to.
        limits: what the file may cost.
        skipped: told of each row that could not be read while others of its file could.

    Raises:
        SourceError: nothing could be read; its subclass and ``reason`` say why.
    """
    kind, name = path.suffix.lower(), name_of(path, root)
    if kind in isolated.KINDS:
        return [finish(isolated.draft(path, root=root, limits=limits), source=name, longest=limits.article_chars)]
    if kind not in KINDS:
        raise UnsupportedSource(name, f"files ending in {kind or 'nothing'!r} are not read; convert it")
    written = decode(read_plain_file(path, root=root, longest=limits.file_bytes), source=name)
    if kind in _TEXTS:
        return [finish(_TEXTS[kind](written, source=name), source=name, longest=limits.article_chars)]
    return _articles_of_rows(_TABLES[kind](written, source=name), name, limits, skipped)


def _articles_of_rows(
    rows: Rows, name: str, limits: ReadingLimits, skipped: Callable[[SourceError], None] | None
) -> list[Article]:
    articles: dict[str, Article] = {}
    errors: list[SourceError] = []
    for number, (row, draft) in enumerate(rows, start=1):
        # an id that comes twice names only the first: a second row must not replace it
        source = row if row not in articles else f"{name}#{number}"
        article = _article_or_error(draft, source, limits)
        if isinstance(article, SourceError):
            errors.append(article)
        else:
            articles[source] = article
    if not articles:
        raise _no_rows(errors, name)
    if skipped is not None:
        for error in errors:
            skipped(error)
    return list(articles.values())


def _article_or_error(draft: Draft | SourceError, source: str, limits: ReadingLimits) -> Article | SourceError:
    if isinstance(draft, SourceError):
        return draft
    try:
        return finish(draft, source=source, longest=limits.article_chars)
    except SourceError as error:
        return error


def _no_rows(errors: Sequence[SourceError], name: str) -> SourceError:
    if not errors:
        return EmptySource(name, "there are no rows in it; check that it is the right file")
    return type(errors[0])(name, f"none of its {len(errors):,} rows could be read; in the first, {errors[0].reason}")
