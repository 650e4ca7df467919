"""What keeps a collection sound: an article taken out, derived files built again, everything checked."""

from __future__ import annotations

from pathlib import Path

from index.collection.check import CheckReport, check
from index.collection.reader import Collection
from index.collection.writer import Writer

__all__ = ["CheckReport", "check", "rebuild", "remove_article"]


def remove_article(folder: Path, article_id: str) -> bool:
    """Take one article out, by its id or the first digits of it; says whether there was such an article.

    Its files are forgotten: the article comes back if they are ingested again.

    Raises:
        CollectionError: as ``Writer.maintain`` does.
    """
    with Collection.open(folder) as collection:
        found = collection.article(article_id)
    if found is None:
        return False
    with Writer.maintain(folder) as writer:
        removed = writer.remove(found.id)
        writer.publish()
    return removed


def rebuild(folder: Path) -> int:
    """Build all derived files again from SQLite, without embedding anything; gives the new generation.

    Raises:
        CollectionError: as ``Writer.maintain`` does.
    """
    with Writer.maintain(folder) as writer:
        return writer.publish()
