"""One folder on disk: SQLite is the truth, FAISS and tantivy are derived from it."""

from index.collection.reader import Collection
from index.collection.records import ArticleInfo, Hit, PassageRef, Status, StoredArticle
from index.collection.words import fold_spelling, terms
from index.collection.writer import Writer

__all__ = [
    "ArticleInfo",
    "Collection",
    "Hit",
    "PassageRef",
    "Status",
    "StoredArticle",
    "Writer",
    "fold_spelling",
    "terms",
]
