"""Our passages as llama-index nodes; imports llama_index, so only those who want nodes import this.

llama-index's own splitters are not exact enough to cut with: they find a node's place by searching for its
text, which is an earlier place where a sentence occurs twice, and the sentences that they build on end at
"Cllr." and "Rt. Hon.". So the cutting is ours, and this puts it behind their interface.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llama_index.core.bridge.pydantic import Field
from llama_index.core.node_parser import NodeParser
from llama_index.core.node_parser.node_utils import build_nodes_from_splits
from llama_index.core.schema import BaseNode, Document, MetadataMode, TextNode

from index.passages.passages import split_passages
from index.passages.sentences import split_sentences
from index.settings import PassageSettings


class PassageParser(NodeParser):
    """Documents to passages: ``node.text == document.text[node.start_char_idx:node.end_char_idx]``, always.

    Attributes:
        count_tokens: word pieces of each text (``Embedder.count_tokens``).
        max_tokens: word pieces in one passage.
        model_tokens: a sentence above this is parted.
    """

    count_tokens: Callable[[Sequence[str]], list[int]] = Field(exclude=True)
    max_tokens: int = PassageSettings().max_tokens
    model_tokens: int = PassageSettings().model_tokens

    @classmethod
    def class_name(cls) -> str:
        """The name that llama-index saves it under."""
        return "PassageParser"

    def _parse_nodes(
        self,
        nodes: Sequence[BaseNode],
        show_progress: bool = False,  # noqa: ARG002  # llama-index passes it
        **kwargs: Any,  # noqa: ARG002
    ) -> list[BaseNode]:
        settings = PassageSettings(self.max_tokens, self.model_tokens)
        made: list[BaseNode] = []
        for node in nodes:
            text = node.get_content(metadata_mode=MetadataMode.NONE)
            passages = split_passages(text, split_sentences(text), settings=settings, count_tokens=self.count_tokens)
            texts = [passage.of(text) for passage in passages]
            parts: list[TextNode] = build_nodes_from_splits(texts, node, id_func=self.id_func)
            for part, passage in zip(parts, passages, strict=True):
                part.start_char_idx, part.end_char_idx = passage.start, passage.end
            made += parts
        return made

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        places = [(node.start_char_idx, node.end_char_idx) for node in nodes if isinstance(node, TextNode)]
        finished = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        # the superclass has put the places where it found the texts: ours are where they are
        for node, (start, end) in zip(finished, places, strict=True):
            if isinstance(node, TextNode):
                node.start_char_idx, node.end_char_idx = start, end
        return finished
