"""Articles to sentences to passages, with exact offsets."""

from index.passages.passages import split_passages
from index.passages.sentences import split_sentences

#: name of this way of cutting, kept with a collection; it changes whenever offsets would
CHUNKER = "sentences-1"

__all__ = ["CHUNKER", "split_passages", "split_sentences"]
