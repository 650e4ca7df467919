"""The same hybrid search as a llama-index retriever, for those who build on llama-index.

Kept apart from ``retrieve.py``: importing llama-index takes a second, and asking a question needs none of it.
"""

from __future__ import annotations

from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.question import parse
from assistant.retrieve import find_passages
from index.collection import Collection, Hit
from index.models.embedder import Embedder
from index.types import Filters


class PassageRetriever(BaseRetriever):
    """Passages of a collection as nodes whose text is exactly ``article.text[start_char_idx:end_char_idx]``.

    Args:
        top_k: passages to return; near-duplicates take one place together.
        filters: dates and outlet, applied before ranking.
    """

    def __init__(
        self,
        collection: Collection,
        embedder: Embedder,
        *,
        top_k: int = 10,
        filters: Filters = Filters(),
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._collection = collection
        self._embedder = embedder
        self._top_k = top_k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        plan = parse(query_bundle.query_str)
        hits = find_passages(plan, self._collection, self._embedder, filters=self._filters, limit=self._top_k)
        return [NodeWithScore(node=self._node(hit), score=hit.score) for hit in hits]

    def _node(self, hit: Hit) -> TextNode:
        article = self._collection.article(hit.article_id)
        facts = (
            {}
            if article is None
            else {
                "source": article.source,
                "title": article.title,
                "outlet": article.outlet,
                "date": article.date.isoformat() if article.date else None,
                "url": article.url,
            }
        )
        return TextNode(
            id_=f"{hit.article_id}:{hit.start}-{hit.end}",
            text=hit.text,
            start_char_idx=hit.start,
            end_char_idx=hit.end,
            metadata={"article": hit.article_id, **facts},
            # the model that reads a node needs its words; where they are from is for the reader
            excluded_embed_metadata_keys=["article", *facts],
        )
