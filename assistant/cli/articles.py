"""``onrecord articles``: list, show and remove what is in a collection."""

from __future__ import annotations

from typing import Any

from assistant.cli.arguments import Arguments
from assistant.cli.screen import Part, Screen
from index import build
from index.collection import ArticleInfo, Collection, StoredArticle
from index.errors import UsageError
from index.settings import from_environment

#: what a reader is told of an article, apart from its text, in this order
FACTS = ("id", "source", "title", "date", "outlet", "byline", "url", "family")


def list_articles(arguments: Arguments, screen: Screen) -> int:
    """Every article, without its text."""
    with Collection.open(from_environment(arguments.collection).collection) as collection:
        found = collection.articles()
    if screen.json:
        screen.document([{**_document(article), "chars": article.chars} for article in found])
        return 0
    rows = [
        (article.id, str(article.date or ""), article.outlet or "", article.title or "", article.source)
        for article in found
    ]
    screen.table(("id", "date", "outlet", "title", "source"), rows)
    return 0


def show(arguments: Arguments, screen: Screen) -> int:
    """One article with its text."""
    with Collection.open(from_environment(arguments.collection).collection) as collection:
        article = _named(collection, arguments.article)
    if screen.json:
        screen.document({**_document(article), "text": article.text})
        return 0
    screen.line(Part(article.title or article.source, "bold", article.url))
    known = [
        ("outlet", article.outlet),
        ("date", article.date),
        ("byline", article.byline),
        ("url", article.url),
    ]
    screen.facts([(name, str(value)) for name, value in known if value])
    screen.facts([("source", article.source), ("id", article.id)])
    screen.line()
    screen.text(article.text)
    return 0


def remove(arguments: Arguments, screen: Screen) -> int:
    """Takes one article out of the collection; its file stays where it is."""
    folder = from_environment(arguments.collection).collection
    with Collection.open(folder) as collection:
        article = _named(collection, arguments.article)
    build.remove_article(folder, article.id)
    if screen.json:
        screen.document({"removed": _document(article)})
    else:
        screen.line(f"Removed {article.title or article.source} ({article.id}).")
    return 0


def _document(article: ArticleInfo | StoredArticle) -> dict[str, Any]:
    facts = {name: getattr(article, name) for name in FACTS}
    return {**facts, "date": article.date.isoformat() if article.date else None}


def _named(collection: Collection, name: str) -> StoredArticle:
    """The article with this id.

    Raises:
        UsageError: there is none, or more than one.
    """
    article = collection.article(name)
    if article is None:
        raise UsageError(
            f"{name} names no article, or more than one: give an id from `onrecord articles list`, "
            "or at least its first 6 digits"
        )
    return article
