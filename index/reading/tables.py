"""Rows of JSONL and CSV, one article each; the columns are guessed from their names."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from index.errors import EmptySource, HostileSource, SourceError, UnreadableSource
from index.reading.files import printable
from index.reading.metadata import Draft

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        *(
            "text",
            "body",
            "content",
            "article",
            "article_text",
            "articlebody",
            "full_text",
            "fulltext",
            "maintext",
        ),
        *("story", "document"),
    ),
    "title": ("title", "headline", "heading", "name"),
    "date": (
        *(
            "date",
            "published",
            "published_at",
            "published_date",
            "publication_date",
            "publish_date",
            "pubdate",
        ),
        *(
            "date_published",
            "datepublished",
            "pub_date",
            "published_on",
            "created_at",
            "timestamp",
            "datetime",
        ),
    ),
    "outlet": (
        *("outlet", "source", "publisher", "publication", "site", "sitename", "site_name", "newspaper"),
        *("source_name", "domain"),
    ),
    "byline": ("byline", "author", "authors", "by", "writer", "journalist"),
    "url": ("url", "link", "href", "canonical_url", "source_url", "web_url", "weburl", "permalink"),
    "id": ("id", "article_id", "articleid", "guid", "uid", "key", "_id", "doc_id"),
}
_NAME_IT = "name it text, body or content"
_BREAKS = re.compile(r"<(?:/p|/div|/h[1-6]|/li|/blockquote|br\s{0,9}/?)\s{0,9}>", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:p|div|span|br|a|b|i|u|em|strong|h[1-6]|ul|ol|li|blockquote|figure|figcaption|img|small|sup|sub|section)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_LONGEST_ID = 200


def read_jsonl(text: str, *, source: str) -> Iterator[tuple[str, Draft | SourceError]]:
    """Each line of a ``.jsonl`` file: what the article is called, and its draft or why there is none."""
    # splitlines() would also break at the line separators that JSON strings may hold
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _read_line(line, f"{source}#{number}")


def read_csv(text: str, *, source: str) -> Iterator[tuple[str, Draft | SourceError]]:
    """Each row of a ``.csv`` file: what the article is called, and its draft or why there is none.

    Raises:
        EmptySource: there is no header, or none of its columns can be the text.
        UnreadableSource: it is not CSV.
    """
    csv.field_size_limit(max(len(text), 1))
    text = text.lstrip("\r\n")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    try:
        if "text" not in _columns(tuple(rows.fieldnames or ())):
            raise EmptySource(source, f"none of its columns is the text; {_NAME_IT}")
        for number, row in enumerate(rows, start=1):
            yield _draft({key: value for key, value in row.items() if key is not None}, f"{source}#{number}")
    except csv.Error as error:
        raise UnreadableSource(source, f"it is not CSV ({error}); save it again as CSV") from error


def _read_line(line: str, place: str) -> tuple[str, Draft | SourceError]:
    try:
        row = json.loads(line)
    except RecursionError:
        return place, HostileSource(place, "the line is nested too deep; remove it")
    except ValueError as error:
        return place, UnreadableSource(place, f"the line is not JSON ({str(error)[:100]}); mend or remove it")
    if not isinstance(row, dict):
        return place, UnreadableSource(place, 'the line is not an object; write it as {"id": …, "text": …}')
    return _draft(row, place)


def _draft(row: Mapping[str, Any], place: str) -> tuple[str, Draft | SourceError]:
    """One row; ``place`` names it where it has no id of its own."""
    columns = _columns(tuple(row))
    values = {
        field: next(filter(None, (_plain(row[name], field) for name in names)), None)
        for field, names in columns.items()
    }
    name = printable((values.pop("id", None) or place).strip()[:_LONGEST_ID]) or place
    text = values.pop("text", None)
    if text is None:
        return name, EmptySource(name, f"it has no text; {_NAME_IT}")
    return name, Draft(_without_markup(text), **values)


def _without_markup(text: str) -> str:
    """``text`` without the HTML that exports leave in their columns; what only looks like it stays."""
    if not _MARKUP.search(text):
        return text
    return html.unescape(_MARKUP.sub("", _BREAKS.sub("\n\n", text)))


@lru_cache(maxsize=256)
def _columns(names: tuple[str, ...]) -> dict[str, list[str]]:
    """For each field the columns that can be it, likeliest first."""
    folded = {name.strip().lower().replace(" ", "_").replace("-", "_"): name for name in reversed(names)}
    found = {field: [folded[name] for name in known if name in folded] for field, known in _COLUMNS.items()}
    return {field: columns for field, columns in found.items() if columns}


def _plain(value: Any, field: str) -> str | None:
    """A cell as text; lists of strings are paragraphs or names, ``{"name": …}`` is its name."""
    if isinstance(value, list):
        items = [plain for item in value if (plain := _plain(item, field))] if len(value) < 10_000 else []
        return ("\n\n" if field == "text" else ", ").join(items) or None
    if isinstance(value, dict):
        return value["name"] if isinstance(value.get("name"), str) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) if str(value).strip() else None
