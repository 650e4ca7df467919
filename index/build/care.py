"""What keeps a collection sound: an article taken out, derived files built again, everything checked."""

from __future__ import annotations

from pathlib import Path

from index.build import anew
from index.build.progress import Progress, silent
from index.collection.check import CheckReport, check
from index.collection.reader import Collection
from index.collection.writer import Writer
from index.settings import Settings
from index.statements.records import Reader

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


def rebuild(
    folder: Path, *, statements: bool = False, reader: Reader | None = None, progress: Progress = silent
) -> int:
    """Build all derived files again from SQLite, without embedding anything; gives the new generation.

    Args:
        statements: whether to read all stored articles for statements anew before that. Killed in the middle, some
            articles have their new statements and the others still their old ones: run it again.
        reader: who reads them; None takes the project's own.

    Raises:
        CollectionError: as ``Writer.maintain`` does.
        ModelError: the reader cannot be loaded, or fails.
    """
    with Writer.maintain(folder) as writer:
        if statements:
            anew.read(writer, reader or _own_reader(folder), writer.unread(), progress)
            progress.describe("Building the search index")
        return writer.publish()


def _own_reader(folder: Path) -> Reader:
    from index.statements import load_reader  # slow, and seldom needed

    return load_reader(Settings(folder))
