from __future__ import annotations

from llama_index.core.schema import Document, TextNode

from index.models.embedder import HashingEmbedder
from index.passages.nodes import PassageParser

# the second passage's text occurs in the first one too: searching for it finds the wrong place
TEXT = "He said: Yes. No. It is over.\n\nIt is over.\n\n" + "🕊️ Ann Lee spoke at length about it. " * 6


def parse(document: Document) -> list[TextNode]:
    parser = PassageParser(count_tokens=HashingEmbedder().count_tokens, max_tokens=13)
    nodes = parser.get_nodes_from_documents([document])
    return [node for node in nodes if isinstance(node, TextNode)]


def test_every_node_is_exactly_at_its_place_even_where_its_text_occurs_before() -> None:
    nodes = parse(Document(text=TEXT))
    places = [(node.start_char_idx or 0, node.end_char_idx or 0) for node in nodes]
    assert [node.text for node in nodes] == [TEXT[start:end] for start, end in places]
    assert nodes[1].text == "It is over."
    assert places[1] == (31, 42)
    assert places == sorted(places)


def test_nodes_keep_metadata_and_their_document() -> None:
    document = Document(text=TEXT, metadata={"outlet": "Post"})
    nodes = parse(document)
    assert {node.metadata["outlet"] for node in nodes} == {"Post"}
    assert {node.ref_doc_id for node in nodes} == {document.node_id}
